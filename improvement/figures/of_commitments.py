"""The figures about a plan's commitments, each the answer to one recommendation."""

from improvement.figures.figure import Figure, Scope, stands, worst
from improvement.figures.of_actions import is_due as action_is_due
from improvement.state import CommitmentState, Side, Standing
from improvement.state.rules import IMPACT_SHOWN, SUSTAINED


def is_due(row: CommitmentState) -> bool:
    served = [action for action in row.actions if action.in_plan]
    return bool(served) and all(map(action_is_due, served))


COMMITMENTS = Scope("commitments", "commitments", "plan-rows", lambda plan: plan.commitments)
DUE = Scope(
    "commitments whose first dates have come",
    "commitments due",
    "plan-rows",
    lambda plan: [row for row in plan.commitments if is_due(row)],
)

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
    "due": Figure(
        "First dates have come",
        "Every action in the plan that serves it should be done by now, by its first date.",
        is_due,
        of=COMMITMENTS,
    ),
    "due-complete": Figure(
        "Complete",
        "Every action in the plan that serves it is signed off.",
        stands(Standing.COMPLETE),
        of=DUE,
        tone="good",
    ),
    "sustained": Figure(
        "Shown to last",
        "It was shown to work, and ninety days later still.",
        lambda row: row.impact == SUSTAINED,
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
