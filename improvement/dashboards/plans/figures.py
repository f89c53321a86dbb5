"""Every count on a screen, as a named question about the rows it counts.

A count and the list it opens ask the same `Figure`, so they cannot disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from improvement.state import ActionState, CommitmentState, PlanState, Side, Standing
from improvement.state.rules import IMPACT_SHOWN, Colour


@dataclass(frozen=True)
class Scope:
    """What a figure is a number of; `page` is the list that opens its rows."""

    words: str
    page: str
    rows: Callable[[PlanState], list]


IN_PLAN = Scope(
    "actions in the plan", "action-list", lambda plan: [a for a in plan.actions if a.in_plan]
)
EVERY_ACTION = Scope(
    "actions, withdrawn ones included", "action-list", lambda plan: plan.actions
)
OPEN = Scope("open actions", "action-list", lambda plan: [a for a in plan.actions if a.is_open])
COMMITMENTS = Scope("commitments", "plan-rows", lambda plan: plan.commitments)


@dataclass(frozen=True)
class Figure:
    """A question that a row answers with yes or no, in words that a reader can check.

    `worst_first` orders the rows; without it they stay in the order of the plan.
    `tone` is how a number above zero is marked: worry, watch, good or plain.
    """

    label: str
    definition: str
    asks: Callable[[ActionState | CommitmentState], bool]
    of: Scope = IN_PLAN
    worst_first: Callable | None = None
    tone: str = "plain"

    def rows(self, plan: PlanState) -> list:
        found = [row for row in self.of.rows(plan) if self.asks(row)]
        return sorted(found, key=self.worst_first) if self.worst_first else found


@dataclass(frozen=True)
class Count:
    """A figure asked of one plan."""

    show: str
    figure: Figure
    plan: PlanState

    @cached_property
    def rows(self) -> list:
        return self.figure.rows(self.plan)

    @cached_property
    def total(self) -> int:
        return len(self.figure.of.rows(self.plan))

    @property
    def tone(self) -> str:
        return self.figure.tone if self.rows else "none"


def stands(*standings: Standing):
    return lambda row: row.standing in standings


SEVERITY = {colour: place for place, colour in enumerate(Colour)}


def worst(row):
    return (SEVERITY[row.colour], -row.late, -row.unconfirmed)


ACTION_FIGURES = {
    "all": Figure("All", "Every action in the plan.", lambda row: True),
    "complete": Figure(
        "Complete",
        "Somebody else than the one who said it was done has accepted that it is.",
        stands(Standing.COMPLETE),
        tone="good",
    ),
    "done": Figure(
        "Done, evidence awaited",
        "Its owner says that it is done; nobody has signed it off yet.",
        stands(Standing.DONE),
    ),
    "on-track": Figure("On track", "Its owner says so.", stands(Standing.ON_TRACK)),
    "not-started": Figure("Not started", "Its owner says so.", stands(Standing.NOT_STARTED)),
    "not-stated": Figure(
        "Not stated", "Nobody has said yet how it stands.", stands(Standing.NOT_STATED)
    ),
    "sent-back": Figure(
        "Sent back or reopened",
        "It was said to be done or complete, and a decision says that it is not.",
        stands(Standing.SENT_BACK, Standing.REOPENED),
        worst_first=worst,
        tone="watch",
    ),
    "at-risk": Figure(
        "Off track or at risk",
        "Its owner says so, with a reason.",
        stands(Standing.OFF_TRACK, Standing.AT_RISK),
        worst_first=worst,
        tone="worry",
    ),
    "late": Figure(
        "Late",
        "Open, and the current due date has passed.",
        lambda row: row.late > 0,
        worst_first=lambda row: -row.late,
        tone="worry",
    ),
    "late-against-first": Figure(
        "Late against the first date",
        "Open, and the first due date has passed, whatever was granted since.",
        lambda row: row.late_against_first > 0,
        worst_first=lambda row: -row.late_against_first,
        tone="watch",
    ),
    "unconfirmed": Figure(
        "Unconfirmed",
        "Open and begun, and nothing was said about it for longer than the plan's period.",
        lambda row: row.unconfirmed > 0,
        worst_first=lambda row: -row.unconfirmed,
        tone="watch",
    ),
    "late-or-unconfirmed": Figure(
        "Late or unconfirmed",
        "Open, and either its current due date has passed or nothing was said about it for "
        "longer than the plan's period.",
        lambda row: row.late > 0 or row.unconfirmed > 0,
        worst_first=worst,
        tone="worry",
    ),
    "slipped": Figure(
        "Date moved later",
        "The current due date is later than the first: a decision moved it.",
        lambda row: row.slippage > 0,
        worst_first=lambda row: -row.slippage,
    ),
    "waiting": Figure(
        "New date asked for",
        "A request for a new date has not been decided. Until it is, it changes nothing.",
        lambda row: row.is_open and bool(row.waiting),
    ),
    "no-date": Figure(
        "No due date",
        "Without a due date it can be neither late nor moved later.",
        lambda row: row.current_due is None,
    ),
    "no-owner": Figure(
        "No owner", "No post answers for it.", lambda row: row.owner is None, tone="watch"
    ),
    "vacant": Figure(
        "Vacant post",
        "Open, and nobody holds the post of the council that answers for it; cover ends, so a "
        "post that is only covered counts, too.",
        lambda row: row.vacancy is not None,
        of=OPEN,
        worst_first=worst,
        tone="worry",
    ),
    "withdrawn": Figure(
        "Withdrawn",
        "A decision took it out of the plan; no other figure counts it.",
        stands(Standing.WITHDRAWN),
        of=EVERY_ACTION,
    ),
}

COMMITMENT_FIGURES = {
    "all": Figure("All", "Every commitment of the plan.", lambda row: True, of=COMMITMENTS),
    "complete": Figure(
        "Complete",
        "Every action in the plan that serves it is complete.",
        stands(Standing.COMPLETE),
        of=COMMITMENTS,
        tone="good",
    ),
    "impact-shown": Figure(
        "Shown to work",
        "What was done is shown, or shown over time, to have changed something.",
        lambda row: row.impact in IMPACT_SHOWN,
        of=COMMITMENTS,
        tone="good",
    ),
    "recheck": Figure(
        "Impact to be looked at again",
        "It was shown to work, and the day has come on which somebody looks again.",
        lambda row: row.is_recheck_due,
        of=COMMITMENTS,
        worst_first=lambda row: row.recheck_on,
        tone="watch",
    ),
    "disagree": Figure(
        "Disagree with the inspectors",
        "Our status and the inspectors' last word on it do not agree.",
        lambda row: row.dispute is not None,
        of=COMMITMENTS,
        worst_first=lambda row: -row.dispute.days,
        tone="worry",
    ),
    "we-say-better": Figure(
        "We say better",
        "Our status is better than the inspectors' last word.",
        lambda row: row.dispute is not None and row.dispute.side is Side.WE,
        of=COMMITMENTS,
        worst_first=lambda row: -row.dispute.days,
    ),
    "they-say-better": Figure(
        "They say better",
        "The inspectors' last word is better than our status.",
        lambda row: row.dispute is not None and row.dispute.side is Side.THEY,
        of=COMMITMENTS,
        worst_first=lambda row: -row.dispute.days,
    ),
    "late": Figure(
        "Late",
        "One of its open actions is late.",
        lambda row: row.late > 0,
        of=COMMITMENTS,
        worst_first=lambda row: -row.late,
        tone="worry",
    ),
    "unconfirmed": Figure(
        "Unconfirmed",
        "Nothing was said about one of its open actions for longer than the plan's period.",
        lambda row: row.unconfirmed,
        of=COMMITMENTS,
        worst_first=worst,
        tone="watch",
    ),
    "no-action": Figure(
        "Nobody acts on it",
        "It has no action, or all its actions were withdrawn.",
        stands(Standing.NO_ACTION, Standing.ALL_WITHDRAWN),
        of=COMMITMENTS,
        tone="watch",
    ),
    "not-mentioned": Figure(
        "Not mentioned by inspectors",
        "Inspectors have been since, and no letter we hold speaks of it.",
        lambda row: row.last_mentioned is None and row.letters_since > 0,
        of=COMMITMENTS,
    ),
}


def find_count(plan: PlanState, figures: dict[str, Figure], show: str) -> Count:
    return Count(show, figures[show], plan)


def counts(plan: PlanState, figures: dict[str, Figure], *shows: str) -> list[Count]:
    return [find_count(plan, figures, show) for show in shows or figures]
