"""Whether a plan is fast enough: what it closed against its own dates, and a forecast.

The forecast takes the plan's own history: as many actions as were signed off in the last
half year (or since the plan opened, if that is shorter), at that pace until none is open.
It is arithmetic, not a promise; the page writes it out.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from statistics import median

from improvement.figures.figure import Count, find_count
from improvement.figures.of_actions import (
    ACTION_FIGURES,
    LATELY_DAYS,
    days_after_first,
    is_closed,
)
from improvement.state import PlanState

# A pace from fewer sign-offs, or from a shorter time, would be chance.
FEWEST = 3
SHORTEST_DAYS = 42
# A day beyond this says only that the pace is next to nothing.
FAR_OFF_DAYS = 20 * 366


@dataclass(frozen=True)
class Pace:
    """`days` is the time in which `lately` were signed off; `finished` the day on which none
    would be open any more, None where there is too little to say; `aim` the last due date
    that stands, or the end of the plan's time if it states one."""

    lately: Count
    still_open: Count
    days: int
    finished: date | None
    aim: date | None
    usual_delay: int | None
    delays: int

    @property
    def is_too_slow(self) -> bool:
        return self.finished is not None and self.aim is not None and self.finished > self.aim


def pace_of(plan: PlanState) -> Pace:
    day = plan.as_at.day
    lately = find_count(plan, ACTION_FIGURES, "closed-lately")
    still_open = find_count(plan, ACTION_FIGURES, "open")
    days = min(LATELY_DAYS, (day - plan.plan.opened).days)
    delays = [days_after_first(row) for row in plan.actions if is_closed(row) and row.first_due]
    return Pace(
        lately,
        still_open,
        days,
        _finished(day, days, len(lately.rows), len(still_open.rows), plan.is_closed),
        plan.plan.runs_until or _last_due(still_open.rows),
        round(median(delays)) if len(delays) >= FEWEST else None,
        len(delays),
    )


def _finished(day: date, days: int, closed: int, still_open: int, is_over: bool) -> date | None:
    if is_over or not still_open or closed < FEWEST or days < SHORTEST_DAYS:
        return None
    needed = ceil(still_open * days / closed)
    return day + timedelta(days=needed) if needed < FAR_OFF_DAYS else None


def _last_due(rows: list) -> date | None:
    return max((row.current_due for row in rows if row.current_due), default=None)
