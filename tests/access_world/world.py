"""One authority with something behind every address, and everybody who might ask."""

from django.utils import timezone

from improvement.documents.bringing_in import would_do
from improvement.models import Proposal
from inspections.models import DocumentFile, GlossaryEntry
from inspections.models.time import london_day
from tests.access_world.addresses import addresses_of
from tests.factories import (
    ActionFactory,
    AuthorityFactory,
    CommitmentFactory,
    DateRequestFactory,
    DecisionFactory,
    DocumentFactory,
    EvidenceFactory,
    EvidenceFileFactory,
    FindingFactory,
    FindingLinkFactory,
    HoldingFactory,
    ImpactFactory,
    InspectionDocumentFactory,
    InspectionFactory,
    MailFactory,
    MeasureFactory,
    MeasureLinkFactory,
    MeasureReadingFactory,
    MembershipFactory,
    OwnerFactory,
    PlanFactory,
    RecommendationFactory,
    SheetFactory,
    SignOffFactory,
    ThemeFactory,
    UpdateFactory,
    UpdateRoundFactory,
    UserFactory,
    VisitFactory,
)
from tests.held import hold
from tests.pdf_made import Sheet as PrintedSheet
from tests.pdf_made import pdf
from tests.review_made import draft as letter_read
from tests.review_made import wait
from tests.round_trips import keep_upload

ROLES = ("viewer", "officer", "approver", "admin")
SECRET = "Belongs elsewhere"  # in every title of the other authority


def a_page(words):
    """A PDF of one page."""
    return pdf(PrintedSheet().words(72, 100, words))


def letter_for(authority, number):
    """A letter that tells of a visit to this authority."""
    told = letter_read()
    told["authority"] = authority.name
    told["document"] |= {"key": f"letter-{number}", "sha256": str(number) * 64}
    told["inspections"][0] |= {"key": f"201{number}-02-monitoring_visit"}
    return told


class World:
    """One authority with everything that an address may name."""

    def __init__(self, slug, title="Title"):
        self.authority = AuthorityFactory(slug=slug, name=f"{title} {slug}")
        self.member = self.add_member("viewer")
        self.colleague = self.add_member("officer")
        self.decider = self.add_member("approver")
        inspection = InspectionFactory(authority=self.authority, letter=True)
        self.theme = ThemeFactory()
        self.asked, self.unanswered = (
            RecommendationFactory(inspection=inspection, title=title, theme=self.theme)
            for _ in range(2)
        )
        self.finding = FindingFactory(
            inspection=VisitFactory(authority=self.authority), summary=title
        )
        FindingLinkFactory(finding=self.finding, recommendation=self.asked, state="proposed")
        self.paper = DocumentFactory(authority=self.authority, title=title)
        InspectionDocumentFactory(inspection=inspection, document=self.paper)
        hold(self.paper, a_page(title), name=f"{title}.pdf")
        self.group = GlossaryEntry.objects.create(
            authority=self.authority, key="ours", words=[title, "What it means"]
        )
        self.measure = MeasureFactory(authority=self.authority, name=title)
        MeasureReadingFactory(measure=self.measure, inspection=inspection, document=self.paper)
        MeasureLinkFactory(measure=self.measure, recommendation=self.asked)
        self.owner, self.other_owner = (
            OwnerFactory(authority=self.authority, post=f"{title} {n}") for n in range(2)
        )
        self.plan = PlanFactory(authority=self.authority, title=title, key=f"plan-{slug}")
        self.plan.answers.add(inspection)
        self.commitment = CommitmentFactory(
            plan=self.plan, recommendation=self.asked, title=title, owner=self.owner
        )
        self.action = self.add_action(title)
        self.request = DateRequestFactory(action=self.add_action(title))
        self.claim = UpdateFactory(action=self.add_action(title), status="done")
        self.complete = self.add_action(title)
        done = UpdateFactory(action=self.complete, status="done")
        SignOffFactory(claim=done, holds_from="2019-01-10")
        self.unheld = self.add_action(title, owner=self.other_owner)
        self.confirmed = UpdateFactory(action=self.add_action(title)).action
        self.kept = EvidenceFactory(
            action=self.confirmed, link="", file=EvidenceFileFactory(), file_name="seen.txt"
        )

        sheet = {"authority": self.authority, "user": self.member, "name": f"{title}.xlsx"}
        self.sheet = SheetFactory(plan=self.plan, **sheet)
        self.new_plan_sheet = SheetFactory(**sheet)

        today = {"holds_from": london_day(timezone.now()), "known_at": timezone.now()}
        self.round = UpdateRoundFactory(plan=self.plan, closes=today["holds_from"], **today)
        MailFactory(user=self.member, state="uncertain", handed_over_at=timezone.now())

    def add_slips(self, by):
        """What somebody recorded today, and can take back."""
        now = timezone.now()
        today = {"said_by": by, "known_at": now, "holds_from": london_day(now)}
        self.decided = DecisionFactory(action=self.add_action("A slip"), **today)
        done = UpdateFactory(action=self.add_action("A slip"), status="done")
        self.signed_off = SignOffFactory(claim=done, **today)
        mine = self.add_action("A slip")
        self.asked_by_one = DateRequestFactory(action=mine, said_by=by)
        self.given_by_one = EvidenceFactory(action=mine, said_by=by)
        keep_upload(self.plan, by)
        self.left = HoldingFactory(
            owner=OwnerFactory(authority=self.authority),
            user=by,
            said_by=by,
            change="leaves",
            text="Handed on.",
            officer=False,
        )
        self.said_to_work = ImpactFactory(commitment=self.commitment, **today)

        self.waiting, self.ready = (
            wait(
                self.authority, by, letter_for(self.authority, number), sha256=str(number) * 64
            )
            for number in (1, 2)
        )
        DocumentFile.objects.filter(waiting=self.waiting).update(content=a_page("Words."))
        self.ready.proposals.update(
            state=Proposal.State.ACCEPTED, decided_by=by, decided_at=now
        )
        keeper = self.add_member("admin")
        self.seen = would_do(waiting=self.ready, by=keeper, now=now, history=False).seen

    def add_action(self, title, owner=None):
        return ActionFactory(
            plan=self.plan,
            title=title,
            commitments=[self.commitment],
            owner=owner or self.owner,
        )

    def add_member(self, *roles, user=None):
        user = user or UserFactory()
        for role in roles:
            MembershipFactory(user=user, authority=self.authority, role=role)
        return user

    def addresses(self):
        return addresses_of(self)


class Worlds:
    """The own authority, another one, and everybody who might ask."""

    def __init__(self):
        self.own, self.elsewhere = World("westmere"), World("eastmere", title=SECRET)
        self.people = {role: self.own.add_member(role) for role in ROLES}
        self.people |= {
            "anonymous": None,
            "no role": UserFactory(),
            "every role": self.own.add_member(*ROLES),
            "viewer there": self.own.add_member(*ROLES),
            "superuser": UserFactory(is_superuser=True, is_staff=True),
        }
        self.elsewhere.add_member("viewer", user=self.people["viewer there"])
        for world in (self.own, self.elsewhere):
            world.add_slips(by=self.people["every role"])
        # The seat is held by everybody, the superuser included: a post is no role.
        for user in filter(None, self.people.values()):
            for world in (self.own, self.elsewhere):
                HoldingFactory(owner=world.owner, user=user, officer=False)
