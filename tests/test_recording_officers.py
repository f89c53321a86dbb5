"""What officers say beyond a status: that nothing changed, what difference it makes, for whom
they speak, and what they take back."""

import pytest
from django.core.exceptions import PermissionDenied

from improvement import recording
from improvement.models import DateRequest, Update
from improvement.recording import Overtaken, Refused, SaidAlready
from improvement.state import Standing
from tests.factories import CoverFactory, HoldingFactory, OwnerFactory, UpdateFactory, on
from tests.recording.council import NOW, TODAY, TOMORROW, Council

LATER = on("2019-01-21", hour=15)


@pytest.fixture
def council(authority, members):
    return Council(authority, members)


def confirm(council, **said):
    usual = {"action": council.action, "by": council.officer, "now": NOW}
    return recording.confirm_no_change(**usual | said)


def take_back(council, request, **said):
    usual = {"request": request, "by": council.officer, "now": LATER}
    return recording.take_back_request(**usual | said)


def refusal(attempt, *args, **said):
    with pytest.raises(Refused) as refused:
        attempt(*args, **said)
    return refused.value.field, refused.value.sentence


# What was done, and what difference it makes


def test_what_was_done_and_what_difference_it_makes_are_kept_apart(council):
    update = council.update(text="Two teams.", difference=" Visits are on time. ")

    assert (update.text, update.difference) == ("Two teams.", "Visits are on time.")
    assert council.state().replayed.last_update.difference == "Visits are on time."


@pytest.mark.parametrize("status", ["at_risk", "off_track"])
def test_why_it_is_at_risk_may_be_all_that_changed(council, status):
    assert council.update(status=status, text="", reason="No staff.").pk


@pytest.mark.parametrize("status", ["not_started", "on_track", "done"])
def test_else_somebody_says_what_changed(council, status):
    told = refusal(council.update, status=status, text=" ", difference="Visits are on time.")

    assert told == ("text", "Say what changed.")


# No change


def test_that_nothing_changed_is_said_today_of_the_last_word(council):
    council.update(status="off_track", reason="No staff.", now=on("2019-01-07"))

    confirmed = confirm(council)

    state = council.state()
    assert (confirmed.status, confirmed.reason) == ("off_track", "No staff.")
    assert (confirmed.text, confirmed.holds_from, confirmed.no_change) == ("", TODAY, True)
    assert state.standing == Standing.OFF_TRACK
    assert state.replayed.since.holds_from == on("2019-01-07").date()
    assert state.unconfirmed == 0


def test_a_claim_that_is_confirmed_stays_the_claim_of_its_day(council):
    council.update(status="done", now=on("2019-01-07"))

    confirm(council)

    assert council.state().replayed.claimed_on == on("2019-01-07").date()


def test_that_nothing_changed_is_kept_once_a_day(council):
    council.update(now=on("2019-01-07"))
    confirm(council)

    with pytest.raises(SaidAlready):
        confirm(council, now=LATER)

    assert confirm(council, now=on("2019-01-22")).pk
    assert Update.objects.filter(no_change=True).count() == 2


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        (lambda council: None, "so there is nothing to confirm"),
        (
            lambda council: UpdateFactory(action=council.action, status="not_stated"),
            "nothing to confirm",
        ),
        (lambda council: council.sent_back(), "Say what has been done since."),
        (lambda council: council.complete(), "It takes no updates"),
        (lambda council: council.withdrawn(), "It takes no updates"),
        (lambda council: council.closed(), "A closed plan takes no updates"),
    ],
)
def test_only_what_an_officer_said_of_it_can_be_confirmed(council, before, sentence):
    before(council)

    assert sentence in refusal(confirm, council)[1]
    assert not Update.objects.filter(no_change=True).exists()


def test_what_came_in_since_one_looked_is_shown_before_it_is_confirmed(council):
    seen = council.update(now=on("2019-01-07"))
    UpdateFactory(action=council.action, text="Four teams.", holds_from="2019-01-14")

    with pytest.raises(Overtaken):
        confirm(council, seen=f"update-{seen.pk}")


@pytest.mark.parametrize("who", ["viewer", "approver", "admin", "other"])
def test_only_who_speaks_for_it_says_that_nothing_changed(council, who):
    council.update(now=on("2019-01-07"))

    with pytest.raises(PermissionDenied):
        confirm(council, by=getattr(council, who))


# For whom one speaks


@pytest.fixture
def deputy(council):
    """Somebody who covers the post until the end of January."""
    other = council.colleague("officer")
    HoldingFactory(owner=council.post, user=other, change="leaves", holds_from="2019-01-14")
    CoverFactory(authority=council.authority, owner=council.post, user=other)
    return other


def test_what_a_deputy_says_is_said_as_cover(council, deputy):
    update = council.update(by=deputy)
    asked = council.ask(by=deputy, now=LATER)

    assert (update.as_cover, update.by_post) == (True, council.post)
    assert (asked.as_cover, asked.by_post) == (True, council.post)
    said = council.state().replayed.last_update.speaker
    assert said == f"{deputy.email} (covering for Head of practice)"


def test_who_holds_the_post_covers_nobody(council):
    assert not council.update().as_cover


def test_after_the_last_day_a_deputy_is_silent(council, deputy):
    council.update(by=deputy, now=on("2019-01-31"))

    with pytest.raises(PermissionDenied):
        council.update(by=deputy, now=on("2019-02-01"))


@pytest.fixture
def police(council):
    """A post of a partner body, which the officer speaks for without an end."""
    police = OwnerFactory(authority=council.authority, post="Superintendent", body="Police")
    council.give(owner=police)
    CoverFactory(authority=council.authority, owner=police, user=council.officer, until=None)
    return police


def test_who_speaks_for_a_partner_body_says_who_told_them(council, police):
    told = refusal(council.update)
    update = council.update(told_by=" Superintendent, 18 January ")
    again = refusal(confirm, council, now=LATER)

    assert told == again == ("told_by", "Say who at Police told us, and when.")
    assert update.told_by == "Superintendent, 18 January"
    speaker = council.state().replayed.last_update.speaker
    assert speaker == f"{council.officer} (on behalf of Superintendent, Police)"


# Asking for a date, and taking it back


def test_a_request_says_what_happens_meanwhile_and_what_it_holds_up(council):
    asked = council.ask(meanwhile=" By hand. ", holds_up=" The visit. ")

    waiting = council.state().waiting[0]
    assert (asked.meanwhile, asked.holds_up) == ("By hand.", "The visit.")
    assert (waiting.meanwhile, waiting.holds_up) == ("By hand.", "The visit.")


@pytest.mark.parametrize("field", ["reason", "meanwhile", "holds_up"])
def test_a_request_without_one_of_its_words_is_refused(council, field):
    assert refusal(council.ask, **{field: " "})[0] == field
    assert not DateRequest.objects.exists()


def test_a_request_is_taken_back_and_nothing_waits_any_more(council):
    asked = council.ask()

    taken = take_back(council, asked)

    assert (taken.voids, taken.retracts, taken.holds_from) == (asked, True, TODAY)
    assert council.state(LATER).waiting == []
    assert council.ask(now=LATER).pk


@pytest.mark.parametrize(
    ("before", "by", "sentence"),
    [
        ("decided", "officer", "It was decided on 21 January 2019 by"),
        ("taken back", "officer", "It was taken back already."),
        ("closed", "officer", "A closed plan takes no updates"),
        ("", "colleague", "Only who asked for the date takes that back."),
    ],
)
def test_what_was_decided_or_is_anothers_stays(council, before, by, sentence):
    asked = council.ask()
    if before == "decided":
        council.decide(asked, minute="Board, item 4")
    elif before == "taken back":
        take_back(council, asked)
    elif before == "closed":
        council.closed()
    number = DateRequest.objects.count()
    who = council.officer if by == "officer" else council.colleague("officer")

    assert sentence in refusal(take_back, council, asked, by=who, now=on(TOMORROW))[1]
    assert DateRequest.objects.count() == number


@pytest.mark.parametrize("who", ["viewer", "approver", "admin", "other"])
def test_only_an_officer_takes_a_request_back(council, who):
    asked = council.ask()

    with pytest.raises(PermissionDenied):
        take_back(council, asked, by=getattr(council, who))
