"""The pages of update rounds: reading, opening, changing, and chasing who has not answered."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from improvement import recording
from improvement.models import Mail, UpdateRound
from inspections.models.time import london_day
from tests.council import Council
from tests.factories import PlanFactory, UpdateRoundFactory, on


@pytest.fixture
def council(db):
    return Council()


@pytest.fixture
def running(council):
    """A round that is open today."""
    now = timezone.now()
    today = london_day(now)
    return recording.open_round(
        plan=council.plan, by=council.admin, now=now, opens=today, closes=today
    )


def text(response):
    return " ".join(response.content.decode().split())


def test_board_member_reads_how_many_have_answered(council, running, client_for):
    client = client_for(council.add_member("viewer"))
    council.update(now=timezone.now())

    page = text(client.get(reverse("round", args=[council.plan.key, running.pk])))

    assert "<strong>1 of 1</strong> actions answered. Open, closes today" in page
    assert "Remind" not in page
    assert "officer@westmere.example" in page  # by the name that the account has
    listed = text(client.get(reverse("round-list", args=[council.plan.key])))
    assert "1 of 1 actions" in listed


def test_address_of_a_changed_round_leads_to_what_it_says_now(council, running, client_for):
    today = running.holds_from
    later = recording.change_round(
        update_round=running,
        by=council.admin,
        now=timezone.now(),
        opens=today,
        closes=today + timedelta(days=3),
    )

    client = client_for(council.admin)
    response = client.get(reverse("round", args=[council.plan.key, running.pk]))

    assert response["Location"] == reverse("round", args=[council.plan.key, later.pk])


def test_page_of_a_round_that_was_taken_back_says_so(council, running, client_for):
    client = client_for(council.admin)
    client.post(reverse("round-take-back", args=[council.plan.key, running.pk]))

    page = text(client.get(reverse("round", args=[council.plan.key, running.pk])))

    assert "This round was taken back on" in page
    assert "There is no round yet" in text(
        client.get(reverse("round-list", args=[council.plan.key]))
    )


def test_one_press_reminds_everybody_who_has_not_answered_once_a_day(
    council, running, client_for
):
    client = client_for(council.admin)
    address = reverse("round-chase", args=[council.plan.key, running.pk])

    first = client.post(address, follow=True)
    again = client.post(address, follow=True)

    mail = Mail.objects.get()
    assert (mail.user, mail.kind, mail.state) == (council.officer, "chase", "waiting")
    assert "1.1 Title of 1.1" in mail.body
    # The press that it speaks of is on My actions only, which it names first.
    offered = mail.body.index("“No change” beside the action says so in one press.")
    assert offered < mail.body.index(reverse("my-actions")) < mail.body.index("1.1 Title")
    assert "A reminder to 1 person is written" in text(first)
    assert "reminded today already" in text(again)
    assert "Today: waiting to be sent" in text(again)
    assert "officer@westmere.example</textarea>" in text(again)
    # Nothing invites to do again today what would do nothing.
    page = text(client.get(reverse("round", args=[council.plan.key, running.pk])))
    assert "Remind 1 person" not in page + text(again)
    assert "Everybody who has not answered was reminded today" in page


def test_whoever_has_answered_is_not_reminded(council, running, client_for):
    council.update(now=timezone.now())
    client = client_for(council.admin)

    response = client.post(
        reverse("round-chase", args=[council.plan.key, running.pk]), follow=True
    )

    assert "Nobody is left to remind" in text(response)
    assert not Mail.objects.exists()


def test_nobody_is_reminded_of_a_round_that_has_closed(council, client_for):
    closed = UpdateRoundFactory(plan=council.plan)
    client = client_for(council.admin)
    address = reverse("round-chase", args=[council.plan.key, closed.pk])

    assert client.post(address).status_code == 200
    assert "How it ended stays as it is" in text(client.get(address))
    assert not Mail.objects.exists()


def test_form_keeps_what_was_typed_and_says_what_is_wrong(council, running, client_for):
    client = client_for(council.admin)
    today = running.holds_from
    posted = {"opens": today, "closes": today, "text": "Bring the audits."}

    page = text(client.post(reverse("round-open", args=[council.plan.key]), posted))

    assert "already. Change that one, or choose other days." in page
    assert "Bring the audits." in page


def test_two_admins_who_change_a_round_at_once_do_not_overwrite_each_other(
    council, running, client_for
):
    today = running.holds_from
    other = recording.change_round(
        update_round=running,
        by=council.admin,
        now=timezone.now(),
        opens=today,
        closes=today + timedelta(days=3),
    )
    client = client_for(council.add_member("admin"))
    address = reverse("round-change", args=[council.plan.key, running.pk])

    page = text(client.post(address, {"closes": today + timedelta(days=9), "text": "Mine"}))

    assert "Somebody changed this round" in page
    assert "Mine" in page
    assert UpdateRound.objects.filter(retracts=False, voided_by=None).get() == other


def test_looking_back_shows_the_round_as_it_stood_that_day(council, client_for):
    opened = council.open_round()
    council.update(now=on("2019-01-25"))
    client = client_for(council.admin)
    address = reverse("round", args=[council.plan.key, opened.pk])

    then = text(client.get(address, {"as_at": "2019-01-23", "reading": "then"}))
    before = client.get(address, {"as_at": "2019-01-18", "reading": "then"})

    assert "<strong>0 of 1</strong>" in then
    assert "Chase list" not in then
    assert before.status_code == 404


def test_an_empty_plan_asks_nobody(council, client_for):
    empty = PlanFactory(authority=council.authority)
    opened = council.open_round(plan=empty)
    client = client_for(council.admin)

    page = text(client.get(reverse("round", args=[empty.key, opened.pk])))

    assert "no open actions" in page
