"""The plan check: what is missing in a plan or does not fit, with its rows and how to mend it."""

import re
from datetime import date

import pytest
from django.urls import reverse

from improvement.importing import import_drafts
from improvement.models import Plan
from tests.conftest import NOW
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DateRequestFactory,
    DecisionFactory,
    FindingFactory,
    FindingLinkFactory,
    HoldingFactory,
    InspectionFactory,
    OwnerFactory,
    PlanClosureFactory,
    PlanFactory,
    RecommendationFactory,
    UpdateFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db

THEN = {"as_at": "2019-03-01", "reading": "now"}  # ninety days after the plan opened


@pytest.fixture
def inspection(authority):
    return InspectionFactory(authority=authority, published="2018-08-24", letter=True)


@pytest.fixture
def plan(authority, inspection):
    plan = PlanFactory(authority=authority, key="ours", runs_until=date(2019, 12, 31))
    plan.answers.add(inspection)
    return plan


@pytest.fixture
def post(authority, members):
    owner = OwnerFactory(authority=authority, post="Head of practice")
    HoldingFactory(owner=owner, user=members["officer"], name="", holds_from="2018-12-01")
    return owner


@pytest.fixture
def commitment(plan, post, inspection):
    asked = RecommendationFactory(
        inspection=inspection, summary="Sound records of every visit that is made to a child"
    )
    return CommitmentFactory(plan=plan, recommendation=asked, owner=post)


def add_action(plan, post, commitment=None, **told):
    wanted = {"owner": post, "success_measure": "Nine in ten are", "first_due": "2019-06-28"}
    served = [commitment] if commitment else []
    return ActionFactory(plan=plan, commitments=served, **wanted | told)


@pytest.fixture
def sound(plan, post, commitment):
    """An action with which nothing is wrong."""
    action = add_action(plan, post, commitment, reference="1.1")
    UpdateFactory(action=action, status="on_track", holds_from="2019-02-20")
    return action


@pytest.fixture
def look(members, client_for):
    """The check as a member sees it: its questions by key, each with what it found."""

    def open_page(role="viewer", **query):
        response = client_for(members[role]).get(
            reverse("plan-check", args=["ours"]), query or THEN
        )
        assert response.status_code == 200
        response.questions = {
            question.key: (question, rows, others)
            for _, questions in response.context["groups"]
            for question, rows, others in questions
        }
        response.words = " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
        return response

    return open_page


def found(page, key):
    return [mended.row.name for mended in page.questions[key][1]]


def everything_found(page):
    return {key: found(page, key) for key in page.questions if found(page, key)}


def test_nothing_is_found_in_a_sound_plan(look, sound):
    page = look()

    assert everything_found(page) == {}
    assert "None of the 13 questions found anything." in page.words
    assert page.words.count("Nothing found.") == 13


# One thing wrong at a time


def test_a_recommendation_without_a_commitment(look, sound, inspection):
    asked = RecommendationFactory(inspection=inspection, title="Visits on time")

    page = look()

    assert everything_found(page) == {"unanswered": [str(asked)]}
    assert page.questions["unanswered"][0].total == 2


def test_a_commitment_without_an_action(look, sound, plan, post, inspection):
    row = CommitmentFactory(
        plan=plan, owner=post, recommendation=RecommendationFactory(inspection=inspection)
    )
    assert everything_found(look()) == {"without-action": [str(row)]}


@pytest.mark.parametrize(
    ("lacking", "key"),
    [
        ({"owner": None}, "without-owner"),
        ({"first_due": None}, "without-date"),
        ({"success_measure": " "}, "without-measure"),
        ({"commitment": None}, "without-recommendation"),
        ({"first_due": "2020-01-01"}, "after-the-plan"),
    ],
    ids=["owner", "date", "measure", "recommendation", "too late"],
)
def test_an_action_that_lacks_something(lacking, key, look, sound, plan, post, commitment):
    told = {"post": post, "commitment": commitment} | lacking
    told["post"] = told.pop("owner", told["post"])
    action = add_action(plan, **told)
    UpdateFactory(action=action, status="on_track", holds_from="2019-02-20")

    assert everything_found(look()) == {key: [str(action)]}


def test_a_date_that_was_moved_past_the_end(look, sound, members):
    asked = DateRequestFactory(action=sound, to="2020-02-01", holds_from="2019-02-21")
    DecisionFactory(action=sound, request=asked, outcome="granted", holds_from="2019-02-22")

    page = look()

    assert everything_found(page) == {"after-the-plan": [str(sound)]}
    assert "due 1 February 2020" in page.words


def test_a_post_whose_holder_has_left_is_found_once_with_all_it_answers_for(
    look, sound, plan, post, commitment, members
):
    HoldingFactory(
        owner=post, user=members["officer"], name="", change="leaves", holds_from="2019-02-25"
    )

    page = look()

    assert everything_found(page) == {"vacant": ["Head of practice"]}
    assert "Head of practice: post vacant since 25 February 2019. It answers for 1.1" in (
        page.words
    )


@pytest.mark.parametrize("status", ["on_track", "done"])
def test_green_words_though_the_date_has_passed(status, look, sound, plan, post, commitment):
    action = add_action(plan, post, commitment, first_due="2019-02-15")
    UpdateFactory(action=action, status=status, holds_from="2019-02-20")

    page = look()

    assert everything_found(page) == {"red-under-green": [str(action)]}
    assert "late by" in page.words


@pytest.mark.parametrize("direction", ["no_progress", "declined"])
def test_we_say_better_than_the_inspectors_last_word(
    direction, look, sound, authority, commitment
):
    visit = VisitFactory(authority=authority, ended="2019-02-12", letter=True)
    finding = FindingFactory(inspection=visit, direction=direction)
    FindingLinkFactory(
        finding=finding, recommendation=commitment.recommendation, holds_from="2019-02-12"
    )

    page = look()

    assert everything_found(page) == {"we-say-better": [str(commitment)]}
    assert "we say on track" in page.words


def test_that_the_inspectors_say_better_is_no_fault(look, sound, authority, commitment):
    UpdateFactory(action=sound, status="off_track", reason="x", holds_from="2019-02-25")
    visit = VisitFactory(authority=authority, ended="2019-02-12", letter=True)
    finding = FindingFactory(inspection=visit, direction="improved")
    FindingLinkFactory(
        finding=finding, recommendation=commitment.recommendation, holds_from="2019-02-12"
    )

    assert everything_found(look()) == {}


def test_nothing_said_for_a_period(look, plan, post, commitment):
    action = add_action(plan, post, commitment)

    page = look()

    assert everything_found(page) == {"silent": [str(action)]}
    assert "nothing said for 91 days" in page.words


def test_words_that_repeat_the_recommendation(look, sound, plan, post, commitment):
    copy = "We will ensure sound records of every visit made to a child"
    action = add_action(plan, post, commitment, title=copy)
    UpdateFactory(action=action, status="on_track", holds_from="2019-02-20")

    assert everything_found(look()) == {"repeating": [str(action)]}


def crowd(plan, post, commitment, day, number):
    for _ in range(number):
        action = add_action(plan, post, commitment, first_due=day)
        UpdateFactory(action=action, status="on_track", holds_from="2019-02-20")


def test_too_many_are_due_on_one_day(look, plan, post, commitment):
    crowd(plan, post, commitment, "2019-03-31", 6)
    crowd(plan, post, commitment, "2019-04-30", 2)

    page = look()

    assert len(everything_found(page)["crowded"]) == 6
    assert page.questions["crowded"][0].total == 8
    assert "6 are due on 31 March 2019" in page.words


def test_five_on_a_day_or_a_fifth_of_all_are_no_crowd(look, plan, post, commitment):
    crowd(plan, post, commitment, "2019-03-31", 5)
    assert everything_found(look()) == {}

    crowd(plan, post, commitment, "2019-03-31", 1)
    for month in range(4, 10):
        crowd(plan, post, commitment, date(2019, month, 28), 4)
    assert everything_found(look()) == {}  # six of thirty are a fifth, not more


# What is done no longer counts, and what is not known yet


def test_a_withdrawn_action_is_asked_nothing(look, sound, plan):
    action = add_action(plan, None, first_due=None, success_measure="")
    DecisionFactory(
        action=action, request=None, outcome="withdrawn", reason="x", holds_from="2019-01-10"
    )

    assert everything_found(look()) == {}


def test_as_known_then_only_what_was_known_is_asked(look, sound, inspection):
    RecommendationFactory(inspection=inspection, known_at=NOW)

    then = look(as_at="2019-03-01", reading="then")

    assert everything_found(then) == {}
    assert then.questions["unanswered"][0].total == 1


def test_a_plan_that_names_no_end_or_inspection_says_that_it_cannot_be_asked(look, sound, plan):
    plan.answers.clear()
    Plan.objects.update(runs_until=None)

    page = look()

    assert "The plan does not say until when it runs. So this cannot be asked." in page.words
    assert "does not say which inspections it answers. So this cannot be asked." in page.words


def test_an_empty_plan_is_told_what_it_still_has_to_answer(look, plan, inspection):
    RecommendationFactory(inspection=inspection)

    page = look("admin")

    assert "Nothing is in this plan yet" in page.words
    assert len(found(page, "unanswered")) == 1
    assert "There are no open actions to ask this of." in page.words


def test_a_closed_plan_is_read_as_it_stood_and_offers_nothing(look, plan, post, commitment):
    PlanClosureFactory(plan=plan, outcome="closed", holds_from="2019-02-01")
    add_action(plan, None, commitment)

    page = look("admin", as_at="")

    assert "This plan is closed." in page.words
    assert "without-owner" in everything_found(page)
    assert not any(row.address for _, rows, _ in page.questions.values() for row in rows)


# Mending


@pytest.fixture
def faulty(plan, post, commitment):
    """One action without a measure, due long ago and unspoken of; it serves nothing."""
    return add_action(plan, post, reference="9", success_measure="", first_due="2019-02-15")


def addresses(page, key):
    return [row.address for row in page.questions[key][1]]


def test_an_admin_is_led_to_the_forms_that_mend_it(look, faulty, commitment):
    page = look("admin", as_at="")

    [amend] = addresses(page, "without-measure")
    assert amend == reverse("action-amend", args=["ours", "9"])
    [add] = addresses(page, "without-action")
    assert add == f"{reverse('action-create', args=['ours'])}?commitment={commitment.pk}"
    assert "An officer who holds the post says how it stands." in page.words


def test_an_officer_is_led_to_their_own_actions(look, faulty, members, authority):
    page = look("officer", as_at="")

    assert addresses(page, "silent") == [reverse("action-update", args=["ours", "9"])]
    assert addresses(page, "without-measure") == [""]
    assert "An admin of the authority words it anew." in page.words


def test_what_comes_before_an_officer_can_ask_for_a_date_is_said_first(
    look, plan, post, commitment, authority
):
    vacant = OwnerFactory(authority=authority, post="Head of audit")
    add_action(plan, post, commitment, reference="1", first_due=None)
    add_action(plan, vacant, commitment, reference="2", first_due=None)
    add_action(plan, None, commitment, reference="3", first_due=None)

    page = look("admin", as_at="")

    assert [(row.words, row.address) for row in page.questions["without-date"][1]] == [
        ("", ""),
        ("First say who holds it", reverse("holding-create", args=[vacant.pk])),
        ("First give an owner", reverse("action-owner", args=["ours", "3"])),
    ]
    steps = (
        "First an admin gives an owner to what has none. Where nobody holds the post, an admin "
        "first records who does. An officer who holds the post asks for a date"
    )
    assert steps in page.words
    assert steps in look("officer", as_at="").words


def test_a_plan_without_commitments_says_what_to_do(plan, post, members, client_for):
    add_action(plan, post, reference="1")
    address = reverse("plan", args=["ours"])

    seen = {role: client_for(members[role]).get(address).text for role in ("admin", "viewer")}

    for page in seen.values():
        assert "The plan has no commitment yet." in page
        assert '<caption class="hidden">Commitments by visit' not in page
    assert f'href="{reverse("plan-keeping", args=["ours"])}">Add commitments' in seen["admin"]
    assert "An admin of the authority adds them." in seen["viewer"]


def test_every_form_that_is_offered_opens(look, faulty, inspection, members, client_for):
    RecommendationFactory(inspection=inspection)
    OwnerFactory(authority=inspection.authority)
    for role in ("admin", "officer"):
        page = look(role, as_at="")
        offered = {row.address for _, rows, _ in page.questions.values() for row in rows}
        assert len(offered) > 1
        for address in filter(None, offered):
            assert client_for(members[role]).get(address).status_code == 200, address


def test_nothing_can_be_mended_in_the_past(look, faulty):
    for role in ("admin", "officer"):
        page = look(role)
        assert not any(row.address for _, rows, _ in page.questions.values() for row in rows)


def test_a_board_member_is_told_who_mends_it(look, faulty):
    page = look("viewer", as_at="")

    assert "An admin of the authority words it anew." in page.words
    assert not any(row.address for _, rows, _ in page.questions.values() for row in rows)


def test_the_plan_and_keeping_lead_to_the_check(sound, members, client_for):
    client = client_for(members["admin"])
    address = reverse("plan-check", args=["ours"])
    for page in ("plan", "plan-keeping"):
        assert f'href="{address}"' in client.get(reverse(page, args=["ours"])).content.decode()


# By when


def test_the_stated_day_stands_beside_the_computed_one(look, sound, plan):
    Plan.objects.update(submit_by=date(2018, 12, 10))

    page = look()

    assert "To be submitted by 10 December 2018, as stated" in page.words
    assert (
        "the report was published on 24 August 2018; 70 working days after that is "
        "3 December 2018. The plan states 10 December 2018." in page.words
    )


def test_a_computed_day_is_never_filled_in(sound, plan, members, client_for):
    client = client_for(members["admin"])
    address = reverse("plan-amend", args=["ours"])

    page = client.get(address)

    assert "3 December 2018" in page.content.decode()
    assert page.context["form"]["submit_by"].value() is None
    sent = {"title": plan.title, "opened": "2018-11-30", "answers": plan.answers.get().pk}
    assert client.post(address, sent | {"submit_by": ""}).status_code == 302
    assert Plan.objects.get(key="ours").submit_by is None
    assert client.post(address, sent | {"submit_by": "2018-12-10"}).status_code == 302
    assert Plan.objects.get(key="ours").submit_by == date(2018, 12, 10)


def test_a_plan_does_not_end_before_it_opens(sound, plan, members, client_for):
    sent = {"title": plan.title, "opened": "2018-11-30", "runs_until": "2018-11-29"}
    page = client_for(members["admin"]).post(reverse("plan-amend", args=["ours"]), sent)

    assert "It is before the plan opened (30 November 2018)." in page.content.decode()


def draft(**days):
    lines = "".join(f", {name}: {day}" for name, day in days.items())
    return f"""
reviewed_by: admin@westmere.example
authority: Westmere
document: {{key: plan, title: Plan, kind: improvement_plan, published: 2018-11-30}}
plan: {{key: drafted, title: Drafted, opened: 2018-11-30{lines}}}
"""


def take(authority, **days):
    text = draft(**days).encode()
    return import_drafts([("plan.yaml", text)], actor=None, now=NOW, history=True)


def test_a_draft_states_both_days(authority):
    assert not take(authority, runs_until="2019-12-31", submit_by="2018-12-10").problems

    plan = Plan.objects.get(key="drafted")
    assert (plan.runs_until, plan.submit_by) == (date(2019, 12, 31), date(2018, 12, 10))


def test_a_draft_whose_plan_ends_before_it_opens_is_a_problem(authority):
    [problem] = take(authority, runs_until="2018-01-01").problems

    assert "“runs_until” is before “opened”." in str(problem)
