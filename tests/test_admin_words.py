"""Who corrects words in the Django admin, and what stays as it was."""

import pytest

from improvement.models import (
    Action,
    Commitment,
    Owner,
    Plan,
    Update,
)
from inspections.models import (
    Document,
    Finding,
    Recommendation,
)
from tests.admin_world import (  # noqa: F401  (fixtures)
    CHANGES,
    OF_AN_AUTHORITY,
    PEOPLE,
    REGISTERED,
    ROLES,
    SHARED,
    STARTS,
    as_sent,
    errors_of,
    in_words,
    name_of,
    page,
    page_of,
    sign_in_to_the_admin,
    text_of,
    westmere_and_eastmere,
)
from tests.factories import (
    FindingFactory,
    RecommendationFactory,
)

# Who changes what


@pytest.mark.parametrize("who", [*ROLES, "superuser"])
def test_who_may_change_something_on_which_page(world, sign_in, who):
    client = sign_in(who)
    pages = {
        model: client.get(page_of(row, "change"))
        for model, row in world.rows.items()
        if who == "superuser" or model not in PEOPLE
    }

    offered = {
        model for model, found in pages.items() if found.context["has_change_permission"]
    }
    posted = {
        model: client.post(page_of(world.rows[model], "change"), as_sent(found)).status_code
        for model, found in pages.items()
    }

    assert offered == CHANGES[who]
    assert {model for model, status in posted.items() if status == 302} == CHANGES[who]
    assert set(posted.values()) <= {302, 403}


@pytest.mark.parametrize("who", [*ROLES, "superuser"])
def test_who_may_start_a_new_record(sign_in, who):
    client = sign_in(who)

    found = {model: client.get(page(model, "add")).status_code for model in REGISTERED}
    posted = {model: client.post(page(model, "add"), {}).status_code for model in REGISTERED}

    assert {model for model, status in found.items() if status == 200} == STARTS[who]
    assert {model for model, status in posted.items() if status == 403} == (
        set(REGISTERED) - STARTS[who]
    )


def test_admin_corrects_words_and_its_history_says_who(world, sign_in):
    client, address = sign_in("admin"), page_of(world.action, "change")

    answer = client.post(address, as_sent(client.get(address)) | {"title": "Better words"})

    assert answer.status_code == 302
    version = Action.history.filter(id=world.action.pk).latest()
    assert (version.title, version.history_user) == ("Better words", world.people["admin"])
    assert "Better words" in text_of(client.get(page_of(world.action, "history")))


@pytest.mark.parametrize("who", ["officer", "approver"])
def test_words_are_for_admins(world, sign_in, who):
    client, address = sign_in(who), page_of(world.action, "change")

    client.post(address, as_sent(client.get(address)) | {"title": "Not mine to say"})

    world.action.refresh_from_db()
    assert world.action.title == "Westmere acts"


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Document, "authority key kind sha256 dated published second_hand known_at"),
        (
            Recommendation,
            "inspection key kind text quote page paragraph part document known_at",
        ),
        (Finding, "inspection key direction text quote page paragraph part document known_at"),
        (Owner, "authority key known_at"),
        (Plan, "authority key opened example document known_at"),
        (Commitment, "plan recommendation added known_at"),
        (Action, "plan reference added first_due due_as_printed known_at"),
    ],
    ids=in_words,
)
@pytest.mark.parametrize("who", ["admin", "superuser"])
def test_what_was_imported_or_set_once_cannot_be_posted_over(
    world, sign_in, who, model, fields
):
    client, row, names = sign_in(who), world.rows[model], fields.split()
    address = page_of(row, "change")
    before = model.objects.filter(pk=row.pk).values(*names).get()
    forged = dict.fromkeys(names, world.elsewhere.authority.pk) | {
        name: "2031-01-01" for name in names if name in ("first_due", "opened", "added")
    }
    forged |= {name: "Forged words" for name in names if name in ("text", "quote", "key")}

    answer = client.post(address, as_sent(client.get(address)) | forged)

    assert answer.status_code == 302
    assert model.objects.filter(pk=row.pk).values(*names).get() == before


def test_first_due_date_that_was_left_open_cannot_be_filled_in_later(world, sign_in):
    action = world.add_action(first_due=None)
    client, address = sign_in("admin"), page_of(action, "change")

    client.post(address, as_sent(client.get(address)) | {"first_due": "2031-01-01"})

    action.refresh_from_db()
    assert action.first_due is None


@pytest.mark.parametrize("model", [Recommendation, Finding], ids=name_of)
def test_summary_stays_where_the_documents_own_words_are_not_held(world, sign_in, model):
    factory = {Recommendation: RecommendationFactory, Finding: FindingFactory}[model]
    row = factory(inspection=world.visit, text="", summary="Our words.")
    client, address = sign_in("admin"), page_of(row, "change")

    answer = client.post(address, as_sent(client.get(address)) | {"summary": " "})

    assert errors_of(answer) == ["Say it in our words: the document's own are not held."]


def test_an_earlier_version_is_read_but_not_brought_back(world, sign_in):
    client = sign_in("superuser")
    rows = [world.rows[model] for model in OF_AN_AUTHORITY]
    versions = [page(row, "simple_history", row.pk, row.history.latest().pk) for row in rows]
    back = {"title": "Back again", "name": "Back again"}

    assert {client.get(address).status_code for address in versions} == {200}
    assert {client.post(address, back).status_code for address in versions} == {403}
    assert {row.history.count() for row in rows} == {1}


# Nobody deletes


@pytest.mark.parametrize("who", [*ROLES, "superuser"])
def test_nobody_deletes_a_record(world, sign_in, who):
    client, rows = sign_in(who), world.rows.values()
    deleting = {"action": "delete_selected", "post": "yes"}

    single = {client.post(page_of(row, "delete"), {"post": "yes"}).status_code for row in rows}
    many = {
        client.post(
            page(row, "changelist"), deleting | {"_selected_action": [row.pk]}
        ).status_code
        for row in rows
    }

    assert single == {403}
    assert many <= {200, 302, 403}
    assert [row for row in rows if not type(row).objects.filter(pk=row.pk).exists()] == []


@pytest.mark.parametrize("who", [*ROLES, "superuser"])
def test_no_list_offers_to_do_anything_to_many_rows(sign_in, who):
    client = sign_in(who)
    models = REGISTERED if who == "superuser" else (*OF_AN_AUTHORITY, *SHARED)

    lists = [client.get(page(model, "changelist")).context for model in models]

    assert [found["action_form"] for found in lists] == [None] * len(models)


@pytest.mark.parametrize("who", ["officer", "approver", "admin"])
def test_an_event_stays_whatever_is_posted_over_it(world, sign_in, who):
    client, address = sign_in(who), page_of(world.action, "change")
    before = list(Update.objects.order_by("pk").values())
    sent = as_sent(client.get(address)) | {
        "updates-0-text": "Never said",
        "updates-0-status": "done",
        "updates-0-DELETE": "on",
    }

    answer = client.post(address, sent)

    assert answer.status_code == 302
    assert list(Update.objects.order_by("pk").values()) == before
