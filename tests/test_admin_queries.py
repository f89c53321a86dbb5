"""How many queries lists and pages of the Django admin take."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.admin_world import (  # noqa: F401  (fixtures)
    OF_AN_AUTHORITY,
    REGISTERED,
    SHARED,
    World,
    in_words,
    page,
    page_of,
    sign_in_to_the_admin,
    westmere_and_eastmere,
)
from tests.factories import (
    ActionFactory,
    AuthorityFactory,
    CommitmentFactory,
    DateRequestFactory,
    DocumentFactory,
    FindingFactory,
    InspectionFactory,
    LeaderFactory,
    MeasureReadingFactory,
    MembershipFactory,
    MilestoneFactory,
    OwnerFactory,
    PlanFactory,
    RecommendationFactory,
    ThemeFactory,
    UpdateFactory,
)


def grow(world, times):
    """More rows of every kind, in the world's authority and in others."""
    for _ in range(times):
        another = AuthorityFactory()
        World(another, f"Growing-{another.pk}")
        inspection = InspectionFactory(
            authority=world.authority, started=None, ended=None, published=None, letter=True
        )
        asked = RecommendationFactory(inspection=inspection, theme=ThemeFactory())
        FindingFactory(inspection=inspection, theme=ThemeFactory())
        plan = PlanFactory(authority=world.authority)
        owner = OwnerFactory(authority=world.authority)
        commitment = CommitmentFactory(plan=plan, recommendation=asked, owner=owner)
        action = ActionFactory(plan=plan, commitments=[commitment], owner=owner)
        UpdateFactory(action=action)
        DocumentFactory(authority=world.authority)
        MilestoneFactory(authority=world.authority)
        LeaderFactory(authority=world.authority, document=world.document)
        MeasureReadingFactory(
            measure=world.measure, inspection=world.inspection, document=world.document
        )
        MembershipFactory()


def count_queries(client, address):
    client.get(address)  # the content types are read once a process
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, {"_facets": "True"}).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("who", "model"),
    [
        *[("officer", model) for model in (*OF_AN_AUTHORITY, *SHARED)],
        *[("superuser", model) for model in REGISTERED],
    ],
    ids=in_words,
)
def test_list_takes_as_many_queries_for_many_rows_as_for_few(world, sign_in, who, model):
    client, address = sign_in(who), page(model, "changelist")
    grow(world, 1)
    few = count_queries(client, address)
    grow(world, 5)

    assert count_queries(client, address) == few


def test_page_of_an_action_takes_as_many_queries_for_many_events(world, sign_in):
    client, address = sign_in("officer"), page_of(world.action, "change")
    few = count_queries(client, address)
    for day in range(1, 9):
        said = {"action": world.action, "holds_from": f"2019-02-0{day}"}
        UpdateFactory(**said, said_by=world.people["officer"])
        DateRequestFactory(**said)

    assert count_queries(client, address) == few
