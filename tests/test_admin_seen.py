"""Who comes into the Django admin, and what they see there."""

import pytest
from django.contrib import admin

from improvement.models import (
    Action,
    Plan,
)
from inspections.models import (
    Framework,
    Theme,
)
from tests.admin_world import (  # noqa: F401  (fixtures)
    OF_AN_AUTHORITY,
    PEOPLE,
    REGISTERED,
    ROLES,
    SECRET,
    SHARED,
    name_of,
    page,
    page_of,
    sign_in_to_the_admin,
    text_of,
    westmere_and_eastmere,
)
from tests.factories import (
    PASSWORD,
    MembershipFactory,
    UserFactory,
)

# Coming in


def test_every_record_that_members_keep_is_there():
    assert set(admin.site._registry) == set(REGISTERED)


def test_header_and_the_way_back_to_the_site(sign_in):
    shown = text_of(sign_in("officer").get("/admin/"))

    assert "Improvement tracker: records" in shown
    assert '<a href="/">View site</a>' in shown


def test_whoever_is_not_signed_in_comes_to_the_one_sign_in_page(world, client_for):
    answer = client_for().get("/admin/", follow=True)

    assert answer.redirect_chain[-1][0].startswith("/sign-in/?next=")


def test_admin_has_no_sign_in_of_its_own(world, client_for):
    sent = {"username": world.people["superuser"].email, "password": PASSWORD}

    answer = client_for().post("/admin/login/?next=/admin/", sent)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


def test_invited_officer_comes_in_without_being_marked_as_staff(world, sign_in):
    assert not world.people["officer"].is_staff
    assert sign_in("officer").get("/admin/").context["app_list"] != []
    assert sign_in("officer").get(page(Plan, "changelist")).status_code == 200


@pytest.mark.parametrize("role", [None, "viewer"])
def test_whoever_only_views_or_has_no_role_opens_no_records(world, client_for, role):
    user = UserFactory(is_staff=True)
    if role:
        MembershipFactory(user=user, authority=world.authority, role=role)
    client = client_for(user)

    assert client.get("/admin/").status_code == 403
    assert client.get(page(Plan, "changelist")).status_code == 403


# Who sees what


@pytest.mark.parametrize("who", [*ROLES, "superuser"])
@pytest.mark.parametrize("name", ["change", "history"])
def test_member_reads_every_record_of_their_authority(world, sign_in, who, name):
    client = sign_in(who)

    found = {model: client.get(page_of(world.rows[model], name)) for model in OF_AN_AUTHORITY}

    assert {answer.status_code for answer in found.values()} == {200}


@pytest.mark.parametrize("who", [*ROLES, "superuser"])
def test_lists_show_the_rows_of_the_own_authority_only(world, sign_in, who):
    client = sign_in(who)

    listed = {
        model: set(client.get(page(model, "changelist")).context["cl"].queryset)
        for model in OF_AN_AUTHORITY
    }

    of_another = {model for model in listed if world.elsewhere.rows[model] in listed[model]}
    assert {model for model in listed if world.rows[model] in listed[model]} == {*listed}
    assert of_another == ({*listed} if who == "superuser" else set())


@pytest.mark.parametrize("who", ROLES)
def test_no_page_names_the_other_authority(world, sign_in, who):
    client = sign_in(who)
    rows = [world.rows[model] for model in (*OF_AN_AUTHORITY, *SHARED)]
    pages = ["/admin/"]
    pages += [page(row, name) for row in rows for name in ("changelist", "add")]
    pages += [page_of(row, name) for row in rows for name in ("change", "history")]
    kept = [row for row in rows if hasattr(row, "history")]
    pages += [page(row, "simple_history", row.pk, row.history.latest().pk) for row in kept]

    shown = {address: text_of(client.get(address, {"_facets": "True"})) for address in pages}

    # In any case of letters: it stands in addresses of people, too.
    named = [address for address, text in shown.items() if SECRET.lower() in text.lower()]
    assert named == []


@pytest.mark.parametrize("who", ROLES)
def test_record_of_another_authority_is_not_there(world, sign_in, who):
    client, rows = sign_in(who), world.elsewhere.rows.values()
    versions = [page(row, "simple_history", row.pk, row.history.latest().pk) for row in rows]

    changes = [client.get(page_of(row, "change")) for row in rows]

    # As for a record that never was: back to the index, without a word of it.
    assert {(got.status_code, got["Location"]) for got in changes} == {(302, "/admin/")}
    assert SECRET not in text_of(client.get("/admin/"))
    assert {client.get(page_of(row, "history")).status_code for row in rows} == {404}
    assert {client.get(address).status_code for address in versions} == {404}
    assert {client.post(page_of(row, "change")).status_code for row in rows} <= {302, 403}
    assert {client.post(page_of(row, "delete")).status_code for row in rows} == {403}


@pytest.mark.parametrize("who", ROLES)
def test_search_for_a_choice_finds_the_own_authority_only(sign_in, who):
    client = sign_in(who)
    choices = [
        ("inspections", "document", "authority"),
        ("inspections", "recommendation", "inspection"),
        ("inspections", "finding", "document"),
        ("inspections", "findinglink", "recommendation"),
        ("inspections", "repeatlink", "earlier_finding"),
        ("improvement", "action", "plan"),
        ("improvement", "ownership", "owner"),
        ("improvement", "ownership", "action"),
        ("improvement", "impact", "commitment"),
    ]
    asked = [
        dict(zip(("app_label", "model_name", "field_name"), c, strict=True)) for c in choices
    ]

    found = [client.get("/admin/autocomplete/", query) for query in asked]

    assert [len(answer.json()["results"]) > 0 for answer in found] == [True] * len(choices)
    assert [answer for answer in found if SECRET in text_of(answer)] == []


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("model", PEOPLE, ids=name_of)
def test_accounts_are_for_superusers(world, sign_in, who, model):
    client, row = sign_in(who), world.rows[model]
    pages = [page(model, "changelist"), page(model, "add")]
    pages += [page_of(row, name) for name in ("change", "history", "delete")]
    asked = {"app_label": "improvement", "model_name": "holding", "field_name": "user"}

    assert {client.get(address).status_code for address in pages} == {403}
    assert client.get("/admin/autocomplete/", asked).status_code == 403


def test_words_of_a_theme_are_shared_but_not_who_changed_them(world, sign_in):
    theme = world.rows[Theme]
    theme._history_user = world.people["other"]
    theme.save()

    shown = text_of(sign_in("admin").get(page_of(theme, "history")))

    assert "Shared theme" in shown
    assert "eastmere" not in shown


def test_history_of_a_shared_framework_is_for_superusers(world, sign_in):
    framework = world.rows[Framework]

    assert sign_in("admin").get(page_of(framework, "history")).status_code == 403
    assert sign_in("superuser").get(page_of(framework, "history")).status_code == 200


def test_member_of_two_authorities_sees_both_and_writes_where_they_may(world, client_for):
    viewer_there = world.people["admin"]
    MembershipFactory(user=viewer_there, authority=world.elsewhere.authority, role="viewer")
    client = client_for(viewer_there)
    there = world.elsewhere.action

    listed = set(client.get(page(Plan, "changelist")).context["cl"].queryset)
    form = client.get(page(Action, "add")).context["adminform"].form
    offered = set(form.fields["plan"].queryset)

    assert listed == {world.plan, world.elsewhere.plan}
    assert offered == {world.plan}
    assert client.get(page_of(there, "change")).status_code == 200
    assert client.post(page_of(there, "change"), {"title": "Mine now"}).status_code == 403
