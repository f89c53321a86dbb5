"""The replay of one action's events, on plain values: no database."""

from datetime import date, timedelta
from itertools import count

import pytest

from improvement.state import rules
from improvement.state.replay import Entry, replay
from improvement.state.rules import Standing
from tests.factories import day_of, on

numbers = count(1)


def entry(kind, holds, outcome="", known=None, hour=12, **values):
    """An entry that holds from a day, and was known at noon of it unless `known` says."""
    row = {
        "kind": kind,
        "pk": next(numbers),
        "action": 1,
        "holds_from": day_of(holds),
        "known_at": on(known or holds, hour),
        "outcome": outcome,
        "to": None,
        "text": "",
        "reason": "",
        "about": None,
        "voided_at": None,
        "retracts": False,
        "by_user": None,
        "by_post": 1,
        "speaker": "Head of service",
    }
    return Entry(**{**row, **values})


def said(holds, status, known=None, **values):
    return entry("update", holds, status, known, **values)


def asked(holds, to, **values):
    return entry("request", holds, to=day_of(to), **values)


def decided(holds, outcome, about=None, **values):
    about = about.pk if about else None
    return entry("decision", holds, outcome, about=about, **values)


def answered(holds, outcome, claim, **values):
    return entry("sign_off", holds, outcome, about=claim.pk, **values)


def take(*entries, on_day="2019-12-31", due="2019-03-29", known_by=None):
    return replay(entries, due and day_of(due), day_of(on_day), known_by)


def days_late(result, day, due="current_due"):
    due = getattr(result, due)
    return rules.days_late(result.standing, due, day_of(day), result.claimed_on)


# Standing


def test_nothing_said_is_not_stated():
    result = take()

    assert (result.standing, result.since, result.last_update) == ("not_stated", None, None)


def test_latest_by_the_day_it_holds_from_stands():
    first = said("2019-01-10", "on_track")
    last = said("2019-02-10", "at_risk")

    result = take(last, first)

    assert (result.standing, result.since, result.last_update) == ("at_risk", last, last)


def test_of_two_that_hold_from_one_day_the_one_known_later_stands():
    later = said("2019-01-10", "off_track", known="2019-01-12")
    sooner = said("2019-01-10", "on_track", known="2019-01-10")

    assert take(later, sooner).standing == "off_track"


def test_of_two_known_at_one_moment_the_one_written_later_stands():
    first = said("2019-01-10", "on_track")
    second = said("2019-01-10", "at_risk")

    assert take(second, first).standing == "at_risk"


def test_an_answer_comes_after_what_it_answers_at_the_same_moment():
    # Numbers of different kinds cannot be compared: the answer's may well be the smaller.
    claim = said("2019-01-10", "done", pk=900)
    answer = answered("2019-01-10", "accepted", claim, pk=1)
    request = asked("2019-01-10", "2019-06-28", pk=901)
    decision = decided("2019-01-10", "granted", request, pk=2)

    result = take(answer, claim, decision, request)

    assert (result.standing, result.current_due) == ("complete", date(2019, 6, 28))


def test_standing_since_is_when_it_began_not_when_it_was_last_said():
    began = said("2019-01-10", "on_track")
    again = said("2019-02-10", "on_track")

    result = take(began, again)

    assert (result.since, result.last_update) == (began, again)


def test_what_holds_only_later_does_not_stand_yet():
    early = said("2019-01-10", "on_track")
    late = said("2019-02-10", "at_risk")

    assert take(early, late, on_day="2019-02-09").standing == "on_track"
    assert take(early, late, on_day="2019-02-10").standing == "at_risk"


def test_what_was_known_only_later_does_not_stand_as_known_then():
    early = said("2019-01-10", "on_track")
    late = said("2019-01-20", "at_risk", known="2019-03-01")

    then = take(early, late, on_day="2019-02-01", known_by=on("2019-02-01", 23))

    assert then.standing == "on_track"
    assert take(early, late, on_day="2019-02-01").standing == "at_risk"


# Late entries: said today, about last month


@pytest.fixture
def late_entry():
    """Entered on 1 April, about 1 March, when something was said of 25 March already."""
    newer = said("2019-03-25", "on_track")
    older = said("2019-03-01", "off_track", known="2019-04-01")
    return [newer, older]


@pytest.mark.parametrize(
    ("day", "now", "then"),
    [
        ("2019-03-10", "off_track", "not_stated"),
        ("2019-03-26", "on_track", "on_track"),
        # It is known now, but what holds from a later day still stands.
        ("2019-04-02", "on_track", "on_track"),
    ],
)
def test_late_entry_about_an_earlier_day_never_replaces_a_later_word(
    late_entry, day, now, then
):
    assert take(*late_entry, on_day=day).standing == now
    assert take(*late_entry, on_day=day, known_by=on(day, 23)).standing == then


@pytest.mark.parametrize(
    ("day", "now", "then"),
    [
        ("2019-03-10", "on_track", "on_track"),
        ("2019-03-26", "off_track", "on_track"),
        ("2019-04-02", "off_track", "off_track"),
    ],
)
def test_late_entry_about_a_later_day_replaces_the_earlier_word(day, now, then):
    entries = [
        said("2019-03-01", "on_track"),
        said("2019-03-25", "off_track", known="2019-04-01"),
    ]

    assert take(*entries, on_day=day).standing == now
    assert take(*entries, on_day=day, known_by=on(day, 23)).standing == then


# A claim of done, and the clock


def test_claim_stops_the_clock_on_the_day_it_was_entered():
    claim = said("2019-03-20", "done", known="2019-04-08")

    result = take(claim, on_day="2019-06-30")

    assert result.claimed_on == date(2019, 4, 8)
    assert days_late(result, "2019-06-30") == 10


def test_clock_still_runs_between_the_day_a_claim_holds_from_and_its_entry():
    claim = said("2019-03-20", "done", known="2019-04-08")

    result = take(claim, on_day="2019-04-01")

    assert result.standing == "done"
    assert days_late(result, "2019-04-01") == 3


def test_day_of_entry_is_the_day_in_london():
    # 23:30 in UTC on 30 March is 23:30 in London; on 31 March it is half past midnight.
    winter = said("2019-03-20", "done", known_at=on("2019-03-30", 23, 30))
    summer = said("2019-03-20", "done", known_at=on("2019-04-01", 0, 30))

    assert take(winter).claimed_on == date(2019, 3, 30)
    assert take(summer).claimed_on == date(2019, 4, 1)


def test_clock_sent_back_never_stopped():
    claim = said("2019-03-20", "done")
    result = take(claim, answered("2019-05-01", "sent_back", claim))

    assert (result.standing, result.claim, result.claimed_on) == ("sent_back", None, None)
    assert days_late(result, "2019-05-08") == 40
    assert result.sent_back == 1


def test_clock_of_a_reopened_action_never_stopped():
    claim = said("2019-03-20", "done")
    result = take(
        claim, answered("2019-03-25", "accepted", claim), decided("2019-05-01", "reopened")
    )

    assert (result.standing, result.claimed_on, result.reopened) == ("reopened", None, 1)
    assert days_late(result, "2019-05-08") == 40


def test_claim_after_sending_back_stops_the_clock_anew():
    first = said("2019-03-20", "done")
    again = said("2019-05-10", "done")

    result = take(first, answered("2019-05-01", "sent_back", first), again)

    assert (result.claim, result.claimed_on) == (again, date(2019, 5, 10))


def test_claim_said_again_leaves_the_clock_where_it_stopped():
    first = said("2019-03-20", "done")
    again = said("2019-05-10", "done")

    result = take(first, again)

    assert (result.claim, result.claimed_on) == (again, date(2019, 3, 20))
    assert (result.since, result.last_update) == (first, again)


def test_claim_said_again_of_a_later_day_but_entered_sooner_stopped_the_clock_sooner():
    late = said("2019-03-20", "done", known="2019-05-10")
    soon = said("2019-04-01", "done", known="2019-04-01")

    assert take(late, soon).claimed_on == date(2019, 4, 1)


def test_claim_whose_words_were_corrected_was_entered_when_it_first_was():
    first = said("2019-03-20", "done", voided_at=on("2019-04-20"))
    second = said(
        "2019-03-20", "done", known="2019-04-20", voids=first.pk, voided_at=on("2019-05-20")
    )
    third = said("2019-03-20", "done", known="2019-05-20", voids=second.pk)

    result = take(first, second, third)

    assert (result.claim, result.claimed_on) == (third, date(2019, 3, 20))


def test_claim_put_in_the_place_of_another_status_was_entered_then():
    mistaken = said("2019-03-20", "on_track", voided_at=on("2019-04-20"))
    claim = said("2019-03-20", "done", known="2019-04-20", voids=mistaken.pk)

    assert take(mistaken, claim).claimed_on == date(2019, 4, 20)


def test_claim_taken_back_by_another_status_does_not_stop_the_clock():
    result = take(
        said("2019-03-20", "done"),
        said("2019-04-20", "on_track"),
        said("2019-05-20", "done"),
    )

    assert result.claimed_on == date(2019, 5, 20)


def test_accepted_claim_is_complete_and_waits_no_longer():
    claim = said("2019-03-20", "done")
    accepted = answered("2019-04-20", "accepted", claim)

    result = take(claim, accepted)

    assert (result.standing, result.since, result.claim) == ("complete", accepted, None)
    assert days_late(result, "2019-06-30") == 0


def test_complete_then_reopened_before_a_visit_is_reopened_at_the_visit():
    claim = said("2019-01-10", "done")
    entries = [
        claim,
        answered("2019-01-20", "accepted", claim),
        decided("2019-02-04", "reopened"),
    ]

    assert take(*entries, on_day="2019-02-03").standing == "complete"
    assert take(*entries, on_day="2019-02-06").standing == "reopened"


@pytest.mark.parametrize("outcome", ["withdrawn", "reopened"])
def test_decision_on_the_action_leaves_no_claim_to_answer(outcome):
    result = take(said("2019-01-10", "done"), decided("2019-02-01", outcome))

    assert (result.standing, result.claim, result.claimed_on) == (outcome, None, None)


def test_withdrawn_and_reopened():
    withdrawn = decided("2019-02-01", "withdrawn")
    entries = [said("2019-01-10", "off_track"), withdrawn]

    assert (take(*entries).standing, take(*entries).since) == ("withdrawn", withdrawn)
    assert take(*entries, decided("2019-03-01", "reopened")).standing == "reopened"


# Dates


def test_waiting_request_changes_nothing():
    request = asked("2019-03-01", "2019-06-28")

    result = take(said("2019-01-10", "on_track"), request)

    assert (result.standing, result.current_due) == ("on_track", date(2019, 3, 29))
    assert (result.waiting, result.moves) == ({request.pk: request}, [])
    assert days_late(result, "2019-04-08") == 10


def test_refused_request_changes_nothing_even_after_the_date():
    request = asked("2019-04-05", "2019-06-28")
    refusal = decided("2019-04-20", "refused", request)

    result = take(request, refusal)

    assert (result.first_due, result.current_due) == (date(2019, 3, 29), date(2019, 3, 29))
    assert (result.slippage, result.moves, result.waiting) == (0, [], {})
    assert (result.refused, result.answered) == ([request], {request.pk: refusal})
    assert days_late(result, "2019-04-21") == 23


@pytest.mark.parametrize(
    ("day", "due", "late"),
    [
        ("2019-04-11", date(2019, 3, 29), 13),  # asked, late, not yet decided
        ("2019-04-12", date(2019, 6, 28), 0),  # the day of the decision
    ],
)
def test_granted_date_holds_from_the_decision(day, due, late):
    request = asked("2019-03-20", "2019-06-28")
    granted = decided("2019-04-12", "granted", request)

    result = take(request, granted, on_day=day)

    assert result.current_due == due
    assert days_late(result, day) == late


def test_late_against_the_first_date_stands_beside_it():
    request = asked("2019-03-20", "2019-06-28")

    result = take(request, decided("2019-04-12", "granted", request))

    assert days_late(result, "2019-05-01") == 0
    assert days_late(result, "2019-05-01", due="first_due") == 33


def test_granted_to_another_date_takes_that_date():
    request = asked("2019-03-20", "2019-06-28")
    granted = decided("2019-04-12", "granted_to", request, to=date(2019, 5, 31))

    result = take(request, granted)

    assert result.current_due == date(2019, 5, 31)
    assert [(m.before, m.after, m.days) for m in result.moves] == [
        (date(2019, 3, 29), date(2019, 5, 31), 63)
    ]


def test_slippage_is_the_sum_of_the_moves():
    first = asked("2019-03-01", "2019-06-28")
    second = asked("2019-06-01", "2019-05-31")  # brought forward again
    result = take(
        first,
        decided("2019-03-12", "granted", first),
        second,
        decided("2019-06-12", "granted", second),
    )

    assert [move.days for move in result.moves] == [91, -28]
    assert (result.slippage, result.first_due) == (63, date(2019, 3, 29))


def test_without_a_due_date_there_is_no_slippage_and_nothing_late():
    result = take(said("2019-01-10", "off_track"), due=None)

    assert (result.first_due, result.current_due, result.slippage) == (None, None, 0)
    assert days_late(result, "2019-12-31") == 0


def test_date_first_given_by_decision_is_the_first_date():
    given = asked("2019-03-01", "2019-06-28")
    moved = asked("2019-06-01", "2019-07-31")
    entries = [given, decided("2019-03-12", "granted", given)]

    result = take(*entries, due=None)

    assert (result.first_due, result.current_due) == (date(2019, 6, 28), date(2019, 6, 28))
    assert (result.slippage, [move.days for move in result.moves]) == (0, [0])

    later = take(*entries, moved, decided("2019-06-12", "granted", moved), due=None)

    assert (later.first_due, later.slippage) == (date(2019, 6, 28), 33)


def test_request_is_decided_once():
    request = asked("2019-03-01", "2019-06-28")
    result = take(
        request,
        decided("2019-03-12", "granted", request),
        decided("2019-03-13", "granted_to", request, to=date(2020, 1, 1)),
    )

    assert (result.current_due, len(result.moves)) == (date(2019, 6, 28), 1)


# Mistaken entries


@pytest.fixture
def voided():
    """Off track was said by mistake on 10 January; on track put in its place on the 20th."""
    return [
        said("2019-01-05", "not_started"),
        said("2019-01-10", "off_track", voided_at=on("2019-01-20")),
        said("2019-01-10", "on_track", known="2019-01-20"),
    ]


@pytest.mark.parametrize(
    ("day", "now", "then"),
    [
        ("2019-01-09", "not_started", "not_started"),
        ("2019-01-15", "on_track", "off_track"),
        ("2019-01-20", "on_track", "on_track"),
    ],
)
def test_voided_entry_stood_until_it_was_voided(voided, day, now, then):
    assert take(*voided, on_day=day).standing == now
    assert take(*voided, on_day=day, known_by=on(day, 23)).standing == then


@pytest.mark.parametrize(
    ("day", "now", "then"),
    [
        ("2019-01-15", "not_started", "off_track"),
        ("2019-01-21", "not_started", "not_started"),
    ],
)
def test_retraction_says_nothing_instead(voided, day, now, then):
    start, mistaken, _ = voided
    retraction = said("2019-01-10", "", known="2019-01-20", retracts=True)
    entries = [start, mistaken, retraction]

    assert take(*entries, on_day=day).standing == now
    assert take(*entries, on_day=day, known_by=on(day, 23)).standing == then


def test_sign_off_of_a_voided_claim_counts_for_nothing():
    claim = said("2019-03-20", "done", voided_at=on("2019-05-01"))
    instead = said("2019-03-20", "on_track", known="2019-05-01")
    entries = [claim, answered("2019-04-01", "accepted", claim), instead]

    assert take(*entries).standing == "on_track"
    assert take(*entries, known_by=on("2019-04-30")).standing == "complete"


def test_decision_on_a_voided_request_counts_for_nothing():
    request = asked("2019-03-01", "2019-06-28", voided_at=on("2019-05-01"))
    entries = [request, decided("2019-03-12", "granted", request)]

    assert take(*entries).current_due == date(2019, 3, 29)
    assert take(*entries, known_by=on("2019-04-30")).current_due == date(2019, 6, 28)


def test_corrected_decision_replaces_the_mistaken_one():
    request = asked("2019-03-01", "2019-06-28")
    mistaken = decided("2019-03-12", "granted", request, voided_at=on("2019-03-20"))
    instead = decided("2019-03-12", "refused", request, known="2019-03-20")
    entries = [request, mistaken, instead]

    assert take(*entries).current_due == date(2019, 3, 29)
    assert take(*entries).refused == [request]
    assert take(*entries, known_by=on("2019-03-15")).current_due == date(2019, 6, 28)


def test_voided_sign_off_leaves_the_claim_waiting():
    claim = said("2019-03-20", "done")
    result = take(claim, answered("2019-04-01", "accepted", claim, voided_at=on("2019-04-05")))

    assert (result.standing, result.claim) == ("done", claim)
    assert result.claimed_on == date(2019, 3, 20)


# What was never said


@pytest.mark.parametrize("status", ["on_track", "at_risk", "off_track", "done", "not_stated"])
def test_each_status_stands_as_said(status):
    result = take(said("2019-01-10", status))

    assert result.standing == Standing(status)


def test_replay_changes_nothing_that_it_was_given():
    entries = [said("2019-02-10", "at_risk"), said("2019-01-10", "on_track")]
    before = list(entries)

    replay(entries, None, date(2019, 3, 1) + timedelta(1), None)

    assert entries == before
