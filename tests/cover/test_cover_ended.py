"""A cover ends early, or is taken back before it has begun."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from improvement import recording
from tests.cover.covering import running
from tests.factories import on
from tests.office import NOON, TODAY, member_of

pytestmark = pytest.mark.django_db


def test_a_running_cover_ends_and_its_days_stay(cover, members):
    covered = cover(starts=TODAY)

    recording.end_cover(cover=covered, by=members["officer"], now=on("2019-02-04"))

    stays = covered.voided_by
    assert running(date(2019, 2, 3)) == {stays}
    assert running(date(2019, 2, 4)) == set()


@pytest.mark.parametrize("day", ["2019-01-21", "2019-07-31", "2019-08-01"])
def test_a_cover_that_has_run_no_whole_day_is_taken_back(cover, members, day):
    covered = cover()

    recording.end_cover(cover=covered, by=members["officer"], now=on(day))

    assert running(date(2019, 8, 15)) == set()
    assert covered.voided_by.retracts


def test_what_was_ended_or_is_over_is_not_ended_again(cover, members):
    covered = cover(starts=TODAY)
    said = {"cover": covered, "by": members["officer"]}
    with pytest.raises(recording.Refused, match="It ended on 31 August 2019"):
        recording.end_cover(now=on("2019-09-01"), **said)

    recording.end_cover(now=on("2019-02-04"), **said)

    with pytest.raises(recording.Refused, match="It was changed meanwhile"):
        recording.end_cover(now=on("2019-02-05"), **said)


def test_days_that_were_freed_can_be_covered_by_another(cover, members, authority):
    covered = cover()
    recording.end_cover(cover=covered, by=members["admin"], now=NOON)

    cover(user=member_of(authority, "officer"))


@pytest.mark.parametrize("who", ["viewer", "approver", "other"])
def test_only_who_may_enter_a_cover_ends_it(cover, members, who):
    covered = cover()

    with pytest.raises(PermissionDenied):
        recording.end_cover(cover=covered, by=members[who], now=NOON)


def test_an_approver_ends_their_own_cover_and_nobody_elses(cover_approver, members, authority):
    covered = cover_approver()
    another = member_of(authority, "approver")

    with pytest.raises(PermissionDenied):
        recording.end_cover(cover=covered, by=another, now=NOON)
    recording.end_cover(cover=covered, by=members["approver"], now=NOON)

    assert covered.voided_by.retracts
