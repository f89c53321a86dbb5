"""The weekly mail: the actions that stand in it, and how."""

from improvement.models import Mail, User
from tests.digests.mornings import digest_of, written
from tests.factories import on


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


def test_a_request_that_waits_stands_with_what_is_late(council):
    council.ask(now=on("2019-03-28"))

    told = digest_of(council.officer, on("2019-04-01"))

    assert "28 June 2019 is asked for, not decided." in told


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
