"""Which two days of a plan are compared."""

import re

import pytest

from improvement.models import Plan
from tests.compare.board import SINCE, UNTIL, everything, legend, read, show, visit_says
from tests.factories import PlanClosureFactory, UpdateFactory, on

pytestmark = pytest.mark.django_db


def test_a_day_compared_with_itself_has_nothing_but_unchanged_rows(board, viewer):
    everything(board)

    page = show(viewer, from_=UNTIL, to=UNTIL)

    assert legend(page, "actions") == {"unchanged": (5, "actions-unchanged")}
    assert legend(page, "commitments") == {"unchanged": (1, "commitments-unchanged")}


def test_it_compares_with_the_last_visit_unless_told(board, viewer):
    visit_says(board, board.commitment("1"), "improved", "2019-02-06")
    visit_says(board, board.commitment("2"), "improved", "2019-05-02")

    assert "from 6 February 2019 to 1 May 2019" in read(show(viewer, to="2019-05-01"))
    assert "from 2 May 2019 to 1 June 2019" in read(show(viewer, to="2019-06-01"))


def test_it_compares_with_the_opening_where_nobody_has_been(board, viewer):
    assert "from 30 November 2018 to 1 June 2019" in read(show(viewer, to="2019-06-01"))


def test_a_page_that_looks_back_leads_to_changes_up_to_its_day(board, viewer):
    words = read(show(viewer, as_at="2019-06-01", reading="now"))

    assert "to 1 June 2019" in words
    assert "As we know now:" in words


def test_what_was_entered_late_is_a_change_only_as_known_then(board, viewer):
    action = board.action("A", "on_track")
    UpdateFactory(
        action=action, status="at_risk", holds_from="2019-01-20", known_at=on("2019-03-01")
    )

    then = show(viewer, from_=SINCE, to=UNTIL)
    now = show(viewer, from_=SINCE, to=UNTIL, reading="now")

    assert "with another status" in legend(then, "actions")
    assert set(legend(now, "actions")) == {"unchanged"}


def test_days_given_the_other_way_round_are_exchanged_and_it_says_so(board, viewer):
    everything(board)

    words = read(show(viewer, from_=UNTIL, to=SINCE))

    assert "from 6 February 2019 to 1 June 2019" in words
    assert "The two days were given the other way round." in words


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"from": "yesterday"}, "The date to compare from is written year-month-day"),
        ({"to": "2019-02-30"}, "The date to compare to is written year-month-day"),
        ({"to": "2999-01-01"}, "The date to compare to is still to come."),
        ({"from": "1066-10-14"}, "Nothing is recorded from before 1990."),
        ({"from": SINCE, "reading": "maybe"}, "The reading is “then”"),
        (
            {"to": "2018-01-01"},
            "This plan was not open yet on 1 January 2018: it opened on 30 November 2018.",
        ),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_a_sentence(board, viewer, query, sentence):
    page = show(viewer, **query)

    assert page.status_code == 400
    assert sentence in page.content.decode()


def test_before_anything_was_known_everything_counts_as_added(board, viewer):
    everything(board)

    page = show(viewer, from_="2018-01-01", to=UNTIL)

    assert "Nothing was known of this plan on 1 January 2018" in read(page)
    assert legend(page, "actions") == {
        "added": (3, "actions-added"),
        "added and withdrawn again": (2, "actions-came-and-went"),
    }


def test_before_the_plan_opened_it_was_not_open_by_all_that_is_known_now(board, viewer):
    everything(board)

    words = read(show(viewer, from_="2018-01-01", to=UNTIL, reading="now"))

    assert "This plan was not open yet on 1 January 2018" in words
    assert "Nothing was known" not in words


def test_a_plan_that_was_open_and_not_known_is_refused_with_that(board, viewer):
    Plan.objects.filter(pk=board.plan.pk).update(known_at=on("2019-04-01"))

    page = show(viewer, to=SINCE)

    assert page.status_code == 400
    assert (
        "Nothing was known of this plan on 6 February 2019, though it opened on "
        "30 November 2018."
    ) in page.content.decode()


@pytest.mark.parametrize("reading", ["then", "now"])
def test_later_days_are_worth_comparing_to(board, viewer, reading):
    visit_says(board, board.commitment("1"), "improved", "2019-02-06")
    visit_says(board, board.commitment("2"), "improved", "2019-05-02")
    PlanClosureFactory(plan=board.plan, holds_from="2019-06-10")
    visit_says(board, board.commitment("3"), "improved", "2019-09-02")

    page = show(viewer, from_="2018-12-31", to="2019-03-01", reading=reading)

    offered = page.content.decode().partition("<h3>To</h3>")[2].partition("</ul>")[0]
    days = re.findall(r"to=([0-9-]+)", offered)
    assert days == ["2019-02-06", "2019-05-02", "2019-06-10"]


def test_a_closed_plan_is_compared_up_to_the_day_it_closed(board, viewer):
    everything(board)
    PlanClosureFactory(plan=board.plan, holds_from="2019-05-10")

    assert "to 10 May 2019" in read(show(viewer))
