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
    OfAuthorityFactory,
    OwnerFactory,
    UserFactory,
    beside,
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


class OfPlanFactory(SaidFactory):
    """Something said of a whole plan."""

    class Meta:
        abstract = True

    plan = factory.SubFactory(PlanFactory)
    by_post = speaks_for("plan.authority")


class PlanClosureFactory(OfPlanFactory):
    class Meta:
        model = PlanClosure

    outcome = PlanClosure.Outcome.CLOSED


class UpdatePeriodFactory(OfPlanFactory):
    class Meta:
        model = UpdatePeriod

    days = 28


class CoverFactory(SaidFactory):
    """Of a post; or of an approver, with `approver=` and `owner=None`."""

    class Meta:
        model = Cover

    authority = factory.SubFactory(AuthorityFactory)
    owner = beside(OwnerFactory)
    user = factory.SubFactory(UserFactory)
    until = date(2019, 1, 31)
    by_post = speaks_for("authority")


class UpdateRoundFactory(OfPlanFactory):
    class Meta:
        model = UpdateRound

    closes = date(2019, 1, 18)


class ImpactFactory(SaidFactory):
    class Meta:
        model = Impact

    commitment = factory.SubFactory(CommitmentFactory)
    state = Impact.State.SHOWN
    text = "An audit of sixty cases shows it."
    by_post = speaks_for("commitment.plan.authority")


class OfActionFactory(SaidFactory):
    """Something said of an action."""

    class Meta:
        abstract = True

    action = factory.SubFactory(ActionFactory)
    by_post = speaks_for("action.plan.authority")


class UpdateFactory(OfActionFactory):
    class Meta:
        model = Update

    status = "on_track"
    text = "Work goes on."
    reason = factory.LazyAttribute(
        lambda said: "Staff are short." if said.status in ("at_risk", "off_track") else ""
    )


class EvidenceFileFactory(RowFactory):
    class Meta:
        model = EvidenceFile

    sha256 = factory.Sequence("{:064x}".format)
    size = 4
    media_type = "text/plain"
    content = b"seen"


class EvidenceFactory(OfActionFactory):
    """A link; or a file, with `link=""`, `file=` and `file_name=`."""

    class Meta:
        model = Evidence

    kind = Evidence.Kind.AUDIT
    shows = "Supervision was recorded in nine of ten files."
    link = "https://example.org/audit"


class DateRequestFactory(OfActionFactory):
    class Meta:
        model = DateRequest

    to = date(2019, 6, 28)
    reason = "The new system comes later."


class DecisionFactory(OfActionFactory):
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


class SignOffFactory(OfActionFactory):
    class Meta:
        model = SignOff

    claim = factory.SubFactory(UpdateFactory, status="done")
    action = factory.SelfAttribute("claim.action")
    outcome = SignOff.Outcome.ACCEPTED
    text = "Three reports seen."


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


class SheetFactory(OfAuthorityFactory):
    """A plan's spreadsheet that was uploaded just now; `rows` are its cells' words."""

    class Meta:
        model = Sheet

    class Params:
        rows = (("No", "Action", "Owner", "RAG"), ("1", "Do it", "A post", "Amber"))

    purpose = Sheet.Purpose.PLAN
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
