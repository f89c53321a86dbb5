"""A plan that is known only from an old paper: its clocks stop, and nobody says that it closed;
and an action whose paper prints “mid July” where a date would stand."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    InspectionFactory,
    PlanClosureFactory,
    PlanFactory,
    RecommendationFactory,
    UpdateFactory,
)

pytestmark = pytest.mark.django_db
DAY = "18 July 2019"


@pytest.fixture
def recommendation(authority):
    inspection = InspectionFactory(authority=authority, key="2018-06", letter=True)
    return RecommendationFactory(inspection=inspection, key="1")


@pytest.fixture
def plan(authority, recommendation):
    plan = PlanFactory(authority=authority, key="old", title="Plan from a paper")
    commitment = CommitmentFactory(plan=plan, recommendation=recommendation)
    ActionFactory(
        plan=plan,
        reference="1.1",
        commitments=[commitment],
        first_due=None,
        due_as_printed="mid July",
    )
    PlanClosureFactory(plan=plan, outcome="last_known", holds_from="2019-07-18")
    return plan


def read(client, name, *args):
    page = client.get(reverse(name, args=args))
    assert page.status_code == 200
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


PAGES = {
    "front-page": ("viewer", (), f"Nothing is known of this plan after {DAY}."),
    "plan": ("viewer", ("old",), f"Opened on 30 November 2018, last known on {DAY}"),
    "plan-list": ("viewer", (), "Last known from an old paper"),
    "action": ("viewer", ("old", "1.1"), f"Nothing is known of this plan after {DAY}."),
    "plan-compare": ("viewer", ("old",), f"to {DAY}"),
    "inspection-matrix": ("viewer", ("westmere", "2018-06"), f"last known on {DAY}"),
    "recommendation": ("viewer", ("westmere", "2018-06", "1"), f"as last known on {DAY}"),
    "keeping": ("admin", (), f"last known on {DAY}"),
    "plan-keeping": ("admin", ("old",), f"Nothing is known of the plan after {DAY}."),
    "plan-close": ("admin", ("old",), f"Nothing is known of it after {DAY}."),
}


@pytest.mark.parametrize("name", PAGES)
def test_no_page_says_that_it_closed(members, client_for, plan, name):
    role, args, sentence = PAGES[name]

    words = read(client_for(members[role]), name, *args)

    assert sentence in words
    # "Whether it closed, we do not know" and the like, and what a comparison counts.
    said = re.sub(
        r"Whether it closed|They may have gone on, or closed|Closed : Complete", "", words
    )
    assert "closed" not in said.lower()


def test_other_plans_name_the_day_it_was_last_known(members, client_for, plan, recommendation):
    newer = PlanFactory(authority=plan.authority, opened="2020-01-15", key="new")
    CommitmentFactory(plan=newer, recommendation=recommendation)
    viewer = client_for(members["viewer"])

    assert f"Plan from a paper , last known on {DAY}" in read(viewer, "front-page")
    page = read(viewer, "recommendation", "westmere", "2018-06", "1")
    assert f"opened 30 November 2018, last known on {DAY}" in page


@pytest.mark.parametrize("name", ["action-withdraw", "commitment-impact"])
def test_nothing_can_be_said_of_it_and_the_reason_is_told(members, client_for, plan, name):
    args = ["old", "1.1" if name == "action-withdraw" else plan.commitments.get().pk]

    words = read(client_for(members["approver"]), name, *args)

    assert (
        f"Nothing is known of the plan after {DAY}. Such a plan takes no updates, requests or "
        "decisions."
    ) in words


def test_a_closed_plan_still_says_that_it_closed(members, client_for, authority):
    plan = PlanFactory(authority=authority, key="shut")
    PlanClosureFactory(plan=plan, holds_from="2019-07-18")
    viewer = client_for(members["viewer"])

    assert "This plan is closed." in read(viewer, "plan", "shut")
    assert "Last known from an old paper" not in read(viewer, "plan-list")


# A due date in the paper's words


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("action-list", ("old",)),
        ("action", ("old", "1.1")),
        ("recommendation", ("westmere", "2018-06", "1")),
    ],
)
def test_the_printed_words_stand_where_the_due_date_would(
    members, client_for, plan, name, args
):
    words = read(client_for(members["viewer"]), name, *args)

    assert words.count("“mid July” as printed") >= 2  # the first date and the current one
    assert "No date" not in words
    assert "no date" not in words


def test_without_any_words_there_is_no_date(members, client_for, authority):
    action = ActionFactory(plan__authority=authority, plan__key="new", first_due=None)
    UpdateFactory(action=action)

    words = read(client_for(members["viewer"]), "action", "new", action.reference)

    assert words.count("No date") == 2
