"""The facts of an inspection, which documents may tell differently.

The first-hand document gives the fact; what another says otherwise is kept beside it as a
rival, with its source. `imported` keeps for each fact the document it came from, that
document's rank and the value it gave.
"""

from improvement.importing.meeting import parent_of, partial
from improvement.importing.merging import known_since_earlier, save
from improvement.importing.report import ENTERED_HERE, Outcome
from improvement.importing.session import Session
from improvement.importing.values import numbers, place_of, texts
from improvement.importing.versions import Versions
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
        self.versions = Versions(document)
        self.givers: dict[str, Document] = {}  # of the inspection under way, by their names
        self.rivals: dict[tuple, Rival] = {}

    def read(self, authority, item: Item) -> dict:
        facts = {name: partial(item, name) for name in DATES if name in item}
        facts.update(numbers(item, "ordinal"))
        facts.update(texts(item, "follows_as_printed"))
        stated = numbers(item.get("counts", Item(item.line)), *COUNTS)
        facts.update({COUNTS[name]: number for name, number in stated.items()})
        if "framework" in item:
            facts["framework"] = Framework.objects.filter(key=item["framework"]).first()
        parent = parent_of(authority, item, self.session.keys)
        if parent is not None:
            facts["follows"] = parent
        return facts

    def merge(self, inspection: Inspection, item: Item, facts: dict, rank: int):
        self._begin(inspection)
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

    def _begin(self, inspection: Inspection):
        sources = inspection.sources.select_related("document__authority")
        self.givers = {inspection.name_of(one.document): one.document for one in sources}
        self.rivals = {
            (one.document_id, one.fact, one.value): one for one in inspection.rivals.all()
        }

    def _merge_fact(self, inspection, item: Item, name: str, value, rank: int) -> Outcome:
        new, current = as_stored(value), as_stored(getattr(inspection, name))
        by, by_rank, last = inspection.imported.get(name, ["", FIRST_HAND, None])
        field = inspection._meta.get_field(name)
        change = (field.verbose_name, getattr(inspection, name), value)
        is_told = name == "follows_as_printed" and current
        if is_told or (name == "by" and inspection.is_dated):
            return Outcome.UNCHANGED  # `by` says less than the days that are known
        if new in (current, last):
            return self._said_again(inspection, name, rank)
        if current != last and by:
            self.session.add(Outcome.KEPT, inspection, item, change, ENTERED_HERE)
            return Outcome.KEPT
        told, stands = self.givers.get(by), getattr(inspection, name)
        agrees = name in DATES and stands is not None and value.agrees_with(stands)
        finer = agrees and value.is_finer_than(stands)
        if agrees and not (finer and self._speaks_beside(inspection, by, by_rank, rank)):
            return Outcome.UNCHANGED
        if agrees or current in (None, ""):
            return self._set_fact(inspection, item, name, rank, change, told)
        if not self._speaks_over(inspection, by, by_rank, rank):
            return self.rival(inspection, item, change, value, told, place_of(item))
        if told != self.document:
            self.keep(inspection, item, field.verbose_name, stands, told, {})
        return self._set_fact(inspection, item, name, rank, change, told)

    def _said_again(self, inspection: Inspection, name: str, rank: int) -> Outcome:
        """Said again by a corrected version it is now taken from that one."""
        by, _, last = inspection.imported.get(name, ["", FIRST_HAND, None])
        is_as_given = as_stored(getattr(inspection, name)) == last
        if not is_as_given or not self._called(inspection, by, self.versions.earlier):
            return Outcome.UNCHANGED
        inspection.imported[name] = [inspection.name_of(self.document), rank, last]
        return Outcome.CHANGED

    def _called(self, inspection: Inspection, name: str, versions: dict) -> bool:
        return name in [inspection.name_of(one) for one in versions.values()]

    def _speaks_over(self, inspection, by: str, by_rank: int, rank: int) -> bool:
        """Whether this document's word takes the place of the one that `by` has given."""
        if by == inspection.name_of(self.document):
            return True
        if self._called(inspection, by, self.versions.later):
            return False
        return rank > by_rank or self._called(inspection, by, self.versions.earlier)

    def _speaks_beside(self, inspection, by: str, by_rank: int, rank: int) -> bool:
        equal = rank == by_rank and not self._called(inspection, by, self.versions.later)
        return equal or self._speaks_over(inspection, by, by_rank, rank)

    def _set_fact(self, inspection, item, name, rank, change, told) -> Outcome:
        value = change[2]
        setattr(inspection, name, value)
        ours = inspection.name_of(self.document)
        inspection.imported[name] = [ours, rank, as_stored(value)]
        self.session.add(Outcome.CHANGED, inspection, item, change, told.title if told else "")
        return Outcome.CHANGED

    def rival(
        self, inspection, item: Item, change: tuple, value, giver: Document | None, place: dict
    ) -> Outcome:
        """Keep what this document says, at `place` in it, beside what `giver` told, which
        stands. `change` puts it in words: the fact, what stands, and `value`."""
        rival = self.keep(inspection, item, change[0], value, self.document, place)
        if rival is None:
            return Outcome.UNCHANGED
        stands_from = giver.title if giver else ENTERED_HERE
        self.session.add(Outcome.RIVAL, rival, item, change, stands_from)
        return Outcome.RIVAL

    def keep(self, inspection, item: Item, fact: str, value, document, place: dict):
        """Keep beside the value that stands what `document` says, at `place` in it; None where
        that is kept already."""
        name = (document.pk if document else None, fact, str(value))
        if name in self.rivals:
            return None
        rival = Rival(
            inspection=inspection,
            document=document,
            fact=fact,
            value=str(value),
            known_at=self.session.known_at,
            **place,
        )
        self.rivals[name] = rival
        self.session.write_later(rival, item, is_told=False)
        return rival
