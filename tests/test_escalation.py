"""What is told by rule, without being asked: long late actions, to the post above and then to
the approvers. The action of the world is due on 29 March 2019; the period is 42 days."""

import pytest

from improvement.mail.writing import write_due
from tests.council import Council
from tests.factories import CoverFactory, HoldingFactory, UpdateFactory, UpdatePeriodFactory, on


@pytest.fixture
def council(db):
    council = Council()
    council.update(now=on("2019-01-14"))
    return council


def escalated(now):
    """By person what they are told that day."""
    return {mail.user: mail.body for mail in write_due(now) if mail.kind == "escalation"}


def test_late_by_more_than_the_period_is_told_once_to_the_post_above(council):
    council.update(now=on("2019-05-01"))

    assert escalated(on("2019-05-10")) == {}
    first = escalated(on("2019-05-11"))
    assert set(first) == {council.head}
    assert "Due 29 March 2019, 43 days late." in first[council.head]
    assert "Team manager answers for it." in first[council.head]
    assert escalated(on("2019-05-12")) == {}


def test_still_so_after_another_period_is_told_once_to_the_approvers(council):
    assert set(escalated(on("2019-05-11"))) == {council.head}
    assert escalated(on("2019-06-21")) == {}

    told = escalated(on("2019-06-22"))

    assert set(told) == {council.approver}
    assert "Still so after another period (1)" in told[council.approver]
    assert escalated(on("2019-06-23")) == {}


def test_found_long_late_the_approvers_are_told_a_period_after_the_post_above(council):
    assert set(escalated(on("2019-12-02"))) == {council.head}
    assert escalated(on("2020-01-12")) == {}
    assert set(escalated(on("2020-01-13"))) == {council.approver}


@pytest.mark.parametrize("what", ["a request", "a claim"])
def test_nobody_is_told_while_an_approver_has_to_answer(council, what):
    if what == "a request":
        council.ask(now=on("2019-05-01"))
    else:
        council.update(status="done", now=on("2019-05-20"))

    assert escalated(on("2019-05-21")) == {}


def test_a_moved_date_begins_anew(council):
    assert set(escalated(on("2019-05-11"))) == {council.head}
    council.decide(council.ask(now=on("2019-05-13")), now=on("2019-05-14"))

    assert escalated(on("2019-06-24")) == {}
    assert escalated(on("2019-08-09")) == {}
    assert "Due 28 June 2019, 43 days late." in escalated(on("2019-08-10"))[council.head]


def test_a_post_above_without_anybody_is_passed_over(council):
    top = council.add_post("Director", council.add_member("viewer", email="top@w.example"))
    type(top).objects.filter(pk=council.above.pk).update(answers_to=top)
    HoldingFactory(
        owner=council.above, user=council.head, change="leaves", holds_from="2019-04-01"
    )

    assert {user.email for user in escalated(on("2019-05-11"))} == {"top@w.example"}


def test_without_anybody_above_the_approvers_are_told_after_two_periods(council):
    type(council.post).objects.filter(pk=council.post.pk).update(answers_to=None)

    assert escalated(on("2019-05-11")) == {}
    assert escalated(on("2019-06-21")) == {}
    assert set(escalated(on("2019-06-22"))) == {council.approver}


def test_a_shorter_period_is_the_rule_for_its_plan(council):
    UpdatePeriodFactory(plan=council.plan, days=10)

    assert set(escalated(on("2019-04-09"))) == {council.head}


def test_many_at_once_come_in_one_mail_and_each_only_once(council):
    for n in range(3):
        UpdateFactory(action=council.add_action(f"3.{n}", council.post))

    first = escalated(on("2019-05-11"))

    assert "In posts that answer to yours (4)" in first[council.head]
    late = council.add_action("4.1", council.post, first_due="2019-03-30")
    second = escalated(on("2019-05-12"))
    assert "In posts that answer to yours (1)" in second[council.head]
    assert str(late) in second[council.head]


def test_who_stands_in_for_an_approver_is_told_as_well(council):
    deputy = council.add_member("viewer")
    CoverFactory(
        authority=council.authority,
        owner=None,
        approver=council.approver,
        user=deputy,
        holds_from="2019-06-17",
        until="2019-06-28",
    )
    escalated(on("2019-05-11"))

    assert set(escalated(on("2019-06-22"))) == {council.approver, deputy}
