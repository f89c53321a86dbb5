"""Handing over to a real mail server: once, whatever it answers; and what a person then says."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from improvement.mail.chasing import remind
from improvement.mail.handover import GIVE_UP_AFTER, hand_over, message
from improvement.mail.outbox import DEAD_AFTER, TOLD_WEEKLY, in_doubt, send_again
from improvement.models import Mail, Sheet
from improvement.rounds.answers import answers_to
from inspections.models.time import AsAt, london_day
from tests.council import Council
from tests.factories import (
    MailFactory,
    MembershipFactory,
    PlanFactory,
    SheetFactory,
    UpdateRoundFactory,
    UserFactory,
)
from tests.mail_server import mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 5
        yield server


@pytest.fixture
def three(db):
    """Three messages that wait."""
    return [waiting(f"{name}@westmere.example") for name in ("ann", "ben", "cat")]


def waiting(address, **mail):
    user = MembershipFactory(user__email=address).user
    return MailFactory(user=user, **mail)


def states():
    return {mail.address.partition("@")[0]: mail.state for mail in Mail.objects.all()}


def run(now=None):
    return hand_over(lambda: now or timezone.now())


# What the server answers


def test_every_waiting_message_is_handed_over_once(server, three):
    first, second = run(), run()

    assert (first.sent, second.sent) == (3, 0)
    assert sorted(server.addresses) == [mail.address for mail in three]
    assert set(states().values()) == {"sent"}


def test_message_is_plain_text_with_what_the_outbox_holds(server, settings):
    settings.SITE_URL = "https://tracker.example.org"
    settings.DEFAULT_FROM_EMAIL = "tracker@example.org"
    mail = waiting("ann@westmere.example", subject="Three late – look", body="Hello,\n\n“1.1”")

    run()

    ((to, got),) = server.messages
    assert to == got["To"] == "ann@westmere.example"
    assert got["From"] == "tracker@example.org"
    assert got["Subject"] == mail.subject
    assert got.get_content_type() == "text/plain"
    assert got.get_content().split() == mail.body.split()
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Message-ID"].endswith("@tracker.example.org>")


def test_a_message_that_is_sent_again_has_the_same_name(three):
    ann, ben, _ = map(message, three)
    names = [one.extra_headers["Message-ID"] for one in (ann, message(three[0]), ben)]

    assert names[0] == names[1] != names[2]


def test_one_refused_address_is_kept_and_the_others_go_on(server, three):
    server.refused["ben@westmere.example"] = "550 no such mailbox"

    done = run()

    assert (done.sent, done.refused, done.trouble) == (2, 1, "")
    assert states() == {"ann": "sent", "ben": "dropped", "cat": "sent"}
    assert Mail.objects.get(state="dropped").trouble == "550 no such mailbox"


def test_a_mailbox_that_refuses_for_now_is_tried_again_at_the_next_run(server, three):
    server.refused["ben@westmere.example"] = "451 try later"
    run(three[1].written_at + timedelta(hours=1))
    assert states() == {"ann": "sent", "ben": "waiting", "cat": "sent"}

    server.refused.clear()
    run()

    assert states()["ben"] == "sent"
    assert server.addresses.count("ben@westmere.example") == 1


def test_after_some_days_of_refusals_for_now_a_person_has_to_look(server):
    mail = waiting("ben@westmere.example")
    server.refused[mail.address] = "451 try later"

    run(mail.written_at + GIVE_UP_AFTER)
    assert states() == {"ben": "waiting"}
    run(mail.written_at + GIVE_UP_AFTER + timedelta(minutes=1))
    assert states() == {"ben": "dropped"}


def test_words_that_the_server_refuses_are_no_trouble_for_the_others(server, three):
    server.refused_words.add("ben@westmere.example")

    assert run().sent == 2
    assert states()["ben"] == "dropped"


def test_an_address_that_cannot_be_written_is_refused_and_the_others_go_on(server, three):
    Mail.objects.filter(pk=three[1].pk).update(address="be\nn@westmere.example")

    assert run().sent == 2
    assert Mail.objects.get(pk=three[1].pk).state == "dropped"


def test_connection_that_breaks_after_the_message_leaves_it_uncertain(server, three):
    server.breaks_off_at = "ben@westmere.example"

    done = run()
    again = run()

    assert (done.sent, done.uncertain) == (2, 1)
    assert again.sent == 0
    assert states() == {"ann": "sent", "ben": "uncertain", "cat": "sent"}
    assert server.addresses.count("ben@westmere.example") == 1


def test_a_server_that_is_down_leaves_everything_waiting(server, settings, three):
    settings.EMAIL_PORT = 1  # nobody listens there

    with pytest.raises(CommandError, match="takes nothing now.*What waits is kept"):
        call_command("send_mail", "--waiting", stdout=StringIO())

    assert set(states().values()) == {"waiting"}
    settings.EMAIL_PORT = server.port
    assert run().sent == 3


def test_a_server_that_does_not_know_us_leaves_everything_waiting(server, three):
    server.refuses_sender = True

    assert "we do not know you" in run().trouble
    assert set(states().values()) == {"waiting"}


def test_a_server_that_takes_one_message_a_connection_gets_one_each(server, three):
    server.most = 1

    done = run()

    assert (done.sent, done.trouble) == (3, "")
    assert sorted(server.addresses) == [mail.address for mail in three]


def test_who_has_left_since_it_was_written_gets_nothing(server, three):
    three[0].user.is_active = False
    three[0].user.save()
    three[1].user.memberships.all().delete()

    done = run()

    assert (done.sent, done.dropped) == (1, 2)
    assert server.addresses == ["cat@westmere.example"]


def test_who_has_a_role_elsewhere_only_gets_no_mail_about_the_authority_they_left(server):
    left, plan = waiting("ann@westmere.example"), PlanFactory()
    Mail.objects.filter(pk=left.pk).update(plan=plan)
    kept = MailFactory(user=left.user, subject="About all that is yours")

    done = run()

    assert (done.sent, done.dropped) == (1, 1)
    assert [got["Subject"] for _, got in server.messages] == [kept.subject]
    left.refresh_from_db()
    assert left.trouble == "The person has left."


# A run that was killed


def test_what_a_dead_run_was_handing_over_is_uncertain_and_not_sent(server, three):
    now = timezone.now()
    cut_off = Mail.objects.filter(pk=three[0].pk)
    cut_off.update(state="handing_over", handed_over_at=now - DEAD_AFTER - timedelta(seconds=1))

    done = run(now)

    assert (done.sent, done.uncertain) == (2, 1)
    assert "ann@westmere.example" not in server.addresses


def test_what_another_run_is_handing_over_just_now_is_left_to_it(server, three):
    now = timezone.now()
    Mail.objects.filter(pk=three[0].pk).update(state="handing_over", handed_over_at=now)

    assert (run(now).sent, states()["ann"]) == (2, "handing_over")


# The command


def test_command_says_what_it_did(server, db):
    council = Council()
    council.expect_mail_today()
    out = StringIO()

    call_command("send_mail", stdout=out)

    # The action has been late for years: its officer, the post above, and the team.
    assert out.getvalue() == "3 written, 3 sent.\n"
    assert server.addresses.count(council.head.email) == 2
    call_command("send_mail", stdout=out)
    assert out.getvalue().endswith("0 written, 0 sent.\n")


def test_the_daily_run_takes_away_uploads_that_nobody_settled_for_a_week(server, db):
    old, new = (
        SheetFactory(uploaded_at=timezone.now() - timedelta(days=days)) for days in (8, 6)
    )
    out = StringIO()

    call_command("send_mail", "--waiting", stdout=out)
    assert Sheet.objects.count() == 2
    call_command("send_mail", stdout=out)

    assert list(Sheet.objects.all()) == [new]
    assert out.getvalue().splitlines() == [
        "0 written, 0 sent.",
        "0 written, 0 sent, 1 old upload taken away.",
    ]


def test_dry_run_tells_and_writes_nothing(server, db):
    Council().expect_mail_today()
    out = StringIO()
    waiting("ann@westmere.example", subject="Written before")

    call_command("send_mail", "--dry-run", stdout=out)

    assert "weekly digest to officer@westmere.example: Improvement plan: 1 late" in (
        out.getvalue()
    )
    assert "to ann@westmere.example: Written before" in out.getvalue()
    assert "Would be: 3 written, 4 handed over." in out.getvalue()
    assert Mail.objects.count() == 1
    assert server.messages == []


def test_a_weekly_mail_that_could_not_be_sent_makes_room_for_the_next(settings, db):
    council = Council()
    council.expect_mail_today()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(CommandError):
        call_command("send_mail", stdout=StringIO())
    # As if a week had gone by.
    for mail in Mail.objects.all():
        mail.key = f"{mail.key[:-10]}{(timezone.now() - timedelta(days=14)).date()}"
        mail.save()
    with pytest.raises(CommandError):
        call_command("send_mail", stdout=StringIO())

    weekly = Mail.objects.filter(user=council.officer, kind="digest")
    assert [mail.state for mail in weekly.order_by("pk")] == ["dropped", "waiting"]


def test_a_reminder_of_a_round_that_still_waits_is_told_in_the_weekly_mail(server, db):
    council, today = Council(), london_day(timezone.now())
    council.expect_mail_today()
    asked = UpdateRoundFactory(plan=council.plan, holds_from=today, closes=today)
    remind(answers_to(asked, AsAt(timezone.now())), now=timezone.now())

    call_command("send_mail", stdout=StringIO())

    (told,) = [got for to, got in server.messages if to == council.officer.email]
    assert "Still to answer: 1.1." in told.get_content()
    reminder = Mail.objects.get(kind="chase")
    assert (reminder.state, reminder.trouble) == ("dropped", TOLD_WEEKLY)
    assert not in_doubt(timezone.now()).exists()


# What a person says of it


@pytest.fixture
def council(db):
    return Council()


def doubtful(council, state="uncertain", **mail):
    return MailFactory(
        user=council.officer,
        state=state,
        handed_over_at=timezone.now() - timedelta(hours=1),
        tries=1,
        kind="chase",
        body="Title of a secret action",
        **mail,
    )


def page_of(client, address="mail-list"):
    return " ".join(client.get(reverse(address)).content.decode().split())


def test_admin_is_shown_what_is_uncertain_but_not_what_it_says(council, client_for):
    doubtful(council)

    page = page_of(client_for(council.admin))

    assert "Nobody knows whether it arrived." in page
    assert "officer@westmere.example" in page
    assert "secret action" not in page


def test_what_a_killed_run_left_is_shown_before_the_next_run_comes(council, client_for):
    doubtful(council, state="handing_over")

    assert "Nobody knows whether it arrived." in page_of(client_for(council.admin))


def test_admin_has_it_sent_again_to_the_address_of_today(council, client_for, server):
    mail = doubtful(council)
    council.officer.email = "new@westmere.example"
    council.officer.save()

    client_for(council.admin).post(reverse("mail-list"), {"mail": mail.pk, "answer": "again"})
    run()

    mail.refresh_from_db()
    assert (mail.state, mail.settled_by) == ("sent", council.admin)
    assert server.addresses == ["new@westmere.example"]


def test_admin_says_that_it_arrived(council, client_for, server):
    mail = doubtful(council)
    client = client_for(council.admin)

    client.post(reverse("mail-list"), {"mail": mail.pk, "answer": "leave"})

    assert run().sent == 0
    assert states() == {"officer": "sent"}
    assert "Nothing needs you" in page_of(client)


def test_a_refused_one_is_listed_until_somebody_answers_and_again_if_refused_again(
    council, client_for, server
):
    mail = doubtful(council, state="dropped", trouble="550 no such mailbox")
    server.refused[council.officer.email] = "550 no such mailbox"
    client = client_for(council.admin)
    assert "Refused." in page_of(client)

    client.post(reverse("mail-list"), {"mail": mail.pk, "answer": "again"})
    run()
    assert "Refused." in page_of(client)

    client.post(reverse("mail-list"), {"mail": mail.pk, "answer": "leave"})
    assert "Nothing needs you" in page_of(client)


def test_second_admin_who_answers_too_late_is_told(council, client_for):
    mail = doubtful(council)
    first, second = client_for(council.admin), client_for(council.add_member("admin"))
    first.post(reverse("mail-list"), {"mail": mail.pk, "answer": "again"})

    response = second.post(reverse("mail-list"), {"mail": mail.pk, "answer": "leave"})

    assert response.status_code == 404
    assert states() == {"officer": "waiting"}


@pytest.mark.parametrize(
    "posted", [{}, {"mail": "x", "answer": "again"}, {"mail": 9**30, "answer": "again"}]
)
def test_an_answer_that_is_none_changes_nothing(council, client_for, posted):
    doubtful(council)

    response = client_for(council.admin).post(reverse("mail-list"), posted)

    assert response.status_code == 200
    assert states() == {"officer": "uncertain"}


def test_admin_elsewhere_is_not_shown_it(council, client_for):
    mail = doubtful(council)
    elsewhere = client_for(MembershipFactory(role="admin").user)

    assert "Nothing needs you" in page_of(elsewhere)
    response = elsewhere.post(reverse("mail-list"), {"mail": mail.pk, "answer": "again"})
    assert response.status_code == 404


def test_admin_elsewhere_has_no_say_in_a_mail_about_a_plan_that_is_not_theirs(
    council, client_for
):
    """Though its receiver has a role with them, too."""
    mail = doubtful(council, plan=council.plan)
    elsewhere = MembershipFactory(role="admin")
    MembershipFactory(user=council.officer, authority=elsewhere.authority)
    client = client_for(elsewhere.user)

    assert "Nothing needs you" in page_of(client)
    response = client.post(reverse("mail-list"), {"mail": mail.pk, "answer": "again"})
    assert response.status_code == 404
    assert "Nobody knows whether it arrived." in page_of(client_for(council.admin))


def test_nothing_is_sent_again_to_who_left_the_authority_that_it_is_about(council):
    mail = doubtful(council, plan=council.plan)
    council.officer.memberships.all().delete()
    MembershipFactory(user=council.officer)

    assert not send_again(mail, by=council.admin, now=timezone.now())


def test_admin_reads_of_it_in_their_own_weekly_mail(council, server):
    council.update(now=timezone.now())
    council.expect_mail_today()
    doubtful(council)

    call_command("send_mail", stdout=StringIO())

    told = {to: got.get_content() for to, got in server.messages}
    assert "/keeping/mail/" in told[council.admin.email]


# My mail


def test_everybody_chooses_the_day_of_their_weekly_mail(council, client_for):
    client = client_for(council.officer)

    response = client.post(reverse("my-mail"), {"day": 3}, follow=True)

    council.officer.refresh_from_db()
    assert council.officer.digest_day == 3
    assert "comes on Thursday from now on" in response.content.decode()


@pytest.mark.parametrize("day", ["", "7", "never"])
def test_no_other_day_can_be_chosen_and_none_is_no_choice(council, client_for, day):
    client_for(council.officer).post(reverse("my-mail"), {"day": day})

    council.officer.refresh_from_db()
    assert council.officer.digest_day == 0


def test_everybody_reads_what_they_were_sent_and_nobody_elses(council, client_for):
    doubtful(council)
    MailFactory(user=UserFactory(), body="Words for somebody else")

    page = page_of(client_for(council.officer), "my-mail")

    assert "Title of a secret action" in page
    assert "Sending uncertain" in page
    assert "Words for somebody else" not in page
