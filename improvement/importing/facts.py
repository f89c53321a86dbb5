"""The facts of an inspection, which documents may tell differently.

The first-hand document gives the fact; what another says otherwise is kept beside it as a
rival, with its source. `imported` keeps for each fact the document it came from, that
document's rank and the value it gave.
"""

from improvement.importing.meeting import parent_of, partial
from improvement.importing.merging import Session, known_since_earlier, save
from improvement.importing.report import Outcome
from improvement.importing.values import numbers, place_of, texts
from inspections.intake.draft import Item
from inspections.models import Document, Framework, Inspection, Rival
from inspections.models.time import as_stored

FIRST_HAND, MENTION, SECOND_HAND = 2, 1, 0
DATES = ("started", "ended", "published", "by")
COUNTS = {"recommendations": "recommendations_stated", "immediate": "immediate_stated"}


def rank_of(document: Document, *, is_its_report: bool) -> int:
    if document.second_hand:
        return SECOND_HAND
    return FIRST_HAND if is_its_report else MENTION


class Facts:
    """What one document says of inspections, merged with what others said."""

    def __init__(self, session: Session, document: Document):
        self.session, self.document = session, document

    def read(self, authority, item: Item) -> dict:
        facts = {name: partial(item, name) for name in DATES if name in item}
        facts.update(numbers(item, "ordinal"))
        facts.update(texts(item, "follows_as_printed"))
        stated = numbers(item.get("counts", Item(item.line)), *COUNTS)
        facts.update({COUNTS[name]: number for name, number in stated.items()})
        if "framework" in item:
            facts["framework"] = Framework.objects.filter(key=item["framework"]).first()
        parent = parent_of(self.session, authority, item)
        if parent is not None:
            facts["follows"] = parent
        return facts

    def merge(self, inspection: Inspection, item: Item, facts: dict, rank: int):
        outcomes = [
            self._merge_fact(inspection, item, name, value, rank)
            for name, value in facts.items()
        ]
        covered = list(item.get("areas_covered", []))
        if covered and not inspection.areas_covered:
            inspection.areas_covered = covered
            outcomes.append(Outcome.CHANGED)
        if known_since_earlier(self.session, inspection, self.session.known_at):
            outcomes.append(Outcome.CHANGED)
        if Outcome.CHANGED in outcomes:
            save(self.session, inspection)
        if set(outcomes) <= {Outcome.UNCHANGED}:
            self.session.add(Outcome.UNCHANGED, inspection, item)

    def _merge_fact(self, inspection, item: Item, name: str, value, rank: int) -> Outcome:
        new, current = as_stored(value), as_stored(getattr(inspection, name))
        by, by_rank, last = inspection.imported.get(name, ["", FIRST_HAND, None])
        field = inspection._meta.get_field(name)
        change = (field.verbose_name, getattr(inspection, name), value)
        if new in (current, last) or (name == "follows_as_printed" and current):
            return Outcome.UNCHANGED
        if current != last and by:
            self.session.add(Outcome.KEPT, inspection, item, change)
            return Outcome.KEPT
        if current in (None, ""):
            return self._set_fact(inspection, item, name, value, rank, change)
        if name in DATES and value.agrees_with(getattr(inspection, name)):
            finer = value.is_finer_than(getattr(inspection, name))
            if finer and rank >= by_rank:
                return self._set_fact(inspection, item, name, value, rank, change)
            return Outcome.UNCHANGED
        ours = inspection.name_of(self.document)
        if by == ours or rank > by_rank:
            if by != ours:
                told = inspection.document_called(by)
                self.rival(inspection, item, field.verbose_name, change[1], told, {})
            return self._set_fact(inspection, item, name, value, rank, change)
        return self.rival(
            inspection, item, field.verbose_name, value, self.document, place_of(item)
        )

    def _set_fact(self, inspection, item, name, value, rank, change) -> Outcome:
        setattr(inspection, name, value)
        ours = inspection.name_of(self.document)
        inspection.imported[name] = [ours, rank, as_stored(value)]
        self.session.add(Outcome.CHANGED, inspection, item, change)
        return Outcome.CHANGED

    def rival(self, inspection, item: Item, fact: str, value, document, place: dict) -> Outcome:
        """Keep beside the value that stands what `document` says, at `place` in it."""
        rival, created = Rival.objects.get_or_create(
            inspection=inspection,
            document=document,
            fact=fact,
            value=str(value),
            defaults={"known_at": self.session.known_at, **place},
        )
        if created:
            self.session.add(Outcome.RIVAL, rival, item)
        return Outcome.RIVAL if created else Outcome.UNCHANGED
