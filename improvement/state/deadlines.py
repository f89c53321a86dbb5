"""By when a plan would have to be submitted if one counted, to be set beside what is stated.

Letters state days that no calculator gives, so a computed day is only ever offered: it is
neither kept nor filled in.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from inspections.intake.dates import in_full
from inspections.intake.working_days import (
    DRAFT_DAYS,
    FIRST_YEAR,
    LAST_YEAR,
    PLAN_DAYS,
    add_working_days,
)
from inspections.models import Inspection, Recommendation
from inspections.models.documents import Kind


@dataclass(frozen=True)
class Computed:
    """The day that counting gives for an answer to an inspection; None if that is not
    known."""

    inspection: Inspection
    published: date
    working_days: int
    is_draft: bool
    day: date | None

    @property
    def words(self) -> str:
        published, number = in_full(self.published), self.working_days
        wanted = "a draft plan, " if self.is_draft else ""
        counted = f"{wanted}{number} working days after that"
        if self.day is None:
            known = f"England's bank holidays are known here from {FIRST_YEAR} to {LAST_YEAR}"
            end = f"when {counted} falls is not known: {known}."
        else:
            end = f"{counted} is {in_full(self.day)}."
        return f"{self.inspection}: the report was published on {published}; {end}"


def compute(inspections: Iterable[Inspection], urgent: Collection[int]) -> list[Computed]:
    """For each inspection (`for_list`) whose day of publication is known. `urgent` are those
    that named an area for priority action."""
    found = []
    for inspection in inspections:
        published = _published(inspection)
        for number in _asked(inspection, urgent) if published else ():
            day = add_working_days(published, number)
            found.append(Computed(inspection, published, number, number == DRAFT_DAYS, day))
    return found


def _published(inspection: Inspection) -> date | None:
    """The day that its report came out, by the inspection or by the report itself; None for
    a month or a year."""
    reports = [one.document for one in inspection.sources.all() if one.is_its_report]
    stated = [inspection.published, *(one.published for one in reports if not one.second_hand)]
    days = [one.last_day for one in stated if one and one.first_day == one.last_day]
    return days[0] if days else None


def _asked(inspection: Inspection, urgent: Collection[int]) -> tuple[int, ...]:
    """Of the others the letter states a day of its own, or none."""
    if inspection.is_graded:
        return (PLAN_DAYS,)
    is_urgent = inspection.kind == Kind.FOCUSED_VISIT and inspection.pk in urgent
    return (DRAFT_DAYS, PLAN_DAYS) if is_urgent else ()


def read_computed(inspections: Collection[Inspection]) -> list[Computed]:
    """In the order of the inspections; one query."""
    urgent = Recommendation.objects.filter(
        inspection__in=[one.pk for one in inspections],
        kind=Recommendation.Kind.PRIORITY_ACTION,
    )
    return compute(inspections, set(urgent.values_list("inspection", flat=True)))
