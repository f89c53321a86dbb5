"""Every address × every role × the own authority and another, against `access.RULES`."""

from copy import deepcopy
from urllib.parse import quote

import pytest
from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, get_resolver, include, path, reverse

from improvement import access
from improvement.access import RULES, WRITES, Need
from tests.factories import (
    ActionFactory,
    AuthorityFactory,
    CommitmentFactory,
    DateRequestFactory,
    DocumentFactory,
    FindingFactory,
    FindingLinkFactory,
    HoldingFactory,
    InspectionDocumentFactory,
    InspectionFactory,
    MeasureFactory,
    MeasureLinkFactory,
    MeasureReadingFactory,
    MembershipFactory,
    OwnerFactory,
    PlanFactory,
    RecommendationFactory,
    SignOffFactory,
    ThemeFactory,
    UpdateFactory,
    UserFactory,
    VisitFactory,
)

ROLES = ("viewer", "officer", "approver", "admin")
SECRET = "Belongs elsewhere"  # in every title of the other authority

ALLOWED, SIGN_IN, REFUSED, ABSENT = "allowed", "sign in", "refused", "absent"
READ_ONLY = "takes no post"

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
            "plan": ("plan", [plan], {}),
            "plan-rows": ("plan-rows", [plan], {}),
            "action-list": ("action-list", [plan], {}),
            "action": ("action", [plan, self.action.reference], {}),
            "plan-compare": ("plan-compare", [plan], {}),
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
        return {
            "action-update": ("action-update", [plan, self.action.reference], said),
            "update of another's post": (
                "action-update",
                [plan, self.unheld.reference],
                said,
            ),
            "action-date": (
                "action-date",
                [plan, self.action.reference],
                {"to": "2099-01-01", **why},
            ),
            "date of another's post": (
                "action-date",
                [plan, self.unheld.reference],
                {"to": "2099-01-01", **why},
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
            "action-withdraw": ("action-withdraw", [plan, self.action.reference], why),
            "action-reopen": ("action-reopen", [plan, self.complete.reference], why),
            "commitment-impact": (
                "commitment-impact",
                [plan, self.commitment.pk],
                {"state": "shown", "text": "An audit."},
            ),
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
        "keeping": ("keeping", [], {}),
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
        # The seat is held by everybody, the superuser included: a post is no role.
        for user in filter(None, self.people.values()):
            for world in (self.own, self.elsewhere):
                HoldingFactory(owner=world.owner, user=user)


@pytest.fixture
def worlds(db):
    return Worlds()


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
    if needed & held_by(who, there):
        return ALLOWED
    if not held_by(who, there):
        return ABSENT
    # Seen, but not theirs to change; people are looked up among those an admin keeps.
    return ABSENT if what == "person-roles" else REFUSED


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
        if SECRET in client.get(url(name, where)).content.decode()
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
