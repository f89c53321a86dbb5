"""Why a commitment has the colour that it has: of its actions, how many are what.

The conditions stand in the order in which the rule of colours asks them
(`improvement.state.rules.colour`); a property test holds the two together.
"""

from collections.abc import Callable

from improvement.state import ActionState, Colour, CommitmentState, Standing
from inspections.intake.dates import days_in_words

Condition = Callable[[ActionState, int], bool]


def _stands(standing: Standing) -> Condition:
    return lambda action, period: action.standing is standing


# How an action makes its commitment red or amber; `{period}` is the plan's, in words.
REASONS: dict[Colour, list[tuple[str, Condition]]] = {
    Colour.RED: [
        ("off track", _stands(Standing.OFF_TRACK)),
        ("late by more than {period}", lambda action, period: action.late > period),
    ],
    Colour.AMBER: [
        ("at risk", _stands(Standing.AT_RISK)),
        ("sent back", _stands(Standing.SENT_BACK)),
        ("reopened", _stands(Standing.REOPENED)),
        ("unconfirmed", lambda action, period: bool(action.unconfirmed)),
        ("late", lambda action, period: action.late > 0),
    ],
}


def because(row: CommitmentState) -> str:
    """`Amber because 2 of 7 actions are late`; the words of the rule where no action is to be
    named."""
    return f"{row.colour.value.capitalize()} because {_why(row)}"


def _why(row: CommitmentState) -> str:
    actions = [action for action in row.actions if action.in_plan]
    if not actions:
        return "all its actions were withdrawn" if row.actions else "it has no action"
    period = row.commitment.plan.period
    found = []
    for words, holds in REASONS.get(row.colour, []):
        number = sum(holds(action, period) for action in actions)
        if number:
            found.append((number, words.format(period=days_in_words(period))))
    if found:
        (number, words), *others = found
        more = "".join(f", {count} {also}" for count, also in others)
        return f"{_of(number, len(actions))} {words}{more}"
    if row.standing is Standing.PARTLY_STARTED:
        return "some of its actions have begun and others not"
    at = sum(action.standing is row.standing for action in actions)
    words = row.standing.words
    shown = ", and it is shown to work" if row.colour is Colour.BLUE else ""
    return f"{_of(at, len(actions))} {words[0].lower()}{words[1:]}{shown}"


def _of(number: int, total: int) -> str:
    if total == 1:
        return "its one action is"
    if number == total:
        return f"all {total} actions are"
    return f"{number} of {total} actions {'is' if number == 1 else 'are'}"
