"""The board's minute: the questions that a member brings to a plan, in the order in which they
are asked, each answered by figures."""

from dataclasses import dataclass
from datetime import date
from statistics import median

from improvement.figures.changes import ComparedKind, CountedRows, sections
from improvement.figures.figure import Count, counts
from improvement.figures.of_actions import ACTION_FIGURES
from improvement.figures.of_commitments import COMMITMENT_FIGURES
from improvement.figures.pace import Pace, pace_of
from improvement.state import PlanState
from improvement.state.compare import CountedAs

# How far the actions are, best first: every action in the plan is in exactly one.
DELIVERY = ("complete", "done", "on-track", "not-started", "not-stated", "sent-back", "at-risk")
DISAGREE = ("we-say-better", "they-say-better", "not-mentioned")
SLIPPED = ("slipped", "moved-twice", "late-against-first", "waiting")
LATE = ("late", "unconfirmed", "done", "no-owner", "vacant", "no-date", "sent-back")
WORKS = ("complete", "impact-shown", "sustained", "recheck", "no-action")
IN_TIME = ("closed-in-time", "closed-later", "due-not-closed")


@dataclass(frozen=True)
class Changed:
    """What is otherwise since `since`: each row counted once."""

    since: date
    then: PlanState | None
    sections: list[ComparedKind]

    @property
    def groups(self) -> list[tuple[ComparedKind, list[CountedRows]]]:
        """What changed, without what did not."""
        return [
            (one, [g for g in one.groups() if g.kind is not CountedAs.UNCHANGED])
            for one in self.sections
        ]

    @property
    def is_nothing(self) -> bool:
        return not any(groups for _, groups in self.groups)


@dataclass(frozen=True)
class Slippage:
    """By how much dates moved: days, over the actions whose date moved later."""

    usual: int
    most: int
    moves: int


@dataclass(frozen=True)
class Minute:
    """The answers about one plan at one moment."""

    plan: PlanState
    changed: Changed

    @property
    def disagree(self) -> list[Count]:
        return counts(self.plan, COMMITMENT_FIGURES, *DISAGREE)

    @property
    def longest_dispute(self):
        rows = COMMITMENT_FIGURES["disagree"].rows(self.plan)
        return rows[0] if rows else None

    @property
    def slipped(self) -> list[Count]:
        return counts(self.plan, ACTION_FIGURES, *SLIPPED)

    @property
    def slippage(self) -> Slippage | None:
        rows = ACTION_FIGURES["slipped"].rows(self.plan)
        if not rows:
            return None
        days = [row.slippage for row in rows]
        moves = sum(move.days > 0 for row in rows for move in row.replayed.moves)
        return Slippage(round(median(days)), max(days), moves)

    @property
    def late(self) -> list[Count]:
        return counts(self.plan, ACTION_FIGURES, *LATE)

    @property
    def delivery(self) -> list[Count]:
        return counts(self.plan, ACTION_FIGURES, *DELIVERY)

    @property
    def works(self) -> list[Count]:
        return counts(self.plan, COMMITMENT_FIGURES, *WORKS)

    @property
    def in_time(self) -> list[Count]:
        return [
            *counts(self.plan, ACTION_FIGURES, *IN_TIME),
            *counts(self.plan, COMMITMENT_FIGURES, "due-complete"),
        ]

    @property
    def pace(self) -> Pace:
        return pace_of(self.plan)


def minute_of(plan: PlanState, then: PlanState | None, since: date) -> Minute:
    return Minute(plan, Changed(since, then, sections(then, plan)))


@dataclass(frozen=True)
class Segment:
    """A stretch of the bar that shows how far the actions are, in hundredths."""

    count: Count
    start: float
    width: float


def delivery_bar(delivery: list[Count]) -> list[Segment]:
    segments, start = [], 0.0
    for count in delivery:
        if count.rows:
            width = 100 * len(count.rows) / count.total
            segments.append(Segment(count, round(start, 2), round(width, 2)))
            start += width
    return segments
