"""What changed in a plan between two moments: two states of it set side by side, row by row.

Every row is counted as exactly one thing, so that the numbers add up, and tells all of its
changes. It is pure: it asks nothing of the database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from improvement.state.plan_state import ActionState, CommitmentState, PlanState
from improvement.state.rules import IMPACT_SHOWN, Standing


class CountedAs(StrEnum):
    """What a row is counted as: its first change in the order of `OF_ACTIONS` or
    `OF_COMMITMENTS`."""

    ADDED = "added"
    BROUGHT_BACK = "brought-back"
    WITHDRAWN = "withdrawn"
    CAME_AND_WENT = "came-and-went"
    CLOSED = "closed"
    REOPENED = "reopened"
    SLIPPED = "slipped"
    BROUGHT_FORWARD = "brought-forward"
    DATED = "dated"
    UNDATED = "undated"
    MOVED = "moved"
    DISPUTED = "disputed"
    WORSE = "worse"
    BETTER = "better"
    SETTLED = "settled"
    IMPACT_SHOWN = "impact-shown"
    IMPACT = "impact"
    OWNER = "owner"
    LINKS = "links"
    UNCHANGED = "unchanged"


# What is in the plan at all comes first: only these three change how many rows it has.
OF_PLAN = (
    CountedAs.ADDED,
    CountedAs.BROUGHT_BACK,
    CountedAs.WITHDRAWN,
    CountedAs.CAME_AND_WENT,
)
OF_ACTIONS = (
    *OF_PLAN,
    CountedAs.CLOSED,
    CountedAs.REOPENED,
    CountedAs.SLIPPED,
    CountedAs.BROUGHT_FORWARD,
    CountedAs.DATED,
    CountedAs.UNDATED,
    CountedAs.MOVED,
    CountedAs.OWNER,
    CountedAs.LINKS,
    CountedAs.UNCHANGED,
)
OF_COMMITMENTS = (
    *OF_PLAN,
    CountedAs.DISPUTED,
    CountedAs.WORSE,
    CountedAs.BETTER,
    CountedAs.MOVED,
    CountedAs.SETTLED,
    CountedAs.IMPACT_SHOWN,
    CountedAs.IMPACT,
    CountedAs.OWNER,
    CountedAs.LINKS,
    CountedAs.UNCHANGED,
)

# From worse to better. Without an action, or where nothing is stated, it is neither.
RISING = (
    Standing.OFF_TRACK,
    Standing.AT_RISK,
    Standing.SENT_BACK,
    Standing.REOPENED,
    Standing.NOT_STARTED,
    Standing.PARTLY_STARTED,
    Standing.ON_TRACK,
    Standing.DONE,
    Standing.COMPLETE,
)


@dataclass(frozen=True)
class Change:
    """One thing about a row that is otherwise now. `days` is by how many a date moved."""

    kind: CountedAs
    about: str
    was: str | date
    now: str | date
    days: int = 0


@dataclass(frozen=True)
class ComparedRow:
    """An action or a commitment at both moments; None where it was not there."""

    was: ActionState | CommitmentState | None
    now: ActionState | CommitmentState | None
    changes: tuple[Change, ...]
    kind: CountedAs

    @property
    def state(self) -> ActionState | CommitmentState:
        return self.now or self.was

    @property
    def pk(self) -> int:
        return self.state.pk

    @property
    def name(self) -> str:
        """Its number in the plan or in the report."""
        return self.state.number


@dataclass(frozen=True)
class Comparison:
    """The rows of one sort at two moments, in the order of the plan."""

    order: tuple[CountedAs, ...]
    rows: list[ComparedRow]

    def counted(self, kind: CountedAs) -> list[ComparedRow]:
        return [row for row in self.rows if row.kind == kind]

    def beside(self, kind: CountedAs) -> list[ComparedRow]:
        """The rows that changed so too, and are counted as something else."""
        return [
            row
            for row in self.rows
            if row.kind != kind and any(change.kind == kind for change in row.changes)
        ]

    @property
    def then(self) -> int:
        return sum(is_in(row.was) for row in self.rows)

    @property
    def now(self) -> int:
        return sum(is_in(row.now) for row in self.rows)

    @property
    def outside(self) -> int:
        """The rows that were in the plan at neither moment: withdrawn, as a rule."""
        return sum(not is_in(row.was) and not is_in(row.now) for row in self.rows)


def is_in(state: ActionState | CommitmentState | None) -> bool:
    """Whether the plan has it. Only an action can be withdrawn from a plan."""
    return state is not None and getattr(state, "in_plan", True)


def compare_actions(then: PlanState | None, now: PlanState) -> Comparison:
    """`then` is None where nothing was known of the plan yet."""
    was = then.actions if then else []
    return _compare(OF_ACTIONS, was, now.actions, _of_action)


def compare_commitments(then: PlanState | None, now: PlanState) -> Comparison:
    was = then.commitments if then else []
    return _compare(OF_COMMITMENTS, was, now.commitments, _of_commitment)


def _compare(order, was: list, now: list, changes_of) -> Comparison:
    before, after = ({state.pk: state for state in states} for states in (was, now))
    rows = []
    for pk in after | before:
        pair = before.get(pk), after.get(pk)
        changes = tuple(_of_plan(*pair) if None in pair else changes_of(*pair))
        kind = min((c.kind for c in changes), key=order.index, default=CountedAs.UNCHANGED)
        rows.append(ComparedRow(*pair, changes, kind))
    return Comparison(order, rows)


def _of_plan(was, now) -> Iterator[Change]:
    """Of a row that is there at one of the moments only."""
    if is_in(now):
        yield Change(CountedAs.ADDED, "in the plan since", "not yet", now.added)
    elif is_in(was):
        yield Change(CountedAs.WITHDRAWN, "in the plan since", was.added, "no longer")
    elif now:
        yield Change(CountedAs.CAME_AND_WENT, "in the plan since", "not yet", "withdrawn again")


# Actions


def _of_action(was: ActionState, now: ActionState) -> Iterator[Change]:
    if was.standing != now.standing:
        yield Change(
            _turn(was.standing, now.standing), "status", was.standing.words, now.standing.words
        )
    if was.current_due != now.current_due:
        yield _of_date(was, now)
    yield from _of_owner(was, now)
    served = _keys(was.commitments), _keys(now.commitments)
    if served[0] != served[1]:
        yield Change(CountedAs.LINKS, "serves", *served)


def _turn(was: Standing, now: Standing) -> CountedAs:
    if now == Standing.WITHDRAWN:
        return CountedAs.WITHDRAWN
    if was == Standing.WITHDRAWN:
        return CountedAs.BROUGHT_BACK
    if now == Standing.COMPLETE:
        return CountedAs.CLOSED
    return CountedAs.REOPENED if was == Standing.COMPLETE else CountedAs.MOVED


def _of_date(was: ActionState, now: ActionState) -> Change:
    if was.current_due is None or now.current_due is None:
        undated = now.action.due_as_printed or "no date"
        kind = CountedAs.DATED if now.current_due else CountedAs.UNDATED
        return Change(kind, "due", was.current_due or undated, now.current_due or undated)
    days = (now.current_due - was.current_due).days
    kind = CountedAs.SLIPPED if days > 0 else CountedAs.BROUGHT_FORWARD
    return Change(kind, "due", was.current_due, now.current_due, abs(days))


def _of_owner(was, now) -> Iterator[Change]:
    if was.owner != now.owner:
        yield Change(
            CountedAs.OWNER, "owner", str(was.owner or "no owner"), str(now.owner or "no owner")
        )


def _keys(commitments) -> str:
    return ", ".join(str(c) for c in commitments) or "no commitment"


# Commitments


def _of_commitment(was: CommitmentState, now: CommitmentState) -> Iterator[Change]:
    if was.standing != now.standing:
        yield Change(
            _rise(was.standing, now.standing), "status", was.standing.words, now.standing.words
        )
    sides = [state.dispute.side.words if state.dispute else "" for state in (was, now)]
    if sides[0] != sides[1]:
        kind = CountedAs.DISPUTED if sides[1] else CountedAs.SETTLED
        yield Change(kind, "disagreement with the inspectors", *(s or "none" for s in sides))
    if was.impact != now.impact:
        newly = now.impact in IMPACT_SHOWN and was.impact not in IMPACT_SHOWN
        kind = CountedAs.IMPACT_SHOWN if newly else CountedAs.IMPACT
        yield Change(kind, "impact", _impact(was), _impact(now))
    yield from _of_owner(was, now)
    acted = _references(was), _references(now)
    if acted[0] != acted[1]:
        yield Change(CountedAs.LINKS, "actions", *acted)


def _rise(was: Standing, now: Standing) -> CountedAs:
    if was not in RISING or now not in RISING:
        return CountedAs.MOVED
    return CountedAs.BETTER if RISING.index(now) > RISING.index(was) else CountedAs.WORSE


def _impact(state: CommitmentState) -> str:
    return state.impact.replace("_", " ") or "nothing said"


def _references(state: CommitmentState) -> str:
    return ", ".join(a.action.reference for a in state.actions) or "none"
