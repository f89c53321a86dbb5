"""Rows for tests that state only what they are about: sequences and fixed dates, no chance.

Unless told otherwise an inspection ended on 28 June 2018 and was published on 24 August,
the plan that answers it opened on 30 November, its actions and commitments were in it from
that day, and an event holds from 7 January 2019 and was known at noon of its own day.
Dates may be given as text: `ActionFactory(first_due="2019-03-29")`.
"""

from datetime import date, datetime, time

import factory
from django.db import models
from django.utils import timezone

from improvement.models import (
    Action,
    ActionCommitment,
    Commitment,
    Cover,
    DateRequest,
    Decision,
    Evidence,
    EvidenceFile,
    Holding,
    Impact,
    Mail,
    Membership,
    Owner,
    Ownership,
    Plan,
    PlanClosure,
    Sheet,
    SignOff,
    Update,
    UpdatePeriod,
    UpdateRound,
    User,
)
from inspections.intake.dates import LONDON, PartialDate
from inspections.models import (
    Area,
    Authority,
    Document,
    DocumentPart,
    Finding,
    FindingLink,
    Framework,
    Inspection,
    InspectionDocument,
    InspectionPerson,
    Judgement,
    Leader,
    Measure,
    MeasureLink,
    MeasureReading,
    Milestone,
    Recommendation,
    RepeatLink,
    Rival,
    Theme,
)
from inspections.models.time import PartialDateField

PASSWORD = "correct horse battery staple"


def day_of(printed):
    """A day from a date, a `PartialDate` or their text."""
    if isinstance(printed, date):
        return printed
    return PartialDate(str(getattr(printed, "text", printed))).last_day


def on(day, hour=12, minute=0):
    """A moment of a day in London: `on("2019-01-07")`, `on(date(2019, 1, 7), hour=9)`."""
    return datetime.combine(day_of(day), time(hour, minute), tzinfo=LONDON)


def noon_of(*names, otherwise="2018-08-24"):
    """`known_at`: noon of the first of the fields `names` that is set."""

    def noon(row):
        printed = next((getattr(row, name) for name in names if getattr(row, name)), None)
        return on(printed or otherwise)

    return factory.LazyAttribute(noon)


class RowFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        for field in cls._meta.model._meta.fields:
            value = kwargs.get(field.name)
            if isinstance(value, str) and isinstance(field, PartialDateField):
                kwargs[field.name] = PartialDate(value)
            elif isinstance(value, str) and type(field) is models.DateField:
                kwargs[field.name] = day_of(value)
        return kwargs


# People


class AuthorityFactory(RowFactory):
    class Meta:
        model = Authority

    name = factory.Sequence("Council {}".format)
    slug = factory.Sequence("council-{}".format)


class UserFactory(RowFactory):
    class Meta:
        model = User

    email = factory.Sequence("person{}@council.example".format)
    password = factory.django.Password(PASSWORD)


class MembershipFactory(RowFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    authority = factory.SubFactory(AuthorityFactory)
    role = Membership.Role.VIEWER


class OwnerFactory(RowFactory):
    class Meta:
        model = Owner
        django_get_or_create = ("authority", "key")

    authority = factory.SubFactory(AuthorityFactory)
    key = factory.Sequence("post-{}".format)
    post = factory.LazyAttribute(lambda owner: f"Head of {owner.key}")
    known_at = noon_of(otherwise="2018-11-30")


# What outsiders said


class ThemeFactory(RowFactory):
    class Meta:
        model = Theme

    key = factory.Sequence("theme-{}".format)
    name = factory.Sequence("Theme {}".format)


class FrameworkFactory(RowFactory):
    class Meta:
        model = Framework

    key = factory.Sequence("framework-{}".format)
    name = factory.Sequence("Framework {}".format)


class AreaFactory(RowFactory):
    class Meta:
        model = Area

    framework = factory.SubFactory(FrameworkFactory)
    key = factory.Sequence("area-{}".format)
    name = factory.Sequence("Area {}".format)


class DocumentFactory(RowFactory):
    class Meta:
        model = Document

    authority = factory.SubFactory(AuthorityFactory)
    key = factory.Sequence("document-{}".format)
    title = factory.Sequence("Document {}".format)
    kind = "full_inspection"
    publisher = "Ofsted"
    published = "2018-08-24"
    public_from = date(2018, 8, 24)
    known_at = noon_of("published", "dated")


class DocumentPartFactory(RowFactory):
    class Meta:
        model = DocumentPart

    document = factory.SubFactory(DocumentFactory)
    key = factory.Sequence("part-{}".format)


def hold_letter(inspection, **document):
    told = {"published": inspection.published, "known_at": inspection.known_at, **document}
    letter = DocumentFactory(authority=inspection.authority, kind=inspection.kind, **told)
    InspectionDocumentFactory(inspection=inspection, document=letter)


class InspectionFactory(RowFactory):
    """`letter=True` gives it its own report, held since it was published."""

    class Meta:
        model = Inspection

    authority = factory.SubFactory(AuthorityFactory)
    key = factory.Sequence("inspection-{}".format)
    kind = "full_inspection"
    started = "2018-06-04"
    ended = "2018-06-28"
    published = "2018-08-24"
    known_at = noon_of("published", "ended", "started")

    @factory.post_generation
    def letter(self, create, extracted, **kwargs):
        if extracted:
            hold_letter(self, **kwargs)


class VisitFactory(InspectionFactory):
    """A monitoring visit of two days, its letter published later that month and held
    (unless `letter=False`)."""

    kind = "monitoring_visit"
    started = "2019-02-05"
    ended = "2019-02-06"
    published = "2019-02-28"

    @factory.post_generation
    def letter(self, create, extracted, **kwargs):
        if extracted is not False:
            hold_letter(self, **kwargs)


class InspectionDocumentFactory(RowFactory):
    class Meta:
        model = InspectionDocument

    inspection = factory.SubFactory(InspectionFactory)
    document = factory.SubFactory(
        DocumentFactory, authority=factory.SelfAttribute("..inspection.authority")
    )
    is_its_report = True


class InspectionPersonFactory(RowFactory):
    class Meta:
        model = InspectionPerson

    inspection = factory.SubFactory(InspectionFactory)
    name = factory.Sequence("Inspector {}".format)
    role = InspectionPerson.Role.LEAD_INSPECTOR


class FromInspectionFactory(RowFactory):
    """Something an inspection said, known since the inspection is."""

    class Meta:
        abstract = True

    inspection = factory.SubFactory(InspectionFactory)
    known_at = factory.SelfAttribute("inspection.known_at")


class JudgementFactory(FromInspectionFactory):
    class Meta:
        model = Judgement

    area = factory.SubFactory(AreaFactory)
    grade = "inadequate"


class RivalFactory(FromInspectionFactory):
    class Meta:
        model = Rival

    document = factory.SubFactory(
        DocumentFactory, authority=factory.SelfAttribute("..inspection.authority")
    )
    fact = "ended"
    value = factory.Sequence("2018-06-{:02}".format)


class RecommendationFactory(FromInspectionFactory):
    class Meta:
        model = Recommendation

    key = factory.Sequence(str)
    position = factory.Sequence(int)
    title = factory.Sequence("Title of recommendation {}".format)
    summary = factory.Sequence("Our summary of recommendation {}.".format)


class FindingFactory(FromInspectionFactory):
    class Meta:
        model = Finding

    inspection = factory.SubFactory(VisitFactory)
    key = factory.Sequence("f{}".format)
    position = factory.Sequence(int)
    direction = "some_progress"
    summary = factory.Sequence("Our summary of finding {}.".format)


class MilestoneFactory(RowFactory):
    class Meta:
        model = Milestone

    authority = factory.SubFactory(AuthorityFactory)
    on = "2018-10"
    title = factory.Sequence("Milestone {}".format)
    known_at = noon_of("on")


class LeaderFactory(RowFactory):
    class Meta:
        model = Leader

    authority = factory.SubFactory(AuthorityFactory)
    document = factory.SubFactory(
        DocumentFactory, authority=factory.SelfAttribute("..authority")
    )
    post = "Director of children's services"
    name = factory.Sequence("Director {}".format)
    on = "2018-10"
    known_at = noon_of("on")


class MeasureFactory(RowFactory):
    class Meta:
        model = Measure

    authority = factory.SubFactory(AuthorityFactory)
    key = factory.Sequence("measure_{}".format)
    name = factory.Sequence("Measure {}".format)
    unit = "%"
    good = "higher"
    known_at = factory.LazyFunction(lambda: on("2018-10-01"))


class EventFactory(RowFactory):
    class Meta:
        abstract = True

    holds_from = date(2019, 1, 7)
    known_at = noon_of("holds_from")


def day_of_visit(link):
    inspection = link.finding.inspection
    return min(inspection.stands_on or link.known_at.date(), link.known_at.date())


class FindingLinkFactory(EventFactory):
    """Confirmed when the finding was known; holds from the last day of its visit."""

    class Meta:
        model = FindingLink

    finding = factory.SubFactory(FindingFactory)
    recommendation = factory.SubFactory(RecommendationFactory)
    state = "confirmed"
    known_at = factory.SelfAttribute("finding.known_at")
    holds_from = factory.LazyAttribute(day_of_visit)


class MeasureReadingFactory(EventFactory):
    class Meta:
        model = MeasureReading

    measure = factory.SubFactory(MeasureFactory)
    inspection = factory.SubFactory(
        VisitFactory, authority=factory.SelfAttribute("..measure.authority")
    )
    document = factory.SubFactory(
        DocumentFactory, authority=factory.SelfAttribute("..measure.authority")
    )
    value = 80


class MeasureLinkFactory(EventFactory):
    class Meta:
        model = MeasureLink

    measure = factory.SubFactory(MeasureFactory)
    recommendation = factory.SubFactory(RecommendationFactory)
    state = "confirmed"


class RepeatLinkFactory(EventFactory):
    class Meta:
        model = RepeatLink

    recommendation = factory.SubFactory(RecommendationFactory)
    earlier_recommendation = factory.SubFactory(RecommendationFactory)
    state = "confirmed"


# What the council does


class PlanFactory(RowFactory):
    class Meta:
        model = Plan

    authority = factory.SubFactory(AuthorityFactory)
    key = factory.Sequence("plan-{}".format)
    title = factory.Sequence("Plan {}".format)
    opened = date(2018, 11, 30)
    known_at = noon_of("opened")


def give_owner(row, owner, **thing):
    if owner is not None:
        OwnershipFactory(
            owner=owner, by_post=owner, holds_from=row.added, known_at=row.known_at, **thing
        )


class CommitmentFactory(RowFactory):
    """`owner=` a post that answers for it since it is in the plan."""

    class Meta:
        model = Commitment

    plan = factory.SubFactory(PlanFactory)
    recommendation = factory.SubFactory(
        RecommendationFactory,
        inspection__authority=factory.SelfAttribute("...plan.authority"),
    )
    title = factory.Sequence("Commitment {}".format)
    added = factory.SelfAttribute("plan.opened")
    known_at = noon_of("added")

    @factory.post_generation
    def owner(self, create, extracted, **kwargs):
        give_owner(self, extracted, commitment=self)


class ActionFactory(RowFactory):
    """`owner=` the post, `commitments=` the commitments it belongs to since it is in the
    plan."""

    class Meta:
        model = Action

    plan = factory.SubFactory(PlanFactory)
    reference = factory.Sequence("A{}".format)
    position = factory.Sequence(int)
    title = factory.Sequence("Action {}".format)
    added = factory.SelfAttribute("plan.opened")
    first_due = date(2019, 3, 29)
    known_at = noon_of("added")

    @factory.post_generation
    def commitments(self, create, extracted, **kwargs):
        for commitment in extracted or ():
            ActionCommitmentFactory(
                action=self, commitment=commitment, known_at=self.known_at, **kwargs
            )

    @factory.post_generation
    def owner(self, create, extracted, **kwargs):
        give_owner(self, extracted, action=self)


def speaks_for(authority):
    """`by_post`: where no `said_by` is given, the authority's post `speaker` said it."""
    return factory.Maybe(
        "said_by",
        yes_declaration=None,
        no_declaration=factory.SubFactory(
            OwnerFactory, key="speaker", authority=factory.SelfAttribute(f"..{authority}")
        ),
    )


class SaidFactory(EventFactory):
    """Give `said_by` (a user) or `by_post` (an owner); else the post `speaker` said it."""

    class Meta:
        abstract = True

    said_by = None


class HoldingFactory(SaidFactory):
    class Meta:
        model = Holding

    owner = factory.SubFactory(OwnerFactory)
    user = factory.Maybe(
        "name", yes_declaration=None, no_declaration=factory.SubFactory(UserFactory)
    )
    name = ""
    change = Holding.Change.TAKES_UP
    by_post = speaks_for("owner.authority")

    @factory.post_generation
    def officer(self, create, extracted, **kwargs):
        """Somebody who has no role at the authority yet holds the post as an officer, unless
        told otherwise (`officer=False`), and superusers never."""
        about = {"user": self.user, "authority": self.owner.authority}
        wanted = extracted is not False and self.user and not self.user.is_superuser
        if wanted and not Membership.objects.filter(**about).exists():
            MembershipFactory(**about, role="officer")


class PlanClosureFactory(SaidFactory):
    class Meta:
        model = PlanClosure

    plan = factory.SubFactory(PlanFactory)
    outcome = PlanClosure.Outcome.CLOSED
    by_post = speaks_for("plan.authority")


class UpdatePeriodFactory(SaidFactory):
    class Meta:
        model = UpdatePeriod

    plan = factory.SubFactory(PlanFactory)
    days = 28
    by_post = speaks_for("plan.authority")


class CoverFactory(SaidFactory):
    """Of a post; or of an approver, with `approver=` and `owner=None`."""

    class Meta:
        model = Cover

    authority = factory.SubFactory(AuthorityFactory)
    owner = factory.SubFactory(OwnerFactory, authority=factory.SelfAttribute("..authority"))
    user = factory.SubFactory(UserFactory)
    until = date(2019, 1, 31)
    by_post = speaks_for("authority")


class UpdateRoundFactory(SaidFactory):
    class Meta:
        model = UpdateRound

    plan = factory.SubFactory(PlanFactory)
    closes = date(2019, 1, 18)
    by_post = speaks_for("plan.authority")


class MailFactory(RowFactory):
    class Meta:
        model = Mail

    user = factory.SubFactory(UserFactory)
    kind = Mail.Kind.DIGEST
    key = factory.Sequence("digest-{}".format)
    address = factory.SelfAttribute("user.email")
    subject = "Your actions"
    body = "Two are due this week."
    written_at = on("2019-01-07")


class SheetFactory(RowFactory):
    """A plan's spreadsheet that was uploaded just now; `rows` are its cells' words."""

    class Meta:
        model = Sheet

    class Params:
        rows = (("No", "Action", "Owner", "RAG"), ("1", "Do it", "A post", "Amber"))

    purpose = Sheet.Purpose.PLAN
    authority = factory.SubFactory(AuthorityFactory)
    user = factory.SubFactory(UserFactory)
    name = factory.Sequence("plan-{}.xlsx".format)
    sha256 = factory.Sequence("{:064x}".format)
    uploaded_at = factory.LazyFunction(timezone.now)
    table = factory.LazyAttribute(
        lambda sheet: {"tables": [{"name": "Plan", "rows": list(map(list, sheet.rows))}]}
    )
    answers = factory.LazyAttribute(
        lambda sheet: {
            "day": "2019-02-28",
            "table": 0,
            "heading": 1,
            "columns": {
                str(n): {"as": meaning}
                for n, meaning in enumerate(("number", "action", "owner", "status"), 1)
            },
            "columns_said": True,
            "check": {"rows": [], "general": [], "warnings": 0, "can_be_imported": False},
        }
    )


class ImpactFactory(SaidFactory):
    class Meta:
        model = Impact

    commitment = factory.SubFactory(CommitmentFactory)
    state = Impact.State.SHOWN
    text = "An audit of sixty cases shows it."
    by_post = speaks_for("commitment.plan.authority")


class OwnershipFactory(SaidFactory):
    class Meta:
        model = Ownership

    action = factory.Maybe(
        "commitment",
        yes_declaration=None,
        no_declaration=factory.SubFactory("tests.factories.ActionFactory"),
    )
    commitment = None
    owner = factory.SubFactory(OwnerFactory)
    by_post = speaks_for("owner.authority")


class ActionCommitmentFactory(SaidFactory):
    class Meta:
        model = ActionCommitment

    action = factory.SubFactory(ActionFactory)
    commitment = factory.SubFactory(
        CommitmentFactory, plan=factory.SelfAttribute("..action.plan")
    )
    change = ActionCommitment.Change.JOINS
    holds_from = factory.SelfAttribute("action.added")
    by_post = speaks_for("action.plan.authority")


class UpdateFactory(SaidFactory):
    class Meta:
        model = Update

    action = factory.SubFactory(ActionFactory)
    status = "on_track"
    text = "Work goes on."
    reason = factory.LazyAttribute(
        lambda said: "Staff are short." if said.status in ("at_risk", "off_track") else ""
    )
    by_post = speaks_for("action.plan.authority")


class EvidenceFileFactory(RowFactory):
    class Meta:
        model = EvidenceFile

    sha256 = factory.Sequence("{:064x}".format)
    size = 4
    media_type = "text/plain"
    content = b"seen"


class EvidenceFactory(SaidFactory):
    """A link; or a file, with `link=""`, `file=` and `file_name=`."""

    class Meta:
        model = Evidence

    action = factory.SubFactory(ActionFactory)
    kind = Evidence.Kind.AUDIT
    shows = "Supervision was recorded in nine of ten files."
    link = "https://example.org/audit"
    by_post = speaks_for("action.plan.authority")


class DateRequestFactory(SaidFactory):
    class Meta:
        model = DateRequest

    action = factory.SubFactory(ActionFactory)
    to = date(2019, 6, 28)
    reason = "The new system comes later."
    by_post = speaks_for("action.plan.authority")


class DecisionFactory(SaidFactory):
    """Give `request` with granted, granted_to or refused, `action` with the others."""

    class Meta:
        model = Decision

    request = None
    action = factory.Maybe(
        "request",
        yes_declaration=factory.SelfAttribute("request.action"),
        no_declaration=factory.SubFactory(ActionFactory),
    )
    outcome = factory.Maybe("request", yes_declaration="granted", no_declaration="withdrawn")
    reason = "As the board agreed."
    by_post = speaks_for("action.plan.authority")


class SignOffFactory(SaidFactory):
    class Meta:
        model = SignOff

    claim = factory.SubFactory(UpdateFactory, status="done")
    action = factory.SelfAttribute("claim.action")
    outcome = SignOff.Outcome.ACCEPTED
    text = "Three reports seen."
    by_post = speaks_for("action.plan.authority")
