"""What became of an action between two days: each is counted once."""

import pytest

from improvement.state.compare import CountedAs
from tests.compare.board import BEFORE, DURING, told
from tests.factories import (
    ActionCommitmentFactory,
    DateRequestFactory,
    DecisionFactory,
    OwnerFactory,
    OwnershipFactory,
    on,
)

pytestmark = pytest.mark.django_db


def added(board):
    board.action("A", added=DURING)


def brought_back(board):
    action = board.action("A", "on_track")
    board.withdraw(action, BEFORE)
    board.reopen(action)


def withdrawn(board):
    board.withdraw(board.action("A", "on_track"))


def came_and_went(board):
    board.withdraw(board.action("A", added=DURING), "2019-04-01")


def closed(board):
    board.close(board.action("A", "on_track"))


def reopened(board):
    action = board.action("A")
    board.close(action, BEFORE)
    board.reopen(action)


def slipped(board):
    board.move(board.action("A", first_due="2019-03-29"), "2019-04-12")


def brought_forward(board):
    board.move(board.action("A", first_due="2019-03-29"), "2019-03-25")


def given_a_date(board):
    board.move(board.action("A", first_due=None, due_as_printed="mid July"), "2019-07-15")


def date_taken_back(board):
    request = DateRequestFactory(
        action=board.action("A", first_due=None), to="2019-07-15", holds_from=BEFORE
    )
    granted = DecisionFactory(request=request, holds_from=BEFORE, known_at=on(BEFORE, 15))
    DecisionFactory(
        request=request,
        voids=granted,
        retracts=True,
        holds_from=BEFORE,
        known_at=on(DURING),
    )


def status_changed(board):
    board.action("A", "on_track", "at_risk")


def owner_changed(board):
    action = board.action("A", owner=board.head)
    other = OwnerFactory(authority=board.authority, key="other")
    OwnershipFactory(action=action, owner=other, holds_from=DURING)


def serves_another(board):
    ActionCommitmentFactory(
        action=board.action("A"), commitment=board.commitment("1"), holds_from=DURING
    )


def nothing_new(board):
    board.action("A", "on_track", "on_track")


def withdrawn_all_along(board):
    board.withdraw(board.action("A"), BEFORE)


@pytest.mark.parametrize(
    ("happened", "kind", "changes"),
    [
        (added, "added", [("in the plan since", "not yet", "2019-03-20")]),
        (brought_back, "brought-back", [("status", "Withdrawn", "Reopened")]),
        (withdrawn, "withdrawn", [("status", "On track", "Withdrawn")]),
        (
            came_and_went,
            "came-and-went",
            [("in the plan since", "not yet", "withdrawn again")],
        ),
        (closed, "closed", [("status", "On track", "Complete")]),
        (reopened, "reopened", [("status", "Complete", "Reopened")]),
        (slipped, "slipped", [("due", "2019-03-29", "2019-04-12")]),
        (brought_forward, "brought-forward", [("due", "2019-03-29", "2019-03-25")]),
        (given_a_date, "dated", [("due", "mid July", "2019-07-15")]),
        (date_taken_back, "undated", [("due", "2019-07-15", "no date")]),
        (status_changed, "moved", [("status", "On track", "At risk")]),
        (owner_changed, "owner", [("owner", "Head of head", "Head of other")]),
        (serves_another, "links", [("serves", "no commitment", "Promise 1")]),
        (nothing_new, "unchanged", []),
        (withdrawn_all_along, "unchanged", []),
    ],
)
def test_an_action_is_counted_as_what_became_of_it(board, happened, kind, changes):
    happened(board)

    assert told(board.actions()) == {"A": (kind, changes)}


def test_by_how_many_days_a_date_moved_is_said(board):
    slipped(board)

    assert [change.days for change in board.actions().rows[0].changes] == [14]


def test_a_row_that_changed_in_two_ways_is_counted_once_and_tells_both(board):
    action = board.action("A", "on_track", first_due="2019-03-29")
    board.move(action, "2019-04-12")
    board.close(action, "2019-04-10")
    board.move(board.action("B", first_due="2019-03-29"), "2019-04-30")

    comparison = board.actions()

    assert told(comparison)["A"] == (
        "closed",
        [("status", "On track", "Complete"), ("due", "2019-03-29", "2019-04-12")],
    )
    assert [row.name for row in comparison.counted(CountedAs.SLIPPED)] == ["B"]
    assert [row.name for row in comparison.beside(CountedAs.SLIPPED)] == ["A"]
