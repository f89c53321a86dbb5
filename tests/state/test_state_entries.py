"""What an entry says as at a day: read in two ways, of commitments, mistaken, and of owners."""

from datetime import date

import pytest

from improvement.models import Plan
from tests.factories import (
    ActionCommitmentFactory,
    ActionFactory,
    CommitmentFactory,
    DecisionFactory,
    ImpactFactory,
    OwnerFactory,
    OwnershipFactory,
    PlanFactory,
    SignOffFactory,
    UpdateFactory,
    on,
)
from tests.state.reading import NOW, THEN, read, read_action, read_commitment, stands

pytestmark = pytest.mark.django_db


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
    [("2019-02-10", "off_track", "on_track"), ("2019-02-20", "on_track", "on_track")],
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
