"""Every page takes the same number of queries, at most fifteen, for few rows and for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from improvement.models import Plan, Proposal
from improvement.spreadsheets.foreign_plan.checking import check, kept
from inspections.models import GlossaryEntry
from inspections.models.time import AsAt
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DateRequestFactory,
    DecisionFactory,
    DocumentFactory,
    DocumentPartFactory,
    EvidenceFactory,
    FindingFactory,
    FindingLinkFactory,
    HoldingFactory,
    ImpactFactory,
    InspectionDocumentFactory,
    InspectionFactory,
    JudgementFactory,
    LeaderFactory,
    MailFactory,
    MeasureFactory,
    MeasureLinkFactory,
    MeasureReadingFactory,
    MembershipFactory,
    MilestoneFactory,
    OwnerFactory,
    PlanFactory,
    RecommendationFactory,
    RepeatLinkFactory,
    RivalFactory,
    SheetFactory,
    SignOffFactory,
    ThemeFactory,
    UpdateFactory,
    UpdateRoundFactory,
    VisitFactory,
    on,
)
from tests.held import hold
from tests.pdf_made import Sheet, pdf
from tests.review_made import wait
from tests.waits import Waits

pytestmark = pytest.mark.django_db
FEW, MANY = 1, 30
HEADINGS = ("No", "Action", "Owner", "RAG")


class World:
    """A plan, what it answers and what visits said, that can grow."""

    def __init__(self, authority, officer):
        self.authority, self.officer = authority, officer
        self.inspection = InspectionFactory(authority=authority, letter=True)
        self.earlier = InspectionFactory(authority=authority, ended="2015-11-05")
        self.plan = PlanFactory(authority=authority, key="growing")
        self.plan.answers.add(self.inspection)
        self.owner = OwnerFactory(authority=authority)
        HoldingFactory(owner=self.owner, user=officer, name="", holds_from="2018-12-01")
        self.left = HoldingFactory(
            owner=OwnerFactory(authority=authority),
            user=officer,
            said_by=officer,
            change="leaves",
            text="Handed on.",
        )
        self.visit = VisitFactory(authority=authority, letter=True)
        self.theme = ThemeFactory()
        self.paper = DocumentFactory(authority=authority)
        InspectionDocumentFactory(inspection=self.inspection, document=self.paper)
        self.round = UpdateRoundFactory(
            plan=self.plan, holds_from="2019-02-01", closes="2099-01-31"
        )
        hold(self.paper, pdf(Sheet().words(72, 100, "A page of it.")))
        self.waiting = wait(authority, officer)
        self.proposed = self.waiting.proposals.filter(kind="finding").first()
        self.rows, self.measures, self.decided, self.told = [], [], [], []

    def grow(self, number):
        for _ in range(number):
            recommendation = RecommendationFactory(inspection=self.inspection, theme=self.theme)
            commitment = CommitmentFactory(
                plan=self.plan, recommendation=recommendation, owner=self.owner
            )
            action = ActionFactory(plan=self.plan, commitments=[commitment], owner=self.owner)
            claim = UpdateFactory(action=action, status="done")
            self.evidence = EvidenceFactory(action=action, update=claim, said_by=self.officer)
            request = DateRequestFactory(action=action)
            finding = FindingFactory(inspection=self.visit, theme=self.theme)
            FindingLinkFactory(finding=finding, recommendation=recommendation)
            JudgementFactory(inspection=self.inspection)
            RepeatLinkFactory(
                recommendation=recommendation,
                earlier_recommendation=RecommendationFactory(inspection=self.earlier),
            )
            self.grow_paper(recommendation)
            self.grow_mail()
            self.grow_waiting()
            self.grow_sheets(action)
            self.rows.append((recommendation, commitment, action, request))
            self.decided.append(self.decide(commitment))

    def decide(self, commitment):
        withdrawn, complete = (
            ActionFactory(plan=self.plan, commitments=[commitment], owner=self.owner)
            for _ in range(2)
        )
        done = UpdateFactory(action=complete, status="done")
        return (
            DecisionFactory(action=withdrawn),
            SignOffFactory(claim=done),
            ImpactFactory(commitment=commitment, recheck_on="2019-02-01"),
        )

    def grow_sheets(self, action):
        """Sheets that somebody has begun, the last with a row for each of these actions."""
        self.told.append(("", f"{action.title} again", "A post", "Amber"))
        here = {"authority": self.authority, "user": self.officer}
        self.new_plan_sheet = SheetFactory(**here)
        self.sheet = SheetFactory(plan=self.plan, rows=[HEADINGS, *self.told], **here)

    def tried_sheet(self):
        """The last one, once every row of it has been tried."""
        now = timezone.now()
        plan = Plan.objects.for_screen(AsAt(now)).get(pk=self.plan.pk)
        self.sheet.answers["check"] = kept(check(self.sheet, plan, actor=self.officer, now=now))
        self.sheet.save()
        return self.sheet.pk

    def grow_waiting(self):
        """Something more is proposed from the document that waits, which does not wait alone;
        and a group of words."""
        number = GlossaryEntry.objects.count()
        self.group = GlossaryEntry.objects.create(
            authority=self.authority, key=f"ours-{number}", words=[f"word {number}", "other"]
        )
        Waits(self.authority, self.officer)
        asked = self.waiting.proposals.filter(kind="recommendation").first()
        for one in (self.proposed, asked):
            said = {**one.proposed, "key": f"{one.proposed['key']}-{number}"}
            told = {"inspection": 0, "passage": one.passage, "position": 99, "proposed": said}
            Proposal.objects.create(waiting=self.waiting, kind=one.kind, **told)

    def grow_mail(self):
        """A post that somebody holds with an action nobody has spoken of; rounds that have
        closed; and a message that needs a person."""
        post = OwnerFactory(authority=self.authority)
        officer = MembershipFactory(authority=self.authority, role="officer").user
        HoldingFactory(owner=post, user=officer, holds_from="2018-12-01")
        ActionFactory(plan=self.plan, owner=post)
        closed = {"holds_from": "2019-01-07", "closes": "2019-01-18"}
        UpdateRoundFactory(plan=self.plan, **closed)
        for user in (self.officer, officer):
            MailFactory(user=user, state="uncertain", handed_over_at=on("2019-01-08"))

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
    "plan-matrix": ("viewer", lambda world: ("growing",)),
    "plan-rows": ("viewer", lambda world: ("growing",)),
    "plan-compare": ("viewer", lambda world: ("growing",)),
    "plan-check": ("officer", lambda world: ("growing",)),
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
    "document-text": ("viewer", lambda world: (world.authority.slug, world.paper.key)),
    "document-page": ("viewer", lambda world: (world.authority.slug, world.paper.key, 1)),
    "document-file": ("viewer", lambda world: (world.authority.slug, world.paper.key)),
    "theme-list": ("viewer", lambda world: ()),
    "theme": ("viewer", lambda world: (world.authority.slug, world.theme.key)),
    "search": ("viewer", lambda world: ()),
    "round-list": ("viewer", lambda world: ("growing",)),
    "round": ("viewer", lambda world: ("growing", world.round.pk)),
    "round-open": ("admin", lambda world: ("growing",)),
    "round-change": ("admin", lambda world: ("growing", world.round.pk)),
    "round-take-back": ("admin", lambda world: ("growing", world.round.pk)),
    "round-chase": ("admin", lambda world: ("growing", world.round.pk)),
    "my-mail": ("officer", lambda world: ()),
    "mail-list": ("admin", lambda world: ()),
    "my-actions": ("officer", lambda world: ()),
    "my-posts": ("officer", lambda world: ()),
    "post-hand-over": ("officer", lambda world: (world.owner.pk,)),
    "handover-take-back": ("officer", lambda world: (world.left.pk,)),
    "post-cover": ("officer", lambda world: (world.owner.pk,)),
    "approver-cover": ("approver", lambda world: (world.authority.slug,)),
    "action-update": ("officer", lambda world: ("growing", world.rows[0][2].reference)),
    "action-no-change": ("officer", lambda world: ("growing", world.rows[0][2].reference)),
    "evidence-add": ("officer", lambda world: ("growing", world.rows[0][2].reference)),
    "evidence-take-back": ("officer", lambda world: (world.evidence.pk,)),
    "request-take-back": (
        "officer",
        lambda world: ("growing", world.rows[0][2].reference, world.rows[0][3].pk),
    ),
    "action-date": ("officer", lambda world: ("growing", world.rows[0][2].reference)),
    "action-sign-off": ("approver", lambda world: ("growing", world.rows[0][2].reference)),
    "request-decide": (
        "approver",
        lambda world: ("growing", world.rows[0][2].reference, world.rows[0][3].pk),
    ),
    "action-withdraw": ("approver", lambda world: ("growing", world.rows[0][2].reference)),
    "action-reopen": ("approver", lambda world: ("growing", world.rows[0][2].reference)),
    "commitment-impact": ("approver", lambda world: ("growing", world.rows[0][1].pk)),
    "to-decide": ("approver", lambda world: ()),
    "decision-take-back": (
        "approver",
        lambda world: (
            "growing",
            world.decided[0][0].action.reference,
            world.decided[0][0].pk,
        ),
    ),
    "sign-off-take-back": (
        "approver",
        lambda world: (
            "growing",
            world.decided[0][1].action.reference,
            world.decided[0][1].pk,
        ),
    ),
    "impact-take-back": (
        "approver",
        lambda world: ("growing", world.rows[0][1].pk, world.decided[0][2].pk),
    ),
    "plan-workbook": ("viewer", lambda world: ("growing",)),
    "round-trip": ("officer", lambda world: ()),
    "draft-upload": ("admin", lambda world: ()),
    "waiting-list": ("admin", lambda world: ()),
    "waiting": ("admin", lambda world: (world.waiting.pk,)),
    "waiting-state": ("admin", lambda world: (world.waiting.pk,)),
    "proposal": ("admin", lambda world: (world.waiting.pk, world.proposed.pk)),
    "waiting-put-away": ("admin", lambda world: (world.waiting.pk,)),
    "glossary": ("admin", lambda world: ()),
    "glossary-add": ("admin", lambda world: ()),
    "glossary-amend": ("admin", lambda world: (world.group.pk,)),
    "sheet-upload": ("admin", lambda world: ()),
    "sheet-plan": ("admin", lambda world: (world.new_plan_sheet.pk,)),
    "sheet-columns": ("admin", lambda world: (world.sheet.pk,)),
    "sheet-meanings": ("admin", lambda world: (world.sheet.pk,)),
    "sheet-check": ("admin", lambda world: (world.tried_sheet(),)),
    "sheet-take-away": ("admin", lambda world: (world.sheet.pk,)),
    "draft-schema": ("admin", lambda world: ()),
}
PAST = {"as_at": "2019-03-01", "reading": "then"}
READ = [name for name in PAGES if PAGES[name][0] == "viewer"] + ["action", "plan-check"]


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
        ("waiting", {"leaf": "1"}),
        ("document-text", {"page": "1"}),
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
