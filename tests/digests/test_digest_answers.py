"""The weekly mail: what waits to be answered, and the answers that were given."""

from datetime import date, timedelta

import pytest

from tests.digests.mornings import NEXT_MONDAY, digest_of, now_is, written
from tests.factories import HoldingFactory, MembershipFactory, on


def test_a_successor_is_not_told_that_they_asked_or_claimed(council):
    granted = {"outcome": "granted_to", "to": date(2019, 5, 1), "reason": "Sooner."}
    council.decide(council.ask(), now=on("2019-01-22"), **granted)
    council.answer(council.update(status="done"), now=on("2019-01-22"))
    new = council.add_member("officer")
    HoldingFactory(owner=council.post, user=new, holds_from="2019-01-23")

    told = {mail.user: mail.body for mail in written(NEXT_MONDAY)}

    assert "Another date than you asked for is granted: 1 May 2019" in told[council.officer]
    assert "Your claim of done is accepted" in told[council.officer]
    assert "Another date than was asked for is granted: 1 May 2019" in told[new]
    assert "The claim of done is accepted" in told[new]


def test_a_claim_that_waits_is_the_approvers_to_answer(council):
    council.update(status="done")

    both = {mail.user: mail.body for mail in written(on("2019-04-29"))}

    assert set(both) == {council.approver}
    assert "Claims of done to answer (1)" in both[council.approver]
    assert "Said done on 21 January 2019 by officer@westmere.example." in both[council.approver]


def test_a_request_is_told_to_who_may_decide_it(council):
    council.ask()

    told = digest_of(council.approver)

    assert "Requests for a new date to decide (1)" in told
    assert "asked on 21 January 2019 for 28 June 2019." in told


def test_nobody_is_asked_to_answer_their_own_claim(council):
    MembershipFactory(user=council.officer, authority=council.authority, role="approver")
    council.update(status="done")

    assert {mail.user for mail in written()} == {council.approver}


def test_what_was_decided_is_told_once(council):
    claim = council.update(status="done")
    council.answer(claim, now=on("2019-01-23"))

    first = digest_of(council.officer, NEXT_MONDAY)
    now_is(council.officer, "sent")
    second = digest_of(council.officer, on("2019-02-04"))

    assert "Your claim of done is accepted" in first
    assert second is None


@pytest.mark.parametrize("state", ["waiting", "dropped"])
def test_news_of_a_mail_that_was_never_sent_stands_in_the_next_one(council, state):
    council.answer(council.update(status="done"), now=on("2019-01-23"))
    assert digest_of(council.officer, NEXT_MONDAY)
    now_is(council.officer, state, tries=1)

    assert "Your claim of done is accepted" in digest_of(council.officer, on("2019-02-04"))


@pytest.mark.parametrize("state", ["sent", "uncertain"])
def test_news_of_a_mail_that_may_have_arrived_is_told_no_more(council, state):
    council.answer(council.update(status="done"), now=on("2019-01-23"))
    assert digest_of(council.officer, NEXT_MONDAY)
    now_is(council.officer, state, tries=1)

    assert digest_of(council.officer, on("2019-02-04")) is None


def test_what_was_recorded_while_a_mail_was_written_is_told_in_the_next(council):
    """Its time is from before the mail, which yet knew nothing of it."""
    claim = council.update(status="done")
    digest_of(council.officer, NEXT_MONDAY)
    council.answer(claim, now=NEXT_MONDAY - timedelta(minutes=1))

    assert "Your claim of done is accepted" in digest_of(council.officer, on("2019-02-04"))
