"""Somebody decides for an approver who is away."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from improvement import access, members, recording
from tests.cover.covering import AUGUST, NO_DAYS, check_refused
from tests.office import TODAY, member_of

pytestmark = pytest.mark.django_db


def test_whoever_stands_in_for_an_approver_decides_for_these_days(
    cover_approver, authority, colleague
):
    cover_approver(starts=TODAY)

    assert access.may(members.ask_on(colleague, TODAY), access.Need.APPROVE, authority.pk)
    after = date(2019, 9, 1)
    assert not access.may(members.ask_on(colleague, after), access.Need.APPROVE, authority.pk)


NOBODY = {
    **NO_DAYS,
    "themselves": ({"user": "approver"}, "Choose somebody else", "user"),
    "somebody of another council": ({"user": "other"}, "has no role at Westmere", "user"),
    "for one who is none": (
        {"approver": "viewer", "by": "admin"},
        "is no approver at Westmere",
        "",
    ),
}


@pytest.mark.parametrize(("said", "sentence", "field"), NOBODY.values(), ids=NOBODY)
def test_nobody_stands_in_who_cannot(cover_approver, members, said, sentence, field):
    check_refused(cover_approver, members, said, sentence, field)


def test_an_approver_needs_no_cover_to_decide(cover_approver, authority):
    with pytest.raises(recording.Refused, match="is an approver, and decides without it"):
        cover_approver(user=member_of(authority, "approver"))


def test_one_stands_in_at_a_time(cover_approver, authority):
    cover_approver()

    with pytest.raises(recording.Refused, match="covers from 1 August 2019"):
        cover_approver(user=member_of(authority, "viewer"))


def test_whoever_only_stands_in_does_not_pass_it_on(cover_approver, colleague, authority):
    cover_approver(starts=TODAY)

    with pytest.raises(PermissionDenied, match="Only an approver themselves, or an admin"):
        cover_approver(by=colleague, user=member_of(authority, "viewer"), **AUGUST)


@pytest.mark.parametrize("who", ["viewer", "officer", "other"])
def test_nobody_else_says_who_decides_for_an_approver(cover_approver, members, who):
    with pytest.raises(PermissionDenied):
        cover_approver(by=members[who])
