"""What else a document tells of an authority: what happened, and who led."""

from improvement.importing.meeting import partial
from improvement.importing.merging import Session, merge_into
from improvement.importing.values import place_of, texts
from inspections.intake.draft import Draft, Item
from inspections.models import Authority, Document, Leader, Milestone
from inspections.models.time import as_stored

PLACE = ("part", "page", "paragraph")


class Telling:
    """The milestones and leaders of one draft.

    What names one (its day and title, a post and a person) may itself be corrected: in the
    draft, then it is met by its place in the document, or here, then by what it was.
    """

    def __init__(
        self, session: Session, authority: Authority, document: Document, draft: Draft
    ):
        self.session, self.authority, self.document = session, authority, document
        self.draft = draft

    def run(self):
        kinds = (("milestones", Milestone, milestone_named), ("led_by", Leader, leader_named))
        for section, model, named in kinds:
            items = self.draft.root.items_of(section)
            names = [as_imported(named(item)) for item in items]
            for item in items:
                self.session.attempt(self._one, item, model, named(item), names)

    def _one(self, item: Item, model, name: dict, names: list[dict]):
        record = self._met(model, item, name, names)
        values = {**name, **self._said(item, model)}
        if record is None or record.document_id == self.document.pk:
            values.update(document=self.document, **place_of(item))
        else:
            # Told again by another document, it keeps the place where we read it first.
            values = name
        merge_into(self.session, record, model, item, {"authority": self.authority}, values)

    def _said(self, item: Item, model) -> dict:
        if model is Milestone:
            return {}
        days = {name: partial(item, name) for name in ("since", "until", "on") if name in item}
        return {**days, **texts(item, "body")}

    def _met(self, model, item: Item, name: dict, names: list[dict]):
        recorded = model.objects.filter(authority=self.authority).order_by("pk")
        ours = list(recorded.filter(document=self.document))
        corrected_here = [one for one in ours if was(one, name) == as_imported(name)]
        same = recorded.filter(**name)
        if model is Leader:
            same = same.filter(document=self.document)
        met = corrected_here or list(same)
        if not met:
            met = [
                one
                for one in ours
                if was(one, name) not in names and place_of_record(one) == place_of_item(item)
            ]
            met = met if len(met) == 1 else []
        return met[0] if met else None


def milestone_named(item: Item) -> dict:
    return {"on": partial(item, "on"), "title": item["title"]}


def leader_named(item: Item) -> dict:
    return {"post": item["post"], "name": item.get("name", "")}


def as_imported(name: dict) -> dict:
    return {key: as_stored(value) for key, value in name.items()}


def was(record, name: dict) -> dict:
    """What its draft last called it."""
    return {key: record.imported.get(key, as_stored(getattr(record, key))) for key in name}


def place_of_record(record) -> tuple:
    return tuple(getattr(record, name) or None for name in PLACE)


def place_of_item(item: Item) -> tuple:
    return tuple(place_of(item).get(name) for name in PLACE)
