"""Every address × every role × the own authority and another, against `access.RULES`."""

from copy import deepcopy
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, get_resolver, include, path, reverse
from django.utils import timezone

from improvement import access
from improvement.access import RULES, WRITES, Need
from improvement.models import Mail, Sheet, Update
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
from tests.round_trips import file_of, keep_upload

ROLES = ("viewer", "officer", "approver", "admin")
SECRET = "Belongs elsewhere"  # in every title of the other authority

ALLOWED, SIGN_IN, REFUSED, ABSENT = "allowed", "sign in", "refused", "absent"
READ_ONLY = "takes no post"

LATER = (timezone.localdate() + timedelta(days=300)).isoformat()

DRAFT = """
reviewed_by: Improvement programme manager
document: {{key: a-letter, title: A letter, kind: press_report, publisher: A newspaper,
  dated: 2019-02-07, published: 2019-02-07, public_from: 2019-02-07}}
authority: {authority}
milestones: [{{on: 2018-10, title: A commissioner is appointed}}]
"""


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
            "update of another's post": (
                "action-update",
                [plan, self.unheld.reference],
                said,
            ),
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
                {
                    "recommendation": self.unanswered.pk,
                    "title": "Words",
                    "stance": "accepted",
                },
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
            {
                "email": "new@council.example",
                "authority": authority.pk,
                "roles": ["viewer"],
            },
        ),
        "authority-create": ("authority-create", [], {"name": "Northmere"}),
    }


def url(name, where):
    return reverse(name, query=where) if isinstance(where, dict) else reverse(name, args=where)


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


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """Both worlds, made once for the tests of this file and rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Worlds()
        transaction.set_rollback(True)


@pytest.fixture
def worlds(built, db):
    for person in filter(None, built.people.values()):
        person.refresh_from_db()  # an earlier test may have changed what it holds in memory
    return built


# What access.RULES says


def held_by(who, there=False):
    """The roles of someone at their own authority, or at the other."""
    if who == "superuser":
        return {"admin"}
    if there:
        return {"viewer"} if who == "viewer there" else set()
    everything = {"every role": ROLES, "viewer there": ROLES, "anonymous": (), "no role": ()}
    return set(everything.get(who, [who]))


def expected(need, who, what, there):
    if need is Need.NOTHING:
        return ALLOWED
    if who == "anonymous":
        return SIGN_IN
    if need is Need.SIGNED_IN:
        return ALLOWED
    if need is Need.SUPERUSER:
        return ALLOWED if who == "superuser" else REFUSED
    return expected_by_role({str(role) for role in need.value}, who, what, there)


def expected_by_role(needed, who, what, there):
    anywhere = held_by(who) | held_by(who, there=True)
    if not needed & anywhere or "another's post" in what:
        return REFUSED if held_by(who, there) else ABSENT if needed & anywhere else REFUSED
    if what == "handover-take-back" and needed & held_by(who, there) <= {"officer"}:
        return REFUSED if held_by(who, there) else ABSENT  # it was not they who handed over
    if needed & held_by(who, there):
        return ALLOWED
    if not held_by(who, there):
        return ABSENT
    # Seen, but not theirs to change; people are looked up among those an admin keeps.
    return ABSENT if what in ("person-roles", "person-leaving") else REFUSED


def outcome(response):
    if response.status_code == 302 and response["Location"].startswith(
        reverse("account_login")
    ):
        return SIGN_IN
    names = {200: ALLOWED, 302: ALLOWED, 403: REFUSED, 404: ABSENT, 405: READ_ONLY}
    return names.get(response.status_code, response.status_code)


def everything_written():
    """Every row of ours, the kept wordings included."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values_list())
        for app in ("inspections", "improvement")
        for model in apps.get_app_config(app).get_models()
    }


def ask(client, method, address, undo):
    name, where, posted = address
    data = posted if method == "post" else None
    signed_in = deepcopy(client.cookies)
    with transaction.atomic():
        response = getattr(client, method)(url(name, where), data)
        transaction.set_rollback(undo)
    client.cookies = signed_in
    return outcome(response)


def is_as(wanted, got, method, address):
    """A page that only reads may say so to whoever is signed in, before it looks."""
    only_reads = method == "post" and not address[2] and got == READ_ONLY
    return got == wanted or (only_reads and wanted != SIGN_IN)


def named(resolver, namespace=""):
    """Every name in the resolver; the Django admin's own pages go by their namespace."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or f"no name: {pattern.pattern}")
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from named(pattern, inner)


# The tests


def test_every_address_has_a_rule_and_every_rule_an_address():
    names = {name for name in named(get_resolver()) if not name.startswith("admin:")}

    assert names == set(RULES)


def test_every_address_is_asked(worlds):
    asked = {**worlds.own.addresses(), **common_addresses(worlds.own.authority)}

    assert {name for name, *_ in asked.values()} == set(RULES)


@pytest.mark.parametrize("there", [False, True], ids=["own", "elsewhere"])
@pytest.mark.parametrize(
    "who", ["anonymous", "no role", *ROLES, "every role", "viewer there", "superuser"]
)
def test_each_address_answers_as_its_rule_says(worlds, client_for, who, there):
    client = client_for(worlds.people[who])
    addresses = (
        worlds.elsewhere.addresses()
        if there
        else {**worlds.own.addresses(), **common_addresses(worlds.own.authority)}
    )
    before = everything_written()

    wrong = {}
    for what, address in addresses.items():
        wanted = expected(RULES[address[0]], who, what, there)
        for method in ("get", "post"):
            got = ask(client, method, address, undo=wanted == ALLOWED)
            if not is_as(wanted, got, method, address):
                wrong[method, what] = (got, "instead of", wanted)

    assert wrong == {}
    # Nothing was undone where nothing was allowed.
    assert everything_written() == before


WRITTEN = sorted(
    {
        "authority-create",
        *(name for name in WRITES if RULES[name] is not Need.SUPERUSER),
    }
    - {"keeping", "plan-keeping", "owner-list", "people", "draft-schema"}
)


@pytest.mark.parametrize("what", WRITTEN)
def test_what_is_refused_to_others_is_written_by_the_one_who_may(worlds, client_for, what):
    may = "superuser" if what == "authority-create" else "every role"
    addresses = {**worlds.own.addresses(), **common_addresses(worlds.own.authority)}
    client = client_for(worlds.people[may])
    before = everything_written()

    ask(client, "post", addresses[what], undo=False)

    assert everything_written() != before


@pytest.mark.parametrize("who", ["no role", *ROLES, "every role"])
def test_no_page_tells_of_another_authority(worlds, client_for, who):
    client = client_for(worlds.people[who])
    addresses = {**worlds.own.addresses(), **common_addresses(worlds.own.authority)}

    telling = {
        what
        for what, (name, where, _) in addresses.items()
        if SECRET in client.get(url(name, where)).content.decode(errors="replace")
    }

    # Someone is said to hold a post elsewhere by that post's name only where they are seen.
    assert telling == set()


@pytest.mark.parametrize("name", sorted(WRITES))
def test_nothing_is_written_on_a_page_about_the_past(worlds, client_for, name):
    who = "superuser" if RULES[name] is Need.SUPERUSER else "every role"
    addresses = {**worlds.own.addresses(), **common_addresses(worlds.own.authority)}
    _, where, posted = addresses[name]
    address = url(name, where)
    past = f"{address}{'&' if '?' in address else '?'}as_at=2019-03-01"
    client = client_for(worlds.people[who])
    before = everything_written()

    assert client.get(past).status_code == 400
    assert client.post(past, posted).status_code == 400
    assert everything_written() == before


def test_draft_about_another_authority_is_not_imported(worlds, client_for):
    client = client_for(worlds.people["viewer there"])
    theirs = common_addresses(worlds.elsewhere.authority)["draft-upload"]
    before = everything_written()

    ask(client, "post", theirs, undo=False)

    assert everything_written() == before


def test_nobody_is_invited_to_another_authority(worlds, client_for):
    client = client_for(worlds.people["viewer there"])
    theirs = common_addresses(worlds.elsewhere.authority)["person-invite"]
    before = everything_written()

    ask(client, "post", theirs, undo=False)

    assert everything_written() == before


def test_who_has_left_is_signed_out(worlds, client_for):
    admin = worlds.people["admin"]
    client = client_for(admin)
    admin.is_active = False
    admin.save()

    response = client.get(reverse("front-page"))

    assert outcome(response) == SIGN_IN


def test_role_taken_away_is_gone_at_the_next_request(worlds, client_for):
    client = client_for(worlds.people["viewer"])
    plan = reverse("plan", args=[worlds.own.plan.key])
    assert client.get(plan).status_code == 200

    worlds.people["viewer"].memberships.all().delete()

    assert client.get(plan).status_code == 403


def test_sign_in_leads_back_to_the_page(worlds, client_for):
    plan = reverse("plan", args=[worlds.own.plan.key])

    response = client_for().get(plan)

    assert response["Location"] == f"{reverse('account_login')}?next={quote(plan)}"


OPEN_THE_RECORDS = {"officer", "approver", "admin", "every role", "viewer there", "superuser"}


@pytest.mark.parametrize("page", ["admin:index", "admin:login"])
def test_records_are_open_to_whoever_updates_decides_or_keeps(worlds, client_for, page):
    address = reverse(page)

    found = {
        who: client_for(user).get(address, follow=True) for who, user in worlds.people.items()
    }

    assert found.pop("anonymous").redirect_chain[-1][0].startswith(reverse("account_login"))
    assert {who for who, got in found.items() if got.status_code == 200} == OPEN_THE_RECORDS
    refused = {got.status_code for who, got in found.items() if who not in OPEN_THE_RECORDS}
    assert refused == {403}


def test_header_leads_to_the_records_whoever_may_open_them(worlds, client_for):
    link = f'<a href="{reverse("admin:index")}">Records</a>'
    members = {who: user for who, user in worlds.people.items() if user}

    found = {
        who: client_for(user).get(reverse("accessibility")) for who, user in members.items()
    }

    shown = {who for who, got in found.items() if link in got.content.decode()}
    assert shown == OPEN_THE_RECORDS


def test_account_marked_as_staff_opens_no_records_without_a_role(client_for, db):
    client = client_for(UserFactory(is_staff=True))

    assert client.get(reverse("admin:index")).status_code == 403


def test_first_superuser_opens_the_records_before_there_is_an_authority(client_for, db):
    client = client_for(UserFactory(is_superuser=True))

    assert client.get(reverse("admin:index")).status_code == 200


# A page that somebody forgot to give a rule


@login_not_required
def forgotten(request):
    return HttpResponse("seen")


urlpatterns = [
    path("forgotten/", forgotten, name="forgotten"),
    path("forgotten-too/", forgotten),
    path("", include("improvement.urls")),
]


@pytest.mark.parametrize("who", ["anonymous", "every role", "superuser"])
@pytest.mark.parametrize("page", ["/forgotten/", "/forgotten-too/"])
def test_page_without_a_rule_is_closed_to_everybody(worlds, client_for, settings, who, page):
    settings.ROOT_URLCONF = "tests.test_access"

    assert client_for(worlds.people[who]).get(page).status_code == 403


def test_rules_speak_of_roles_that_there_are():
    assert {str(role) for role in Need.VIEW.value} == set(ROLES)
    assert access.need_of("no-such-page") is None
    assert access.need_of("admin:index") is Need.STAFF
