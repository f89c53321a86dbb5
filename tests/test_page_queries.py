"""Every page takes the same number of queries, at most fifteen, for few rows and for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DateRequestFactory,
    DocumentFactory,
    DocumentPartFactory,
    FindingFactory,
    FindingLinkFactory,
    HoldingFactory,
    InspectionDocumentFactory,
    InspectionFactory,
    JudgementFactory,
    LeaderFactory,
    MeasureFactory,
    MeasureLinkFactory,
    MeasureReadingFactory,
    MilestoneFactory,
    OwnerFactory,
    PlanFactory,
    RecommendationFactory,
    RepeatLinkFactory,
    RivalFactory,
    ThemeFactory,
    UpdateFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db
FEW, MANY = 1, 30


class World:
    """A plan, what it answers and what visits said, that can grow."""

    def __init__(self, authority, officer):
        self.authority = authority
        self.inspection = InspectionFactory(authority=authority, letter=True)
        self.earlier = InspectionFactory(authority=authority, ended="2015-11-05")
        self.plan = PlanFactory(authority=authority, key="growing")
        self.plan.answers.add(self.inspection)
        self.owner = OwnerFactory(authority=authority)
        HoldingFactory(owner=self.owner, user=officer, name="", holds_from="2018-12-01")
        self.visit = VisitFactory(authority=authority, letter=True)
        self.theme = ThemeFactory()
        self.paper = DocumentFactory(authority=authority)
        InspectionDocumentFactory(inspection=self.inspection, document=self.paper)
        self.rows, self.measures = [], []

    def grow(self, number):
        for _ in range(number):
            recommendation = RecommendationFactory(inspection=self.inspection, theme=self.theme)
            commitment = CommitmentFactory(
                plan=self.plan, recommendation=recommendation, owner=self.owner
            )
            action = ActionFactory(plan=self.plan, commitments=[commitment], owner=self.owner)
            UpdateFactory(action=action, status="done")
            request = DateRequestFactory(action=action)
            finding = FindingFactory(inspection=self.visit, theme=self.theme)
            FindingLinkFactory(finding=finding, recommendation=recommendation)
            JudgementFactory(inspection=self.inspection)
            RepeatLinkFactory(
                recommendation=recommendation,
                earlier_recommendation=RecommendationFactory(inspection=self.earlier),
            )
            self.grow_paper(recommendation)
            self.rows.append((recommendation, commitment, action, request))

    def grow_paper(self, recommendation):
        """What one document tells, in a part of its own; and a measure with its readings."""
        part = DocumentPartFactory(document=self.paper)
        told = {"inspection": self.inspection, "document": self.paper, "part": part.key}
        RecommendationFactory(**told)
        FindingFactory(**told)
        JudgementFactory(**told)
        RivalFactory(**told)
        LeaderFactory(authority=self.authority, document=self.paper)
        MilestoneFactory(authority=self.authority, document=self.paper)
        PlanFactory(authority=self.authority, document=self.paper)
        measure = MeasureFactory(authority=self.authority, theme=self.theme)
        MeasureReadingFactory(measure=measure, earlier=70, **told)
        MeasureReadingFactory(measure=self.measures[0] if self.measures else measure)
        MeasureLinkFactory(measure=measure, recommendation=recommendation)
        self.measures.append(measure)


PAGES = {
    "front-page": ("viewer", lambda world: ()),
    "plan-list": ("viewer", lambda world: ()),
    "plan": ("viewer", lambda world: ("growing",)),
    "plan-rows": ("viewer", lambda world: ("growing",)),
    "plan-compare": ("viewer", lambda world: ("growing",)),
    "action-list": ("viewer", lambda world: ("growing",)),
    "action": ("officer", lambda world: ("growing", world.rows[0][2].reference)),
    "inspection-list": ("viewer", lambda world: ()),
    "timeline": ("viewer", lambda world: ()),
    "inspection": ("viewer", lambda world: (world.authority.slug, world.inspection.key)),
    "inspection-matrix": (
        "viewer",
        lambda world: (world.authority.slug, world.inspection.key),
    ),
    "recommendation": (
        "viewer",
        lambda world: (world.authority.slug, world.inspection.key, world.rows[0][0].key),
    ),
    "measure-list": ("viewer", lambda world: ()),
    "measure": ("viewer", lambda world: (world.authority.slug, world.measures[0].key)),
    "document-list": ("viewer", lambda world: ()),
    "document": ("viewer", lambda world: (world.authority.slug, world.paper.key)),
    "theme-list": ("viewer", lambda world: ()),
    "theme": ("viewer", lambda world: (world.authority.slug, world.theme.key)),
    "search": ("viewer", lambda world: ()),
    "my-actions": ("officer", lambda world: ()),
    "action-update": ("officer", lambda world: ("growing", world.rows[0][2].reference)),
    "action-date": ("officer", lambda world: ("growing", world.rows[0][2].reference)),
    "action-sign-off": ("approver", lambda world: ("growing", world.rows[0][2].reference)),
    "request-decide": (
        "approver",
        lambda world: ("growing", world.rows[0][2].reference, world.rows[0][3].pk),
    ),
    "action-withdraw": ("approver", lambda world: ("growing", world.rows[0][2].reference)),
    "action-reopen": ("approver", lambda world: ("growing", world.rows[0][2].reference)),
    "commitment-impact": ("approver", lambda world: ("growing", world.rows[0][1].pk)),
    "draft-upload": ("admin", lambda world: ()),
    "draft-schema": ("admin", lambda world: ()),
}
PAST = {"as_at": "2019-03-01", "reading": "then"}
READ = [name for name in PAGES if PAGES[name][0] == "viewer" or name == "action"]


def queries(client, address, parameters):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address, parameters)
    assert response.status_code == 200, address
    return len(captured)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        *((name, {}) for name in PAGES),
        *((name, PAST) for name in READ),
        ("search", {"q": "e"}),
        ("search", {"q": "e", **PAST}),
        ("plan-compare", {"from": "2018-12-31", "to": "2019-03-01"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value) or "now",
)
def test_a_page_takes_as_many_queries_for_many_rows_as_for_few(
    name, parameters, members, authority, client_for
):
    world = World(authority, members["officer"])
    world.grow(FEW)
    role, arguments = PAGES[name]
    client = client_for(members[role])
    address = reverse(name, args=arguments(world))

    few = queries(client, address, parameters)
    world.grow(MANY)
    many = queries(client, address, parameters)

    assert many == few
    assert many <= 15
