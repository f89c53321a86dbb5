"""The weekly mail and the one about a team: who is told what, and when."""

from datetime import date, timedelta

import pytest

from improvement.mail.writing import write_due
from improvement.models import Mail, Membership, Plan, User
from tests.council import MONDAY, Council
from tests.factories import (
    CoverFactory,
    HoldingFactory,
    MembershipFactory,
    OwnershipFactory,
    PlanClosureFactory,
    on,
)

TUESDAY, SUNDAY = on("2019-01-22"), on("2019-01-27")
NEXT_MONDAY = on("2019-01-28")


@pytest.fixture
def council(db):
    """Westmere, with an update of the officer's action on 14 January: nothing to tell yet."""
    council = Council()
    council.update(now=on("2019-01-14"))
    return council


def written(now=MONDAY, kind="digest"):
    return [mail for mail in write_due(now) if mail.kind == kind]


def digest_of(user, now=MONDAY, kind="digest"):
    """What the person is told; nothing if no mail is written."""
    return next((mail.body for mail in written(now, kind) if mail.user == user), None)


def now_is(user, state, **mail):
    """What became of the mail that the person was written to last."""
    last = Mail.objects.filter(user=user, kind="digest").latest("pk")
    Mail.objects.filter(pk=last.pk).update(state=state, handed_over_at=last.written_at, **mail)


def choose_day(user, day):
    user.digest_day = day
    user.save()


# What stands in it


def test_somebody_with_nothing_to_do_gets_no_mail(council):
    assert written() == []
    assert not Mail.objects.exclude(state="dropped").exists()


def test_a_name_cannot_write_lines_of_its_own(council):
    council.ask()
    User.objects.filter(pk=council.approver.pk).update(name="A. Person\n\nSign in elsewhere")

    assert digest_of(council.approver).startswith("Hello A. Person Sign in elsewhere,")


def test_a_late_action_stands_with_its_days_and_a_link(council, settings):
    settings.SITE_URL = "https://tracker.example.org"

    told = digest_of(council.officer, on("2019-04-01"))

    assert "Late (1)" in told
    assert "- 1.1 Title of 1.1\n  Due 29 March 2019, 3 days late.\n" in told
    link = f"https://tracker.example.org/plans/{council.plan.key}/actions/1.1/"
    assert link in told


def test_an_action_stands_in_the_first_list_that_asks_for_it(council):
    soon = council.add_action("2.1", council.post, first_due="2019-02-11")
    council.update(soon)
    silent = council.add_action("2.2", council.post)
    back = council.add_action("2.3", council.post)
    council.answer(
        council.update(back, status="done"), outcome="sent_back", text="No audit seen."
    )

    told = digest_of(council.officer)

    assert "Sent back or reopened (1)" in told
    assert "Sent back on 21 January 2019: No audit seen." in told
    assert "Unconfirmed (1)" in told
    assert "Nothing was said about it for 52 days." in told
    assert "Due by 18 February 2019 (1)" in told
    assert told.count(str(soon)) == told.count(str(silent)) == 1
    assert str(council.action) not in told


def test_due_in_28_days_is_told_and_in_29_is_not(council):
    council.update(council.add_action("2.1", council.post, first_due="2019-02-18"))
    council.update(council.add_action("2.2", council.post, first_due="2019-02-19"))

    told = digest_of(council.officer)

    assert "2.1 Title" in told
    assert "2.2 Title" not in told


def test_a_moved_date_moves_its_reminder(council):
    late = on("2019-04-01")
    request = council.ask(now=on("2019-03-25"))
    council.decide(request, now=on("2019-03-26"))

    told = digest_of(council.officer, late)

    assert "Late (" not in told
    assert "The date that you asked for is granted, approver@westmere.example." in told
    assert digest_of(council.officer, on("2019-06-03")).count("Due 28 June 2019.") == 1


def test_a_successor_is_not_told_that_they_asked_or_claimed(council):
    granted = {"outcome": "granted_to", "to": date(2019, 5, 1), "reason": "Sooner."}
    council.decide(council.ask(), now=on("2019-01-22"), **granted)
    council.answer(council.update(status="done"), now=on("2019-01-22"))
    new = council.add_member("officer")
    HoldingFactory(owner=council.post, user=new, holds_from="2019-01-23")

    told = {mail.user: mail.body for mail in written(NEXT_MONDAY)}

    assert "Another date than you asked for is granted: 1 May 2019" in told[council.officer]
    assert "Your claim of done is accepted" in told[council.officer]
    assert "Another date than was asked for is granted: 1 May 2019" in told[new]
    assert "The claim of done is accepted" in told[new]


def test_a_request_that_waits_stands_with_what_is_late(council):
    council.ask(now=on("2019-03-28"))

    told = digest_of(council.officer, on("2019-04-01"))

    assert "28 June 2019 is asked for, not decided." in told


def test_a_claim_that_waits_is_the_approvers_to_answer(council):
    council.update(status="done")

    both = {mail.user: mail.body for mail in written(on("2019-04-29"))}

    assert set(both) == {council.approver}
    assert "Claims of done to answer (1)" in both[council.approver]
    assert "Said done on 21 January 2019 by officer@westmere.example." in both[council.approver]


def test_a_request_is_told_to_who_may_decide_it(council):
    council.ask()

    told = digest_of(council.approver)

    assert "Requests for a new date to decide (1)" in told
    assert "asked on 21 January 2019 for 28 June 2019." in told


def test_nobody_is_asked_to_answer_their_own_claim(council):
    MembershipFactory(user=council.officer, authority=council.authority, role="approver")
    council.update(status="done")

    assert {mail.user for mail in written()} == {council.approver}


def test_what_was_decided_is_told_once(council):
    claim = council.update(status="done")
    council.answer(claim, now=on("2019-01-23"))

    first = digest_of(council.officer, NEXT_MONDAY)
    now_is(council.officer, "sent")
    second = digest_of(council.officer, on("2019-02-04"))

    assert "Your claim of done is accepted" in first
    assert second is None


@pytest.mark.parametrize("state", ["waiting", "dropped"])
def test_news_of_a_mail_that_was_never_sent_stands_in_the_next_one(council, state):
    council.answer(council.update(status="done"), now=on("2019-01-23"))
    assert digest_of(council.officer, NEXT_MONDAY)
    now_is(council.officer, state, tries=1)

    assert "Your claim of done is accepted" in digest_of(council.officer, on("2019-02-04"))


@pytest.mark.parametrize("state", ["sent", "uncertain"])
def test_news_of_a_mail_that_may_have_arrived_is_told_no_more(council, state):
    council.answer(council.update(status="done"), now=on("2019-01-23"))
    assert digest_of(council.officer, NEXT_MONDAY)
    now_is(council.officer, state, tries=1)

    assert digest_of(council.officer, on("2019-02-04")) is None


def test_what_was_recorded_while_a_mail_was_written_is_told_in_the_next(council):
    """Its time is from before the mail, which yet knew nothing of it."""
    claim = council.update(status="done")
    digest_of(council.officer, NEXT_MONDAY)
    council.answer(claim, now=NEXT_MONDAY - timedelta(minutes=1))

    assert "Your claim of done is accepted" in digest_of(council.officer, on("2019-02-04"))


def test_a_handover_is_told_with_its_note(council):
    new = council.add_member("officer")
    HoldingFactory(
        owner=council.post,
        user=new,
        holds_from="2019-01-18",
        text="Ask the audit team first.",
        said_by=council.admin,
    )

    told = digest_of(new)

    assert "New for you (1)" in told
    assert "You hold the post Team manager since 18 January 2019." in told
    assert "Ask the audit team first." in told


def test_a_post_entered_ahead_is_told_once_it_is_held(council):
    new = council.add_member("officer")
    HoldingFactory(
        owner=council.post,
        user=new,
        holds_from="2019-01-25",
        known_at=on("2019-01-10"),
        said_by=council.admin,
    )

    assert digest_of(new) is None
    assert "You hold the post Team manager" in digest_of(new, NEXT_MONDAY)


def test_an_action_that_was_handed_on_is_told_with_its_note(council):
    OwnershipFactory(
        owner=council.above,
        action=council.action,
        commitment=None,
        text="Belongs with practice.",
        holds_from="2019-01-18",
        said_by=council.admin,
    )

    told = digest_of(council.head)

    assert "1.1 Title of 1.1\n  Belongs with practice.\n" in told
    assert digest_of(council.officer) is None


def test_an_open_round_is_told_until_all_is_answered(council):
    second = council.add_action("1.2", council.post)
    council.update(second, now=on("2019-01-14"))
    council.open_round(text="The board looks at visits.")

    council.update()
    told = digest_of(council.officer)
    council.update(second, now=on("2019-01-23"))

    assert "Open until the end of Friday 1 February 2019: 1 of your 2 answered." in told
    assert "Still to answer: 1.2." in told
    assert f"Note from {council.admin}: The board looks at visits." in told
    assert digest_of(council.officer, NEXT_MONDAY) is None


def test_a_line_break_in_a_note_does_not_break_the_mail(council):
    council.open_round(text="First line.\r\n\r\nSubject: not a header")

    (mail,) = (mail for mail in written() if mail.user == council.officer)

    assert "First line. Subject: not a header" in mail.body
    assert "\n" not in mail.subject


def test_words_stand_as_they_were_written(council):
    action = council.add_action("2.1", council.post, first_due="2019-01-18")
    action.title = "Supervision & “audits” <every> month, it's due"
    action.save()

    assert "2.1 Supervision & “audits” <every> month, it's due\n" in digest_of(council.officer)


def test_a_long_list_is_cut_off_and_says_where_the_rest_stands(council):
    for n in range(30):
        council.add_action(f"2.{n:02}", council.post, first_due="2019-01-18")

    told = digest_of(council.officer)

    assert "Late (30)" in told
    assert told.count("Due 18 January 2019") == 25
    assert "and 5 more: http" in told


def test_what_belongs_to_an_invented_example_says_so(council):
    council.add_action("2.1", council.post, first_due="2019-01-18")
    council.plan.example = True
    council.plan.save()

    assert "“Plan of November” is an invented example." in digest_of(council.officer)


# For whom


def test_who_covers_a_post_gets_its_actions_for_as_long(council):
    CoverFactory(
        authority=council.authority,
        owner=council.post,
        user=council.head,
        holds_from="2019-03-25",
        until="2019-04-07",
    )

    during = digest_of(council.head, on("2019-04-01"))
    afterwards = digest_of(council.head, on("2019-04-08"))

    assert "1.1 Title of 1.1" in during
    assert "You cover Team manager until 7 April 2019." in during
    assert afterwards is None


def test_who_is_away_reads_who_covers_for_them(council):
    CoverFactory(
        authority=council.authority,
        owner=council.post,
        user=council.head,
        holds_from="2019-03-25",
        until="2019-04-07",
    )

    told = digest_of(council.officer, on("2019-04-01"))

    assert "head@westmere.example covers Team manager for you until 7 April 2019." in told


def test_a_cover_that_goes_on_makes_no_mail_by_itself(council):
    partner = council.add_post("Superintendent", body="Police")
    CoverFactory(
        authority=council.authority,
        owner=partner,
        user=council.head,
        holds_from="2019-01-01",
        until=None,
    )

    assert digest_of(council.head) is None


def test_two_posts_of_one_person_come_in_one_mail(council):
    other = council.add_post("Head of two", council.officer)
    council.add_action("2.1", other, first_due="2019-01-18")

    mails = [mail for mail in written(on("2019-04-01")) if mail.user == council.officer]

    assert len(mails) == 1
    assert "Late (2)" in mails[0].body


def test_who_has_left_gets_nothing(council):
    council.officer.is_active = False
    council.officer.save()

    assert digest_of(council.officer, on("2019-04-01")) is None


def test_whose_role_was_taken_away_gets_nothing(council):
    council.officer.memberships.all().delete()

    assert digest_of(council.officer, on("2019-04-01")) is None


def test_a_closed_plan_reminds_nobody(council):
    PlanClosureFactory(plan=council.plan, holds_from="2019-02-01")

    assert written(on("2019-04-01")) == []


def test_members_of_two_authorities_get_one_mail_about_both(council):
    there = MembershipFactory(user=council.officer, role="officer").authority
    elsewhere = Council(authority=there, domain="eastmere.example")
    elsewhere.add_action("E1", elsewhere.add_post("Head of east", council.officer))

    told = digest_of(council.officer, on("2019-04-01"))

    assert "E1 Title of E1" in told
    assert "1.1 Title of 1.1" in told


# When


@pytest.fixture
def long_there(council):
    """Since December the council's people have their accounts and roles."""
    User.objects.update(date_joined=on("2018-12-03"))
    Membership.history.update(history_date=on("2018-12-03"))
    council.add_action("1.2", council.post, first_due="2019-01-18")


@pytest.mark.parametrize("day", range(7))
def test_it_comes_on_the_day_that_was_chosen(council, day):
    choose_day(council.officer, day)
    council.add_action("1.2", council.post, first_due="2019-01-18")

    mornings = [on("2019-02-04") + timedelta(days=n) for n in range(21)]
    days = [now.weekday() for now in mornings if digest_of(council.officer, now)]

    assert days == [day] * 3


@pytest.mark.usefixtures("long_there")
def test_a_first_mail_whose_run_was_missed_comes_within_the_week(council):
    assert digest_of(council.officer, SUNDAY)
    assert digest_of(council.officer, NEXT_MONDAY)


@pytest.mark.usefixtures("long_there")
@pytest.mark.parametrize("comes", ["account", "post", "plan", "role"])
def test_who_had_no_part_on_the_chosen_day_waits_for_the_next_one(council, comes):
    """On a Sunday a mail of the Monday before would be one that they did not choose."""
    wednesday = on("2019-01-23")
    person = council.approver if comes == "role" else council.officer
    council.update(council.add_action("2.1", council.post), status="done")
    if comes == "account":
        User.objects.filter(pk=person.pk).update(date_joined=wednesday)
    elif comes == "post":
        person = council.add_member("officer", date_joined=on("2018-12-03"))
        HoldingFactory(owner=council.post, user=person, holds_from=wednesday.date())
    elif comes == "plan":
        Plan.objects.update(known_at=wednesday)
    else:
        Membership.history.filter(user=person).update(history_date=wednesday)

    assert digest_of(person, SUNDAY) is None
    assert digest_of(person, NEXT_MONDAY)


def test_a_day_that_was_missed_is_caught_up_once(council):
    council.add_action("1.2", council.post, first_due="2019-01-18")
    assert digest_of(council.officer, MONDAY)

    # The server was off for two weeks and a day.
    caught_up = [digest_of(council.officer, on(f"2019-02-{n:02}")) for n in range(5, 11)]

    assert [told is not None for told in caught_up] == [True] + [False] * 5
    assert digest_of(council.officer, on("2019-02-11"))


def test_a_day_that_was_chosen_after_it_had_passed_was_not_missed(council):
    council.add_action("1.2", council.post, first_due="2019-01-18")
    assert digest_of(council.officer, MONDAY)

    choose_day(council.officer, 4)

    assert digest_of(council.officer, SUNDAY) is None
    assert digest_of(council.officer, on("2019-02-01"))


def test_a_second_run_on_the_same_day_writes_nothing(council):
    council.add_action("1.2", council.post, first_due="2019-01-18")

    assert written()
    assert list(write_due(MONDAY + timedelta(hours=3))) == []


def test_a_week_in_which_there_was_nothing_is_not_made_up_for_on_another_day(council):
    assert digest_of(council.officer, MONDAY) is None
    council.add_action("1.2", council.post, first_due="2019-01-18")

    assert digest_of(council.officer, TUESDAY) is None
    assert digest_of(council.officer, NEXT_MONDAY)


def test_another_day_brings_no_second_mail_within_four_days(council):
    council.add_action("1.2", council.post, first_due="2019-01-18")
    assert digest_of(council.officer, MONDAY)

    choose_day(council.officer, 2)
    week = [digest_of(council.officer, on(f"2019-01-{n}")) for n in range(22, 30)]
    assert week == [None] * 8

    assert digest_of(council.officer, on("2019-01-30"))


def test_the_day_is_that_of_london(council):
    """Half past midnight on a Monday in summer is still Sunday by universal time."""
    digest_of(council.officer, on("2019-04-08"))

    sunday_night = on("2019-04-14", hour=23, minute=59)
    assert digest_of(council.officer, sunday_night) is None
    told = digest_of(council.officer, on("2019-04-15", hour=0, minute=30))
    assert "17 days late" in told


# About a team


def test_who_leads_a_team_is_told_of_it_apart(council):
    vacant = council.add_post("Team manager two", answers_to=council.post)
    council.update(
        council.action, status="off_track", reason="Staff left.", now=on("2019-01-15")
    )
    council.add_action("2.1", vacant, added="2019-01-14")

    told = digest_of(council.head, kind="team")

    assert "Team manager: officer@westmere.example\n" in told
    assert "Off track: Staff left." in told
    assert "Team manager two: Post vacant: no holder entered\n" in told
    assert "  Post vacant: no holder entered.\n" in told


def test_a_team_in_which_all_is_well_makes_no_mail(council):
    assert digest_of(council.head, kind="team") is None


def test_only_whose_post_is_above_is_told_of_the_team(council):
    late = on("2019-04-01")

    assert {mail.user for mail in written(late, "team")} == {council.head}


def test_posts_that_answer_to_each_other_in_a_circle_end_somewhere(council):
    type(council.above).objects.filter(pk=council.above.pk).update(answers_to=council.post)

    told = {mail.user: mail for mail in written(on("2019-04-01"), "team")}

    assert "1.1" in told[council.head].body
