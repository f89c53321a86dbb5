"""What is read of a plan, an action or a commitment as at a day."""

import pytest

from improvement.models import Plan
from improvement.state import read_state
from inspections.models.time import AsAt, Reading
from tests.factories import FindingFactory, FindingLinkFactory, day_of

NOW, THEN = Reading.NOW, Reading.THEN
BOTH = pytest.mark.parametrize("reading", [NOW, THEN])


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


def columns(plan, day, reading=NOW):
    return [visit.inspection for visit in read(plan, day, reading).columns]


def whole(state):
    """A state with all that its commitments work out only when a page asks."""
    plan = state.plan
    return (
        state,
        (plan.closed_on, plan.last_closure, plan.period),
        [
            (row.since, row.cells, row.dispute, row.letters_since, row.afterwards)
            for row in state.commitments
        ],
    )
