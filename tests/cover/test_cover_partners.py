"""Somebody here speaks for a partner body."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from improvement import recording
from inspections.models.time import london_day
from tests.cover.covering import running
from tests.factories import ActionFactory, CoverFactory
from tests.office import NOON, TODAY

pytestmark = pytest.mark.django_db


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
