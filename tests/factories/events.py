"""What the council says and decides, its mail and its spreadsheets."""

from datetime import date

import factory
from django.utils import timezone

from improvement.models import (
    Cover,
    DateRequest,
    Decision,
    Evidence,
    EvidenceFile,
    Holding,
    Impact,
    Mail,
    Membership,
    PlanClosure,
    Sheet,
    SignOff,
    Update,
    UpdatePeriod,
    UpdateRound,
)
from tests.factories.people import (
    AuthorityFactory,
    MembershipFactory,
    OwnerFactory,
    UserFactory,
)
from tests.factories.plans import (
    ActionFactory,
    CommitmentFactory,
    PlanFactory,
    SaidFactory,
    speaks_for,
)
from tests.factories.rows import RowFactory, on


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


class ImpactFactory(SaidFactory):
    class Meta:
        model = Impact

    commitment = factory.SubFactory(CommitmentFactory)
    state = Impact.State.SHOWN
    text = "An audit of sixty cases shows it."
    by_post = speaks_for("commitment.plan.authority")


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
