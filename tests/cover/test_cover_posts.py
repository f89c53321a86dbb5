"""Somebody covers a post for a time."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from improvement import members, recording
from improvement.models import Cover
from inspections.models.time import AsAt
from tests.cover.covering import NO_DAYS, check_refused, running
from tests.factories import on
from tests.office import NOON, TODAY, member_of

pytestmark = pytest.mark.django_db


def test_a_colleague_covers_from_the_first_day_to_the_last(cover, colleague, post):
    covered = cover()

    assert running(date(2019, 7, 31)) == set()
    assert running(date(2019, 8, 1)) == running(date(2019, 8, 31)) == {covered}
    assert running(date(2019, 9, 1)) == set()
    assert members.posts_covered(colleague, AsAt(on("2019-08-15"))) == {post.pk}


def test_whoever_covers_updates_and_it_is_said_so(cover, colleague, action):
    cover(starts=TODAY)

    update = recording.record_update(
        action=action, by=colleague, now=NOON, status="on_track", text="Letters are out."
    )

    assert update.as_cover


NO_COVER = {
    **NO_DAYS,
    "an end before the beginning": (
        {"until": date(2019, 7, 31)},
        "The last day is before the first",
        "until",
    ),
    "a viewer": ({"user": "viewer"}, "is no officer at Westmere", "user"),
    "somebody of another council": ({"user": "other"}, "is no officer at Westmere", "user"),
    "the holder themselves": ({"user": "officer"}, "holds the post, so covers nothing", "user"),
}


@pytest.mark.parametrize(("said", "sentence", "field"), NO_COVER.values(), ids=NO_COVER)
def test_a_cover_that_cannot_be_is_refused(cover, members, said, sentence, field):
    check_refused(cover, members, said, sentence, field)


@pytest.mark.parametrize(
    ("starts", "until", "overlaps"),
    [
        (date(2019, 7, 1), date(2019, 7, 31), False),
        (date(2019, 7, 1), date(2019, 8, 1), True),
        (date(2019, 8, 10), date(2019, 8, 12), True),
        (date(2019, 8, 31), date(2019, 9, 30), True),
        (date(2019, 9, 1), date(2019, 9, 30), False),
    ],
)
def test_two_do_not_cover_a_post_on_the_same_day(cover, authority, starts, until, overlaps):
    cover()
    another = {"user": member_of(authority, "officer"), "starts": starts, "until": until}

    if overlaps:
        with pytest.raises(recording.Refused, match="The colleague covers from 1 August 2019"):
            cover(**another)
    else:
        cover(**another)

    assert Cover.objects.count() == (1 if overlaps else 2)


@pytest.mark.parametrize("who", ["viewer", "approver", "other"])
def test_only_the_holder_or_an_admin_says_who_covers(cover, members, who):
    with pytest.raises(PermissionDenied):
        cover(by=members[who])


def test_whoever_covers_does_not_pass_it_on(cover, colleague, authority):
    cover(starts=TODAY)

    with pytest.raises(PermissionDenied, match="You do not hold the post"):
        cover(by=colleague, user=member_of(authority, "officer"))
