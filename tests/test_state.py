from datetime import date, timedelta

import pytest

from improvement.models import Plan
from improvement.state import Side, Standing, read_state, read_states
from inspections.models.time import AsAt, Reading
from tests.factories import (
    ActionCommitmentFactory,
    ActionFactory,
    CommitmentFactory,
    DateRequestFactory,
    DecisionFactory,
    DocumentFactory,
    FindingFactory,
    FindingLinkFactory,
    ImpactFactory,
    InspectionDocumentFactory,
    InspectionFactory,
    OwnerFactory,
    OwnershipFactory,
    PlanClosureFactory,
    PlanFactory,
    RecommendationFactory,
    SignOffFactory,
    UpdateFactory,
    UpdatePeriodFactory,
    VisitFactory,
    day_of,
    on,
)

NOW, THEN = Reading.NOW, Reading.THEN
BOTH = pytest.mark.parametrize("reading", [NOW, THEN])

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(authority):
    return InspectionFactory(authority=authority, letter=True)


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority)


@pytest.fixture
def commitment(plan, inspection):
    recommendation = RecommendationFactory(inspection=inspection)
    return CommitmentFactory(plan=plan, recommendation=recommendation)


@pytest.fixture
def action(plan, commitment):
    """Due on 29 March 2019, on track from 7 January."""
    action = ActionFactory(plan=plan, commitments=[commitment])
    UpdateFactory(action=action)
    return action


def read(plan, day, reading=NOW):
    as_at = AsAt.end_of(day_of(day), reading)
    return read_state(Plan.objects.for_screen(as_at).get(pk=plan.pk), as_at)


def read_action(action, day, reading=NOW):
    return read(action.plan, day, reading).action_by_pk[action.pk]


def read_commitment(commitment, day, reading=NOW):
    states = read(commitment.plan, day, reading).commitments
    return next(s for s in states if s.commitment == commitment)


def stands(action, day, reading=NOW):
    return str(read_action(action, day, reading).standing)


def finding(visit, recommendation, direction, **link):
    found = FindingFactory(inspection=visit, direction=direction)
    FindingLinkFactory(finding=found, recommendation=recommendation, **link)
    return found


# Two readings of late entries


def test_update_entered_today_that_holds_from_last_month(action):
    UpdateFactory(
        action=action, status="off_track", holds_from="2019-02-01", known_at=on("2019-03-01")
    )

    assert stands(action, "2019-02-15", THEN) == "on_track"
    assert stands(action, "2019-02-15", NOW) == "off_track"
    assert stands(action, "2019-03-01", THEN) == "off_track"
    assert stands(action, "2019-01-31", NOW) == "on_track"


@pytest.mark.parametrize(
    ("day", "then", "now"),
    [
        ("2019-02-15", "on_track", "off_track"),
        ("2019-02-25", "at_risk", "at_risk"),
        ("2019-03-02", "at_risk", "at_risk"),
    ],
)
def test_update_that_holds_from_last_month_yields_to_one_of_last_week(action, day, then, now):
    UpdateFactory(action=action, status="at_risk", holds_from="2019-02-22")
    UpdateFactory(
        action=action, status="off_track", holds_from="2019-02-01", known_at=on("2019-03-01")
    )

    assert (stands(action, day, THEN), stands(action, day, NOW)) == (then, now)


def test_as_known_then_ends_with_the_day_in_london(action):
    # Half past midnight in London is still the day before in UTC.
    UpdateFactory(
        action=action, status="at_risk", holds_from="2019-06-01", known_at=on("2019-06-01", 23)
    )
    UpdateFactory(
        action=action,
        status="off_track",
        holds_from="2019-06-01",
        known_at=on("2019-06-02", 0, 30),
    )

    assert stands(action, "2019-06-01", THEN) == "at_risk"
    assert stands(action, "2019-06-01", NOW) == "off_track"
    assert stands(action, "2019-06-02", THEN) == "off_track"


def test_action_and_commitment_are_absent_before_they_were_known(plan, commitment, action):
    loaded = ActionFactory(
        plan=plan, known_at=on("2019-02-01"), reference="9.1", commitments=[commitment]
    )
    answered = CommitmentFactory(plan=plan, known_at=on("2019-02-01"))

    def seen(day, reading):
        state = read(plan, day, reading)
        return (
            loaded in [s.action for s in state.actions],
            answered in [s.commitment for s in state.commitments],
            len(state.commitments[0].actions),
        )

    assert seen("2019-01-20", THEN) == (False, False, 1)
    assert seen("2019-01-20", NOW) == (True, True, 2)
    assert seen("2019-02-01", THEN) == (True, True, 2)
    # In no reading before the day they came into the plan.
    ActionFactory(plan=plan, added="2019-02-10", known_at=on("2019-02-10"), reference="9.2")
    assert [s.action.reference for s in read(plan, "2019-02-09").actions][-1] == "9.1"


def test_plan_is_absent_before_it_was_known_or_opened(authority):
    plan = PlanFactory(authority=authority, opened="2019-01-10", known_at=on("2019-02-01"))

    assert read(plan, "2019-01-10", NOW).plan == plan
    assert read(plan, "2019-02-01", THEN).plan == plan
    with pytest.raises(Plan.DoesNotExist):
        read(plan, "2019-01-31", THEN)
    with pytest.raises(Plan.DoesNotExist):
        read(plan, "2019-01-09", NOW)


def test_entries_of_an_action_are_those_known_the_voided_ones_included(action):
    mistaken = UpdateFactory(action=action, status="off_track", holds_from="2019-02-01")
    UpdateFactory(
        action=action, holds_from="2019-02-01", known_at=on("2019-02-20"), voids=mistaken
    )
    UpdateFactory(action=action, holds_from="2019-02-02", known_at=on("2019-03-01"))

    def entries(day, reading):
        return len(read_action(action, day, reading).entries)

    assert entries("2019-01-31", NOW) == 1
    assert [entries("2019-02-10", reading) for reading in (THEN, NOW)] == [2, 4]
    assert [entries("2019-02-20", reading) for reading in (THEN, NOW)] == [3, 4]


# Late, and the clock


def lateness(action, day, reading=NOW):
    state = read_action(action, day, reading)
    return state.late, state.late_against_first


@BOTH
def test_late_counts_from_the_day_after_the_date(action, reading):
    assert lateness(action, "2019-03-29", reading) == (0, 0)
    assert lateness(action, "2019-03-30", reading) == (1, 1)


def test_late_stops_on_the_day_the_claim_was_entered(action):
    UpdateFactory(
        action=action, status="done", holds_from="2019-03-20", known_at=on("2019-04-08")
    )

    assert lateness(action, "2019-06-30") == (10, 10)
    # Said of 20 March, but nobody had said it by 1 April.
    assert lateness(action, "2019-04-01", NOW) == (3, 3)
    assert lateness(action, "2019-04-01", THEN) == (3, 3)


def test_claim_said_again_does_not_move_the_stopped_clock(action):
    UpdateFactory(action=action, status="done", holds_from="2019-03-20")
    UpdateFactory(action=action, status="done", holds_from="2019-05-20")
    UpdateFactory(action=action, status="done", holds_from="2019-06-20")

    assert lateness(action, "2019-06-30") == (0, 0)


def test_claim_sent_back_never_stopped_the_clock(action):
    claim = UpdateFactory(action=action, status="done", holds_from="2019-03-20")
    SignOffFactory(claim=claim, outcome="sent_back", holds_from="2019-05-01")

    assert lateness(action, "2019-04-30") == (0, 0)
    assert lateness(action, "2019-05-01") == (33, 33)


def test_reopened_action_never_stopped_the_clock(action):
    claim = UpdateFactory(action=action, status="done", holds_from="2019-03-20")
    SignOffFactory(claim=claim, holds_from="2019-03-25")
    DecisionFactory(action=action, outcome="reopened", holds_from="2019-05-01")

    assert (stands(action, "2019-04-30"), lateness(action, "2019-04-30")) == (
        "complete",
        (0, 0),
    )
    assert (stands(action, "2019-05-01"), lateness(action, "2019-05-01")) == (
        "reopened",
        (33, 33),
    )


def dates(action, day, reading=NOW):
    state = read_action(action, day, reading)
    return state.first_due, state.current_due, state.slippage, state.late


FIRST, SECOND = date(2019, 3, 29), date(2019, 6, 28)


@BOTH
def test_waiting_request_changes_nothing(action, reading):
    DateRequestFactory(action=action, holds_from="2019-03-20", to=SECOND)

    assert dates(action, "2019-03-30", reading) == (FIRST, FIRST, 0, 1)
    assert len(read_action(action, "2019-03-30", reading).waiting) == 1


@BOTH
def test_request_refused_after_the_date_changes_nothing(action, reading):
    request = DateRequestFactory(action=action, holds_from="2019-04-01", to=SECOND)
    DecisionFactory(request=request, outcome="refused", holds_from="2019-04-10")

    assert dates(action, "2019-04-10", reading) == (FIRST, FIRST, 0, 12)
    assert read_action(action, "2019-04-10", reading).waiting == []


@BOTH
def test_granted_request_moves_the_date_from_the_day_of_the_decision(action, reading):
    request = DateRequestFactory(action=action, holds_from="2019-03-20", to=SECOND)
    DecisionFactory(request=request, outcome="granted", holds_from="2019-04-10")

    assert dates(action, "2019-04-09", reading) == (FIRST, FIRST, 0, 11)
    assert dates(action, "2019-04-10", reading) == (FIRST, SECOND, 91, 0)
    assert lateness(action, "2019-06-30", reading) == (2, 93)


@BOTH
def test_without_a_date_never_late_until_a_decision_gives_the_first(plan, reading):
    action = ActionFactory(plan=plan, first_due=None)
    request = DateRequestFactory(action=action, holds_from="2019-03-20", to=SECOND)
    DecisionFactory(
        request=request, outcome="granted_to", to="2019-07-31", holds_from="2019-04-10"
    )
    given = date(2019, 7, 31)

    assert dates(action, "2019-04-09", reading) == (None, None, 0, 0)
    assert dates(action, "2019-04-10", reading) == (given, given, 0, 0)
    assert dates(action, "2019-08-01", reading) == (given, given, 0, 1)


def test_commitment_is_late_if_one_of_its_open_actions_is(plan, commitment, action):
    complete = ActionFactory(plan=plan, commitments=[commitment], first_due="2019-01-31")
    claim = UpdateFactory(action=complete, status="done", holds_from="2019-03-20")
    SignOffFactory(claim=claim, holds_from="2019-03-30")

    # On 29 March the claim, entered 48 days late, is still waiting.
    assert read_commitment(commitment, "2019-03-29").late == 48
    assert read_commitment(commitment, "2019-03-30").late == 1


# Status of commitments


def test_commitment_whose_only_action_is_withdrawn(commitment, action):
    DecisionFactory(action=action, outcome="withdrawn", holds_from="2019-02-01")

    states = [read_commitment(commitment, day) for day in ("2019-01-31", "2019-02-01")]

    assert [s.standing for s in states] == ["on_track", "all_withdrawn"]
    assert [s.colour for s in states] == ["green", "grey"]
    assert states[1].since == date(2019, 2, 1)


def test_commitment_without_an_action(commitment):
    state = read_commitment(commitment, "2019-02-01")

    assert (state.standing, state.colour, state.since) == ("no_action", "grey", None)


def test_action_joins_and_leaves_a_commitment(plan, commitment, action):
    other = CommitmentFactory(plan=plan)
    ActionCommitmentFactory(action=action, commitment=other, holds_from="2019-02-01")
    ActionCommitmentFactory(
        action=action,
        commitment=commitment,
        change="leaves",
        holds_from="2019-02-01",
        known_at=on("2019-02-20"),
    )

    def members(day, reading):
        state = read(plan, day, reading)
        return [len(c.actions) for c in state.commitments], [
            len(a.commitments) for a in state.actions
        ]

    assert members("2019-01-31", NOW) == ([1, 0], [1])
    assert members("2019-02-10", NOW) == ([0, 1], [1])
    assert members("2019-02-10", THEN) == ([1, 1], [2])
    assert members("2019-02-20", THEN) == ([0, 1], [1])
    assert read_commitment(commitment, "2019-03-01").standing == "no_action"
    assert read_commitment(commitment, "2019-03-01").since == date(2019, 2, 1)


def test_joining_by_mistake_is_voided(plan, commitment, action):
    other = CommitmentFactory(plan=plan)
    mistaken = ActionCommitmentFactory(action=action, commitment=other, holds_from="2019-02-01")
    ActionCommitmentFactory(
        action=action,
        commitment=other,
        holds_from="2019-02-01",
        known_at=on("2019-02-20"),
        voids=mistaken,
        retracts=True,
    )

    assert len(read_commitment(other, "2019-02-10", THEN).actions) == 1
    assert len(read_commitment(other, "2019-02-20", THEN).actions) == 0
    assert len(read_commitment(other, "2019-02-10", NOW).actions) == 0


def test_impact_makes_a_complete_commitment_blue(commitment, action):
    claim = UpdateFactory(action=action, status="done", holds_from="2019-03-20")
    SignOffFactory(claim=claim, holds_from="2019-03-25")
    ImpactFactory(commitment=commitment, holds_from="2019-05-01", known_at=on("2019-05-10"))

    def coloured(day, reading):
        state = read_commitment(commitment, day, reading)
        return str(state.colour), state.impact

    assert coloured("2019-05-05", THEN) == ("green", "")
    assert coloured("2019-05-05", NOW) == ("blue", "shown")
    assert coloured("2019-05-10", THEN) == ("blue", "shown")


# Mistaken entries


@pytest.mark.parametrize(
    ("day", "then", "now"),
    [
        ("2019-01-31", "on_track", "on_track"),
        ("2019-02-10", "off_track", "at_risk"),
        ("2019-02-20", "at_risk", "at_risk"),
    ],
)
def test_voided_update_stood_until_it_was_corrected(action, day, then, now):
    mistaken = UpdateFactory(action=action, status="off_track", holds_from="2019-02-01")
    UpdateFactory(
        action=action,
        status="at_risk",
        holds_from="2019-02-01",
        known_at=on("2019-02-20"),
        voids=mistaken,
    )

    assert (stands(action, day, THEN), stands(action, day, NOW)) == (then, now)


@pytest.mark.parametrize(
    ("day", "then", "now"),
    [
        ("2019-02-10", "off_track", "on_track"),
        ("2019-02-20", "on_track", "on_track"),
    ],
)
def test_retracted_update_leaves_what_was_said_before(action, day, then, now):
    mistaken = UpdateFactory(action=action, status="off_track", holds_from="2019-02-01")
    UpdateFactory(
        action=action,
        status="",
        holds_from="2019-02-01",
        known_at=on("2019-02-20"),
        voids=mistaken,
        retracts=True,
    )

    assert (stands(action, day, THEN), stands(action, day, NOW)) == (then, now)


def test_sign_off_of_a_voided_claim_counts_for_nothing(action):
    claim = UpdateFactory(action=action, status="done", holds_from="2019-03-01")
    SignOffFactory(claim=claim, holds_from="2019-03-05")
    UpdateFactory(
        action=action,
        status="",
        holds_from="2019-03-01",
        known_at=on("2019-03-20"),
        voids=claim,
        retracts=True,
    )

    assert stands(action, "2019-03-10", THEN) == "complete"
    assert stands(action, "2019-03-10", NOW) == "on_track"
    assert stands(action, "2019-03-20", THEN) == "on_track"


# Unconfirmed


def silent(action, day):
    return read_action(action, day).unconfirmed


def test_unconfirmed_counts_from_the_opening_of_the_plan(plan):
    # An old action, taken over from the plan before this one.
    action = ActionFactory(plan=plan, added="2018-06-01", known_at=on("2018-06-01"))

    assert silent(action, "2019-01-11") == 0  # 42 days
    assert silent(action, "2019-01-12") == 43


def test_unconfirmed_counts_from_the_day_the_action_was_added(plan):
    action = ActionFactory(plan=plan, added="2019-02-01", known_at=on("2019-02-01"))

    assert silent(action, "2019-03-15") == 0
    assert silent(action, "2019-03-16") == 43


def test_unconfirmed_counts_from_the_day_the_last_update_holds_from(action):
    UpdateFactory(action=action, holds_from="2019-02-01", known_at=on("2019-03-10"))

    assert silent(action, "2019-03-15") == 0
    assert silent(action, "2019-03-16") == 43


def test_requests_and_decisions_say_nothing_about_an_action(action):
    request = DateRequestFactory(action=action, holds_from="2019-02-10")
    DecisionFactory(request=request, holds_from="2019-02-12")

    assert silent(action, "2019-02-19") == 43


def test_action_that_has_not_begun_is_not_unconfirmed(plan, commitment):
    action = ActionFactory(plan=plan, commitments=[commitment], start="2019-03-01")

    assert silent(action, "2019-02-28") == 0
    assert silent(action, "2019-03-01") == 91
    assert [
        (s.unconfirmed, str(s.colour))
        for s in (read_commitment(commitment, d) for d in ("2019-02-28", "2019-03-01"))
    ] == [(False, "grey"), (True, "amber")]


def test_period_counts_from_the_day_it_changed(action):
    UpdatePeriodFactory(
        plan=action.plan, days=20, holds_from="2019-02-01", known_at=on("2019-02-05")
    )

    # Silent since 7 January.
    assert silent(action, "2019-01-31") == 0
    assert silent(action, "2019-02-01") == 25
    assert read_action(action, "2019-02-01", THEN).unconfirmed == 0
    assert read_action(action, "2019-02-05", THEN).unconfirmed == 29


def test_period_decides_when_late_turns_red(action):
    UpdatePeriodFactory(plan=action.plan, days=20, holds_from="2019-02-01")
    UpdateFactory(action=action, holds_from="2019-04-15")

    # Due on 29 March.
    assert read_action(action, "2019-04-18").colour == "amber"
    assert read_action(action, "2019-04-19").colour == "red"


# A closed plan


def test_clock_of_a_closed_plan_stops(action):
    PlanClosureFactory(plan=action.plan, holds_from="2019-04-08")

    state = read(action.plan, "2020-01-01")

    assert state.is_closed
    assert state.as_at.day == date(2019, 4, 8)
    assert (state.actions[0].late, state.actions[0].unconfirmed) == (10, 91)
    assert not read(action.plan, "2019-04-07").is_closed


def test_closing_is_known_only_from_when_it_was_entered(action):
    PlanClosureFactory(plan=action.plan, holds_from="2019-04-08", known_at=on("2019-05-01"))

    assert read_action(action, "2019-04-20", THEN).late == 22
    assert read_action(action, "2019-04-20", NOW).late == 10


def test_clock_runs_again_in_a_plan_opened_again(action):
    PlanClosureFactory(plan=action.plan, holds_from="2019-04-08")
    PlanClosureFactory(plan=action.plan, holds_from="2019-05-01", outcome="reopened")

    assert not read(action.plan, "2019-05-28").is_closed
    assert read_action(action, "2019-05-28").late == 60


# Owners


def test_handover_of_an_owner_as_at_a_day(plan, commitment):
    old, new = OwnerFactory(authority=plan.authority), OwnerFactory(authority=plan.authority)
    action = ActionFactory(plan=plan, owner=old)
    answered = CommitmentFactory(plan=plan, owner=old)
    for thing in ({"action": action}, {"commitment": answered}):
        OwnershipFactory(**thing, owner=new, holds_from="2019-02-01", known_at=on("2019-02-10"))

    def owners(day, reading):
        state = read(plan, day, reading)
        return [
            next(s.owner for s in state.actions if s.action == action),
            next(s.owner for s in state.commitments if s.commitment == answered),
        ]

    assert owners("2019-01-31", NOW) == [old, old]
    assert owners("2019-02-05", NOW) == [new, new]
    assert owners("2019-02-05", THEN) == [old, old]
    assert owners("2019-02-10", THEN) == [new, new]
    assert read_commitment(commitment, "2019-02-05").owner is None


# Columns


def columns(plan, day, reading=NOW):
    return [visit.inspection for visit in read(plan, day, reading).columns]


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
        inspection=second_hand,
        document=DocumentFactory(authority=authority, second_hand=True),
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
        authority=authority,
        kind="joint_inspection",
        ended="2019-06-01",
        published="2019-07-01",
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
    assert dispute(commitment, "2019-02-28", reading) == (
        Side.WE,
        visit,
        date(2019, 2, 28),
        0,
    )
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
        authority=authority,
        kind="joint_inspection",
        ended="2019-06-01",
        published="2019-07-01",
    )
    newer = CommitmentFactory(plan=plan, recommendation=RecommendationFactory(inspection=joint))
    VisitFactory(authority=authority, ended="2019-09-01", published="2019-10-01")

    states = [read_commitment(c, "2019-12-31") for c in (commitment, newer)]

    # The joint inspection of June asked the second; its own letter was never held.
    assert [(s.last_mentioned, s.letters_since) for s in states] == [(None, 2), (None, 1)]


# Cost


def grow(plan, inspection, visit, rows):
    for _ in range(rows):
        recommendation = RecommendationFactory(inspection=inspection)
        owner = OwnerFactory(authority=plan.authority)
        commitment = CommitmentFactory(plan=plan, recommendation=recommendation, owner=owner)
        action = ActionFactory(plan=plan, commitments=[commitment], owner=owner)
        claim = UpdateFactory(action=action, status="done")
        SignOffFactory(claim=claim, holds_from="2019-01-10")
        DecisionFactory(request=DateRequestFactory(action=action))
        ImpactFactory(commitment=commitment)
        finding(visit, recommendation, "declined")


def touch(state):
    """Reads every word that a screen may show of a state."""
    return [
        *[(s.owner, s.action.plan.title, s.slippage, s.colour) for s in state.actions],
        *[str(commitment) for s in state.actions for commitment in s.commitments],
        *[(s.owner, s.recommendation.theme, s.impact, s.colour) for s in state.commitments],
        *[str(s.recommendation.inspection) for s in state.commitments],
        *[str(s.dispute.visit) for s in state.commitments if s.dispute],
        *[str(c.visit) for s in state.commitments for c in s.cells],
        *[
            (link.finding.words, str(link.finding.document), link.finding.inspection.kind)
            for s in state.commitments
            for c in s.cells
            for link in c.links
        ],
        *[e.speaker for s in state.actions for e in s.entries],
    ]


@BOTH
def test_queries_are_as_many_for_sixty_rows_as_for_two(
    plan, inspection, reading, django_assert_num_queries
):
    visit = VisitFactory(authority=plan.authority)
    grow(plan, inspection, visit, 2)
    with django_assert_num_queries(8):
        few = touch(read(plan, "2019-12-31", reading))

    grow(plan, inspection, visit, 58)
    VisitFactory(authority=plan.authority, ended="2019-05-06", published="2019-06-01")
    with django_assert_num_queries(8):
        many = touch(read(plan, "2019-12-31", reading))

    assert len(many) > 25 * len(few)


def test_rows_stand_in_the_order_of_the_plan(plan, inspection):
    second = ActionFactory(plan=plan, reference="1.10", position=2)
    first = ActionFactory(plan=plan, reference="1.2", position=1)
    rows = [
        CommitmentFactory(
            plan=plan,
            recommendation=RecommendationFactory(inspection=inspection, position=position),
        )
        for position in (2, 1)
    ]

    state = read(plan, "2019-12-31")

    assert [s.action for s in state.actions] == [first, second]
    assert [s.commitment for s in state.commitments] == rows[::-1]


def test_moment_that_is_not_the_end_of_a_day(action):
    UpdateFactory(
        action=action, status="at_risk", holds_from="2019-02-01", known_at=on("2019-02-01", 15)
    )

    def standing(hour):
        as_at = AsAt(on("2019-02-01", hour), THEN)
        return read_state(Plan.objects.for_screen(as_at).get(pk=action.plan_id), as_at).actions[
            0
        ]

    assert [standing(hour).standing for hour in (14, 15)] == ["on_track", "at_risk"]


def test_nobody_else_is_read(action):
    """Another plan's rows, though of the same recommendation, are not this plan's."""
    elsewhere = CommitmentFactory(
        recommendation=action.action_commitments.get().commitment.recommendation
    )
    other = ActionFactory(plan=elsewhere.plan, commitments=[elsewhere])
    UpdateFactory(action=other, status="off_track", holds_from=date(2019, 1, 7) + timedelta(1))

    state = read(action.plan, "2019-02-01")

    assert [s.action for s in state.actions] == [action]
    assert [str(s.standing) for s in state.commitments] == ["on_track"]


def test_a_visit_after_the_next_graded_inspection_has_a_column_only_if_it_spoke(
    authority, commitment, action
):
    graded = InspectionFactory(authority=authority, ended="2019-03-01", published="2019-04-01")
    silent = VisitFactory(authority=authority, ended="2019-04-20", letter=True)

    assert columns(commitment.plan, "2019-06-10") == [graded]

    finding(silent, commitment.recommendation, "improved")
    row = read_commitment(commitment, "2019-06-10")

    assert columns(commitment.plan, "2019-06-10") == [graded, silent]
    assert row.last_mentioned.inspection == silent


def test_mending_the_words_of_an_older_entry_of_the_day_says_nothing_newer(action):
    first = UpdateFactory(
        action=action,
        status="on_track",
        text="typpo",
        holds_from="2019-02-10",
        known_at=on("2019-02-10", 10),
    )
    UpdateFactory(
        action=action,
        status="off_track",
        reason="Why.",
        holds_from="2019-02-10",
        known_at=on("2019-02-10", 11),
    )
    UpdateFactory(
        action=action,
        status="on_track",
        text="typo",
        voids=first,
        holds_from="2019-02-10",
        known_at=on("2019-02-10", 12),
    )

    assert read_action(action, "2019-02-10").standing == Standing.OFF_TRACK
    assert read_action(action, "2019-02-10", THEN).standing == Standing.OFF_TRACK


def test_a_closed_plan_loaded_later_is_whole_as_known_then(authority):
    plan = PlanFactory(authority=authority, known_at=on("2026-11-20"))
    action = ActionFactory(plan=plan, known_at=on("2026-11-20"))
    UpdateFactory(action=action, holds_from="2019-03-01", known_at=on("2026-11-20"))
    PlanClosureFactory(plan=plan, holds_from="2019-12-31", known_at=on("2026-11-20"))

    state = read(plan, "2026-11-21", THEN)

    assert [one.standing for one in state.actions] == [Standing.ON_TRACK]
    assert state.as_at.day == date(2019, 12, 31)


def test_several_plans_are_read_in_as_many_queries_as_one(
    authority, commitment, action, django_assert_num_queries
):
    other = ActionFactory(plan=PlanFactory(authority=authority))
    UpdateFactory(action=other, status="at_risk", reason="Why.")
    as_at = AsAt.end_of(date(2019, 2, 1))
    plans = list(Plan.objects.for_screen(as_at).order_by("pk"))

    with django_assert_num_queries(7):
        one = read_states(plans[:1], as_at)
    with django_assert_num_queries(7):
        both = read_states(plans, as_at)

    assert [a.standing for state in both for a in state.actions] == [
        Standing.ON_TRACK,
        Standing.AT_RISK,
    ]
    assert one[0].actions[0].standing == Standing.ON_TRACK


def test_a_visit_before_the_plan_opened_is_set_against_no_status_of_ours(authority, inspection):
    visit = VisitFactory(authority=authority, ended="2018-11-06", letter=True)
    plan = PlanFactory(authority=authority, opened="2018-11-30")
    recommendation = RecommendationFactory(inspection=inspection)
    commitment = CommitmentFactory(plan=plan, recommendation=recommendation)
    finding(visit, recommendation, "declined")

    (cell,) = read_commitment(commitment, "2019-01-31").cells

    assert (cell.standing, cell.disagreement) == (Standing.NOT_OPEN, None)
