"""The queue with hundreds of rows takes no more queries than with a few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    CommitmentFactory,
    CoverFactory,
    DateRequestFactory,
    DecisionFactory,
    EvidenceFactory,
    FindingFactory,
    FindingLinkFactory,
    HoldingFactory,
    ImpactFactory,
    MembershipFactory,
    RecommendationFactory,
    UpdateFactory,
    UserFactory,
    VisitFactory,
)
from tests.office import TODAY
from tests.test_to_decide import QUEUE, an_action

pytestmark = pytest.mark.usefixtures("clock")


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(QUEUE).status_code == 200
    return len(captured)


def grow(plan, post, user, number, start):
    inspection = VisitFactory(authority=plan.authority)
    for at in range(start, start + number):
        recommendation = RecommendationFactory(inspection__authority=plan.authority)
        commitment = CommitmentFactory(plan=plan, recommendation=recommendation)
        finding = FindingFactory(inspection=inspection)
        FindingLinkFactory(finding=finding, recommendation=recommendation)
        ImpactFactory(commitment=commitment, recheck_on="2019-01-14")
        action = an_action(plan, post, f"q{at}", commitments=[commitment])
        EvidenceFactory(action=action)
        UpdateFactory(action=action, status="done")
        DateRequestFactory(action=action)
        DecisionFactory(action=an_action(plan, post, f"d{at}"), said_by=user, holds_from=TODAY)


def test_two_hundred_rows_take_as_many_queries_as_two(approver, members, plan, post):
    HoldingFactory(owner=post, user=members["approver"])
    grow(plan, post, members["approver"], 1, 0)
    few = queries(approver)
    grow(plan, post, members["approver"], 100, 1)

    assert queries(approver) == few
    assert few <= 15


def test_a_deputys_queue_takes_no_more(client_for, authority, members, plan, post):
    user = UserFactory()
    MembershipFactory(user=user, authority=authority, role="officer")
    for owner, approver in ((post, None), (None, members["approver"])):
        CoverFactory(authority=authority, owner=owner, approver=approver, user=user)
    HoldingFactory(owner=post, user=members["approver"])
    grow(plan, post, user, 3, 0)

    assert queries(client_for(user)) <= 15
