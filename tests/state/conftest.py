"""A plan with one commitment and one action."""

import pytest

from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    InspectionFactory,
    PlanFactory,
    RecommendationFactory,
    UpdateFactory,
)


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
