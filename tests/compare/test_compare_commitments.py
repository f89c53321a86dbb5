"""What became of a commitment between two days, and that both are read from the same rows."""

from datetime import date

import pytest

from improvement.models import Plan
from improvement.state import state_of
from improvement.state.rows import Rows
from inspections.models.time import AsAt, Reading
from tests.compare.board import BEFORE, DURING, SINCE, UNTIL, told, visit_says
from tests.factories import (
    ActionCommitmentFactory,
    FindingFactory,
    FindingLinkFactory,
    ImpactFactory,
    OwnershipFactory,
    VisitFactory,
    on,
)
from tests.state.reading import whole

pytestmark = pytest.mark.django_db


def serving(board, *statuses, impact=()):
    commitment = board.commitment("1")
    board.action("A", *statuses, commitments=[commitment])
    for state, day in zip(impact, (BEFORE, DURING), strict=False):
        ImpactFactory(commitment=commitment, state=state, holds_from=day)
    return commitment


def status(was, now):
    return ("status", was, now)


@pytest.mark.parametrize(
    ("statuses", "impact", "kind", "changes"),
    [
        (["on_track", "off_track"], (), "worse", [status("On track", "Off track")]),
        (["at_risk", "on_track"], (), "better", [status("At risk", "On track")]),
        ([], (), "unchanged", []),
        (["not_stated", "on_track"], (), "moved", [status("Not stated", "On track")]),
        (
            ["on_track"],
            ("not_yet_shown", "shown"),
            "impact-shown",
            [("impact", "not yet shown", "shown")],
        ),
        (["on_track"], ("shown", "sustained"), "impact", [("impact", "shown", "sustained")]),
        (
            ["on_track"],
            ("sustained", "not_yet_shown"),
            "impact",
            [("impact", "sustained", "not yet shown")],
        ),
    ],
)
def test_a_commitment_is_counted_as_what_became_of_it(board, statuses, impact, kind, changes):
    serving(board, *statuses, impact=impact)

    assert told(board.commitments()) == {"1": (kind, changes)}


def test_a_commitment_taken_up_since_is_added(board):
    board.commitment("1", added=DURING)

    changes = [("in the plan since", "not yet", "2019-03-20")]
    assert told(board.commitments()) == {"1": ("added", changes)}


def test_a_new_disagreement_comes_before_the_status_that_brought_it_about(board):
    commitment = serving(board, "at_risk", "done")
    visit_says(board, commitment, "no_progress", SINCE)

    assert told(board.commitments())["1"] == (
        "disputed",
        [
            status("At risk", "Done, evidence awaited"),
            ("disagreement with the inspectors", "none", "We say better"),
        ],
    )


def test_a_disagreement_ends_when_the_inspectors_come_round(board):
    commitment = serving(board, "on_track")
    visit_says(board, commitment, "no_progress", SINCE)
    visit_says(board, commitment, "improved", "2019-05-02")

    changes = [("disagreement with the inspectors", "We say better", "none")]
    assert told(board.commitments()) == {"1": ("settled", changes)}


def test_an_action_that_joins_is_told_of_its_commitment(board):
    commitment = serving(board, "on_track")
    ActionCommitmentFactory(
        action=board.action("B", "on_track"), commitment=commitment, holds_from=DURING
    )

    assert told(board.commitments()) == {"1": ("links", [("actions", "A", "A, B")])}


# Two states out of rows that were fetched once


@pytest.mark.parametrize("reading", list(Reading))
def test_an_earlier_state_is_what_it_was_when_read_by_itself(
    board, reading, django_assert_num_queries
):
    commitment = serving(board, "on_track", "done", impact=("not_yet_shown", "shown"))
    visit_says(board, commitment, "no_progress", SINCE)
    visit_says(board, commitment, "improved", "2019-05-02")
    visit = VisitFactory(authority=board.authority, ended=BEFORE, published="2019-01-15")
    found = FindingFactory(inspection=visit)
    said = {"finding": found, "recommendation": commitment.recommendation}
    FindingLinkFactory(**said, known_at=on("2019-01-20"), holds_from=BEFORE)
    FindingLinkFactory(**said, state="rejected", known_at=on("2019-04-01"), holds_from=BEFORE)
    OwnershipFactory(commitment=commitment, owner=board.head, holds_from=DURING)
    days = [AsAt.end_of(date.fromisoformat(day), reading) for day in (SINCE, UNTIL)]
    plan = Plan.objects.for_screen(days[1]).get(pk=board.plan.pk)

    with django_assert_num_queries(8):
        rows = Rows.fetch([plan], days[1])
        before = rows.earlier(days[0])
        states = state_of(before.plans[0], before), state_of(plan, rows)

    assert [whole(one) for one in states] == [
        whole(board.state(day, reading)) for day in (SINCE, UNTIL)
    ]
    assert states[0] != states[1]
