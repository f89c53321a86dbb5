"""The page on which an officer hands over a post."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from improvement import recording
from improvement.models import Holding
from inspections.models.time import london_day
from tests.factories import (
    CoverFactory,
    DateRequestFactory,
    HoldingFactory,
    OwnerFactory,
    UpdateFactory,
)
from tests.handover.holding import MINUTE, NOTE
from tests.office import NOON, member_of, problems

pytestmark = pytest.mark.django_db


def test_the_page_shows_all_that_passes_with_the_post(
    client_for, members, action, post, successor
):
    UpdateFactory(action=action, status="done")
    DateRequestFactory(action=action, to=date(2019, 6, 28))

    page = client_for(members["officer"]).get(reverse("post-hand-over", args=[post.pk]))

    text = page.content.decode()
    assert [row.action for row in page.context["actions"]] == [action]
    assert "Said to be done on 7 January 2019" in text
    assert "28 June 2019 asked for as the new date" in text
    assert "The successor" in text


def test_an_officer_hands_over_and_the_successor_reads_the_note_until_they_have_spoken(
    client_for, members, action, post, successor, clock
):
    sent = {"to": successor.pk, "on": london_day(timezone.now()).isoformat(), "text": NOTE}
    response = client_for(members["officer"]).post(
        reverse("post-hand-over", args=[post.pk]), sent, follow=True
    )
    assert "The successor holds Head of practice from today on" in response.content.decode()
    clock(NOON + MINUTE)
    theirs = client_for(successor)
    stand_in = member_of(post.authority, "officer")
    CoverFactory(authority=post.authority, owner=post, user=stand_in, until=date(2099, 1, 1))
    recording.record_update(
        action=action, by=stand_in, now=timezone.now(), status="on_track", text="For them."
    )
    assert NOTE in theirs.get(reverse("my-actions")).content.decode()
    assert NOTE in theirs.get(reverse("action", args=["plan", "1.1"])).content.decode()

    recording.record_update(
        action=action, by=successor, now=timezone.now(), status="on_track", text="Read in."
    )

    assert NOTE not in theirs.get(reverse("my-actions")).content.decode()
    assert NOTE in theirs.get(reverse("my-posts")).content.decode()


def test_the_note_of_another_post_stays_out_of_an_actions_history(
    viewer, action, members, successor, authority
):
    other = OwnerFactory(authority=authority)
    HoldingFactory(owner=other, user=successor, text="Of another post.")

    page = viewer.get(reverse("action", args=["plan", "1.1"])).content.decode()

    assert "Of another post." not in page


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"to": ""}, "to"),
        ({"to": "9" * 30}, "to"),
        ({"to": "\0"}, "to"),
        ({"on": "yesterday"}, "on"),
        ({"on": "2019-01-01"}, "on"),
        ({"text": ""}, "text"),
        ({"text": "The child is called Someone, 7"}, "text"),
    ],
)
def test_a_handover_with_something_odd_is_refused_and_kept(
    client_for, members, post, successor, sent, field
):
    usual = {"to": successor.pk, "on": london_day(timezone.now()).isoformat(), "text": NOTE}

    response = client_for(members["officer"]).post(
        reverse("post-hand-over", args=[post.pk]), usual | sent
    )

    assert list(problems(response)) == [field]
    assert Holding.objects.count() == 1


def test_without_a_colleague_the_page_says_whom_to_ask(client_for, members, post):
    page = client_for(members["officer"]).get(reverse("post-hand-over", args=[post.pk]))

    assert "there is nobody to hand it to" in page.content.decode()
    assert b"Hand it over</button>" not in page.content


def test_a_colleague_cannot_open_the_page(client_for, post, successor):
    page = client_for(successor).get(reverse("post-hand-over", args=[post.pk]))

    assert page.status_code == 403
    assert "You do not hold the post Head of practice" in page.content.decode()
