"""What a plan is checked for: whether it can be carried out."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from improvement.dashboards.plans.check_found import (
    Mend,
    Question,
    Row,
    lower_first,
    open_actions,
    rows_of,
)
from improvement.state import ActionState, CommitmentState, PlanState
from inspections.intake.dates import in_full

CROWD, CROWD_SHARE = 5, 0.2  # more than five, and more than a fifth of all


def carrying_out(plan: PlanState) -> Iterator[Question]:
    actions = open_actions(plan)
    dated = [action for action in actions if action.current_due]
    asked = ("open actions", len(actions))
    yield Question(
        "without-owner",
        "Actions without an owner",
        "Without one there is nobody to ask.",
        *asked,
        rows_of(action for action in actions if action.owner is None),
        Mend.OWN,
    )
    yield _vacant(plan, actions)
    yield Question(
        "without-date",
        "Actions without a due date",
        "Without one an action is never late, and never finished.",
        *asked,
        rows_of(
            (action for action in actions if action.current_due is None),
            lambda row: row.action.due_as_printed,
        ),
        Mend.DATE,
    )
    yield Question(
        "without-measure",
        "Actions without a success measure",
        "Without one nobody will be able to say whether an action worked.",
        *asked,
        rows_of(action for action in actions if not action.action.success_measure.strip()),
        Mend.WORD,
    )
    yield _after_the_window(plan, dated)
    yield _crowded(dated)


def _vacant(plan: PlanState, actions: list[ActionState]) -> Question:
    """By post, since that is what is mended, however much it answers for."""
    answering: dict[int, list[ActionState | CommitmentState]] = defaultdict(list)
    for row in [*plan.commitments, *actions]:
        if row.owner:
            answering[row.owner.pk].append(row)
    found = []
    for rows in answering.values():
        vacancy = next((row.vacancy for row in rows if row.vacancy), None)
        if vacancy:
            mine = [row for row in rows if row.vacancy]
            note = lower_first(vacancy.words)
            found.append(Row(vacancy=vacancy, answers_for=mine, note=note))
    return Question(
        "vacant",
        "Posts that nobody holds",
        "Whoever held such a post has left, or was never entered: nobody answers for what it owns.",
        "posts that answer for a commitment or an open action",
        len(answering),
        found,
        Mend.HOLD,
    )


def _after_the_window(plan: PlanState, dated: list[ActionState]) -> Question:
    end = plan.plan.runs_until
    late = [action for action in dated if end and action.current_due > end]
    return Question(
        "after-the-plan",
        "Due after the plan ends",
        f"The plan runs until {in_full(end)}; nobody follows an action after that."
        if end
        else "Nobody follows an action after the plan has ended.",
        "open actions with a due date",
        len(dated),
        rows_of(late, lambda row: f"due {in_full(row.current_due)}"),
        Mend.DATE,
        "" if end else "The plan does not say until when it runs.",
    )


def _crowded(dated: list[ActionState]) -> Question:
    due = Counter(action.current_due for action in dated)
    crowds = {
        day: number
        for day, number in due.items()
        if number > CROWD and number > CROWD_SHARE * len(dated)
    }
    found = sorted(
        (action for action in dated if action.current_due in crowds),
        key=lambda action: action.current_due,
    )
    return Question(
        "crowded",
        "Too many due on one day",
        "A date given to everything was planned for nothing. A day is crowded with more than "
        "five actions, if these are also more than a fifth of all open ones with a date.",
        "open actions with a due date",
        len(dated),
        rows_of(
            found,
            lambda row: f"{crowds[row.current_due]} are due on {in_full(row.current_due)}",
        ),
        Mend.DATE,
    )
