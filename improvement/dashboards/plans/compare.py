"""Before a meeting a board member comes with the question: what has changed since we last
looked? Two days of one plan are set side by side, and every number opens its rows."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.exported import file_asked
from improvement.dashboards.moments import read_day
from improvement.dashboards.plans.presets import Preset, last_day_looked, presets, presets_of
from improvement.dashboards.plans.shown import plan_context, plans_as_at
from improvement.exports.of_plan import table_of_changes
from improvement.figures.changes import sections
from improvement.models import Plan
from improvement.state import PlanState, state_of
from improvement.state.columns import columns_for, visits_of
from improvement.state.compare import RISING
from improvement.state.rows import Rows
from inspections.intake.dates import in_full
from inspections.models.time import AsAt, Reading, london_day


@dataclass(frozen=True)
class Days:
    """The days and the reading that the address asks for; `since` is None if it does not."""

    since: date | None
    to: date
    reading: Reading
    swapped: bool

    @classmethod
    def asked(cls, request) -> "Days":
        """An address that looks back to a day, without naming a second one, compares up to
        that day."""
        since, to = day_asked(request, "from"), day_asked(request, "to")
        to = to or request.as_at.day
        swapped = since is not None and since > to
        if swapped:
            since, to = to, since
        return cls(since, to, Reading(request.GET.get("reading", Reading.THEN)), swapped)


def day_asked(request, name: str) -> date | None:
    """Raises BadRequest with a sentence."""
    printed = request.GET.get(name)
    return read_day(printed, request.now, f"to compare {name}") if printed else None


@require_safe
def plan_compare(request, key):
    try:
        days = Days.asked(request)
        plan = find_plan(request, key, AsAt.end_of(days.to, days.reading))
    except BadRequest as error:
        return render(request, "400.html", {"sentence": error}, status=400)
    found = compared(plan, days, london_day(request.now))
    earlier = AsAt.end_of(found["since"], days.reading)
    if file := file_asked(
        request, lambda: table_of_changes(found["state"], found["sections"], earlier)
    ):
        return file
    return render(request, "dashboards/plan_compare.html", found)


def find_plan(request, key, later: AsAt) -> Plan:
    """The plan as it stood on the later day. Raises BadRequest if it was not there yet."""
    try:
        return access.find(request, plans_as_at(later), key=key)
    except Http404:
        plan = access.find(request, plans_as_at(AsAt(request.now)), key=key)
    opened, day = in_full(plan.opened), in_full(later.day)
    if later.day < plan.opened:
        raise BadRequest(f"This plan was not open yet on {day}: it opened on {opened}.")
    raise BadRequest(f"Nothing was known of this plan on {day}, though it opened on {opened}.")


def compared(plan: Plan, days: Days, today: date) -> dict:
    later = AsAt.end_of(days.to, days.reading)
    rows = Rows.fetch([plan], later)
    now = state_of(plan, rows)
    since = days.since or last_day_looked(now)
    then = earlier_state(rows, AsAt.end_of(since, days.reading))
    return {
        **plan_context(now),
        "then": then,
        "since": min(since, now.as_at.day),
        "until": now.as_at.day,
        "days": days,
        "sections": sections(then, now),
        "presets": presets_until(today, now, rows, days),
        "readings": Reading.choices,
        "rising": RISING,
        "is_past": False,  # it speaks of two days, and says so itself
        "rows_query": query_of(days, today),
    }


def presets_until(today: date, now: PlanState, rows: Rows, days: Days) -> list[Preset]:
    """Those up to the later day, and those that have come since."""
    if days.to == today:
        return presets(now)
    latest = AsAt.end_of(today, days.reading)
    plan = Plan.objects.for_screen(latest).get(pk=now.plan.pk)
    visits = columns_for(
        visits_of(rows.fetched.inspections, latest),
        {commitment.recommendation.inspection_id for commitment in now.commitments},
        {visit.pk for visit in now.columns},
    )
    return presets_of(plan, visits, plan.closed_on or today)


def earlier_state(rows: Rows, earlier: AsAt) -> PlanState | None:
    """None where the plan was not open yet, or not known."""
    read = rows.earlier(earlier)
    return state_of(read.plans[0], read) if read.plans else None


def query_of(days: Days, today: date) -> str:
    """What keeps the later day in the links of the rows."""
    if days.to == today:
        return ""
    return urlencode({"as_at": days.to.isoformat(), "reading": days.reading.value})
