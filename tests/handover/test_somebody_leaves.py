"""An admin ends a holding, or somebody leaves the council: nothing is orphaned in silence."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from improvement.models import Holding
from inspections.models.time import london_day
from tests.factories import (
    CoverFactory,
    DateRequestFactory,
    HoldingFactory,
    OwnerFactory,
    UpdateFactory,
)
from tests.handover.holding import NOTE, held
from tests.office import problems

pytestmark = pytest.mark.django_db


# An admin ends a holding


def leaves(post):
    holding = post.holdings.order_by("pk").first()
    return reverse("holding-create", args=[post.pk], query={"leaves": holding.pk})


def test_ending_the_only_holding_shows_what_would_be_without_anybody(admin, post, action):
    page = admin.get(leaves(post)).content.decode()

    assert "Nobody else holds the post" in page
    assert str(action) in page


def test_ending_the_only_holding_needs_a_word_on_what_becomes_of_the_post(admin, post, action):
    response = admin.post(leaves(post), {"on": "2019-02-01"})

    assert "Choose who takes it over, or that it stays vacant" in problems(response)["to"][0]
    assert Holding.objects.count() == 1


def test_the_post_stays_vacant_only_knowingly(admin, post, action):
    admin.post(leaves(post), {"on": "2019-02-01", "to": "vacant"})

    assert held(post, date(2019, 2, 1)) == set()


def test_a_holding_ends_and_somebody_takes_over_in_one_step(admin, post, action, successor):
    without_note = admin.post(leaves(post), {"on": "2019-02-01", "to": successor.pk})
    admin.post(leaves(post), {"on": "2019-02-01", "to": successor.pk, "text": NOTE})

    assert list(problems(without_note)) == ["text"]
    assert held(post, date(2019, 2, 1)) == {successor}


def test_where_somebody_else_holds_the_post_nothing_more_is_asked(admin, post, successor):
    HoldingFactory(owner=post, user=successor)

    admin.post(leaves(post), {"on": "2019-02-01"})

    assert held(post, date(2019, 2, 1)) == {successor}


def test_a_partner_bodys_holder_leaves_without_more_ado(admin, authority):
    partner = OwnerFactory(authority=authority, post="Superintendent", body="Police")
    HoldingFactory(owner=partner, name="The one before")

    admin.post(leaves(partner), {"on": "2019-02-01"})

    assert held(partner, date(2019, 2, 1)) == set()


# Somebody leaves the council


def leaving(person):
    return reverse("person-leaving", args=[person.pk])


def test_before_somebody_is_marked_as_left_all_that_depends_on_them_is_shown(
    admin, members, post, action, authority
):
    officer = members["officer"]
    UpdateFactory(action=action, status="done")
    DateRequestFactory(action=action)
    to_cover = OwnerFactory(authority=authority, post="Head of care")
    CoverFactory(authority=authority, owner=to_cover, user=officer, until=date(2099, 1, 1))

    page = admin.get(leaving(officer))

    text = page.content.decode()
    assert [p.owner for p in page.context["leaving"].orphaned] == [post]
    assert "Nobody else holds it" in text
    assert "Claims and requests that wait to be answered: 2" in text
    assert str(action) in text
    assert "They cover Head of care" in text


def test_the_roles_page_leads_there_instead_of_switching_the_account_off(
    admin, members, post, action
):
    page = reverse("person-roles", args=[members["officer"].pk])
    roles = {f"roles-{post.authority_id}": ["officer"], "has_left": "on"}

    shown = admin.get(page).content.decode()
    sent = admin.post(page, roles)

    assert leaving(members["officer"]) in shown
    assert sent["Location"] == leaving(members["officer"])
    members["officer"].refresh_from_db()
    assert members["officer"].is_active


def test_a_post_is_handed_on_as_somebody_is_marked_as_left(
    admin, members, post, action, successor
):
    officer, day = members["officer"], london_day(timezone.now())
    nothing_said = admin.post(leaving(officer), {"text": ""})
    without_note = admin.post(leaving(officer), {f"post-{post.pk}": successor.pk})
    officer.refresh_from_db()
    assert officer.is_active

    admin.post(leaving(officer), {f"post-{post.pk}": successor.pk, "text": NOTE})

    officer.refresh_from_db()
    assert list(problems(nothing_said)) == [f"post-{post.pk}"]
    assert list(problems(without_note)) == ["text"]
    assert not officer.is_active
    assert held(post, day) == {successor}


def test_a_leavers_posts_and_covers_end_with_the_account(admin, members, post, authority):
    officer, day = members["officer"], london_day(timezone.now())
    cover = CoverFactory(
        authority=authority,
        owner=OwnerFactory(authority=authority),
        user=officer,
        until=date(2099, 1, 1),
    )

    admin.post(leaving(officer), {f"post-{post.pk}": "vacant"})

    assert held(post, day) == set()
    assert cover.voided_by.until == day - timedelta(days=1)
    assert held(post, date(2019, 2, 1)) == {officer}


def test_the_only_approver_is_named_as_such(admin, members):
    page = admin.get(leaving(members["approver"])).content.decode()

    assert "They are the only approver at Westmere" in page


def test_nobody_marks_themselves_as_left(admin, members):
    response = admin.post(leaving(members["admin"]), {"text": ""}, follow=True)

    assert "You cannot mark" in response.content.decode()
    members["admin"].refresh_from_db()
    assert members["admin"].is_active
