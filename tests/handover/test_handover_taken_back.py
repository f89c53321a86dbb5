"""A handover by mistake is taken back, until the successor has spoken."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from improvement import recording
from improvement.models import Holding, User
from inspections.models.time import AsAt, Reading
from tests.factories import CoverFactory, HoldingFactory
from tests.handover.holding import MINUTE, NOTE, held, speak_for_the_post
from tests.office import NOON, TODAY, member_of, problems, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["officer", "admin"])
@pytest.mark.parametrize("day", [TODAY, date(2019, 3, 1)])
def test_a_handover_by_mistake_is_taken_back_and_stays_on_record(
    hand_over, take_back, post, members, who, day
):
    handed = hand_over(on=day)

    taken_back = take_back(handed, by=members[who])

    assert held(post, TODAY) == held(post, date(2019, 4, 1)) == {members["officer"]}
    assert (taken_back.voids, taken_back.text) == (handed, "The wrong post.")
    assert Holding.objects.count() == 5  # nothing is deleted
    then = AsAt(handed.known_at, Reading.THEN)
    assert [one.user for one in post.holdings.current(then)] == (
        [handed.user] if day == TODAY else [members["officer"]]
    )


def test_to_somebody_who_shares_the_post_it_is_taken_back_too(
    hand_over, take_back, post, members, successor
):
    HoldingFactory(owner=post, user=successor)

    take_back(hand_over())

    assert held(post, TODAY) == {members["officer"], successor}


@pytest.mark.parametrize("who", ["officer", "admin"])
def test_once_the_successor_has_spoken_for_the_post_it_stays_handed_over(
    hand_over, take_back, post, action, members, successor, who
):
    handed = hand_over()
    speak_for_the_post(action, successor)

    with pytest.raises(recording.Refused, match="can no longer be taken back"):
        take_back(handed, by=members[who], now=NOON + 2 * MINUTE)

    assert held(post, TODAY) == {successor}


def test_what_was_said_before_they_held_the_post_hinders_nothing(
    hand_over, take_back, post, action, members, successor
):
    cover = {"owner": post, "authority": post.authority, "until": date(2019, 2, 28)}
    CoverFactory(user=successor, **cover)
    handed = hand_over(on=date(2019, 3, 1))
    speak_for_the_post(action, successor)

    take_back(handed, now=NOON + 2 * MINUTE)

    assert held(post, date(2019, 3, 1)) == {members["officer"]}


def test_what_changed_hands_since_is_not_taken_back(hand_over, take_back, post, successor):
    third = member_of(post.authority, "officer")
    handed = hand_over()
    hand_over(by=successor, to=third, now=NOON + MINUTE)

    with pytest.raises(recording.Refused, match="it has changed hands since"):
        take_back(handed, now=NOON + 2 * MINUTE)

    assert held(post, TODAY) == {third}


def test_it_is_taken_back_once_and_with_a_reason(hand_over, take_back, post, members):
    handed = hand_over()
    with pytest.raises(recording.Refused, match="Say why") as refused:
        take_back(handed, reason=" ")
    assert refused.value.field == "reason"

    take_back(handed)

    with pytest.raises(recording.Refused, match="can no longer be taken back"):
        take_back(handed)


@pytest.mark.parametrize("who", ["viewer", "approver", "other", "colleague", "successor"])
def test_nobody_takes_back_what_others_handed_over(
    hand_over, take_back, authority, members, successor, who
):
    people = {"successor": successor, "colleague": member_of(authority, "officer"), **members}

    with pytest.raises(PermissionDenied):
        take_back(hand_over(), by=people[who])


def test_who_has_left_gets_no_post_back(hand_over, take_back, members):
    handed = hand_over()
    User.objects.filter(pk=members["officer"].pk).update(is_active=False)

    with pytest.raises(recording.Refused, match="is no officer here any more"):
        take_back(handed, by=members["admin"])


# On the pages


def test_the_page_after_handing_over_offers_the_way_back_until_the_successor_speaks(
    officer, viewer, action, post, successor, client_for
):
    sent = {"to": successor.pk, "on": TODAY.isoformat(), "text": NOTE}
    handed = officer.post(reverse("post-hand-over", args=[post.pk]), sent, follow=True)
    left = post.holdings.get(change="leaves")
    way_back = reverse("handover-take-back", args=[left.pk])
    assert "until they have said something for it, you can take" in words(handed).lower()
    assert way_back in handed.text
    assert NOTE in words(officer.get(way_back))

    assert list(problems(officer.post(way_back, {"reason": ""}))) == ["reason"]
    back = officer.post(way_back, {"reason": "It was the other post."}, follow=True)

    assert "Head of practice is yours again" in words(back)
    assert way_back not in back.text
    assert reverse("post-hand-over", args=[post.pk]) in back.text
    history = viewer.get(reverse("action", args=["plan", "1.1"])).text
    assert f"<s>{NOTE}</s>" in history
    assert "It was the other post." in history
    told = words(client_for(successor).get(reverse("my-posts")))
    assert "is not yours any more" in told
    assert "Why: It was the other post." in told
    assert "is not yours any more" not in words(back)


def test_an_admin_finds_the_way_back_and_the_reason_where_holders_are_kept(
    admin, hand_over, post, action, successor
):
    hand_over(now=NOON - MINUTE)
    page = reverse("holding-create", args=[post.pk])
    way_back = reverse("handover-take-back", args=[post.holdings.get(change="leaves").pk])
    assert way_back in admin.get(page).text

    done = admin.post(way_back, {"reason": "It was the other post."}, follow=True)

    assert done.redirect_chain[-1][0] == page
    assert "It was the other post." in words(done)
    assert way_back not in done.text


def test_once_they_have_spoken_the_page_says_whom_to_ask(
    officer, admin, hand_over, action, post, successor
):
    hand_over(now=NOON - 2 * MINUTE)
    way_back = reverse("handover-take-back", args=[post.holdings.get(change="leaves").pk])
    speak_for_the_post(action, successor, now=NOON - MINUTE)

    assert way_back not in officer.get(reverse("my-posts")).text
    assert "Ask an admin of your council" in words(officer.get(way_back))
    assert "follow “Leaves”" in words(admin.get(way_back))
    assert "Take it back</button>" not in officer.get(way_back).text
