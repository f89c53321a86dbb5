"""What is late, what is unconfirmed, and how the clock stops with a plan."""

from datetime import date

import pytest

from tests.factories import (
    ActionFactory,
    DateRequestFactory,
    DecisionFactory,
    PlanClosureFactory,
    SignOffFactory,
    UpdateFactory,
    UpdatePeriodFactory,
    on,
)
from tests.state.reading import BOTH, NOW, THEN, read, read_action, read_commitment, stands

pytestmark = pytest.mark.django_db


# Late, and the clock


def lateness(action, day, reading=NOW):
    state = read_action(action, day, reading)
    return state.late, state.late_against_first


@BOTH
def test_late_counts_from_the_day_after_the_date(action, reading):
    assert lateness(action, "2019-03-29", reading) == (0, 0)
    assert lateness(action, "2019-03-30", reading) == (1, 1)


def test_late_stops_on_the_day_the_claim_was_entered(action):
    UpdateFactory(
        action=action, status="done", holds_from="2019-03-20", known_at=on("2019-04-08")
    )

    assert lateness(action, "2019-06-30") == (10, 10)
    # Said of 20 March, but nobody had said it by 1 April.
    assert lateness(action, "2019-04-01", NOW) == (3, 3)
    assert lateness(action, "2019-04-01", THEN) == (3, 3)


def test_claim_said_again_does_not_move_the_stopped_clock(action):
    UpdateFactory(action=action, status="done", holds_from="2019-03-20")
    UpdateFactory(action=action, status="done", holds_from="2019-05-20")
    UpdateFactory(action=action, status="done", holds_from="2019-06-20")

    assert lateness(action, "2019-06-30") == (0, 0)


def test_claim_sent_back_never_stopped_the_clock(action):
    claim = UpdateFactory(action=action, status="done", holds_from="2019-03-20")
    SignOffFactory(claim=claim, outcome="sent_back", holds_from="2019-05-01")

    assert lateness(action, "2019-04-30") == (0, 0)
    assert lateness(action, "2019-05-01") == (33, 33)


def test_reopened_action_never_stopped_the_clock(action):
    claim = UpdateFactory(action=action, status="done", holds_from="2019-03-20")
    SignOffFactory(claim=claim, holds_from="2019-03-25")
    DecisionFactory(action=action, outcome="reopened", holds_from="2019-05-01")

    assert (stands(action, "2019-04-30"), lateness(action, "2019-04-30")) == (
        "complete",
        (0, 0),
    )
    assert (stands(action, "2019-05-01"), lateness(action, "2019-05-01")) == (
        "reopened",
        (33, 33),
    )


def dates(action, day, reading=NOW):
    state = read_action(action, day, reading)
    return state.first_due, state.current_due, state.slippage, state.late


FIRST, SECOND = date(2019, 3, 29), date(2019, 6, 28)


@BOTH
def test_waiting_request_changes_nothing(action, reading):
    DateRequestFactory(action=action, holds_from="2019-03-20", to=SECOND)

    assert dates(action, "2019-03-30", reading) == (FIRST, FIRST, 0, 1)
    assert len(read_action(action, "2019-03-30", reading).waiting) == 1


@BOTH
def test_request_refused_after_the_date_changes_nothing(action, reading):
    request = DateRequestFactory(action=action, holds_from="2019-04-01", to=SECOND)
    DecisionFactory(request=request, outcome="refused", holds_from="2019-04-10")

    assert dates(action, "2019-04-10", reading) == (FIRST, FIRST, 0, 12)
    assert read_action(action, "2019-04-10", reading).waiting == []


@BOTH
def test_granted_request_moves_the_date_from_the_day_of_the_decision(action, reading):
    request = DateRequestFactory(action=action, holds_from="2019-03-20", to=SECOND)
    DecisionFactory(request=request, outcome="granted", holds_from="2019-04-10")

    assert dates(action, "2019-04-09", reading) == (FIRST, FIRST, 0, 11)
    assert dates(action, "2019-04-10", reading) == (FIRST, SECOND, 91, 0)
    assert lateness(action, "2019-06-30", reading) == (2, 93)


@BOTH
def test_without_a_date_never_late_until_a_decision_gives_the_first(plan, reading):
    action = ActionFactory(plan=plan, first_due=None)
    request = DateRequestFactory(action=action, holds_from="2019-03-20", to=SECOND)
    DecisionFactory(
        request=request, outcome="granted_to", to="2019-07-31", holds_from="2019-04-10"
    )
    given = date(2019, 7, 31)

    assert dates(action, "2019-04-09", reading) == (None, None, 0, 0)
    assert dates(action, "2019-04-10", reading) == (given, given, 0, 0)
    assert dates(action, "2019-08-01", reading) == (given, given, 0, 1)


def test_commitment_is_late_if_one_of_its_open_actions_is(plan, commitment, action):
    complete = ActionFactory(plan=plan, commitments=[commitment], first_due="2019-01-31")
    claim = UpdateFactory(action=complete, status="done", holds_from="2019-03-20")
    SignOffFactory(claim=claim, holds_from="2019-03-30")

    # On 29 March the claim, entered 48 days late, is still waiting.
    assert read_commitment(commitment, "2019-03-29").late == 48
    assert read_commitment(commitment, "2019-03-30").late == 1


# Unconfirmed


def silent(action, day):
    return read_action(action, day).unconfirmed


def test_unconfirmed_counts_from_the_opening_of_the_plan(plan):
    # An old action, taken over from the plan before this one.
    action = ActionFactory(plan=plan, added="2018-06-01", known_at=on("2018-06-01"))

    assert silent(action, "2019-01-11") == 0  # 42 days
    assert silent(action, "2019-01-12") == 43


def test_unconfirmed_counts_from_the_day_the_action_was_added(plan):
    action = ActionFactory(plan=plan, added="2019-02-01", known_at=on("2019-02-01"))

    assert silent(action, "2019-03-15") == 0
    assert silent(action, "2019-03-16") == 43


def test_unconfirmed_counts_from_the_day_the_last_update_holds_from(action):
    UpdateFactory(action=action, holds_from="2019-02-01", known_at=on("2019-03-10"))

    assert silent(action, "2019-03-15") == 0
    assert silent(action, "2019-03-16") == 43


def test_requests_and_decisions_say_nothing_about_an_action(action):
    request = DateRequestFactory(action=action, holds_from="2019-02-10")
    DecisionFactory(request=request, holds_from="2019-02-12")

    assert silent(action, "2019-02-19") == 43


def test_action_that_has_not_begun_is_not_unconfirmed(plan, commitment):
    action = ActionFactory(plan=plan, commitments=[commitment], start="2019-03-01")

    assert silent(action, "2019-02-28") == 0
    assert silent(action, "2019-03-01") == 91
    assert [
        (s.unconfirmed, str(s.colour))
        for s in (read_commitment(commitment, d) for d in ("2019-02-28", "2019-03-01"))
    ] == [(False, "grey"), (True, "amber")]


def test_period_counts_from_the_day_it_changed(action):
    UpdatePeriodFactory(
        plan=action.plan, days=20, holds_from="2019-02-01", known_at=on("2019-02-05")
    )

    # Silent since 7 January.
    assert silent(action, "2019-01-31") == 0
    assert silent(action, "2019-02-01") == 25
    assert read_action(action, "2019-02-01", THEN).unconfirmed == 0
    assert read_action(action, "2019-02-05", THEN).unconfirmed == 29


def test_period_decides_when_late_turns_red(action):
    UpdatePeriodFactory(plan=action.plan, days=20, holds_from="2019-02-01")
    UpdateFactory(action=action, holds_from="2019-04-15")

    # Due on 29 March.
    assert read_action(action, "2019-04-18").colour == "amber"
    assert read_action(action, "2019-04-19").colour == "red"


# A closed plan


def test_clock_of_a_closed_plan_stops(action):
    PlanClosureFactory(plan=action.plan, holds_from="2019-04-08")

    state = read(action.plan, "2020-01-01")

    assert state.is_closed
    assert state.as_at.day == date(2019, 4, 8)
    assert (state.actions[0].late, state.actions[0].unconfirmed) == (10, 91)
    assert not read(action.plan, "2019-04-07").is_closed


def test_closing_is_known_only_from_when_it_was_entered(action):
    PlanClosureFactory(plan=action.plan, holds_from="2019-04-08", known_at=on("2019-05-01"))

    assert read_action(action, "2019-04-20", THEN).late == 22
    assert read_action(action, "2019-04-20", NOW).late == 10


def test_clock_runs_again_in_a_plan_opened_again(action):
    PlanClosureFactory(plan=action.plan, holds_from="2019-04-08")
    PlanClosureFactory(plan=action.plan, holds_from="2019-05-01", outcome="reopened")

    assert not read(action.plan, "2019-05-28").is_closed
    assert read_action(action, "2019-05-28").late == 60
