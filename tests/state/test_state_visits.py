"""Each commitment against each visit: columns, disagreement, and silence."""

from datetime import date

import pytest

from improvement.state import Side
from tests.factories import (
    ActionCommitmentFactory,
    ActionFactory,
    CommitmentFactory,
    DecisionFactory,
    DocumentFactory,
    FindingLinkFactory,
    InspectionDocumentFactory,
    InspectionFactory,
    RecommendationFactory,
    SignOffFactory,
    UpdateFactory,
    VisitFactory,
    on,
)
from tests.state.reading import BOTH, NOW, THEN, columns, finding, read_commitment

pytestmark = pytest.mark.django_db


# Columns


def said(commitment, day, reading=NOW):
    cells = read_commitment(commitment, day, reading).cells
    return [str(cell.progress) for cell in cells]


def test_columns_are_the_visits_after_up_to_the_next_graded_inspection(authority, commitment):
    InspectionFactory(authority=authority, ended="2017-05-01", published="2017-06-01")
    graded = InspectionFactory(
        authority=authority, kind="reinspection", ended="2022-03-01", published="2022-05-01"
    )
    focused = VisitFactory(authority=authority, kind="focused_visit", ended="2021-03-01")
    monitoring = VisitFactory(authority=authority)
    VisitFactory(authority=authority, ended="2023-01-01", published="2023-02-01")
    VisitFactory()  # of another council

    assert columns(commitment.plan, "2024-01-01") == [monitoring, focused, graded]
    assert columns(commitment.plan, "2021-02-28") == [monitoring]
    assert columns(commitment.plan, "2021-03-01") == [monitoring, focused]


def test_column_is_absent_before_the_visit_was_known(authority, commitment):
    VisitFactory(authority=authority, known_at=on("2019-02-28"))

    assert len(columns(commitment.plan, "2019-02-06", NOW)) == 1
    assert len(columns(commitment.plan, "2019-02-27", THEN)) == 0
    assert len(columns(commitment.plan, "2019-02-28", THEN)) == 1


@pytest.mark.parametrize("kind", ["improvement_notice", "direction"])
def test_notice_is_no_column_but_its_rows_have_columns(authority, plan, kind):
    notice = InspectionFactory(
        authority=authority, kind=kind, started=None, ended=None, published="2018-10-01"
    )
    asked = RecommendationFactory(inspection=notice, kind="requirement")
    commitment = CommitmentFactory(plan=plan, recommendation=asked)
    visit = VisitFactory(authority=authority)
    InspectionFactory(
        authority=authority, kind=kind, started=None, ended=None, published="2019-03-01"
    )
    finding(visit, asked, "declined")

    assert columns(plan, "2019-12-31") == [visit]
    assert said(commitment, "2019-12-31") == ["declined"]


def test_visit_without_a_date_stands_by_its_document(authority, commitment, action):
    visit = VisitFactory(
        authority=authority,
        started=None,
        ended=None,
        published=None,
        letter=False,
        known_at=on("2019-02-20"),
    )
    press = DocumentFactory(
        authority=authority, kind="press_report", second_hand=True, published="2019-02-07"
    )
    InspectionDocumentFactory(inspection=visit, document=press)
    UpdateFactory(action=action, status="at_risk", holds_from="2019-02-07")
    later = VisitFactory(authority=authority, ended="2019-02-08", letter=False)

    state = read_commitment(commitment, "2019-03-31")

    assert [cell.visit.inspection for cell in state.cells] == [visit, later]
    assert state.cells[0].visit.inspection.when == "before 7 February 2019"
    assert state.cells[0].standing == "at_risk"
    assert columns(commitment.plan, "2019-02-06") == []


def test_letter_not_held_is_told_apart_from_not_mentioned(authority, commitment):
    VisitFactory(authority=authority, ended="2019-02-06", letter=False)
    VisitFactory(authority=authority, ended="2019-05-06", published="2019-06-01")
    second_hand = VisitFactory(authority=authority, ended="2019-08-06", letter=False)
    InspectionDocumentFactory(
        inspection=second_hand, document=DocumentFactory(authority=authority, second_hand=True)
    )

    assert said(commitment, "2019-12-31") == [
        "letter_not_held",
        "not_mentioned",
        "letter_not_held",
    ]


def test_letter_is_held_since_it_was_known(authority, commitment):
    VisitFactory(authority=authority, known_at=on("2019-02-07"), letter=False)
    VisitFactory(
        authority=authority,
        ended="2019-03-06",
        known_at=on("2019-03-07"),
        letter=True,
        letter__known_at=on("2019-04-01"),
    )

    assert said(commitment, "2019-03-31", THEN) == ["letter_not_held", "letter_not_held"]
    assert said(commitment, "2019-03-31", NOW) == ["letter_not_held", "not_mentioned"]
    assert said(commitment, "2019-04-01", THEN) == ["letter_not_held", "not_mentioned"]


def test_visit_before_a_rows_own_inspection_is_not_yet_asked(authority, plan, commitment):
    VisitFactory(authority=authority)
    joint = InspectionFactory(
        authority=authority, kind="joint_inspection", ended="2019-06-01", published="2019-07-01"
    )
    newer = CommitmentFactory(plan=plan, recommendation=RecommendationFactory(inspection=joint))
    VisitFactory(authority=authority, ended="2019-09-01", published="2019-10-01")

    assert said(commitment, "2019-12-31")[0] == "not_mentioned"
    assert said(newer, "2019-12-31") == ["not_yet_asked", "not_yet_asked", "not_mentioned"]


def test_only_confirmed_links_speak(authority, commitment):
    visit = VisitFactory(authority=authority)
    found = finding(visit, commitment.recommendation, "declined", state="proposed")
    asked = {"finding": found, "recommendation": commitment.recommendation}

    assert said(commitment, "2019-12-31") == ["not_mentioned"]

    FindingLinkFactory(**asked, known_at=on("2019-04-01"))
    assert said(commitment, "2019-12-31") == ["declined"]
    assert said(commitment, "2019-03-31", NOW) == ["declined"]
    assert said(commitment, "2019-03-31", THEN) == ["not_mentioned"]

    FindingLinkFactory(**asked, state="rejected", known_at=on("2019-05-01"))
    assert said(commitment, "2019-04-15", NOW) == ["not_mentioned"]
    assert said(commitment, "2019-04-15", THEN) == ["declined"]


# Disagreement


def test_complete_then_reopened_before_a_visit(authority, commitment, action):
    claim = UpdateFactory(action=action, status="done", holds_from="2019-01-20")
    SignOffFactory(claim=claim, holds_from="2019-01-25")
    DecisionFactory(action=action, outcome="reopened", holds_from="2019-02-04")
    visit = VisitFactory(authority=authority)
    finding(visit, commitment.recommendation, "no_progress")

    [cell] = read_commitment(commitment, "2019-12-31").cells

    assert (cell.standing, cell.progress, cell.disagreement) == (
        "reopened",
        "no_progress",
        None,
    )


def test_disagreement_at_a_visit_is_with_the_status_at_the_end_of_its_last_day(
    authority, commitment, action
):
    visit = VisitFactory(authority=authority)  # ended on 6 February
    finding(visit, commitment.recommendation, "no_progress")
    UpdateFactory(action=action, status="done", holds_from="2019-02-06")
    UpdateFactory(action=action, status="off_track", holds_from="2019-02-07")

    state = read_commitment(commitment, "2019-12-31")

    assert [(c.standing, c.disagreement) for c in state.cells] == [("done", Side.WE)]
    assert (state.standing, state.dispute) == ("off_track", None)


def test_disagreement_at_a_visit_is_in_the_reading_of_the_page(authority, commitment, action):
    visit = VisitFactory(authority=authority)
    finding(visit, commitment.recommendation, "improved")
    # Entered after the visit, said to hold from before it.
    UpdateFactory(
        action=action, status="at_risk", holds_from="2019-02-01", known_at=on("2019-03-01")
    )

    [then] = read_commitment(commitment, "2019-12-31", THEN).cells
    [now] = read_commitment(commitment, "2019-12-31", NOW).cells

    assert (then.standing, then.disagreement) == ("on_track", None)
    assert (now.standing, now.disagreement) == ("at_risk", Side.THEY)


def test_action_known_only_after_a_visit_did_not_stand_at_it(authority, plan, commitment):
    VisitFactory(authority=authority)
    action = ActionFactory(plan=plan, known_at=on("2019-03-01"))
    ActionCommitmentFactory(action=action, commitment=commitment, known_at=on("2018-11-30"))

    [then] = read_commitment(commitment, "2019-12-31", THEN).cells
    [now] = read_commitment(commitment, "2019-12-31", NOW).cells

    assert (then.standing, now.standing) == ("no_action", "not_stated")


def dispute(commitment, day, reading=NOW):
    found = read_commitment(commitment, day, reading).dispute
    return found and (found.side, found.visit.inspection, found.since, found.days)


@BOTH
def test_dispute_counts_from_the_letter_if_we_had_said_so_before(
    authority, commitment, action, reading
):
    UpdateFactory(action=action, status="done", holds_from="2019-01-20")
    visit = VisitFactory(authority=authority)  # published on 28 February
    finding(visit, commitment.recommendation, "some_progress")

    assert dispute(commitment, "2019-02-27", reading) is None
    assert dispute(commitment, "2019-02-28", reading) == (Side.WE, visit, date(2019, 2, 28), 0)
    assert dispute(commitment, "2019-03-10", reading)[3] == 10


def test_dispute_counts_from_our_status_if_we_said_so_later(authority, commitment, action):
    visit = VisitFactory(authority=authority)
    finding(visit, commitment.recommendation, "no_progress")
    UpdateFactory(action=action, status="at_risk", holds_from="2019-01-20")
    UpdateFactory(action=action, status="done", holds_from="2019-03-20")
    UpdateFactory(action=action, status="done", holds_from="2019-04-20")  # said again

    assert dispute(commitment, "2019-03-19") is None
    assert dispute(commitment, "2019-05-20") == (Side.WE, visit, date(2019, 3, 20), 61)


def test_dispute_ends_when_either_side_changes(authority, commitment, action):
    UpdateFactory(action=action, status="done", holds_from="2019-01-20")
    first = VisitFactory(authority=authority)
    finding(first, commitment.recommendation, "no_progress")
    second = VisitFactory(authority=authority, ended="2019-05-06", published="2019-06-01")
    finding(second, commitment.recommendation, "some_progress")
    third = VisitFactory(authority=authority, ended="2019-08-06", published="2019-09-01")
    finding(third, commitment.recommendation, "improved")
    # A visit that says nothing of it changes nothing.
    VisitFactory(authority=authority, ended="2019-07-06", published="2019-08-01")

    assert dispute(commitment, "2019-05-31") == (Side.WE, first, date(2019, 2, 28), 92)
    assert dispute(commitment, "2019-06-01") == (Side.WE, second, date(2019, 6, 1), 0)
    assert dispute(commitment, "2019-08-31") == (Side.WE, second, date(2019, 6, 1), 91)
    assert dispute(commitment, "2019-09-01") is None


def test_letter_known_before_it_was_published_never_gives_an_age_below_nothing(
    authority, commitment, action
):
    UpdateFactory(action=action, status="done", holds_from="2019-01-20")
    visit = VisitFactory(authority=authority, known_at=on("2019-02-20"))
    finding(visit, commitment.recommendation, "declined")

    then = dispute(commitment, "2019-02-21", THEN)

    assert then == (Side.WE, visit, date(2019, 2, 21), 0)
    assert dispute(commitment, "2019-03-10", THEN)[2:] == (date(2019, 2, 28), 10)


def test_dispute_is_with_the_last_word_even_after_the_next_graded_inspection(
    authority, commitment, action
):
    UpdateFactory(action=action, status="done", holds_from="2019-01-20")
    InspectionFactory(authority=authority, ended="2019-03-01", published="2019-04-01")
    visit = VisitFactory(authority=authority, ended="2019-05-06", published="2019-06-01")
    finding(visit, commitment.recommendation, "declined")

    assert columns(commitment.plan, "2019-06-10")[-1] == visit
    assert dispute(commitment, "2019-06-10") == (Side.WE, visit, date(2019, 6, 1), 9)


def test_they_say_better(authority, commitment, action):
    UpdateFactory(action=action, status="off_track", holds_from="2019-01-20")
    visit = VisitFactory(authority=authority)
    finding(visit, commitment.recommendation, "strength")

    assert dispute(commitment, "2019-03-10") == (Side.THEY, visit, date(2019, 2, 28), 10)


# Not mentioned since


def test_not_mentioned_since_counts_the_letters_held(authority, commitment):
    first = VisitFactory(authority=authority)
    finding(first, commitment.recommendation, "improved")
    VisitFactory(authority=authority, ended="2019-05-06", published="2019-06-01")
    VisitFactory(authority=authority, ended="2019-08-06", letter=False)
    VisitFactory(authority=authority, ended="2019-10-06", published="2019-11-01")

    state = read_commitment(commitment, "2019-12-31")

    assert state.last_mentioned.inspection == first
    assert state.letters_since == 2


def test_never_mentioned_counts_the_letters_that_could_have(authority, plan, commitment):
    VisitFactory(authority=authority)
    joint = InspectionFactory(
        authority=authority, kind="joint_inspection", ended="2019-06-01", published="2019-07-01"
    )
    newer = CommitmentFactory(plan=plan, recommendation=RecommendationFactory(inspection=joint))
    VisitFactory(authority=authority, ended="2019-09-01", published="2019-10-01")

    states = [read_commitment(c, "2019-12-31") for c in (commitment, newer)]

    # The joint inspection of June asked the second; its own letter was never held.
    assert [(s.last_mentioned, s.letters_since) for s in states] == [(None, 2), (None, 1)]
