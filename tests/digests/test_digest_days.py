"""On which day the weekly mail comes."""

from datetime import timedelta

import pytest

from improvement.mail.writing import write_due
from improvement.models import Membership, Plan, User
from tests.council import MONDAY
from tests.digests.mornings import NEXT_MONDAY, SUNDAY, TUESDAY, choose_day, digest_of, written
from tests.factories import HoldingFactory, on


@pytest.fixture
def long_there(council):
    """Since December the council's people have their accounts and roles."""
    User.objects.update(date_joined=on("2018-12-03"))
    Membership.history.update(history_date=on("2018-12-03"))
    council.add_action("1.2", council.post, first_due="2019-01-18")


@pytest.mark.parametrize("day", range(7))
def test_it_comes_on_the_day_that_was_chosen(council, day):
    choose_day(council.officer, day)
    council.add_action("1.2", council.post, first_due="2019-01-18")

    mornings = [on("2019-02-04") + timedelta(days=n) for n in range(21)]
    days = [now.weekday() for now in mornings if digest_of(council.officer, now)]

    assert days == [day] * 3


@pytest.mark.usefixtures("long_there")
def test_a_first_mail_whose_run_was_missed_comes_within_the_week(council):
    assert digest_of(council.officer, SUNDAY)
    assert digest_of(council.officer, NEXT_MONDAY)


@pytest.mark.usefixtures("long_there")
@pytest.mark.parametrize("comes", ["account", "post", "plan", "role"])
def test_who_had_no_part_on_the_chosen_day_waits_for_the_next_one(council, comes):
    """On a Sunday a mail of the Monday before would be one that they did not choose."""
    wednesday = on("2019-01-23")
    person = council.approver if comes == "role" else council.officer
    council.update(council.add_action("2.1", council.post), status="done")
    if comes == "account":
        User.objects.filter(pk=person.pk).update(date_joined=wednesday)
    elif comes == "post":
        person = council.add_member("officer", date_joined=on("2018-12-03"))
        HoldingFactory(owner=council.post, user=person, holds_from=wednesday.date())
    elif comes == "plan":
        Plan.objects.update(known_at=wednesday)
    else:
        Membership.history.filter(user=person).update(history_date=wednesday)

    assert digest_of(person, SUNDAY) is None
    assert digest_of(person, NEXT_MONDAY)


def test_a_day_that_was_missed_is_caught_up_once(council):
    council.add_action("1.2", council.post, first_due="2019-01-18")
    assert digest_of(council.officer, MONDAY)

    # The server was off for two weeks and a day.
    caught_up = [digest_of(council.officer, on(f"2019-02-{n:02}")) for n in range(5, 11)]

    assert [told is not None for told in caught_up] == [True] + [False] * 5
    assert digest_of(council.officer, on("2019-02-11"))


def test_a_day_that_was_chosen_after_it_had_passed_was_not_missed(council):
    council.add_action("1.2", council.post, first_due="2019-01-18")
    assert digest_of(council.officer, MONDAY)

    choose_day(council.officer, 4)

    assert digest_of(council.officer, SUNDAY) is None
    assert digest_of(council.officer, on("2019-02-01"))


def test_a_second_run_on_the_same_day_writes_nothing(council):
    council.add_action("1.2", council.post, first_due="2019-01-18")

    assert written()
    assert list(write_due(MONDAY + timedelta(hours=3))) == []


def test_a_week_in_which_there_was_nothing_is_not_made_up_for_on_another_day(council):
    assert digest_of(council.officer, MONDAY) is None
    council.add_action("1.2", council.post, first_due="2019-01-18")

    assert digest_of(council.officer, TUESDAY) is None
    assert digest_of(council.officer, NEXT_MONDAY)


def test_another_day_brings_no_second_mail_within_four_days(council):
    council.add_action("1.2", council.post, first_due="2019-01-18")
    assert digest_of(council.officer, MONDAY)

    choose_day(council.officer, 2)
    week = [digest_of(council.officer, on(f"2019-01-{n}")) for n in range(22, 30)]
    assert week == [None] * 8

    assert digest_of(council.officer, on("2019-01-30"))


def test_the_day_is_that_of_london(council):
    """Half past midnight on a Monday in summer is still Sunday by universal time."""
    digest_of(council.officer, on("2019-04-08"))

    sunday_night = on("2019-04-14", hour=23, minute=59)
    assert digest_of(council.officer, sunday_night) is None
    told = digest_of(council.officer, on("2019-04-15", hour=0, minute=30))
    assert "17 days late" in told
