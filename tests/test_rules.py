from datetime import date, timedelta

import pytest

from improvement.state.rules import (
    Colour,
    Progress,
    Side,
    Standing,
    colour,
    commitment_standing,
    days_late,
    days_unconfirmed,
    disagreement,
    progress,
)

TODAY = date(2019, 6, 30)
PERIOD = 42


# Status of a commitment


@pytest.mark.parametrize(
    ("actions", "stands"),
    [
        ("off_track at_risk sent_back reopened not_started on_track", "off_track"),
        ("at_risk sent_back reopened not_started not_stated on_track", "at_risk"),
        ("sent_back reopened not_started not_stated on_track", "sent_back"),
        ("reopened not_started not_stated on_track done complete", "reopened"),
        ("not_started not_stated on_track done complete", "partly_started"),
        ("not_started on_track", "partly_started"),
        ("not_started done", "partly_started"),
        ("not_started complete", "partly_started"),
        ("not_stated on_track done complete", "not_stated"),
        ("on_track done complete", "on_track"),
        ("done complete", "done"),
        ("complete complete", "complete"),
        ("not_started not_started", "not_started"),
        # Nobody said whether the other has begun.
        ("not_started not_stated", "not_stated"),
        ("", "no_action"),
        ("withdrawn withdrawn", "all_withdrawn"),
        # What is withdrawn is out of the plan.
        ("withdrawn not_started", "not_started"),
        ("withdrawn on_track", "on_track"),
        ("withdrawn complete", "complete"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_commitment_stands_as_its_worst_action(actions, stands, turned):
    standings = [Standing(name) for name in actions.split()]

    if turned:
        standings.reverse()

    assert commitment_standing(standings) == stands


@pytest.mark.parametrize("standing", [s for s in Standing if s != Standing.WITHDRAWN][:9])
def test_commitment_with_one_action_stands_as_it_does(standing):
    assert commitment_standing([standing]) == standing


def test_every_standing_and_progress_has_words():
    assert {s.words for s in Standing} == {
        "Not started",
        "On track",
        "At risk",
        "Off track",
        "Done, evidence awaited",
        "Not stated",
        "Complete",
        "Sent back",
        "Reopened",
        "Withdrawn",
        "Partly started",
        "No action",
        "All withdrawn",
        "Plan not open yet",
    }
    assert [p.words for p in Progress][-4:] == [
        "Not mentioned",
        "Letter not held",
        "Not yet asked",
        "Another inspection between",
    ]


def test_open_is_all_but_complete_and_withdrawn():
    assert {s for s in Standing if not s.is_open} == {"complete", "withdrawn"}


# Late


@pytest.mark.parametrize(
    ("due", "days"),
    [
        (TODAY + timedelta(1), 0),
        (TODAY, 0),  # the due date has not passed on the day itself
        (TODAY - timedelta(1), 1),
        (TODAY - timedelta(40), 40),
        (None, 0),
    ],
)
def test_open_action_is_late_once_its_date_has_passed(due, days):
    assert days_late(Standing.ON_TRACK, due, TODAY, None) == days


@pytest.mark.parametrize(
    ("standing", "days"),
    [
        ("not_started", 10),
        ("on_track", 10),
        ("at_risk", 10),
        ("off_track", 10),
        ("not_stated", 10),
        ("sent_back", 10),
        ("reopened", 10),
        ("complete", 0),
        ("withdrawn", 0),
    ],
)
def test_only_an_open_action_is_late(standing, days):
    assert days_late(Standing(standing), TODAY - timedelta(10), TODAY, None) == days


@pytest.mark.parametrize(
    ("claimed", "days"),
    [
        (-20, 0),  # claimed before the date
        (-10, 0),  # claimed on the date
        (-7, 3),  # claimed three days after it: stays three days late
        (0, 10),
        (5, 10),  # said to hold already, but entered only five days from now
    ],
)
def test_claim_of_done_stops_the_clock_on_the_day_it_was_entered(claimed, days):
    claimed_on = TODAY + timedelta(claimed)

    assert days_late(Standing.DONE, TODAY - timedelta(10), TODAY, claimed_on) == days


def test_claim_that_no_longer_stands_does_not_stop_the_clock():
    claimed_on = TODAY - timedelta(20)

    assert days_late(Standing.SENT_BACK, TODAY - timedelta(10), TODAY, claimed_on) == 10


# Unconfirmed


@pytest.mark.parametrize(
    ("standing", "start", "silent", "days"),
    [
        ("on_track", None, 42, 0),  # for longer than the period, not as long
        ("on_track", None, 43, 43),
        ("done", None, 43, 43),
        ("not_stated", None, 43, 43),
        ("sent_back", None, 43, 43),
        ("on_track", TODAY, 43, 43),
        ("on_track", TODAY - timedelta(1), 43, 43),
        ("not_started", TODAY + timedelta(1), 43, 0),  # has not begun
        ("complete", None, 43, 0),
        ("withdrawn", None, 43, 0),
    ],
)
def test_unconfirmed_is_open_begun_and_silent_for_longer_than_the_period(
    standing, start, silent, days
):
    last_word = TODAY - timedelta(silent)

    assert days_unconfirmed(Standing(standing), start, TODAY, last_word, PERIOD) == days


# Colour


@pytest.mark.parametrize(
    ("standing", "late", "unconfirmed", "impact", "is_coloured"),
    [
        ("off_track", 0, False, "", "red"),
        ("off_track", 0, True, "sustained", "red"),
        ("on_track", 43, False, "", "red"),
        ("done", 43, False, "", "red"),
        ("not_started", 43, False, "", "red"),
        ("at_risk", 43, False, "", "red"),
        ("on_track", 42, False, "", "amber"),  # late by the period, not by more
        ("on_track", 1, False, "", "amber"),
        ("not_started", 1, False, "", "amber"),
        ("at_risk", 0, False, "", "amber"),
        ("sent_back", 0, False, "", "amber"),
        ("reopened", 0, False, "", "amber"),
        ("on_track", 0, True, "", "amber"),
        ("done", 0, True, "", "amber"),
        ("not_stated", 0, True, "", "amber"),
        ("complete", 0, False, "shown", "blue"),
        ("complete", 0, False, "sustained", "blue"),
        ("complete", 0, False, "not_yet_shown", "green"),
        ("complete", 0, False, "", "green"),
        ("done", 0, False, "sustained", "green"),  # impact does not make it complete
        ("done", 0, False, "", "green"),
        ("on_track", 0, False, "", "green"),
        ("not_started", 0, False, "", "grey"),
        ("partly_started", 0, False, "", "grey"),
        ("not_stated", 0, False, "", "grey"),
        ("no_action", 0, False, "", "grey"),
        ("all_withdrawn", 0, False, "", "grey"),
        ("withdrawn", 0, False, "", "grey"),
    ],
)
def test_colour_is_the_first_that_applies(standing, late, unconfirmed, impact, is_coloured):
    found = colour(Standing(standing), late, unconfirmed, PERIOD, impact)

    assert found == Colour(is_coloured)


# Progress at a visit


@pytest.mark.parametrize(
    ("directions", "said"),
    [
        ("improved", "improved"),
        ("strength", "improved"),
        ("some_progress", "some_progress"),
        ("some_progress some_progress", "some_progress"),
        ("some_progress improved", "improved"),
        ("some_progress strength", "improved"),
        ("no_progress", "no_progress"),
        ("weakness", "no_progress"),
        ("declined", "declined"),
        ("no_progress declined", "declined"),
        ("weakness declined", "declined"),
        ("weakness no_progress", "no_progress"),
        ("improved weakness", "mixed"),
        ("some_progress no_progress", "mixed"),
        ("strength declined", "mixed"),
        ("improved some_progress declined", "mixed"),
    ],
)
@pytest.mark.parametrize("letter_held", [True, False])
def test_progress_is_what_the_findings_say_together(directions, said, letter_held):
    # A finding may be known without the letter: a press report quotes it.
    assert progress(directions.split(), letter_held) == Progress(said)


@pytest.mark.parametrize(
    ("letter_held", "said"), [(True, "not_mentioned"), (False, "letter_not_held")]
)
def test_silence_is_told_apart_from_a_letter_not_held(letter_held, said):
    assert progress([], letter_held) == Progress(said)


# Disagreement: every pair that is one, written out rather than worked out

WE_SAY_BETTER = {
    ("done", "mixed"),
    ("done", "some_progress"),
    ("done", "no_progress"),
    ("done", "declined"),
    ("complete", "mixed"),
    ("complete", "some_progress"),
    ("complete", "no_progress"),
    ("complete", "declined"),
    ("on_track", "no_progress"),
    ("on_track", "declined"),
}
THEY_SAY_BETTER = {("at_risk", "improved"), ("off_track", "improved")}


@pytest.mark.parametrize("said", list(Progress))
@pytest.mark.parametrize("ours", list(Standing))
def test_disagreement_of_every_pair(ours, said):
    pair = (ours.value, said.value)
    expected = {
        **dict.fromkeys(WE_SAY_BETTER, Side.WE),
        **dict.fromkeys(THEY_SAY_BETTER, Side.THEY),
    }.get(pair)

    assert disagreement(ours, said) == expected


def test_not_mentioned_and_letter_not_held_are_nothing_said():
    assert {p for p in Progress if not p.is_said} == {
        "not_mentioned",
        "letter_not_held",
        "not_yet_asked",
        "after_another",
    }


def test_what_no_look_tested_is_neither_asked_nor_passed_over():
    assert {p for p in Progress if not p.is_tested} == {"not_yet_asked", "after_another"}
