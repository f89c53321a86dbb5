"""Whether it works: said apart from done, with what shows it, and looked at again."""

from datetime import date

import pytest
from django.urls import reverse

from improvement.approvers.impact import months_on
from improvement.models import Impact
from tests.factories import (
    CoverFactory,
    ImpactFactory,
    MeasureFactory,
    MeasureLinkFactory,
    PlanClosureFactory,
    RecommendationFactory,
    UpdateFactory,
    on,
)
from tests.office import TODAY, fields, messages_of, words

pytestmark = pytest.mark.usefixtures("clock", "said_done")
SHOWN = {"state": "shown", "shown_by": "audit", "text": "Nine of ten in May."}


@pytest.fixture
def said_done(action):
    return UpdateFactory(action=action, status="done")


@pytest.fixture
def commitment(action):
    return action.action_commitments.get().commitment


@pytest.fixture
def here(commitment):
    return reverse("commitment-impact", args=["plan", commitment.pk])


def recommendation_page(commitment):
    asked = commitment.recommendation
    return reverse("recommendation", args=["westmere", asked.inspection.key, asked.key])


def test_an_approver_says_that_it_works_and_by_what(approver, action):
    commitment = action.action_commitments.get().commitment
    ImpactFactory(commitment=commitment, state="not_yet_shown", text="No audit yet.")
    here = reverse("commitment-impact", args=["plan", commitment.pk])

    page = approver.get(here)
    assert "Impact not yet shown" in words(page)
    assert "No audit yet." in words(page)

    response = approver.post(here, fields(page) | SHOWN)
    recommendation = commitment.recommendation
    assert response.url == reverse(
        "recommendation",
        args=["westmere", recommendation.inspection.key, recommendation.key],
    )
    last = Impact.objects.latest("pk")
    assert (last.state, last.text, last.holds_from) == ("shown", "Nine of ten in May.", TODAY)


def test_impact_said_twice_at_once_is_shown_before_it_is_saved(approver, action):
    commitment = action.action_commitments.get().commitment
    here = reverse("commitment-impact", args=["plan", commitment.pk])
    sent = fields(approver.get(here)) | SHOWN
    ImpactFactory(commitment=commitment, state="not_yet_shown", text="No audit yet.")

    page = approver.post(here, sent)

    assert "Recorded while you were writing" in words(page)
    assert approver.post(here, fields(page)).status_code == 302


def test_impact_without_what_shows_it_is_shown_again(approver, action):
    commitment = action.action_commitments.get().commitment
    here = reverse("commitment-impact", args=["plan", commitment.pk])

    page = approver.post(here, {"state": "shown", "shown_by": "audit", "text": ""})

    assert "Say what shows it." in words(page)
    assert not Impact.objects.exists()


def test_a_day_to_look_again_six_months_on_is_proposed(approver, here):
    page = approver.get(here)

    assert fields(page)["recheck_on"] == "2019-07-21"
    approver.post(here, fields(page) | SHOWN)
    assert Impact.objects.get().recheck_on == date(2019, 7, 21)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2019-01-21", 6, "2019-07-21"),
        ("2019-08-31", 6, "2020-02-29"),
        ("2019-12-01", 1, "2020-01-01"),
        ("2018-06-30", 6, "2018-12-30"),
    ],
)
def test_months_on_is_the_same_day_or_the_last_of_the_month(day, months, then):
    assert months_on(date.fromisoformat(day), months) == date.fromisoformat(then)


def test_measures_that_prove_the_recommendation_are_offered_first(
    approver, authority, commitment, here
):
    MeasureFactory(authority=authority, name="Agency staff")
    proving = MeasureFactory(authority=authority, name="Visits in time")
    MeasureLinkFactory(measure=proving, recommendation=commitment.recommendation)
    rejected = MeasureFactory(authority=authority, name="Caseloads")
    MeasureLinkFactory(
        measure=rejected, recommendation=commitment.recommendation, state="rejected"
    )
    MeasureLinkFactory(measure=rejected, recommendation=RecommendationFactory())
    MeasureFactory(name="Of another authority")

    page = approver.get(here)

    offered = page.context["form"].fields["measure"].choices
    assert [(group, [name for _, name in names]) for group, names in offered[1:]] == [
        ("They show whether this works", ["Visits in time"]),
        ("Other measures", ["Agency staff", "Caseloads"]),
    ]


def test_the_measure_that_shows_it_is_linked_where_the_answer_stands(
    approver, viewer, authority, commitment, here
):
    measure = MeasureFactory(authority=authority, name="Visits in time")
    sent = fields(approver.get(here)) | SHOWN | {"shown_by": "measure"}

    response = approver.post(here, sent | {"measure": measure.pk})

    assert response.status_code == 302
    page = viewer.get(recommendation_page(commitment))
    assert "Impact shown, by a measure: Visits in time" in words(page)
    assert reverse("measure", args=["westmere", measure.key]) in page.text
    assert "To be looked at again on 21 July 2019" in words(page)
    assert "Shown by a measure: Visits in time" in words(approver.get(here))


@pytest.mark.parametrize("measure", ["0", "x", "99999999999999999999"])
def test_a_measure_that_is_none_is_refused(approver, here, measure):
    sent = fields(approver.get(here)) | SHOWN | {"shown_by": "measure", "measure": measure}

    page = approver.post(here, sent)

    assert page.status_code == 200
    assert "Nine of ten in May." in page.text
    assert not Impact.objects.exists()


def test_sustained_too_soon_says_since_when_it_is_shown(approver, commitment, here):
    ImpactFactory(commitment=commitment, holds_from="2019-01-07")

    page = approver.post(here, fields(approver.get(here)) | SHOWN | {"state": "sustained"})

    assert "known since 7 January 2019." in words(page)
    assert "from 7 April 2019, 90 days later." in words(page)


def test_sustained_after_months_stands_where_the_answer_stands(
    approver, viewer, commitment, here, clock, client_for, members
):
    ImpactFactory(commitment=commitment, holds_from="2019-01-07")
    clock(on("2019-04-08"))
    again = client_for(members["approver"])

    again.post(here, fields(again.get(here)) | SHOWN | {"state": "sustained"})

    assert Impact.objects.latest("pk").state == "sustained"
    page = client_for(members["viewer"]).get(recommendation_page(commitment))
    assert "Impact sustained, by an audit" in words(page)


def test_what_is_due_to_be_looked_at_again_is_counted_on_the_plan(viewer, commitment):
    ImpactFactory(commitment=commitment, recheck_on=TODAY)

    rows = viewer.get(reverse("plan-rows", args=["plan"]), {"show": "recheck"})
    assert [row.pk for row in rows.context["count"].rows] == [commitment.pk]
    assert "To be looked at again since 21 January 2019" in words(rows)
    page = words(viewer.get(recommendation_page(commitment)))
    assert "To be looked at again since 21 January 2019" in page
    past = {"as_at": "2019-01-20", "reading": "then"}
    before = viewer.get(reverse("plan-rows", args=["plan"]), {"show": "recheck", **past})
    assert before.context["count"].rows == []


def test_once_it_was_looked_at_again_it_is_due_no_more(viewer, commitment):
    ImpactFactory(commitment=commitment, recheck_on="2019-01-14")
    ImpactFactory(commitment=commitment, recheck_on="2019-07-14", holds_from="2019-01-18")

    rows = viewer.get(reverse("plan-rows", args=["plan"]), {"show": "recheck"})

    assert rows.context["count"].rows == []


def test_in_a_closed_plan_nothing_is_to_be_looked_at_again(viewer, approver, commitment, here):
    ImpactFactory(commitment=commitment, recheck_on="2019-01-14")
    PlanClosureFactory(plan=commitment.plan, holds_from="2019-01-18")

    rows = viewer.get(reverse("plan-rows", args=["plan"]), {"show": "recheck"})

    assert rows.context["count"].rows == []
    assert "The plan closed on 18 January 2019" in words(approver.get(here))


def test_a_slip_is_taken_back_from_where_it_was_said(approver, commitment, here):
    approver.post(here, fields(approver.get(here)) | SHOWN)
    slip = Impact.objects.get()
    address = reverse("impact-take-back", args=["plan", commitment.pk, slip.pk])
    assert address in approver.get(here).text
    assert "Impact shown" in words(approver.get(address))

    response = approver.post(address)

    assert messages_of(response)[-1] == (
        "It is taken back. It stays on record, struck through."
    )
    page = approver.get(here)
    assert "taken back" in words(page)
    assert address not in page.text
    assert "taken back already" in words(approver.post(address))
    assert "Nothing said of its impact" in words(approver.get(recommendation_page(commitment)))


def test_what_somebody_else_said_is_not_offered_back(approver, commitment, here):
    theirs = ImpactFactory(commitment=commitment, holds_from=TODAY)
    address = reverse("impact-take-back", args=["plan", commitment.pk, theirs.pk])

    assert address not in approver.get(here).text
    assert "Only who recorded it takes it back." in words(approver.post(address))
    assert Impact.objects.count() == 1


def test_a_word_on_another_commitment_is_not_there(approver, commitment):
    other = ImpactFactory()

    address = reverse("impact-take-back", args=["plan", commitment.pk, other.pk])
    assert approver.get(address).status_code == 404


def test_who_stands_in_for_an_approver_is_not_asked_whether_it_works(
    client_for, members, commitment, here
):
    ImpactFactory(commitment=commitment, recheck_on=TODAY)
    days = {"holds_from": "2019-01-14", "until": "2019-01-28"}
    stand_in = {"user": members["viewer"], "approver": members["approver"]}
    CoverFactory(authority=commitment.plan.authority, owner=None, **stand_in, **days)
    deputy, approver = client_for(members["viewer"]), client_for(members["approver"])

    page = deputy.get(here)

    assert "said by an approver themselves, not by who covers one" in words(page)
    assert "What shows it?" not in words(page)
    deputy.post(here, SHOWN)
    assert Impact.objects.count() == 1
    for address in (recommendation_page(commitment), reverse("to-decide")):
        assert here in approver.get(address).text
        assert here not in deputy.get(address).text
