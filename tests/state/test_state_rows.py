"""Reading many rows: what it costs, their order, and what is left out."""

from datetime import date, timedelta

import pytest

from improvement.models import Plan
from improvement.state import Standing, read_state, read_states
from inspections.models.time import AsAt
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DateRequestFactory,
    DecisionFactory,
    ImpactFactory,
    InspectionFactory,
    OwnerFactory,
    PlanClosureFactory,
    PlanFactory,
    RecommendationFactory,
    SignOffFactory,
    UpdateFactory,
    VisitFactory,
    on,
)
from tests.state.reading import BOTH, THEN, columns, finding, read, read_action, read_commitment

pytestmark = pytest.mark.django_db


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
