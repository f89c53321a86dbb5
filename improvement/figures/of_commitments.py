"""The figures about a plan's commitments, each the answer to one recommendation."""

from improvement.figures.figure import Figure, Scope, stands, worst
from improvement.figures.of_actions import is_due as action_is_due
from improvement.state import Cell, CommitmentState, Progress, Side, Standing
from improvement.state.rules import IMPACT_SHOWN, SUSTAINED

CLAIMED = (Standing.DONE, Standing.COMPLETE)


def looks_at_claim(row: CommitmentState) -> list[Cell]:
    """The visits that could speak of it on whose day we said that it was done."""
    return [cell for cell in row.cells if cell.standing in CLAIMED and cell.progress.is_tested]


def is_claimed(row: CommitmentState) -> bool:
    return row.standing in CLAIMED or bool(looks_at_claim(row))


def last_word_on_claim(row: CommitmentState) -> Progress | None:
    """What inspectors said last of it while we said that it was done."""
    said = [cell.progress for cell in looks_at_claim(row) if cell.progress.is_said]
    return said[-1] if said else None


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
SAID_TO_BE_DONE = Scope(
    "commitments said to be done",
    "said to be done",
    "plan-rows",
    lambda plan: [row for row in plan.commitments if is_claimed(row)],
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
    "claimed": Figure(
        "Said to be done",
        "We say that it is done or complete, or said so when inspectors came.",
        is_claimed,
        of=COMMITMENTS,
    ),
    "claim-agreed": Figure(
        "Inspectors agreed",
        "We said that it was done, and their last word at a visit on whose day we said so was "
        "“improved”.",
        lambda row: last_word_on_claim(row) is Progress.IMPROVED,
        of=SAID_TO_BE_DONE,
        tone="good",
    ),
    "claim-not-agreed": Figure(
        "Inspectors did not agree",
        "We said that it was done, and their last word at a visit on whose day we said so was "
        "not “improved”.",
        lambda row: last_word_on_claim(row) not in (None, Progress.IMPROVED),
        of=SAID_TO_BE_DONE,
        tone="worry",
    ),
    "claim-not-looked-at": Figure(
        "Inspectors have not spoken of it",
        "We say or said that it is done, and no visit on whose day we said so spoke of it.",
        lambda row: last_word_on_claim(row) is None,
        of=SAID_TO_BE_DONE,
        tone="watch",
    ),
}
