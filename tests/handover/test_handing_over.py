"""A post is handed on, with a note and from a day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from improvement import recording
from improvement.models import Holding, User
from tests.at_once import at_once
from tests.factories import HoldingFactory, OwnerFactory
from tests.handover.holding import NOTE, held
from tests.office import NOON, TODAY, member_of

pytestmark = pytest.mark.django_db


def test_a_holder_hands_over_from_today_with_a_note(hand_over, post, members, successor):
    taken_up = hand_over()

    assert held(post, TODAY - timedelta(days=1)) == {members["officer"]}
    assert held(post, TODAY) == {successor}
    assert (taken_up.user, taken_up.text, taken_up.said_by) == (
        successor,
        NOTE,
        members["officer"],
    )


def test_until_a_later_day_the_post_stays_theirs(hand_over, post, members, successor):
    hand_over(on=date(2019, 3, 1))

    assert held(post, date(2019, 2, 28)) == {members["officer"]}
    assert held(post, date(2019, 3, 1)) == {successor}


def test_whoever_shares_a_post_keeps_it_and_gets_the_note(hand_over, post, successor):
    HoldingFactory(owner=post, user=successor)

    left = hand_over()

    assert held(post, TODAY) == {successor}
    assert (left.change, left.text) == ("leaves", NOTE)


def test_an_admin_hands_on_what_somebody_else_holds(hand_over, post, members, successor):
    holding = post.holdings.get()

    hand_over(by=members["admin"], leaving=holding, on=date(2019, 1, 14))

    assert held(post, date(2019, 1, 14)) == {successor}


def test_an_admin_fills_a_vacant_post_with_a_note(authority, members, successor):
    vacant = OwnerFactory(authority=authority)

    recording.hand_over(
        owner=vacant, by=members["admin"], now=NOON, on=TODAY, to=successor, text=NOTE
    )

    assert held(vacant, TODAY) == {successor}


@pytest.mark.parametrize(
    ("said", "sentence", "field"),
    [
        ({"text": "  "}, "Say what the next one needs to know", "text"),
        ({"on": date(2019, 1, 20)}, "That day has passed", "on"),
        ({"on": date(2099, 2, 1)}, "more than a year ahead", "on"),
        ({"to": "viewer"}, "is no officer at Westmere", "to"),
        ({"to": "other"}, "is no officer at Westmere", "to"),
        ({"to": "officer"}, "is the one who leaves", "to"),
    ],
)
def test_what_cannot_be_handed_over_is_refused(hand_over, members, said, sentence, field):
    said = {name: members.get(value, value) for name, value in said.items()}

    with pytest.raises(recording.Refused, match=sentence) as refused:
        hand_over(**said)

    assert refused.value.field == field
    assert Holding.objects.count() == 1


def test_somebody_who_has_left_takes_nothing_up(hand_over, authority):
    gone = member_of(authority, "officer", is_active=False)

    with pytest.raises(recording.Refused, match="is no officer"):
        hand_over(to=gone)


def test_a_post_is_handed_over_once(hand_over, authority):
    hand_over()

    with pytest.raises(PermissionDenied, match="You do not hold the post"):
        hand_over(to=member_of(authority, "officer"))


def test_what_is_handed_over_later_is_not_handed_over_after_that_day(hand_over, authority):
    hand_over(on=date(2019, 3, 1))

    with pytest.raises(recording.Refused, match="does not hold the post on 8 March 2019"):
        hand_over(to=member_of(authority, "officer"), on=date(2019, 3, 8))


@pytest.mark.parametrize("who", ["viewer", "approver", "other"])
def test_nobody_hands_over_what_they_do_not_hold(hand_over, members, who):
    with pytest.raises(PermissionDenied):
        hand_over(by=members[who])


def test_a_holder_does_not_hand_on_a_colleagues_part(hand_over, post, successor, authority):
    theirs = HoldingFactory(owner=post, user=member_of(authority, "officer"))

    with pytest.raises(PermissionDenied, match="only what you hold yourself"):
        hand_over(leaving=theirs)


@pytest.mark.django_db(transaction=True)
def test_a_post_handed_to_two_at_once_goes_to_one_of_them(hand_over, authority, post):
    two = [member_of(authority, "officer") for _ in range(2)]

    answers = at_once(lambda to: hand_over(to=to), *two)

    assert sum("not hold the post" in str(answer) for answer in answers) == 1
    assert len(held(post, TODAY)) == 1


def test_a_second_handover_does_not_pass_by_the_first(hand_over, post, authority, successor):
    march, april = date(2019, 3, 1), date(2019, 4, 1)
    hand_over(on=march)
    other = member_of(authority, "officer")

    with pytest.raises(recording.Refused) as refused:
        hand_over(to=other, on=date(2019, 2, 1))

    assert refused.value.sentence.startswith(
        "It is handed over to The successor from 1 March 2019 already."
    )
    assert held(post, april) == {successor}
    hand_over(on=date(2019, 2, 1))  # to the same person it only comes earlier
    assert held(post, date(2019, 2, 1)) == held(post, april) == {successor}


@pytest.mark.parametrize("verb", ["take_up", "hand_over", "cover_post"])
def test_nobody_is_given_a_post_who_left_since_they_were_chosen(
    verb, hand_over, post, members, successor
):
    chosen = User.objects.get(pk=successor.pk)
    User.objects.filter(pk=successor.pk).update(is_active=False)
    said = {"owner": post, "by": members["admin"], "now": NOON}
    days = {"starts": TODAY, "until": TODAY + timedelta(days=7)}
    give = {
        "take_up": lambda: recording.take_up(**said, on=TODAY, user=chosen),
        "hand_over": lambda: hand_over(to=chosen),
        "cover_post": lambda: recording.cover_post(**said, **days, user=chosen),
    }

    with pytest.raises(recording.Refused):
        give[verb]()

    assert held(post, TODAY) == {members["officer"]}
