"""The figures about a plan's actions."""

from improvement.figures.figure import Figure, Scope, stands, worst
from improvement.state import ActionState, Standing

LATELY_DAYS = 182


def is_due(row: ActionState) -> bool:
    return row.first_due is not None and row.first_due <= row.day


def is_closed(row: ActionState) -> bool:
    return row.standing is Standing.COMPLETE


def days_after_first(row: ActionState) -> int:
    """By how many days the claim that was signed off came after the first due date."""
    return (row.replayed.finished_on - row.first_due).days


def _in_plan(plan) -> list[ActionState]:
    return [action for action in plan.actions if action.in_plan]


IN_PLAN = Scope("actions in the plan", "actions", "action-list", _in_plan)
EVERY_ACTION = Scope(
    "actions, withdrawn ones included", "actions", "action-list", lambda plan: plan.actions
)
OPEN = Scope(
    "open actions",
    "open actions",
    "action-list",
    lambda plan: [action for action in plan.actions if action.is_open],
)
DUE = Scope(
    "actions whose first date has come",
    "actions due",
    "action-list",
    lambda plan: [action for action in _in_plan(plan) if is_due(action)],
)

ACTION_FIGURES = {
    "all": Figure("All", "Every action in the plan.", lambda row: True, of=IN_PLAN),
    "complete": Figure(
        "Complete",
        "Somebody else than the one who said it was done has accepted that it is.",
        stands(Standing.COMPLETE),
        of=IN_PLAN,
        tone="good",
    ),
    "done": Figure(
        "Done, evidence awaited",
        "Its owner says that it is done; nobody has signed it off yet.",
        stands(Standing.DONE),
        of=IN_PLAN,
    ),
    "on-track": Figure("On track", "Its owner says so.", stands(Standing.ON_TRACK), of=IN_PLAN),
    "not-started": Figure(
        "Not started", "Its owner says so.", stands(Standing.NOT_STARTED), of=IN_PLAN
    ),
    "not-stated": Figure(
        "Not stated",
        "Nobody has said yet how it stands.",
        stands(Standing.NOT_STATED),
        of=IN_PLAN,
    ),
    "sent-back": Figure(
        "Sent back or reopened",
        "It was said to be done or complete, and a decision says that it is not.",
        stands(Standing.SENT_BACK, Standing.REOPENED),
        of=IN_PLAN,
        worst_first=worst,
        tone="watch",
    ),
    "at-risk": Figure(
        "Off track or at risk",
        "Its owner says so, with a reason.",
        stands(Standing.OFF_TRACK, Standing.AT_RISK),
        of=IN_PLAN,
        worst_first=worst,
        tone="worry",
    ),
    "late": Figure(
        "Late",
        "Open, and the current due date has passed.",
        lambda row: row.late > 0,
        of=IN_PLAN,
        worst_first=lambda row: -row.late,
        tone="worry",
    ),
    "late-against-first": Figure(
        "Late against the first date",
        "Open, and the first due date has passed, whatever was granted since.",
        lambda row: row.late_against_first > 0,
        of=IN_PLAN,
        worst_first=lambda row: -row.late_against_first,
        tone="watch",
    ),
    "unconfirmed": Figure(
        "Unconfirmed",
        "Open and begun, and nothing was said about it for longer than the plan's period.",
        lambda row: row.unconfirmed > 0,
        of=IN_PLAN,
        worst_first=lambda row: -row.unconfirmed,
        tone="watch",
    ),
    "late-or-unconfirmed": Figure(
        "Late or unconfirmed",
        "Open, and either its current due date has passed or nothing was said about it for "
        "longer than the plan's period.",
        lambda row: row.late > 0 or row.unconfirmed > 0,
        of=IN_PLAN,
        worst_first=worst,
        tone="worry",
    ),
    "slipped": Figure(
        "Date moved later",
        "The current due date is later than the first: a decision moved it.",
        lambda row: row.slippage > 0,
        of=IN_PLAN,
        worst_first=lambda row: -row.slippage,
    ),
    "waiting": Figure(
        "New date asked for",
        "A request for a new date has not been decided. Until it is, it changes nothing.",
        lambda row: row.is_open and bool(row.waiting),
        of=IN_PLAN,
    ),
    "no-date": Figure(
        "No due date",
        "Without a due date it can be neither late nor moved later.",
        lambda row: row.current_due is None,
        of=IN_PLAN,
    ),
    "no-owner": Figure(
        "No owner",
        "No post answers for it.",
        lambda row: row.owner is None,
        of=IN_PLAN,
        tone="watch",
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
    "moved-twice": Figure(
        "Moved more than once",
        "Decisions have moved its due date later more than once.",
        lambda row: sum(move.days > 0 for move in row.replayed.moves) > 1,
        of=IN_PLAN,
        worst_first=lambda row: -row.slippage,
        tone="watch",
    ),
    "due": Figure(
        "First date has come",
        "It should be done by now, by the date that it was first given.",
        is_due,
        of=IN_PLAN,
    ),
    "closed-in-time": Figure(
        "Signed off, done by its first date",
        "Signed off, and its owner said that it was done on the first due date or before.",
        lambda row: is_closed(row) and days_after_first(row) <= 0,
        of=DUE,
        tone="good",
    ),
    "closed-later": Figure(
        "Signed off, done later",
        "Signed off, and its owner said that it was done after the first due date.",
        lambda row: is_closed(row) and days_after_first(row) > 0,
        of=DUE,
    ),
    "due-not-closed": Figure(
        "Not signed off",
        "Its first due date has come, and nobody has signed it off.",
        lambda row: not is_closed(row),
        of=DUE,
        worst_first=lambda row: -row.late_against_first,
        tone="watch",
    ),
    "closed-lately": Figure(
        "Signed off in the last half year",
        f"Signed off in the {LATELY_DAYS} days up to the day of the page.",
        lambda row: is_closed(row) and row.closed_days_ago < LATELY_DAYS,
        of=IN_PLAN,
    ),
    "open": Figure(
        "Still open", "Nobody has signed it off.", lambda row: row.is_open, of=IN_PLAN
    ),
    "withdrawn": Figure(
        "Withdrawn",
        "A decision took it out of the plan; no other figure counts it.",
        stands(Standing.WITHDRAWN),
        of=EVERY_ACTION,
    ),
}
