"""Somebody covers for a time: for a post, for a partner body, for an approver."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from improvement import access, members, recording
from improvement.models import Cover
from inspections.models.time import AsAt, london_day
from tests.factories import ActionFactory, CoverFactory, OwnerFactory, UpdateFactory, on
from tests.office import NOON, TODAY, member_of, problems

pytestmark = pytest.mark.django_db
AUGUST = {"starts": date(2019, 8, 1), "until": date(2019, 8, 31)}


@pytest.fixture
def police(authority):
    return OwnerFactory(authority=authority, post="Superintendent", body="Police")


@pytest.fixture
def colleague(authority):
    return member_of(authority, "officer", name="The colleague")


@pytest.fixture
def cover(post, members, colleague):
    def say(**said):
        usual = {"owner": post, "by": members["officer"], "now": NOON, "user": colleague}
        return recording.cover_post(**usual | AUGUST | said)

    return say


@pytest.fixture
def cover_approver(authority, members, colleague):
    def say(**said):
        usual = {"approver": members["approver"], "authority": authority, "user": colleague}
        usual |= {"by": members["approver"], "now": NOON}
        return recording.cover_approver(**usual | AUGUST | said)

    return say


def running(day):
    return set(Cover.objects.current(AsAt.end_of(day)))


# Of a post


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


REFUSED = {
    "a day gone by": ({"starts": date(2019, 1, 20)}, "The first day has passed", "starts"),
    "a mistyped year": (
        {"starts": date(2099, 8, 1), "until": date(2099, 8, 2)},
        "more than a year ahead",
        "starts",
    ),
    "no end": ({"until": None}, "Give the last day", "until"),
    "an end before the beginning": (
        {"until": date(2019, 7, 31)},
        "The last day is before the first",
        "until",
    ),
    "more than a year": ({"until": date(2020, 8, 2)}, "At most a year", "until"),
    "a viewer": ({"user": "viewer"}, "is no officer at Westmere", "user"),
    "somebody of another council": ({"user": "other"}, "is no officer at Westmere", "user"),
    "the holder themselves": ({"user": "officer"}, "holds the post, so covers nothing", "user"),
}


@pytest.mark.parametrize(("said", "sentence", "field"), REFUSED.values(), ids=REFUSED)
def test_a_cover_that_cannot_be_is_refused(cover, members, said, sentence, field):
    said = {name: members.get(value, value) for name, value in said.items()}

    with pytest.raises(recording.Refused, match=sentence) as refused:
        cover(**said)

    assert refused.value.field == field
    assert not Cover.objects.exists()


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


# For a partner body


def test_an_admin_says_who_speaks_for_a_partner_body_until_further_notice(
    police, members, colleague, authority
):
    said = {"owner": police, "by": members["admin"], "now": NOON, "until": None}

    standing = recording.cover_post(user=colleague, starts=TODAY, **said)
    second = recording.cover_post(user=members["officer"], starts=TODAY, **said)

    assert running(date(2025, 1, 1)) == {standing, second}
    with pytest.raises(recording.Refused, match="covers from 21 January 2019 on already"):
        recording.cover_post(user=colleague, starts=date(2020, 1, 1), **said)


def test_the_posts_page_says_for_whom_nobody_here_speaks(
    client_for, members, police, colleague
):
    admin, page = client_for(members["admin"]), reverse("owner-list")
    assert "Nobody here speaks for it" in admin.get(page).content.decode()

    sent = {"user": colleague.pk, "starts": london_day(timezone.now()).isoformat()}
    admin.post(reverse("post-cover", args=[police.pk]), sent)

    text = admin.get(page).content.decode()
    assert "Nobody here speaks for it" not in text
    assert "The colleague speaks for it" in text


def test_what_is_said_for_a_partner_body_says_on_whose_behalf(
    client_for, viewer, members, police, colleague, action
):
    theirs = ActionFactory(plan=action.plan, reference="2.1", owner=police)
    CoverFactory(authority=police.authority, owner=police, user=colleague, until=None)

    recording.record_update(
        action=theirs,
        by=colleague,
        now=timezone.now(),
        status="on_track",
        text="Both teams are trained.",
        told_by="Their partnership officer, by telephone on Monday",
    )

    page = viewer.get(reverse("action", args=["plan", "2.1"])).content.decode()
    assert "The colleague (on behalf of Superintendent, Police)" in page
    assert "The colleague speaks for it here" in page
    assert "Their partnership officer, by telephone on Monday" in page


# For an approver


def test_whoever_stands_in_for_an_approver_decides_for_these_days(
    cover_approver, authority, colleague
):
    cover_approver(starts=TODAY)

    assert access.may(members.ask_on(colleague, TODAY), access.Need.APPROVE, authority.pk)
    after = date(2019, 9, 1)
    assert not access.may(members.ask_on(colleague, after), access.Need.APPROVE, authority.pk)


REFUSED_FOR_APPROVERS = {
    "no end": ({"until": None}, "Give the last day", "until"),
    "more than a year": ({"until": date(2020, 8, 2)}, "At most a year", "until"),
    "a day gone by": ({"starts": date(2019, 1, 20)}, "The first day has passed", "starts"),
    "a mistyped year": (
        {"starts": date(2099, 8, 1), "until": date(2099, 8, 2)},
        "more than a year ahead",
        "starts",
    ),
    "themselves": ({"user": "approver"}, "Choose somebody else", "user"),
    "somebody of another council": ({"user": "other"}, "has no role at Westmere", "user"),
    "for one who is none": (
        {"approver": "viewer", "by": "admin"},
        "is no approver at Westmere",
        "",
    ),
}


@pytest.mark.parametrize(
    ("said", "sentence", "field"), REFUSED_FOR_APPROVERS.values(), ids=REFUSED_FOR_APPROVERS
)
def test_nobody_stands_in_who_cannot(cover_approver, members, said, sentence, field):
    said = {name: members.get(value, value) for name, value in said.items()}

    with pytest.raises(recording.Refused, match=sentence) as refused:
        cover_approver(**said)

    assert refused.value.field == field
    assert not Cover.objects.exists()


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


# Ending it


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


# The pages


def days_from_today(first, last):
    today = london_day(timezone.now())
    return {
        "starts": (today + timedelta(days=first)).isoformat(),
        "until": (today + timedelta(days=last)).isoformat(),
    }


def test_an_officer_goes_on_leave_and_comes_back_early(
    client_for, members, post, colleague, action
):
    officer, page = client_for(members["officer"]), reverse("post-cover", args=[post.pk])

    sent = {"user": colleague.pk, **days_from_today(0, 14), "text": "The letters are on file."}
    officer.post(page, sent)

    covered = Cover.objects.get()
    assert "The colleague" in officer.get(reverse("my-posts")).content.decode()
    theirs = client_for(colleague).get(reverse("my-posts")).content.decode()
    assert "Head of practice: you cover it" in theirs
    assert "The letters are on file." in theirs
    officer.post(page, {"end": covered.pk})
    assert covered.voided_by.retracts
    assert "Nobody covers now" in officer.get(page).content.decode()


def test_an_approver_says_who_decides_while_they_are_away(
    client_for, members, colleague, action
):
    claim = UpdateFactory(action=action, status="done")
    approver = client_for(members["approver"])
    page = reverse("approver-cover", args=["westmere"])
    assert "They would decide in your place on these days" in approver.get(page).text

    approver.post(
        page,
        {"user": colleague.pk, **days_from_today(0, 14)},
    )

    assert (
        "The colleague covers your decisions"
        in approver.get(reverse("my-posts")).content.decode()
    )
    sign_off = reverse("action-sign-off", args=["plan", "1.1"])
    client_for(colleague).post(
        sign_off, {"outcome": "accepted", "text": "Seen.", "claim": claim.pk}
    )
    assert action.sign_offs.get().instead_of == members["approver"]


def test_an_admin_enters_cover_for_an_approver_who_is_ill(client_for, members, colleague):
    page = reverse("person-cover", args=["westmere", members["approver"].pk])

    client_for(members["admin"]).post(page, {"user": colleague.pk, **days_from_today(0, 14)})

    assert Cover.objects.get().approver == members["approver"]


def test_there_is_nobody_to_cover_who_is_no_approver(client_for, members):
    page = reverse("person-cover", args=["westmere", members["viewer"].pk])

    assert client_for(members["admin"]).get(page).status_code == 404


def test_the_one_who_stands_in_cannot_open_the_approvers_page(
    client_for, cover_approver, colleague
):
    cover_approver(
        now=timezone.now(), starts=london_day(timezone.now()), until=date(2027, 1, 1)
    )

    page = client_for(colleague).get(reverse("approver-cover", args=["westmere"]))

    assert page.status_code == 403
    assert "cannot pass it on" in page.content.decode()


@pytest.mark.parametrize("sent", ["", "x", "\0", "9" * 30, "1"])
def test_a_cover_that_nobody_knows_is_not_ended(client_for, members, post, authority, sent):
    elsewhere = CoverFactory(authority=authority, owner=OwnerFactory(authority=authority))
    sent = str(elsewhere.pk) if sent == "1" else sent

    response = client_for(members["officer"]).post(
        reverse("post-cover", args=[post.pk]), {"end": sent}
    )

    assert response.status_code == 404
    assert Cover.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"user": ""}, "user"),
        ({"user": "9" * 30}, "user"),
        ({"starts": "soon"}, "starts"),
        ({"until": ""}, "until"),
        ({"until": "2000-01-01"}, "until"),
        ({"text": "\0"}, "text"),
    ],
)
def test_a_cover_with_something_odd_is_refused_and_kept(
    client_for, members, post, colleague, sent, field
):
    usual = {"user": colleague.pk, **days_from_today(1, 14), "text": "Kept."}

    response = client_for(members["officer"]).post(
        reverse("post-cover", args=[post.pk]), usual | sent
    )

    assert list(problems(response)) == [field]
    assert not Cover.objects.exists()
