"""The document a draft was read from, and the authority it is about."""

from django.utils.text import slugify

from improvement import access
from improvement.importing.meeting import may_be, partial, the_one
from improvement.importing.merging import merge
from improvement.importing.session import LeftOut, Session
from improvement.importing.values import booleans, numbers, texts
from improvement.importing.versions import replaced_by
from inspections.intake.draft import Draft, Item
from inspections.models import Authority, Document, DocumentPart

NEVER = "never"  # of a day from which it may be public: absent means that nothing is said


def find_authority(session: Session, name: str, line: int) -> Authority | None:
    """The authority, if the one who imports may do so there; adds a problem if not.

    Its name may have been corrected here; that in addresses never changes. The command
    line may name a new one: whoever holds the machine may do anything.
    """
    named = Authority.objects.filter(name=name).first()
    found = named or Authority.objects.filter(slug=slugify(name)).first()
    if not slugify(name):
        session.problem(line, f"“{name[:60]}” has no letter from A to Z to make an address of.")
        return None
    if session.actor is None:
        return found or Authority.objects.create(name=name, slug=slugify(name))
    if found is None or not access.may(session.actor, access.Need.ADMIN, found.pk):
        session.problem(line, f"You are not an admin of “{name}”, so nothing of it can change.")
        return None
    return found


def import_document(session: Session, authority: Authority, draft: Draft) -> Document:
    item = draft.document
    values = texts(item, "title", "kind", "publisher", "url", "sha256", "public_from")
    if values.get("public_from") == NEVER:
        values["public_from"] = None
    values.update(booleans(item, "second_hand"))
    for name in ("dated", "published"):
        if name in item:
            values[name] = partial(item, name)
    held = _held(session, authority, draft)
    if held is not None:
        _refuse_another_file(session, item, held)
    if "replaces" in item:
        values["replaces"] = replaced_by(session, authority, item, held)
    find = {"authority": authority, "key": held.key if held else item["key"]}
    document = merge(session, Document, item, find=find, values=values)
    for part in item.items_of("parts"):
        dated = {"dated": partial(part, "dated")} if "dated" in part else {}
        DocumentPart.objects.update_or_create(
            document=document,
            key=part["key"],
            defaults={
                **texts(part, "kind", "title"),
                **numbers(part, "from_paragraph"),
                **dated,
            },
        )
    return document


def _held(session: Session, authority: Authority, draft: Draft) -> Document | None:
    """By its fingerprint if that is known, else by its key, else by what it reports."""
    item = draft.document
    found = recorded_as(authority, item)
    if found or not draft.inspections or booleans(item, "second_hand").get("second_hand"):
        return found
    if "replaces" in item:
        return None  # a version that is not recorded yet, of one that may well be
    return the_one(session, item, _reports_of_the_same(session, authority, draft))


def recorded_as(authority: Authority, item: Item) -> Document | None:
    """The document with this fingerprint, else with this key."""
    ours = Document.objects.filter(authority=authority)
    found = ours.filter(sha256=item["sha256"]).first() if "sha256" in item else None
    return found or ours.filter(key=item["key"]).first()


def _refuse_another_file(session: Session, item: Item, held: Document):
    if "sha256" not in item or held.sha256 in ("", item["sha256"]):
        return
    session.problem(
        item.line_of("sha256"),
        f"“{held.key}” is recorded with another file (its fingerprint begins with "
        f"{held.sha256[:8]}). Give this one a key of its own; if it is a corrected version "
        f"of that one, say so as well: “replaces: {held.key}”.",
    )
    raise LeftOut


def _reports_of_the_same(session: Session, authority: Authority, draft: Draft) -> list:
    about: Item = draft.inspections[0]
    if about.get("authority", authority.name) != authority.name:
        return []
    inspections = may_be(authority, about, session.keys)
    if len(inspections) != 1:
        return []  # none, or a question that is asked where the inspection is imported
    reports = Document.objects.filter(
        authority=authority,
        kind=draft.document["kind"],
        second_hand=False,
        told__inspection=inspections[0],
        told__is_its_report=True,
        replaced_by=None,
    )
    if "sha256" in draft.document:
        reports = reports.filter(sha256="")  # a file with another fingerprint is another
    return list(reports)
