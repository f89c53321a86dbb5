"""Every address × every role × the own authority and another, against `access.RULES`."""

from contextlib import contextmanager, nullcontext
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
from tests.access_world import ROLES, SECRET, Worlds, common_addresses
from tests.factories import (
    UserFactory,
)

ALLOWED, SIGN_IN, REFUSED, ABSENT = "allowed", "sign in", "refused", "absent"
READ_ONLY = "takes no such request"


def url(name, where):
    """`where`: arguments, a query, or both."""
    if isinstance(where, tuple):
        arguments, query = where
        return reverse(name, args=arguments, query=query)
    return reverse(name, query=where) if isinstance(where, dict) else reverse(name, args=where)


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


def own_addresses(worlds):
    return {**worlds.own.addresses(), **common_addresses(worlds.own.authority)}


def everything_written():
    """Every row of ours, the kept wordings included."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values_list())
        for app in ("inspections", "improvement")
        for model in apps.get_app_config(app).get_models()
    }


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client, method, address):
    """The response; whoever asked stays signed in."""
    name, where, posted = address
    signed_in = deepcopy(client.cookies)
    response = getattr(client, method)(url(name, where), posted if method == "post" else None)
    client.cookies = signed_in
    return response


def is_as(wanted, got, method, address):
    """A page that only reads, or only takes what is sent, may say so to whoever is signed in,
    before it looks."""
    takes_other = got == READ_ONLY and (method == "post") != bool(address[2])
    return got == wanted or (takes_other and wanted != SIGN_IN)


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
    assert {name for name, *_ in own_addresses(worlds).values()} == set(RULES)


@pytest.mark.parametrize("there", [False, True], ids=["own", "elsewhere"])
@pytest.mark.parametrize(
    "who", ["anonymous", "no role", *ROLES, "every role", "viewer there", "superuser"]
)
def test_each_address_answers_as_its_rule_says(worlds, client_for, who, there):
    client = client_for(worlds.people[who])
    addresses = worlds.elsewhere.addresses() if there else own_addresses(worlds)
    before = everything_written()

    wrong, telling = {}, set()
    for what, address in addresses.items():
        wanted = expected(RULES[address[0]], who, what, there)
        for method in ("get", "post"):
            with undone() if wanted == ALLOWED else nullcontext():
                response = ask(client, method, address)
            got = outcome(response)
            if not is_as(wanted, got, method, address):
                wrong[method, what] = (got, "instead of", wanted)
            if method == "get" and SECRET in response.content.decode(errors="replace"):
                telling.add(what)

    assert wrong == {}
    # Nothing was undone where nothing was allowed.
    assert everything_written() == before
    # No page of the own authority tells of another one where somebody has no role. (That they
    # hold a post there is said by its name only where they are seen.)
    assert there or held_by(who, there=True) or telling == set()


WRITTEN = sorted(
    {
        "authority-create",
        *(name for name in WRITES if RULES[name] is not Need.SUPERUSER),
    }
    - {"keeping", "plan-keeping", "owner-list", "people", "draft-schema"}
    - {"waiting-page", "waiting-state"}
)


def test_what_is_refused_to_others_is_written_by_the_one_who_may(worlds, client_for):
    clients = {who: client_for(worlds.people[who]) for who in ("superuser", "every role")}
    addresses, before = own_addresses(worlds), everything_written()

    unwritten = set()
    for what in WRITTEN:
        may = "superuser" if what == "authority-create" else "every role"
        with undone():
            ask(clients[may], "post", addresses[what])
            if everything_written() == before:
                unwritten.add(what)

    assert unwritten == set()


def test_nothing_is_written_on_a_page_about_the_past(worlds, client_for):
    clients = {who: client_for(worlds.people[who]) for who in ("superuser", "every role")}
    addresses, before = own_addresses(worlds), everything_written()

    answered = {}
    for what in sorted(WRITES):
        who = "superuser" if RULES[what] is Need.SUPERUSER else "every role"
        _, where, posted = addresses[what]
        address = url(what, where)
        past = f"{address}{'&' if '?' in address else '?'}as_at=2019-03-01"
        answers = clients[who].get(past), clients[who].post(past, posted)
        answered[what] = [answer.status_code for answer in answers]

    assert {what: codes for what, codes in answered.items() if codes != [400, 400]} == {}
    assert everything_written() == before


def test_draft_about_another_authority_is_not_imported(worlds, client_for):
    client = client_for(worlds.people["viewer there"])
    theirs = common_addresses(worlds.elsewhere.authority)["draft-upload"]
    before = everything_written()

    ask(client, "post", theirs)

    assert everything_written() == before


def test_nobody_is_invited_to_another_authority(worlds, client_for):
    client = client_for(worlds.people["viewer there"])
    theirs = common_addresses(worlds.elsewhere.authority)["person-invite"]
    before = everything_written()

    ask(client, "post", theirs)

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
