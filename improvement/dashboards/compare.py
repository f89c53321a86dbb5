"""Before a meeting a board member comes with the question: what has changed since we last
looked? Two days of one plan are set side by side, and every number opens its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.moments import read_day
from improvement.dashboards.plans import (
    last_day_looked,
    plan_context,
    plans_as_at,
    presets,
)
from improvement.models import Plan
from improvement.recording.reasons import in_words
from improvement.state import PlanState, state_of
from improvement.state.compare import (
    RISING,
    Class,
    Comparison,
    Row,
    compare_actions,
    compare_commitments,
)
from improvement.state.rows import Rows
from inspections.models.time import AsAt, Reading, london_day

# A class in words: with a number before it, and what it means.
WORDS = {
    Class.ADDED: ("added", "Not in the plan on the earlier day, in it on the later."),
    Class.BROUGHT_BACK: ("brought back", "Withdrawn on the earlier day, reopened since."),
    Class.WITHDRAWN: ("withdrawn", "In the plan on the earlier day, taken out of it since."),
    Class.CAME_AND_WENT: (
        "added and withdrawn again",
        "Came into the plan after the earlier day, and was out of it on the later.",
    ),
    Class.CLOSED: ("closed", "Complete now and not then: somebody has accepted that it is."),
    Class.REOPENED: ("reopened", "Complete then, and not now."),
    Class.SLIPPED: ("slipped", "The current due date is later than it was."),
    Class.BROUGHT_FORWARD: ("brought forward", "The current due date is earlier than it was."),
    Class.DATED: ("given a date", "It had no due date and has one, or the other way round."),
    Class.MOVED: ("with another status", "Its status is another one."),
    Class.OWNER: ("with another owner", "Another post answers for it, or none."),
    Class.LINKS: ("serving others", "It serves other commitments than it did."),
    Class.UNCHANGED: ("unchanged", "None of the above."),
}
WORDS_OF_COMMITMENTS = {
    **WORDS,
    Class.DISPUTED: (
        "in new disagreement",
        "Our status contradicts the inspectors' last word, and did not, or the other way round.",
    ),
    Class.WORSE: ("worse", "Its status is worse than it was."),
    Class.BETTER: ("better", "Its status is better than it was."),
    Class.MOVED: (
        "with another status",
        "Its status is another one, and not stated, no action or all withdrawn on either day.",
    ),
    Class.SETTLED: (
        "no longer in disagreement",
        "Our status and the inspectors' last word no longer contradict each other.",
    ),
    Class.IMPACT_SHOWN: ("newly shown to work", "Its impact is shown now, and was not."),
    Class.IMPACT: ("with another word on impact", "What is said of its impact is otherwise."),
    Class.LINKS: ("with other actions", "Actions have joined or left it."),
}


@dataclass(frozen=True)
class Group:
    """The rows counted in one class; `beside`, those that changed so too."""

    kind: Class
    words: str
    meaning: str
    rows: list[Row]
    beside: list[Row]


@dataclass(frozen=True)
class Section:
    """The actions or the commitments of both days. `kind` is its name in addresses."""

    kind: str
    comparison: Comparison
    words: dict[Class, tuple[str, str]]

    def groups(self) -> list[Group]:
        return [group for group in self.every_group() if group.rows]

    def every_group(self) -> Iterator[Group]:
        """In the order in which a row is counted."""
        for kind in self.comparison.order:
            counted, beside = self.comparison.counted(kind), self.comparison.beside(kind)
            yield Group(kind, *self.words[kind], counted, beside)

    def sum(self) -> list[tuple[str, int, str]]:
        """What leads from the rows in the plan on the earlier day to those on the later."""
        terms = (("+", Class.ADDED), ("+", Class.BROUGHT_BACK), ("−", Class.WITHDRAWN))
        found = [(sign, kind, len(self.comparison.counted(kind))) for sign, kind in terms]
        return [
            (sign, number, self.words[kind][0])
            for sign, kind, number in found
            if number or kind == Class.ADDED
        ]


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
    return render(
        request, "dashboards/plan_compare.html", compared(plan, days, london_day(request.now))
    )


def find_plan(request, key, later: AsAt) -> Plan:
    """The plan as it stood on the later day. Raises BadRequest if it was not there yet."""
    try:
        return access.find(request, plans_as_at(later), key=key)
    except Http404:
        plan = access.find(request, plans_as_at(AsAt(request.now)), key=key)
    raise BadRequest(
        f"Nothing was known of this plan on {in_words(later.day)}: it opened on "
        f"{in_words(plan.opened)}."
    )


def compared(plan: Plan, days: Days, today: date) -> dict:
    later = AsAt.end_of(days.to, days.reading)
    rows = Rows([plan], later)
    now = state_of(plan, rows)
    since = days.since or last_day_looked(now)
    then = earlier_state(rows, plan, AsAt.end_of(since, days.reading))
    return {
        **plan_context(now),
        "then": then,
        "since": min(since, now.as_at.day),
        "until": now.as_at.day,
        "days": days,
        "sections": sections(then, now),
        "presets": presets(now),
        "readings": Reading.choices,
        "rising": RISING,
        "is_past": False,  # it speaks of two days, and says so itself
        "rows_query": query_of(days, today),
    }


def earlier_state(rows: Rows, plan: Plan, earlier: AsAt) -> PlanState | None:
    """None where the plan was not open yet, or not known."""
    found = Plan.objects.for_screen(earlier).filter(pk=plan.pk).first()
    return state_of(found, rows.earlier([found], earlier)) if found else None


def sections(then: PlanState | None, now: PlanState) -> list[Section]:
    return [
        Section("actions", compare_actions(then, now), WORDS),
        Section("commitments", compare_commitments(then, now), WORDS_OF_COMMITMENTS),
    ]


def query_of(days: Days, today: date) -> str:
    """What keeps the later day in the links of the rows."""
    if days.to == today:
        return ""
    return urlencode({"as_at": days.to.isoformat(), "reading": days.reading.value})
