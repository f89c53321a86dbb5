"""What a plan is checked for before it is submitted, and while it runs: each question with
its rows. It asks nothing of the database."""

from collections.abc import Iterator

from improvement.dashboards.plans.check_carrying_out import carrying_out
from improvement.dashboards.plans.check_found import (
    Group,
    Mend,
    Question,
    Row,
    lower_first,
    open_actions,
    rows_of,
)
from improvement.dashboards.plans.repeating import repeats
from improvement.state import PlanState, Side, Standing
from inspections.intake.dates import days_in_words
from inspections.models import Inspection, Recommendation


def check(
    plan: PlanState, inspections: list[Inspection], asked: list[Recommendation]
) -> list[Group]:
    """`inspections` are those that the plan answers, `asked` their recommendations."""
    return [
        Group("Does it answer everything?", list(_answering(plan, inspections, asked))),
        Group("Can it be carried out?", list(carrying_out(plan))),
        Group("Can it be believed?", list(_credible(plan))),
    ]


# Does it answer everything?


def _answering(plan, inspections, asked) -> Iterator[Question]:
    answered = {row.commitment.recommendation_id for row in plan.commitments}
    yield Question(
        "unanswered",
        "Recommendations without a commitment",
        "Whoever asked will look for an answer to each, even if it is no.",
        "recommendations of the inspections that it answers",
        len(asked),
        [Row(recommendation=one) for one in asked if one.pk not in answered],
        Mend.ANSWER,
        "" if inspections else "The plan does not say which inspections it answers.",
    )
    idle = (Standing.NO_ACTION, Standing.ALL_WITHDRAWN)
    yield Question(
        "without-action",
        "Commitments without an action",
        "A commitment without one is a promise on which nobody acts.",
        "commitments",
        len(plan.commitments),
        [Row(commitment=row) for row in plan.commitments if row.standing in idle],
        Mend.ACT,
    )
    actions = open_actions(plan)
    yield Question(
        "without-recommendation",
        "Actions that serve no recommendation",
        "Such work cannot be set beside what inspectors asked for.",
        "open actions",
        len(actions),
        rows_of(action for action in actions if not action.commitments),
        Mend.LINK,
    )
    yield Question(
        "repeating",
        "Words that repeat the recommendation",
        "What says again what is wanted does not say what will be done. Here three in five of "
        "the pairs of neighbouring words, or more, are the recommendation's own.",
        "commitments and open actions",
        len(plan.commitments) + len(actions),
        [*_repeating(plan.commitments, actions)],
        Mend.WORD,
    )


def _repeating(commitments, actions) -> Iterator[Row]:
    for row in commitments:
        if repeats(row.commitment.title, row.recommendation.words):
            yield Row(commitment=row, note="its title")
    for row in actions:
        asked = [commitment.recommendation.words for commitment in row.commitments]
        for words, name in (
            (row.action.title, "what is to be done"),
            (row.action.success_measure, "how we will know"),
        ):
            if any(repeats(words, one) for one in asked):
                yield Row(action=row, note=name)


# Can it be believed?


def _credible(plan: PlanState) -> Iterator[Question]:
    actions = open_actions(plan)
    said_well = (Standing.ON_TRACK, Standing.DONE)
    yield Question(
        "red-under-green",
        "Said to be on track or done, though the date has passed",
        "Whoever reads such words believes that all goes well; the dates say otherwise.",
        "open actions",
        len(actions),
        rows_of(
            (action for action in actions if action.standing in said_well and action.late),
            lambda row: (
                f"{lower_first(row.standing.words)}, and late by {days_in_words(row.late)}"
            ),
        ),
        Mend.UPDATE,
    )
    disputes = [row for row in plan.commitments if row.dispute]
    yield Question(
        "we-say-better",
        "Said to go better than inspectors found",
        "Where the inspectors' last word is worse than ours, either something has changed "
        "since, and can be shown, or our word is wrong.",
        "commitments",
        len(plan.commitments),
        [
            Row(
                commitment=row,
                note=f"we say {lower_first(row.standing.words)}; {row.dispute.visit} said "
                f"{lower_first(row.dispute.cell.progress.words)}",
            )
            for row in disputes
            if row.dispute.side is Side.WE
        ],
        Mend.WEIGH,
    )
    yield Question(
        "silent",
        "Nothing said for a period",
        f"Open and begun, and nobody has said anything for over {days_in_words(plan.plan.period)}.",
        "open actions",
        len(actions),
        rows_of(
            (action for action in actions if action.unconfirmed),
            lambda row: f"nothing said for {days_in_words(row.unconfirmed)}",
        ),
        Mend.UPDATE,
    )
