"""The inspections' part of a draft: what outsiders found, into the records."""

from django.utils.text import slugify

from improvement import access
from improvement.importing.facts import FIRST_HAND, Facts, rank_of
from improvement.importing.linking import Linking
from improvement.importing.meeting import meet, partial
from improvement.importing.merging import (
    Session,
    as_stored,
    known_since_earlier,
    merge,
    save,
)
from improvement.importing.report import Outcome
from improvement.importing.values import numbers, place_of, texts, yes
from inspections.intake.draft import Draft, Item
from inspections.models import (
    Area,
    Authority,
    Document,
    DocumentPart,
    Finding,
    Inspection,
    InspectionDocument,
    InspectionPerson,
    Judgement,
    Milestone,
    Recommendation,
    Theme,
)


def find_authority(session: Session, name: str, line: int) -> Authority | None:
    """The authority, if the one who imports may do so there; adds a problem if not.

    The command line may name a new one: whoever holds the machine may do anything.
    """
    found = Authority.objects.filter(name=name).first()
    if session.actor is None:
        return found or Authority.objects.create(name=name, slug=slugify(name))
    if found is None or not access.may(session.actor, access.Need.ADMIN, found.pk):
        session.problem(line, f"You are not an admin of “{name}”, so nothing of it can change.")
        return None
    return found


def import_document(session: Session, authority: Authority, item: Item) -> Document:
    """The document, found by its fingerprint if that is known, else by its key."""
    values = texts(item, "title", "kind", "publisher", "url", "sha256", "public_from")
    values["second_hand"] = yes(item, "second_hand")
    for name in ("dated", "published"):
        if name in item:
            values[name] = partial(item, name)
    find = {"authority": authority, "key": item["key"]}
    if "sha256" in item:
        same = Document.objects.filter(authority=authority, sha256=item["sha256"]).first()
        find["key"] = same.key if same else item["key"]
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


class OutsideImport:
    """One draft's inspections and milestones."""

    def __init__(self, session: Session, authority: Authority, document: Document):
        self.session, self.authority, self.document = session, authority, document
        self.facts = Facts(session, document)
        self.themes = {theme.key: theme for theme in Theme.objects.all()}

    def run(self, draft: Draft):
        held = [
            (item, self._inspection(item, is_its_report=position == 0))
            for position, item in enumerate(draft.inspections)
        ]
        linking = Linking(self.session, self.authority)
        # Links come last, so that a draft may name what stands further down in it.
        for item, inspection in held:
            linking.run(item, inspection)
        for milestone in draft.root.items_of("milestones"):
            merge(
                self.session,
                Milestone,
                milestone,
                find={
                    "authority": self.authority,
                    "on": partial(milestone, "on"),
                    "title": milestone["title"],
                },
                values=self._place(milestone),
            )

    def _inspection(self, item: Item, *, is_its_report: bool) -> Inspection:
        authority = self._authority(item)
        rank = rank_of(self.document, is_its_report=is_its_report)
        self.session.line = item.line
        inspection = meet(self.session, authority, item)
        facts = self.facts.read(authority, item)
        if inspection is None:
            inspection = Inspection(
                authority=authority,
                key=item["key"],
                kind=item["kind"],
                known_at=self.session.known_at,
                areas_covered=list(item.get("areas_covered", [])),
                **{name: value for name, value in facts.items() if value is not None},
            )
            inspection.imported = {
                name: [self.document.key, rank, as_stored(value)]
                for name, value in facts.items()
            }
            save(self.session, inspection)
            self.session.add(Outcome.CREATED, inspection, item)
        else:
            self.facts.merge(inspection, item, facts, rank)
        self.session.keys[authority.slug, item["key"]] = inspection
        self.session.keys[authority.pk, item["key"]] = inspection
        InspectionDocument.objects.get_or_create(
            inspection=inspection,
            document=self.document,
            defaults={"is_its_report": is_its_report},
        )
        for person in item.items_of("people"):
            InspectionPerson.objects.get_or_create(
                inspection=inspection, name=person["name"], role=person["role"]
            )
        self._judgements(inspection, item, rank)
        self._recommendations(inspection, item)
        self._findings(inspection, item)
        return inspection

    def _authority(self, item: Item) -> Authority:
        name = item.get("authority", self.authority.name)
        if name == self.authority.name:
            return self.authority
        return find_authority(self.session, name, item.line_of("authority")) or self.authority

    def _judgements(self, inspection: Inspection, item: Item, rank: int):
        if not item.items_of("judgements"):
            return
        if inspection.framework is None:
            if "framework" not in item:
                line = item.line_of("judgements")
                self.session.problem(line, f"The framework of {inspection.key} is not known.")
            return
        areas = {area.key: area for area in Area.objects.filter(framework=inspection.framework)}
        held = {judgement.area_id: judgement for judgement in inspection.judgements.all()}
        for judgement in item.items_of("judgements"):
            area = areas.get(judgement["area"])
            if area is None:
                if "framework" not in item:  # else told by the check
                    sentence = f"{judgement['area']} is not in {inspection.framework.key}."
                    self.session.problem(judgement.line_of("area"), sentence)
            elif area.pk in held and rank < FIRST_HAND:
                self._told_again(held[area.pk], judgement)
            else:
                merge(
                    self.session,
                    Judgement,
                    judgement,
                    find={"inspection": inspection, "area": area},
                    values={**texts(judgement, "grade", "printed"), **self._place(judgement)},
                )

    def _told_again(self, held: Judgement, item: Item):
        """Another document gives the grade too: a differing one is kept as a rival."""
        if held.grade != item["grade"]:
            self.facts.rival(
                held.inspection, item, str(held.area), item["grade"], self.document
            )
        elif known_since_earlier(self.session, held, self.session.known_at):
            save(self.session, held)
            self.session.add(Outcome.CHANGED, held, item, ("known since", "later", ""))
        else:
            self.session.add(Outcome.UNCHANGED, held, item)

    # Recommendations and findings

    def _recommendations(self, inspection: Inspection, item: Item):
        for position, entry in enumerate(item.items_of("recommendations"), 1):
            values = {
                "position": position,
                "immediate": yes(entry, "immediate"),
                **texts(entry, "kind", "text", "summary", "title"),
                **self._theme(entry),
                **self._place(entry),
            }
            find = {"inspection": inspection, "key": entry["key"]}
            merge(self.session, Recommendation, entry, find=find, values=values)

    def _findings(self, inspection: Inspection, item: Item):
        for position, entry in enumerate(item.items_of("findings"), 1):
            values = {
                "position": position,
                **texts(entry, "text", "summary", "direction"),
                **self._theme(entry),
                **self._place(entry),
            }
            find = {"inspection": inspection, "key": entry["key"]}
            merge(self.session, Finding, entry, find=find, values=values)

    def _theme(self, item: Item) -> dict:
        # An unknown theme has been told by the check.
        return {"theme": self.themes.get(item["theme"])} if "theme" in item else {}

    def _place(self, item: Item) -> dict:
        return {"document": self.document, **place_of(item)}
