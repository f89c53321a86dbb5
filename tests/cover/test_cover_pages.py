"""The pages on which people say who covers for them."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from improvement.models import Cover
from inspections.models.time import london_day
from tests.cover.covering import days_from_today
from tests.factories import CoverFactory, OwnerFactory, UpdateFactory
from tests.office import problems

pytestmark = pytest.mark.django_db


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
