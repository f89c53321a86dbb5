"""The questions that a plan is asked, each answered by counts; and the bar of how far it is."""

from dataclasses import dataclass

from improvement.dashboards.plans.figures import (
    ACTION_FIGURES,
    COMMITMENT_FIGURES,
    Count,
    Scope,
    counts,
)
from improvement.state import PlanState


@dataclass(frozen=True)
class Question:
    """One of the questions that a plan is asked, with the counts that answer it."""

    words: str
    counts: list[Count]

    @property
    def scope(self) -> Scope:
        return self.counts[0].figure.of

    @property
    def total(self) -> int:
        return self.counts[0].total


# How far the actions are, best first: every action in the plan is in exactly one.
DELIVERY = ("complete", "done", "on-track", "not-started", "not-stated", "sent-back", "at-risk")
PUNCTUALITY = (
    "late",
    "late-against-first",
    "slipped",
    "waiting",
    "no-date",
    "unconfirmed",
    "no-owner",
    "vacant",
)
EFFECT = ("complete", "impact-shown", "recheck", "disagree", "not-mentioned", "no-action")


def questions(plan: PlanState) -> list[Question]:
    """The headline: done, on time and shown to work are three questions, never one."""
    return [
        Question("Is it done?", counts(plan, ACTION_FIGURES, *DELIVERY)),
        Question("Is it on time?", counts(plan, ACTION_FIGURES, *PUNCTUALITY)),
        Question("Does it work?", counts(plan, COMMITMENT_FIGURES, *EFFECT)),
    ]


@dataclass(frozen=True)
class Segment:
    """A stretch of the bar that shows how far the actions are, in hundredths."""

    count: Count
    start: float
    width: float


def delivery_bar(plan: PlanState) -> list[Segment]:
    segments, start = [], 0.0
    for count in counts(plan, ACTION_FIGURES, *DELIVERY):
        if count.rows:
            width = 100 * len(count.rows) / count.total
            segments.append(Segment(count, round(start, 2), round(width, 2)))
            start += width
    return segments
