"""The rows of a plan as they stood earlier, from those of a later moment and one more query.

What a row *was* differs from what it is only in what events say of it: who owned it, whether
it was shown to work, whether the plan had closed, and how long its period was.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast

from improvement.models import Impact, Ownership, Plan, PlanClosure, UpdatePeriod
from improvement.models.plans import UPDATE_PERIOD_DAYS
from improvement.state.fetch import NO_DATE, NO_KEY, NO_TEXT
from improvement.state.replay import stands
from inspections.models.time import AsAt

ACTION, COMMITMENT, IMPACT, CLOSURE, PERIOD = (
    "action",
    "commitment",
    "impact",
    "closure",
    "period",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One such event: what it is about, and the number, the word or the day that it gives."""

    kind: str
    about: int
    pk: int
    holds_from: date
    known_at: datetime
    voided_at: datetime | None
    retracts: bool
    number: int | None
    word: str
    day: date | None


_WORD = CharField()
_KINDS = {
    ACTION: (Ownership, "action", [F("owner_id"), NO_TEXT, NO_DATE]),
    COMMITMENT: (Ownership, "commitment", [F("owner_id"), NO_TEXT, NO_DATE]),
    IMPACT: (Impact, "commitment", [NO_KEY, Cast("state", _WORD), F("recheck_on")]),
    CLOSURE: (PlanClosure, "plan", [NO_KEY, Cast("outcome", _WORD), NO_DATE]),
    PERIOD: (UpdatePeriod, "plan", [F("days"), NO_TEXT, NO_DATE]),
}


class Facts:
    """The facts about some plans that were known by a moment, for it or any earlier one."""

    def __init__(self, plans: Collection[Plan], as_at: AsAt):
        self._about: dict[tuple[str, int], list[Fact]] = defaultdict(list)
        for fact in _fetch(plans, as_at):
            self._about[fact.kind, fact.about].append(fact)

    def latest(self, kind: str, about: int, as_at: AsAt) -> Fact | None:
        standing = [
            fact for fact in self._about[kind, about] if stands(fact, as_at.day, as_at.known_by)
        ]
        return max(standing, key=lambda f: (f.holds_from, f.known_at, f.pk), default=None)

    def plan(self, plan: Plan, as_at: AsAt) -> Plan | None:
        """None where it was not open yet, or not known."""
        if not (as_at.knows(plan.known_at) and plan.opened <= as_at.day):
            return None
        closure = self.latest(CLOSURE, plan.pk, as_at)
        period = self.latest(PERIOD, plan.pk, as_at)
        was = copy(plan)
        was.last_closure = closure.word if closure else None
        was.last_closure_on = closure.holds_from if closure else None
        was.period = period.number if period else UPDATE_PERIOD_DAYS
        return was

    def commitments(self, rows: Iterable, as_at: AsAt) -> list:
        found = _in_plan(rows, as_at)
        for row in found:
            impact = self.latest(IMPACT, row.pk, as_at)
            row.owner_now = self._owner(COMMITMENT, row.pk, as_at)
            row.impact_now = impact.word if impact else ""
            row.recheck_now = impact.day if impact else None
        return found

    def actions(self, rows: Iterable, as_at: AsAt) -> list:
        found = _in_plan(rows, as_at)
        for row in found:
            row.owner_now = self._owner(ACTION, row.pk, as_at)
        return found

    def _owner(self, kind: str, about: int, as_at: AsAt) -> int | None:
        fact = self.latest(kind, about, as_at)
        return fact.number if fact else None


def _in_plan(rows: Iterable, as_at: AsAt) -> list:
    return [copy(row) for row in rows if as_at.knows(row.known_at) and row.added <= as_at.day]


def _fetch(plans: Collection[Plan], as_at: AsAt) -> list[Fact]:
    queries = []
    for kind, (model, about, values) in _KINDS.items():
        of_plans = Q(plan__in=plans) if about == "plan" else Q(**{f"{about}__plan__in": plans})
        events = model.objects.filter(of_plans, holds_from__lte=as_at.day)
        if as_at.known_by:
            events = events.filter(known_at__lte=as_at.known_by)
        queries.append(
            events.values_list(
                Value(kind),
                f"{about}_id",
                "pk",
                "holds_from",
                "known_at",
                "voided_by__known_at",
                "retracts",
                *values,
            )
        )
    return [Fact(*row) for row in queries[0].union(*queries[1:], all=True)]
