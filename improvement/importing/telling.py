"""What else a document tells of an authority: what happened, and who led."""

from collections.abc import Callable
from dataclasses import dataclass

from improvement.importing.facts import Facts
from improvement.importing.meeting import partial
from improvement.importing.merging import merge_into
from improvement.importing.session import Session
from improvement.importing.values import place_of, spot_of, texts
from inspections.intake.draft import Draft, Item
from inspections.models import Authority, Leader, Milestone
from inspections.models.time import as_stored


@dataclass(frozen=True)
class Kind:
    """One kind of thing told: what names it, and what else is said of it.

    `is_shared`: documents that name it alike tell of one thing; else each tells its own.
    """

    section: str
    model: type[Milestone | Leader]
    named: Callable[[Item], dict]
    said: Callable[[Item], dict]
    is_shared: bool


def days_of(item: Item) -> dict:
    return {name: partial(item, name) for name in ("since", "until", "on") if name in item}


KINDS = (
    Kind(
        "milestones",
        Milestone,
        lambda item: {"on": partial(item, "on"), "title": item["title"]},
        lambda item: {},
        is_shared=True,
    ),
    Kind(
        "led_by",
        Leader,
        lambda item: {"post": item["post"], "name": item.get("name", "")},
        lambda item: {**days_of(item), **texts(item, "body")},
        is_shared=False,
    ),
)


class Telling:
    """The milestones and leaders of one draft.

    What names one may itself be corrected: in the draft, then it is met by its place in the
    document, or here, then by what it was.
    """

    def __init__(self, session: Session, authority: Authority, facts: Facts, draft: Draft):
        self.session, self.authority, self.draft = session, authority, draft
        self.document, self.versions = facts.document, facts.versions

    def run(self):
        for kind in KINDS:
            items = self.draft.root.items_of(kind.section)
            names = [as_imported(kind.named(item)) for item in items]
            for item in items:
                self.session.attempt(self._one, item, kind, names)

    def _one(self, item: Item, kind: Kind, names: list[dict]):
        name = kind.named(item)
        record = self._met(item, kind, name, names)
        values = {**name, **kind.said(item), "document": self.document, **place_of(item)}
        ours = (self.document.pk, *self.versions.earlier)
        if record is not None and record.document_id not in ours:
            # Told again by another document, it keeps the place where we read it first.
            values = name
        find = {"authority": self.authority}
        merge_into(self.session, record, kind.model, item, find, values)

    def _met(self, item: Item, kind: Kind, name: dict, names: list[dict]):
        recorded = kind.model.objects.filter(authority=self.authority).order_by("pk")
        versions = (self.document.pk, *self.versions.earlier, *self.versions.later)
        ours = recorded.filter(document_id__in=versions)
        corrected_here = [one for one in ours if was(one, name) == as_imported(name)]
        alike = list((recorded if kind.is_shared else ours).filter(**name))
        if corrected_here or alike:
            return (corrected_here or alike)[0]
        mended = [
            one
            for one in ours
            if one.document_id not in self.versions.later
            and was(one, name) not in names
            and spot_of(one) == spot_of(item)
        ]
        return mended[0] if len(mended) == 1 else None


def as_imported(name: dict) -> dict:
    return {key: as_stored(value) for key, value in name.items()}


def was(record, name: dict) -> dict:
    """What its draft last called it."""
    return {key: record.imported.get(key, as_stored(getattr(record, key))) for key in name}
