"""The columns of a matrix: the looks by outsiders that tested each row."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from inspections.models import Inspection
from inspections.models.inspections import LOOKS
from inspections.models.time import AsAt

LOOK_KINDS = frozenset(kind.value for kind in LOOKS)


@dataclass(frozen=True)
class Visit:
    """A look by outsiders as a column: what it was, when it stands, when we could read it."""

    inspection: Inspection
    day: date
    report_day: date
    letter_held: bool

    @property
    def pk(self):
        return self.inspection.pk

    @property
    def is_look(self) -> bool:
        """A notice or a direction may ask something of a row, but is no column itself."""
        return self.inspection.kind in LOOK_KINDS

    def __str__(self):
        return str(self.inspection)


def fetch_inspections(authorities: Collection[int]) -> list[Inspection]:
    """Every one, for the visits of any moment."""
    return list(Inspection.objects.filter(authority__in=authorities).for_list())


def visits_of(inspections: list[Inspection], as_at: AsAt) -> list[Visit]:
    """What outsiders did at the authorities by the moment, in order of time: the looks, and
    the notices and directions that rows may answer."""
    visits = []
    for inspection in inspections:
        day = inspection.day
        if day <= as_at.day and as_at.knows(inspection.known_at):
            visits.append(
                Visit(
                    inspection,
                    day,
                    inspection.report_day or day,
                    inspection.letter_held(as_at),
                )
            )
    # Of one day, what asks (a notice, a direction) comes before what looks.
    return sorted(visits, key=lambda visit: (visit.day, visit.is_look, visit.pk))


def visits_after(visits: list[Visit], inspection_pk: int) -> list[Visit]:
    """The looks after an inspection, up to and including the next graded one."""
    own = next((n for n, visit in enumerate(visits) if visit.pk == inspection_pk), None)
    if own is None:
        return []
    after = []
    for visit in visits[own + 1 :]:
        if visit.is_look:
            after.append(visit)
        if visit.inspection.is_graded:
            break
    return after


def columns_for(visits: list[Visit], inspection_pks: set[int], spoke: set[int]) -> list[Visit]:
    """The looks that tested any of these inspections' recommendations, in order; and any
    later one that spoke of one all the same (`spoke`)."""
    wanted = {v.pk for pk in inspection_pks for v in visits_after(visits, pk)} | spoke
    return [visit for visit in visits if visit.pk in wanted and visit.is_look]
