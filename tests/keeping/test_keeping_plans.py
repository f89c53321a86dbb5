"""An admin starts a plan, amends it, closes it and opens it again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from improvement.keeping import rows
from improvement.models import Action, Commitment, Plan, PlanClosure
from inspections.models.time import AsAt
from tests import factories
from tests.keeping.said import HUGE, LONG, TODAY, address, problems, say

# Starting and amending a plan


def test_a_plan_is_started_with_a_key_made_from_its_title(admin, authority, inspection):
    sent = {
        "title": "Getting to Good: 2026",
        "opened": "2026-03-02",
        "period": "28",
        "answers": [inspection.pk],
    }

    response = admin.post(address("plan-create"), sent, follow=True)

    plan = Plan.objects.for_screen(AsAt(timezone.now())).get()
    assert (plan.key, plan.authority, plan.period) == ("getting-to-good-2026", authority, 28)
    assert list(plan.answers.all()) == [inspection]
    assert plan.known_at.date() == TODAY()
    assert response.context["plan"] == plan


def test_the_usual_period_needs_no_record(admin, authority):
    admin.post(
        address("plan-create"), {"title": "Plan", "opened": "2026-03-02", "period": "42"}
    )

    assert Plan.objects.get().periods.count() == 0


def test_a_plan_of_the_same_title_as_elsewhere_gets_another_key(admin, elsewhere):
    sent = {"title": "Their plan", "opened": "2026-03-02", "period": "42"}

    admin.post(address("plan-create"), sent)

    assert Plan.objects.latest("pk").key == "their-plan-2"


def test_a_form_that_is_sent_twice_starts_one_plan(admin, plan):
    sent = {"title": "OUR plan", "opened": "2026-03-02", "period": "42"}

    response = admin.post(address("plan-create"), sent)

    assert problems(response) == {"title": ["There is a plan of this title already."]}
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("key", ["our-plan", "OUR-PLAN", "their-plan", "new"])
def test_a_key_is_given_once_in_whatever_case(admin, plan, elsewhere, key):
    sent = {"title": "Another", "key": key, "opened": "2026-03-02", "period": "42"}

    response = admin.post(address("plan-create"), sent)

    assert problems(response) == {"key": ["This key is taken. Choose another."]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", LONG),
        ("title", "nul\0"),
        ("title", "計画"),
        ("key", "no spaces"),
        ("key", LONG),
        ("key", "nul\0"),
        ("opened", ""),
        ("opened", "30 February"),
        ("opened", "0001-01-01"),
        ("opened", "9999-12-31"),
        ("opened", "99999-01-01"),
        ("opened", (TODAY() + timedelta(days=1)).isoformat()),
        ("opened", "2026-01-01\0"),
        ("period", "0"),
        ("period", "-3"),
        ("period", "367"),
        ("period", HUGE),
        ("period", "six weeks"),
        ("answers", "0"),
        ("answers", HUGE),
        ("answers", "x\0"),
    ],
)
def test_a_plan_with_something_odd_is_refused_with_a_word(admin, authority, field, value):
    sent = {"title": "Plan", "opened": "2026-03-02", "period": "42", field: value}

    response = admin.post(address("plan-create"), sent)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert "There is a problem" in response.content.decode()
    assert not Plan.objects.exists()


def test_an_empty_form_that_was_sent_says_what_is_missing(admin, authority):
    assert set(problems(admin.post(address("plan-create")))) == {"title", "opened", "period"}


def test_a_plan_does_not_answer_another_councils_inspection(admin, elsewhere):
    theirs = elsewhere["commitment"].recommendation.inspection
    sent = {"title": "P", "opened": "2026-03-02", "period": "42", "answers": [theirs.pk]}

    response = admin.post(address("plan-create"), sent)

    assert problems(response) == {"answers": ["Choose from the list only."]}


def test_amending_a_plan_keeps_its_key_and_its_earlier_words(admin, plan, inspection):
    sent = {"title": "Better words", "opened": "2018-11-30", "answers": [inspection.pk]}

    admin.post(address("plan-amend", plan.key), {**sent, "key": "another"})

    plan.refresh_from_db()
    assert (plan.title, plan.key) == ("Better words", "our-plan")
    assert plan.history.latest().history_user.email == "admin@westmere.example"


def test_a_plan_cannot_open_after_its_first_commitment_came_into_it(
    admin, plan, action, inspection
):
    sent = {"title": "Our plan", "opened": "2019-01-01", "answers": [inspection.pk]}

    response = admin.post(address("plan-amend", plan.key), sent)

    assert problems(response) == {
        "opened": ["The plan has had commitments or actions since 30 November 2018."]
    }


def test_a_plan_goes_on_answering_an_inspection_that_it_has_commitments_for(
    admin, plan, commitment, inspection
):
    sent = {"title": "Our plan", "opened": "2018-11-30", "answers": []}

    response = admin.post(address("plan-amend", plan.key), sent)

    assert problems(response)["answers"][0].startswith("The plan has commitments that answer")
    assert list(plan.answers.all()) == [inspection]


def test_the_update_period_changes_from_today(admin, plan):
    admin.post(address("plan-period", plan.key), {"days": "28"})

    period = plan.periods.get()
    assert (period.days, period.holds_from) == (28, TODAY())
    assert period.said_by.email == "admin@westmere.example"


def test_the_same_period_again_is_pointed_out(admin, plan):
    response = admin.post(address("plan-period", plan.key), {"days": "42"})

    assert list(problems(response)) == ["days"]


# Closing and opening again


def test_a_plan_is_closed_with_a_reason_and_a_successor(admin, plan, authority):
    successor = factories.PlanFactory(authority=authority)

    admin.post(
        address("plan-close", plan.key), {"reason": "All done.", "successor": successor.pk}
    )

    closure = plan.closures.get()
    assert (closure.outcome, closure.successor, closure.reason, closure.holds_from) == (
        "closed",
        successor,
        "All done.",
        TODAY(),
    )


def test_a_closed_plan_is_opened_again(admin, plan):
    factories.PlanClosureFactory(plan=plan)

    admin.post(address("plan-close", plan.key), {"reason": "Closed too soon."})

    assert plan.closures.newest_first()[0].outcome == PlanClosure.Outcome.REOPENED


@pytest.mark.parametrize("outcome", ["closed", "reopened"])
def test_closing_and_opening_say_why(admin, plan, outcome):
    if_closed = factories.PlanClosureFactory(plan=plan, outcome=outcome)

    response = admin.post(address("plan-close", plan.key), {"reason": "  "})

    assert list(problems(response)) == ["reason"]
    assert list(plan.closures.all()) == [if_closed]


def test_a_plan_is_not_succeeded_by_itself_or_another_councils(admin, plan, elsewhere):
    factories.PlanFactory(authority=plan.authority)

    errors = [
        problems(
            admin.post(address("plan-close", plan.key), {"reason": "Done.", "successor": pk})
        )
        for pk in (plan.pk, elsewhere["plan"].pk, HUGE)
    ]

    assert errors == [{"successor": ["Choose one from the list."]}] * 3


def test_a_closed_plan_takes_nothing_new_and_says_so(admin, plan, commitment, action):
    factories.PlanClosureFactory(plan=plan)
    pages = [
        address("plan-period", plan.key),
        address("commitment-create", plan.key),
        address("commitment-amend", plan.key, commitment.pk),
        address("action-create", plan.key),
        address("action-amend", plan.key, action.reference),
        address("action-owner", plan.key, action.reference),
    ]

    responses = [admin.get(page, follow=True) for page in pages]

    assert {response.redirect_chain[0][0] for response in responses} == {
        address("plan-keeping", plan.key)
    }
    assert all("The plan closed on 7 January 2019" in say(r)[0] for r in responses)


@pytest.mark.parametrize(
    "name", ["commitment-create", "commitment-amend", "action-create", "action-amend"]
)
def test_a_plan_that_someone_closes_while_i_write_takes_nothing_more(
    admin, plan, recommendation, commitment, action, monkeypatch, name
):
    find, mine = rows.find_plan, {"title": "Mine", "stance": "accepted"}
    where, sent = {
        "commitment-create": ([], {**mine, "recommendation": recommendation.pk}),
        "commitment-amend": ([commitment.pk], mine),
        "action-create": ([], {**mine, "reference": "Z9"}),
        "action-amend": ([action.reference], {**mine, "commitments": [commitment.pk]}),
    }[name]

    def find_then_close(request, key):
        found = find(request, key)
        factories.PlanClosureFactory(plan=plan)
        return found

    monkeypatch.setattr(rows, "find_plan", find_then_close)

    response = admin.post(address(name, plan.key, *where), sent)

    assert "The plan closed on 7 January 2019" in problems(response)["__all__"][0]
    assert not Commitment.objects.filter(title="Mine").exists()
    assert not Action.objects.filter(title="Mine").exists()


# A plan's own page


def test_a_plans_page_shows_recommendations_without_a_commitment(
    admin, plan, commitment, inspection
):
    missing = factories.RecommendationFactory(inspection=inspection, key="8")

    response = admin.get(address("plan-keeping", plan.key))

    assert [rows for _, rows in response.context["unanswered"]] == [[missing]]
    add = address("commitment-create", plan.key, recommendation=missing.pk)
    assert add in response.content.decode()


def test_a_plans_page_points_out_what_actions_lack(admin, plan, action):
    factories.ActionFactory(plan=plan, reference="1.2", first_due=None)

    gaps = admin.get(address("plan-keeping", plan.key)).context["gaps"]

    assert [(state.action.reference, missing) for state, missing in gaps] == [
        ("1.1", []),
        ("1.2", ["no owner", "no due date", "serves no commitment"]),
    ]


def test_nothing_is_missing_from_an_action_that_is_withdrawn(admin, plan):
    action = factories.ActionFactory(plan=plan, first_due=None)
    factories.DecisionFactory(action=action, outcome="withdrawn")

    gaps = admin.get(address("plan-keeping", plan.key)).context["gaps"]

    assert [missing for _, missing in gaps] == [[]]
