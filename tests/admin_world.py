"""Two councils with a row behind every page of the Django admin, and how its tests go about it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from improvement.models import (
    Action,
    Commitment,
    Membership,
    Owner,
    Plan,
    User,
)
from inspections.models import (
    Authority,
    Document,
    Finding,
    Framework,
    Inspection,
    Leader,
    Measure,
    Milestone,
    Recommendation,
    Theme,
)
from tests.factories import (
    ActionFactory,
    AreaFactory,
    AuthorityFactory,
    CommitmentFactory,
    DocumentFactory,
    DocumentPartFactory,
    FindingFactory,
    FindingLinkFactory,
    HoldingFactory,
    ImpactFactory,
    InspectionFactory,
    InspectionPersonFactory,
    JudgementFactory,
    LeaderFactory,
    MeasureFactory,
    MeasureReadingFactory,
    MembershipFactory,
    MilestoneFactory,
    OwnerFactory,
    PlanClosureFactory,
    PlanFactory,
    RecommendationFactory,
    RepeatLinkFactory,
    RivalFactory,
    ThemeFactory,
    UpdateFactory,
    UpdatePeriodFactory,
    UserFactory,
    VisitFactory,
)

OF_AN_AUTHORITY = (
    Authority,
    Document,
    Inspection,
    Milestone,
    Leader,
    Measure,
    Recommendation,
    Finding,
    Owner,
    Plan,
    Commitment,
    Action,
)
SHARED = (Theme, Framework)
PEOPLE = (User, Membership)
REGISTERED = OF_AN_AUTHORITY + SHARED + PEOPLE

ROLES = ("viewer", "officer", "approver", "admin")
SOON = timezone.localdate() + timedelta(days=28)  # of what may begin on a day to come
SECRET = "Eastmere"  # in every word of the other authority

# Who may change something on a record's page, its words or by an event; and start a new one.
CHANGES = {
    "viewer": set(),
    "officer": {Action},
    "approver": {Action, Commitment},
    "admin": {
        Document,
        Milestone,
        Leader,
        Measure,
        Recommendation,
        Finding,
        Owner,
        Plan,
        Commitment,
        Action,
    },
    "superuser": {*REGISTERED} - {Inspection, Membership},
}
STARTS = {
    "viewer": set(),
    "officer": set(),
    "approver": set(),
    "admin": {Owner, Plan, Commitment, Action, Theme, Framework},
    "superuser": {Owner, Plan, Commitment, Action, Theme, Framework, Authority, *PEOPLE},
}


class World:
    """One authority with a row behind every page, `mark` in every word of it."""

    def __init__(self, authority, mark):
        self.authority, self.mark = authority, mark
        self._outside()
        self._council()
        self.rows = {
            Authority: authority,
            Document: self.document,
            Inspection: self.inspection,
            Milestone: MilestoneFactory(authority=authority, title=f"{mark} milestone"),
            Leader: LeaderFactory(
                authority=authority, name=f"{mark} director", document=self.document
            ),
            Measure: self.measure,
            Recommendation: self.asked,
            Finding: self.finding,
            Owner: self.post,
            Plan: self.plan,
            Commitment: self.commitment,
            Action: self.action,
        }

    def _outside(self):
        here, mark = self.authority, self.mark
        self.document = DocumentFactory(
            authority=here,
            title=f"{mark} letter",
            publisher=f"{mark} inspectors",
            key=f"{mark.lower()}-letter",
            sha256=f"{mark.lower():a<64}",
        )
        DocumentPartFactory(document=self.document, title=f"{mark} part")
        self.inspection = InspectionFactory(
            authority=here, key=f"{mark.lower()}-2018", follows_as_printed=f"{mark} before"
        )
        InspectionPersonFactory(inspection=self.inspection, name=f"{mark} inspector")
        area = AreaFactory()
        JudgementFactory(
            inspection=self.inspection, area=area, printed=mark, document=self.document
        )
        RivalFactory(inspection=self.inspection, document=self.document, value=mark)
        self.asked = RecommendationFactory(
            inspection=self.inspection,
            key="1",
            title=f"{mark} asks for visits",
            text=f"{mark} should visit children.",
            quote=f"{mark} quote",
            document=self.document,
        )
        self.visit = VisitFactory(authority=here, key=f"{mark.lower()}-visit")
        self.finding = FindingFactory(
            inspection=self.visit,
            text=f"{mark} visits more children.",
            summary=f"{mark} visits more.",
            quote=f"{mark} quote",
            document=self.document,
        )
        FindingLinkFactory(finding=self.finding, recommendation=self.asked, state="proposed")
        RepeatLinkFactory(
            recommendation=None, finding=self.finding, earlier_recommendation=self.asked
        )
        self.measure = MeasureFactory(authority=here, name=f"{mark} agency rate")
        MeasureReadingFactory(
            measure=self.measure, inspection=self.visit, document=self.document
        )

    def _council(self):
        here, mark = self.authority, self.mark
        self.post, self.other_post = (
            OwnerFactory(authority=here, post=f"{mark} post {n}") for n in (1, 2)
        )
        self.plan = PlanFactory(
            authority=here, title=f"{mark} plan", key=f"{mark.lower()}-plan"
        )
        self.plan.answers.add(self.inspection)
        PlanClosureFactory(plan=self.plan, outcome="reopened", reason=f"{mark} reason")
        UpdatePeriodFactory(plan=self.plan)
        self.commitment = CommitmentFactory(
            plan=self.plan,
            recommendation=self.asked,
            title=f"{mark} commits",
            board=f"{mark} board",
            owner=self.post,
        )
        ImpactFactory(commitment=self.commitment, text=f"{mark} impact")
        self.action = self.add_action()
        UpdateFactory(action=self.action, text=f"{mark} goes on")

    def add_action(self, owner=None, **fields):
        return ActionFactory(
            plan=self.plan,
            title=f"{self.mark} acts",
            commitments=[self.commitment],
            owner=owner or self.post,
            **fields,
        )


@pytest.fixture(name="world")
def westmere_and_eastmere(authority, members):
    """Westmere with everything, and Eastmere, which no member of Westmere may learn of.
    The officer holds the post that answers for the action."""
    elsewhere = Authority.objects.get(slug="eastmere")
    world = World(authority, "Westmere")
    world.elsewhere = World(elsewhere, SECRET)
    world.people = {role: members[role] for role in (*ROLES, "other")} | {
        "superuser": UserFactory(email="root@council.example", is_superuser=True)
    }
    # Whoever only views opens no records: this one comes in by a role elsewhere.
    third = AuthorityFactory(name="Southmere", slug="southmere")
    MembershipFactory(user=members["viewer"], authority=third, role="officer")
    HoldingFactory(owner=world.post, user=world.people["officer"])
    world.rows |= {
        Theme: ThemeFactory(name="Shared theme"),
        Framework: Framework.objects.first(),
        User: world.people["viewer"],
        Membership: Membership.objects.get(user=world.people["viewer"], role="viewer"),
    }
    return world


@pytest.fixture(name="sign_in")
def sign_in_to_the_admin(world, client_for):
    return lambda who: client_for(world.people[who])


def page(row_or_model, name, *args):
    opts = row_or_model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{name}", args=args)


def page_of(row, name):
    return page(row, name, row.pk)


def name_of(model):
    return model.__name__


def in_words(value):
    return value.__name__ if isinstance(value, type) else str(value)


def as_sent(found):
    """What a browser sends back from a page of the admin, nothing filled in."""
    forms = [found.context["adminform"].form]
    for inline in found.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    fields = [field for form in forms for field in form]
    values = {field.html_name: field.value() for field in fields}
    return {name: value for name, value in values.items() if value is not None}


def as_sent_with(found, inline, **values):
    """The same with a new row in one inline."""
    sent = as_sent(found)
    row = sent[f"{inline}-INITIAL_FORMS"]
    added = {f"{inline}-{row}-{name}": value for name, value in values.items()}
    return sent | added | {f"{inline}-TOTAL_FORMS": row + 1}


def enter(client, row, inline, **values):
    address = page_of(row, "change")
    return client.post(address, as_sent_with(client.get(address), inline, **values))


def errors_of(answer):
    """The sentences that a page which came back says are wrong."""
    return [unescape(re.sub("<[^>]+>", "", str(each))) for each in answer.context["errors"]]


def text_of(answer):
    return answer.content.decode()
