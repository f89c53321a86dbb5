"""Two authorities with something behind every address, and everybody who might ask."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from improvement.access import RULES, Need
from improvement.documents.bringing_in import would_do
from improvement.documents.put_away import how_it_stands
from improvement.models import Mail, Proposal, Sheet, Update
from inspections.models import DocumentFile, GlossaryEntry
from inspections.models.time import london_day
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
from tests.round_trips import file_of, keep_upload

ROLES = ("viewer", "officer", "approver", "admin")
SECRET = "Belongs elsewhere"  # in every title of the other authority

LATER = (timezone.localdate() + timedelta(days=300)).isoformat()

DRAFT = """
reviewed_by: Improvement programme manager
document: {{key: a-letter, title: A letter, kind: press_report, publisher: A newspaper,
  dated: 2019-02-07, published: 2019-02-07, public_from: 2019-02-07}}
authority: {authority}
milestones: [{{on: 2018-10, title: A commissioner is appointed}}]
"""


LETTER = """
# Visit to a council

This letter is about a visit that nobody has made.
"""


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


# A world with something behind every address


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
        """By what it is for: (name of the address, its arguments or query, what to post)."""
        plan = self.plan.key
        inspection = [self.authority.slug, self.asked.inspection.key]
        here = {"authority": self.authority.slug}
        return {
            **self._officers(plan),
            **self._keeping(plan, here),
            **self._rounds(plan),
            **self._sheets(),
            **self._documents(),
            "plan-workbook": ("plan-workbook", [plan], {}),
            "plan": ("plan", [plan], {}),
            "plan-rows": ("plan-rows", [plan], {}),
            "action-list": ("action-list", [plan], {}),
            "action": ("action", [plan, self.action.reference], {}),
            "plan-compare": ("plan-compare", [plan], {}),
            "plan-check": ("plan-check", [plan], {}),
            "inspection": ("inspection", inspection, {}),
            "inspection-matrix": ("inspection-matrix", inspection, {}),
            "recommendation": ("recommendation", [*inspection, self.asked.key], {}),
            "measure": ("measure", [self.authority.slug, self.measure.key], {}),
            "document": ("document", [self.authority.slug, self.paper.key], {}),
            "theme": ("theme", [self.authority.slug, self.theme.key], {}),
        }

    def _documents(self):
        paper = [self.authority.slug, self.paper.key]
        found = self.waiting.proposals.filter(kind="finding").first()
        waiting = [self.waiting.pk]
        added = {
            "passage": 6,
            "words": "How soon plans are made",
            "kind": "finding",
            "inspection": 0,
            "direction": "weakness",
        }
        return {
            "document-text": ("document-text", paper, {}),
            "document-page": ("document-page", [*paper, 1], {}),
            "document-file": ("document-file", paper, {}),
            # The page of the document on which the finding stands.
            "waiting": (
                "waiting",
                (waiting, {"leaf": 1}),
                {"rest": "accepted", "seen": f"{found.pk}:{found.turn}"},
            ),
            "waiting-page": ("waiting-page", [*waiting, 1], {}),
            "waiting-state": ("waiting-state", waiting, {}),
            "waiting-add": ("waiting-add", waiting, added),
            "waiting-import": (
                "waiting-import",
                [self.ready.pk],
                {"seen": self.seen, "known": "now"},
            ),
            "waiting-put-away": (
                "waiting-put-away",
                waiting,
                {"seen": how_it_stands(self.waiting)},
            ),
            "proposal": (
                "proposal",
                [*waiting, found.pk],
                {"turn": found.turn, "state": "rejected"},
            ),
            "glossary-amend": (
                "glossary-amend",
                [self.group.pk],
                {"words": "One word\nAnother"},
            ),
        }

    def _officers(self, plan):
        asked, claimed = self.request.action, self.claim.action
        why = {"reason": "Because."}
        said = {"status": "on_track", "text": "It goes on."}
        waits = {"meanwhile": "Lists are kept by hand.", "holds_up": "Nothing."}
        piece = {"kind_1": "audit", "link_1": "https://example.org/", "shows_1": "It works."}
        mine = self.asked_by_one
        return {
            "my-actions-each": ("my-actions-each", {"action": self.action.pk}, said),
            "action-no-change": (
                "action-no-change",
                [plan, self.confirmed.reference],
                {"seen": f"update-{self.confirmed.updates.get().pk}"},
            ),
            "evidence-add": ("evidence-add", [plan, self.action.reference], piece),
            "evidence of another's post": (
                "evidence-add",
                [plan, self.unheld.reference],
                piece,
            ),
            "evidence-file": ("evidence-file", [self.kept.pk], {}),
            "evidence-take-back": (
                "evidence-take-back",
                [self.given_by_one.pk],
                {"seen": "", "reason": "By mistake."},
            ),
            "request-take-back": (
                "request-take-back",
                [plan, mine.action.reference, mine.pk],
                {"seen": f"request-{mine.pk}"},
            ),
            "action-update": ("action-update", [plan, self.action.reference], said),
            "update of another's post": ("action-update", [plan, self.unheld.reference], said),
            "action-date": (
                "action-date",
                [plan, self.action.reference],
                {"to": "2099-01-01", **why, **waits},
            ),
            "date of another's post": (
                "action-date",
                [plan, self.unheld.reference],
                {"to": "2099-01-01", **why, **waits},
            ),
            "action-sign-off": (
                "action-sign-off",
                [plan, claimed.reference],
                {"outcome": "accepted", "text": "Seen.", "claim": self.claim.pk},
            ),
            "request-decide": (
                "request-decide",
                [plan, asked.reference, self.request.pk],
                {"outcome": "refused", **why},
            ),
            "decision-take-back": (
                "decision-take-back",
                [plan, self.decided.action.reference, self.decided.pk],
                {"sure": "yes"},
            ),
            "sign-off-take-back": (
                "sign-off-take-back",
                [plan, self.signed_off.action.reference, self.signed_off.pk],
                {"sure": "yes"},
            ),
            "impact-take-back": (
                "impact-take-back",
                [plan, self.commitment.pk, self.said_to_work.pk],
                {"sure": "yes"},
            ),
            "action-withdraw": ("action-withdraw", [plan, self.unheld.reference], why),
            "action-reopen": ("action-reopen", [plan, self.complete.reference], why),
            **self._posts(),
            "commitment-impact": (
                "commitment-impact",
                [plan, self.commitment.pk],
                {
                    "state": "shown",
                    "shown_by": "audit",
                    "text": "An audit.",
                    "recheck_on": "2099-01-01",
                },
            ),
        }

    def _posts(self):
        away = {"user": self.colleague.pk, "starts": LATER, "until": LATER}
        return {
            "post-hand-over": (
                "post-hand-over",
                [self.owner.pk],
                {"to": self.colleague.pk, "on": LATER, "text": "Two audits are left."},
            ),
            "handover-take-back": (
                "handover-take-back",
                [self.left.pk],
                {"reason": "The wrong post."},
            ),
            "post-cover": ("post-cover", [self.owner.pk], away),
            "approver-cover": ("approver-cover", [self.authority.slug], away),
            "person-cover": ("person-cover", [self.authority.slug, self.decider.pk], away),
            "person-leaving": ("person-leaving", [self.member.pk], {"text": ""}),
        }

    def _rounds(self, plan):
        one, later = [plan, self.round.pk], {"opens": LATER, "closes": LATER}
        return {
            "round-list": ("round-list", [plan], {}),
            "round": ("round", one, {}),
            "round-open": ("round-open", [plan], later),
            "round-change": (
                "round-change",
                one,
                {"closes": self.round.closes, "text": "Bring the audits."},
            ),
            "round-take-back": ("round-take-back", one, {"sure": "yes"}),
            "round-chase": ("round-chase", one, {"remind": "yes"}),
        }

    def _sheets(self):
        new, known = [self.new_plan_sheet.pk], [self.sheet.pk]
        answers = {"as-1": "number", "as-2": "action", "fill_down": "on"}
        return {
            "sheet-plan": ("sheet-plan", new, {"title": "Other", "opened": "2018-11-30"}),
            "sheet-columns": ("sheet-columns", known, answers),
            "sheet-meanings": ("sheet-meanings", known, {"speaker": f"post:{self.owner.key}"}),
            "sheet-check": ("sheet-check", known, {"choose": "yes"}),
            "sheet-take-away": ("sheet-take-away", known, {"sure": "yes"}),
        }

    def _keeping(self, plan, here):
        link = f"link-{self.asked.pk}"
        action = [plan, self.action.reference]
        opened = {"title": "Other words", "opened": "2018-11-30"}
        return {
            "plan-create": ("plan-create", here, {**opened, "period": 42}),
            "plan-keeping": ("plan-keeping", [plan], {}),
            "plan-amend": (
                "plan-amend",
                [plan],
                {**opened, "answers": [self.asked.inspection_id]},
            ),
            "plan-close": ("plan-close", [plan], {"reason": "It is done."}),
            "plan-period": ("plan-period", [plan], {"days": 20}),
            "commitment-create": (
                "commitment-create",
                [plan],
                {"recommendation": self.unanswered.pk, "title": "Words", "stance": "accepted"},
            ),
            "commitment-amend": (
                "commitment-amend",
                [plan, self.commitment.pk],
                {"title": "Words", "stance": "accepted", "owner": self.owner.pk},
            ),
            "action-create": ("action-create", [plan], {"reference": "Z9", "title": "Words"}),
            "action-amend": (
                "action-amend",
                action,
                {"title": "Words", "commitments": [self.commitment.pk]},
            ),
            "action-owner": (
                "action-owner",
                action,
                {"owner": self.other_owner.pk, "note": "Handed over."},
            ),
            "owner-list": ("owner-list", here, {}),
            "owner-create": ("owner-create", here, {"post": "Head of something new"}),
            "owner-amend": ("owner-amend", [self.owner.pk], {"post": "Other words"}),
            "holding-create": (
                "holding-create",
                [self.owner.pk],
                {"name": "Someone", "on": "2019-02-01"},
            ),
            "finding-links": (
                "finding-links",
                [self.authority.slug, self.finding.inspection.key, self.finding.key],
                {link: "confirmed", f"initial-{link}": ""},
            ),
            "person-roles": (
                "person-roles",
                [self.member.pk],
                {f"roles-{self.authority.pk}": ["officer"]},
            ),
        }


def common_addresses(authority):
    """Those that name nothing: what they show or change follows from who asks."""
    content = DRAFT.format(authority=authority.name)
    claims = Update.objects.filter(action__plan__authority=authority, status="done")
    own = Sheet.objects.get(authority=authority, purpose="round_trip")
    uncertain = Mail.objects.filter(user__memberships__authority=authority).first()
    claim = f"claim-{claims.filter(sign_offs=None).first().pk}"
    return {
        **{
            name: (name, [], {})
            for name in RULES
            if name.startswith("account_") or RULES[name] in (Need.NOTHING, Need.SIGNED_IN)
        },
        "account_reset_password_from_key": (
            "account_reset_password_from_key",
            ["1", "no-such-key"],
            {},
        ),
        "waiting-list": (
            "waiting-list",
            [],
            {"documents": SimpleUploadedFile("letter.md", LETTER.encode())},
        ),
        "glossary": ("glossary", {"authority": authority.slug}, {"off": "front_door"}),
        "glossary-add": (
            "glossary-add",
            {"authority": authority.slug},
            {"words": "Some words\nOther words"},
        ),
        "draft-upload": (
            "draft-upload",
            [],
            {"confirm": "1", "name": "a.yaml", "content": content},
        ),
        "draft-schema": ("draft-schema", [], {}),
        "sheet-upload": (
            "sheet-upload",
            [],
            {
                "sheet": SimpleUploadedFile("plan.csv", b"No,Action\n1,Do it\n"),
                "plan": f"new-{authority.pk}",
                "day": "2019-02-28",
            },
        ),
        "round-trip": (
            "round-trip",
            [],
            {"file": SimpleUploadedFile("plan.xlsx", file_of(own.plan)[0])},
        ),
        "round-trip-preview": ("round-trip-preview", {"upload": own.pk}, {"discard": "yes"}),
        "to-decide": (
            "to-decide",
            [],
            {f"{claim}-outcome": "accepted", f"{claim}-text": "Seen."},
        ),
        "keeping": ("keeping", [], {}),
        "my-mail": ("my-mail", [], {"day": "3"}),
        "mail-list": ("mail-list", [], {"mail": uncertain.pk, "answer": "leave"}),
        "people": ("people", [], {}),
        "person-invite": (
            "person-invite",
            [],
            {"email": "new@council.example", "authority": authority.pk, "roles": ["viewer"]},
        ),
        "authority-create": ("authority-create", [], {"name": "Northmere"}),
    }


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
