"""Who may record what of an uploaded plan, and what becomes of an upload until then."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from improvement import recording
from improvement.models import Sheet, Update
from tests.factories import (
    ActionFactory,
    AuthorityFactory,
    HoldingFactory,
    MembershipFactory,
    OwnerFactory,
)
from tests.round_trips import Council, Workbook, apply, download, told, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(authority, members, client_for):
    return Council(authority, members, client_for)


SAID = {"status": "On track", "text": "Begun."}


# Who may record what


def test_a_file_of_another_authority_is_as_unknown_as_no_plan(world):
    there = world.client_for(world.members["other"])
    book = world.file().write("1.1", **SAID)

    assert "belongs to a plan that you do not update here" in told(upload(there, book))
    head = book.sheet.cell(1, book.sheet.max_column)
    head.value = head.value.replace("westmere-2018", "no-such-plan")
    assert "belongs to a plan that you do not update here" in told(upload(world.officer, book))


def test_an_upload_is_seen_by_nobody_else(world):
    page = upload(world.officer, world.file().write("1.1", **SAID))
    address = page.redirect_chain[-1][0]

    for answer in (
        world.admin.get(address, follow=True),
        world.admin.post(address, {"discard": "yes"}, follow=True),
    ):
        assert "That upload of yours is recorded already, or deleted." in told(answer)
    assert Sheet.objects.count() == 1


def test_what_another_post_answers_for_is_not_mine_to_say(world):
    elsewhere = OwnerFactory(authority=world.authority, post="Head of care")
    ActionFactory(plan=world.plan, reference="2.1", owner=elsewhere)
    ActionFactory(plan=world.plan, reference="2.2")
    book = world.file().write("2.1", **SAID).write("2.2", **SAID).write("1.1", **SAID)

    page = upload(world.officer, book)

    assert "Head of care answers for this action; you do not hold or cover that post." in told(
        page
    )
    assert "No post answers for this action yet." in told(page)
    apply(world.officer, page)
    assert world.texts() == ["1.1 Begun."]


def test_an_admin_without_the_post_says_nothing_of_an_action(world):
    page = upload(world.admin, world.file(world.admin).write("1.1", **SAID))

    assert "Only officers of this authority update its actions." in told(page)


def test_who_covers_a_partner_body_says_who_told_them(world):
    police = OwnerFactory(authority=world.authority, post="Superintendent", body="The police")
    action = ActionFactory(plan=world.plan, reference="3.1", owner=police)
    recording.cover_post(
        owner=police,
        user=world.members["officer"],
        by=world.members["admin"],
        now=timezone.now(),
        starts=timezone.localdate(),
        until=None,
    )
    book = world.file(part="mine").write("3.1", **SAID)

    assert "Say who at The police told us" in told(upload(world.officer, book))
    book.write("3.1", told_by="The superintendent, by telephone today")
    apply(world.officer, upload(world.officer, book))

    said = action.updates.get()
    assert (said.as_cover, said.told_by) == (True, "The superintendent, by telephone today")


# What is kept of an upload


def test_an_upload_waits_to_be_recorded_for_a_week(world):
    page = upload(world.officer, world.file().write("1.1", **SAID), name="mine.xlsx")
    listed = reverse("round-trip")
    assert "mine.xlsx" in told(world.officer.get(listed))
    assert "mine.xlsx" not in told(world.admin.get(listed))

    Sheet.objects.update(uploaded_at=timezone.now() - timedelta(days=8))

    assert "mine.xlsx" not in told(world.officer.get(listed))
    assert world.officer.get(page.redirect_chain[-1][0]).status_code == 302


def test_an_upload_can_be_deleted(world):
    page = upload(world.officer, world.file().write("1.1", **SAID))
    address = page.redirect_chain[-1][0]
    for offered in (page, world.officer.get(reverse("round-trip"))):
        assert "Delete this upload" in told(offered)
    assert f'action="{address}"' in world.officer.get(reverse("round-trip")).text

    done = world.officer.post(address, {"discard": "yes"}, follow=True)

    assert "Nothing was recorded from it." in told(done)
    assert (Sheet.objects.count(), world.texts()) == (0, [])


def test_pressing_record_twice_records_once(world):
    page = upload(world.officer, world.file().write("1.1", **SAID))
    apply(world.officer, page)

    again = apply(world.officer, page)

    assert "recorded already, or deleted" in told(again)
    assert world.texts() == ["1.1 Begun."]


def test_nothing_of_a_file_is_recorded_if_one_thing_is_refused(world):
    """Somebody loses the post while the page is open."""
    book = world.file().write("1.1", **SAID).write("1.2", **SAID)
    page = upload(world.officer, book)
    world.actions[1].ownerships.model.objects.create(
        action=world.actions[1],
        owner=OwnerFactory(authority=world.authority),
        holds_from=timezone.localdate(),
        known_at=timezone.now(),
        said_by=world.members["admin"],
    )

    again = apply(world.officer, page)

    assert "Something was recorded since you looked" in told(again)
    assert world.texts() == []


def test_two_plans_of_two_councils_each_know_their_own_file(world):
    there = AuthorityFactory()
    user = world.members["officer"]
    MembershipFactory(user=user, authority=there, role="officer")
    post = OwnerFactory(authority=there)
    HoldingFactory(owner=post, user=user)
    action = ActionFactory(plan__authority=there, reference="1.1", owner=post)
    book = Workbook(download(world.officer, action.plan)).write("1.1", **SAID)

    apply(world.officer, upload(world.officer, book))

    assert Update.objects.get().action == action
