"""The days of a plan that are worth looking back to."""

from dataclasses import dataclass
from datetime import date

from improvement.models import Plan
from improvement.state import PlanState
from improvement.state.columns import Visit


@dataclass(frozen=True)
class Preset:
    """A day worth looking back to; of a visit also the day its report could be read."""

    words: str
    day: date
    report_day: date | None = None


def presets(state: PlanState) -> list[Preset]:
    return presets_of(state.plan, state.columns, state.as_at.day)


def presets_of(plan: Plan, visits: list[Visit], until: date) -> list[Preset]:
    """The plan's opening and closing and each visit, in order of time."""

    def reached(day):
        return plan.opened <= day <= until

    found = [Preset("The plan opened", plan.opened)]
    for visit in filter(lambda visit: reached(visit.day), visits):
        apart = visit.report_day != visit.day and reached(visit.report_day)
        found.append(Preset(str(visit), visit.day, visit.report_day if apart else None))
    if plan.closed_on:
        words = "The plan was last known" if plan.is_lost_sight_of else "The plan closed"
        found.append(Preset(words, plan.closed_on))
    return sorted(found, key=lambda preset: preset.day)


def last_day_looked(state: PlanState) -> date:
    """The last visit before the day of the page, else the plan's opening."""
    days = [preset.day for preset in presets(state) if preset.day < state.as_at.day]
    return days[-1] if days else state.plan.opened
