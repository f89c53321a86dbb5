"""A council with a plan and what belongs to it, and another council with one of everything."""

import pytest

from inspections.models import Authority
from tests import factories
from tests.keeping.said import page_addresses


@pytest.fixture
def admin(members, client_for):
    return client_for(members["admin"])


@pytest.fixture
def inspection(authority):
    return factories.InspectionFactory(
        authority=authority, key="2018-06-reinspection", kind="reinspection", letter=True
    )


@pytest.fixture
def plan(authority, inspection):
    plan = factories.PlanFactory(authority=authority, key="our-plan", title="Our plan")
    plan.answers.add(inspection)
    return plan


@pytest.fixture
def post(authority):
    return factories.OwnerFactory(authority=authority, key="dcs", post="Director")


@pytest.fixture
def commitment(plan, inspection):
    recommendation = factories.RecommendationFactory(inspection=inspection, key="7", position=7)
    return factories.CommitmentFactory(plan=plan, recommendation=recommendation, title="Visits")


@pytest.fixture
def action(plan, commitment, post):
    return factories.ActionFactory(
        plan=plan, reference="1.1", commitments=[commitment], owner=post
    )


@pytest.fixture
def elsewhere(members):
    """Another council with one of everything."""
    authority = Authority.objects.get(slug="eastmere")
    plan = factories.PlanFactory(authority=authority, key="their-plan")
    commitment = factories.CommitmentFactory(plan=plan)
    plan.answers.add(commitment.recommendation.inspection)
    return {
        "plan": plan,
        "commitment": commitment,
        "recommendation": factories.RecommendationFactory(
            inspection=commitment.recommendation.inspection
        ),
        "action": factories.ActionFactory(plan=plan, commitments=[commitment]),
        "owner": factories.OwnerFactory(authority=authority),
        "finding": factories.FindingFactory(inspection__authority=authority),
        "person": members["other"],
    }


@pytest.fixture
def finding(authority):
    visit = factories.VisitFactory(authority=authority, key="2019-02-monitoring_visit")
    return factories.FindingFactory(inspection=visit, key="f1", summary="Visits are timelier.")


@pytest.fixture
def pages(plan, commitment, action, post, finding, members):
    return page_addresses(plan, commitment, action, post, finding, members["officer"])


@pytest.fixture
def recommendation(plan, inspection):
    return factories.RecommendationFactory(inspection=inspection, key="8", title="Caseloads")
