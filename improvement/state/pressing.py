"""What presses most of somebody's actions: the list on the screen and the weekly mail agree."""

from datetime import date, timedelta

from improvement.state.plan_state import ActionState
from improvement.state.rules import Standing

SOON = timedelta(days=28)


def came_back(action: ActionState) -> bool:
    """Whether an approver sent it back or reopened it."""
    return action.standing in (Standing.SENT_BACK, Standing.REOPENED)


def is_due_soon(action: ActionState, today: date) -> bool:
    return action.current_due is not None and action.current_due <= today + SOON


def most_pressing(action: ActionState):
    """The longest late, then the longest silent, then the next due; without a date last."""
    return (-action.late, -action.unconfirmed, action.current_due or date.max)
