"""Odd values, addresses and forged rows in the Django admin."""

import pytest
from django import forms
from django.contrib import admin

from improvement.models import (
    Action,
    Commitment,
    Owner,
    Plan,
    Update,
    User,
)
from inspections.models import (
    Authority,
    Finding,
    Framework,
    Theme,
)
from tests.admin_world import (  # noqa: F401  (fixtures)
    CHANGES,
    OF_AN_AUTHORITY,
    SHARED,
    SOON,
    STARTS,
    as_sent,
    as_sent_with,
    errors_of,
    in_words,
    name_of,
    page,
    page_of,
    sign_in_to_the_admin,
    westmere_and_eastmere,
)

HUGE = "9" * 40
ODD = ["\0", "x" * 40_000, "9999-12-31", HUGE, "a\0b", "2019-02-30", "0001-01-01", "-1", "☃"]
ANSWERED = {200, 302, 400, 403, 404}


FILLED = {
    Action: {
        "updates": {"status": "on_track", "text": "It goes on."},
        "evidence": {"kind": "audit", "shows": "Sixty cases.", "link": "https://a.example/"},
        "date_requests": {
            "to": "2035-06-28",
            "reason": "Later.",
            "meanwhile": "By hand.",
            "holds_up": "Nothing.",
        },
        "decisions": {"outcome": "withdrawn", "reason": "Not needed."},
        "ownerships": {"text": "All of it."},
        "action_commitments": {"change": "joins"},
    },
    Commitment: {
        "impacts": {
            "state": "shown",
            "shown_by": "audit",
            "text": "Sixty cases.",
            "recheck_on": "2035-06-28",
        },
        "ownerships": {"text": "."},
    },
    Plan: {
        "closures": {"outcome": "closed", "reason": "Over."},
        "periods": {"days": 50},
        "rounds": {"holds_from": SOON.isoformat(), "closes": SOON.isoformat()},
    },
    Owner: {
        "holdings": {"change": "takes_up", "name": "Someone", "holds_from": SOON.isoformat()},
        "covers": {"holds_from": SOON.isoformat(), "until": SOON.isoformat()},
    },
    Finding: {"links": {"state": "rejected"}, "repeats": {"state": "confirmed"}},
}


def typed(found):
    """The fields that a member types into, by their names."""
    shown = [found.context["adminform"].form]
    for inline in found.context["inline_admin_formsets"]:
        shown += inline.formset.extra_forms
    return {
        field.html_name: field.field for form in shown for field in form if not field.is_hidden
    }


def oddest_for(field):
    """What might get past the check of such a field and break what comes after it."""
    if isinstance(field, forms.DateField | forms.DateTimeField):
        return ["9999-12-31"]
    if isinstance(field, forms.IntegerField | forms.ChoiceField | forms.ModelChoiceField):
        return [HUGE]
    return ["\0", "x" * 40_000] if isinstance(field, forms.CharField) else ["\0", HUGE]


def odd_answers(client, address, rows=()):
    """The status of every odd value in every field, beside what is right; and of one
    odd value in all."""
    found = client.get(address)
    names, right = typed(found), as_sent(found)
    for inline, values in dict(rows).items():
        filled = as_sent_with(found, inline, **values)
        right |= {name: value for name, value in filled.items() if name in names}
    posts = [
        right | {name: value} for name, field in names.items() for value in oddest_for(field)
    ]
    posts += [right | dict.fromkeys(names, value) for value in ODD]
    return {client.post(address, post).status_code for post in posts}


@pytest.mark.parametrize(
    ("who", "model"),
    [
        *[("admin", model) for model in sorted(CHANGES["admin"], key=name_of)],
        ("officer", Action),
        ("approver", Action),
        ("approver", Commitment),
        ("superuser", Authority),
        ("superuser", Theme),
        ("superuser", Framework),
        ("superuser", User),
    ],
    ids=in_words,
)
def test_odd_values_are_told_and_never_break_a_page(world, sign_in, who, model):
    address = page_of(world.rows[model], "change")

    assert odd_answers(sign_in(who), address, FILLED.get(model, {})) <= ANSWERED


@pytest.mark.parametrize("model", sorted(STARTS["superuser"], key=name_of), ids=name_of)
def test_odd_values_of_something_new_never_break_a_page(world, sign_in, model):
    assert odd_answers(sign_in("superuser"), page(model, "add")) <= ANSWERED


@pytest.mark.parametrize("model", [*OF_AN_AUTHORITY, *SHARED], ids=name_of)
def test_odd_addresses_never_break_a_page(world, sign_in, model):
    client, start_of_list = sign_in("admin"), page(model, "changelist")
    hierarchy = admin.site._registry[model].date_hierarchy or "pk"
    odd_queries = [
        {"q": "\0"},
        {"p": "9" * 30},
        {"o": "99.-1.x"},
        {"pk": "\0"},
        {"title": "\0"},
        {"name": "\0"},
        {"key": "a\0b"},
        {f"{hierarchy}__year": "99999999999999999999"},
        {f"{hierarchy}__year": "9999", f"{hierarchy}__month": "12"},
        {f"{hierarchy}__gte": "\0"},
        {"theme__id__exact": "x"},
        {"plan__authority__id__exact": "9" * 40},
        {"plan__authority__name__startswith": "E"},
    ]
    odd_keys = ["x", "-1", "9" * 40, "a%00b", "_5F", "☃", "1%2F2"]

    lists = {client.get(start_of_list, query).status_code for query in odd_queries}
    rows = {
        client.get(f"{start_of_list}{key}/{name}/").status_code
        for key in odd_keys
        for name in ("change", "history", "delete", "history/x", "history/" + "9" * 40)
    }
    searches = {
        client.get(
            "/admin/autocomplete/",
            {"app_label": "improvement", "model_name": "action", "field_name": "plan", **query},
        ).status_code
        for query in ({"term": "\0"}, {"term": "x", "page": "x"}, {"field_name": "x"})
    }

    assert lists | rows | searches <= ANSWERED


@pytest.mark.parametrize(
    "forged",
    [
        {"updates-TOTAL_FORMS": "x"},
        {"updates-INITIAL_FORMS": "99", "updates-TOTAL_FORMS": "120"},
        {"updates-TOTAL_FORMS": "9" * 30},
        {"updates-0-id": "987654"},
        {"updates-0-id": "\0"},
        {"updates-0-action": "987654"},
        {"updates-1-action": "987654"},
        {"_popup": "1", "_to_field": "title"},
        {"_saveasnew": "1"},
    ],
    ids=str,
)
def test_forged_rows_change_nothing(world, sign_in, forged):
    client, address = sign_in("officer"), page_of(world.action, "change")
    before = list(Update.objects.order_by("pk").values())

    answer = client.post(address, as_sent(client.get(address)) | forged)

    assert answer.status_code in ANSWERED
    assert list(Update.objects.order_by("pk").values()) == before


def test_page_that_claims_a_thousand_rows_is_not_built(world, sign_in):
    client, address = sign_in("officer"), page_of(world.action, "change")

    answer = client.post(
        address, as_sent(client.get(address)) | {"updates-TOTAL_FORMS": "1000"}
    )

    assert errors_of(answer) == ["Enter at most 20 at once."]
    assert len(answer.context["inline_admin_formsets"][0].formset.forms) == 21


def test_moment_in_the_address_changes_nothing_here(world, sign_in):
    answer = sign_in("officer").get(page(Plan, "changelist"), {"as_at": "2019-02-07"})

    assert answer.status_code == 302
