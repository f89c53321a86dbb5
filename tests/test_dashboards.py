"""What board members read on the pages of a plan."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from improvement.importing import import_drafts
from tests import factories
from tests.factories import InspectionFactory, PlanFactory, RecommendationFactory, on

PAPER = """\
reviewed_by: Programme manager
document: {key: paper, title: The plan, kind: improvement_plan, dated: 2018-11-30}
authority: Westmere
plan:
  key: westmere-2018
  title: Improvement plan 2018
  opened: 2018-11-30
  answers: [westmere/2018-06]
  owners: [{key: head, post: Head of service}]
  commitments: [{recommendation: westmere/2018-06/2, title: Visit in time}]
  actions:
    - {reference: "2.1", title: Weekly list, owner: head, due: 2019-01-31,
       commitments: [westmere/2018-06/2]}
"""


def shown(viewer, key, day):
    page = viewer.get(reverse("plan", args=[key], query={"as_at": day, "reading": "then"}))
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize("history", [True, False])
def test_a_plan_loaded_without_any_update_says_that_it_is_reconstructed(
    viewer, authority, history
):
    inspection = InspectionFactory(authority=authority, key="2018-06")
    RecommendationFactory(inspection=inspection, key="2")
    now = timezone.now() if history else on("2019-01-10")
    report = import_drafts([("a.yaml", PAPER)], actor=None, now=now, history=history)
    assert report.problems == []

    assert "Reconstructed from documents" in shown(viewer, "westmere-2018", "2019-02-01")


def test_a_plan_that_was_kept_here_all_along_is_not_reconstructed(viewer, authority):
    plan = PlanFactory(authority=authority, known_at=on("2018-11-30"))

    assert "Reconstructed" not in shown(viewer, plan.key, "2019-02-01")


def test_a_loaded_plan_is_not_reconstructed_today(viewer, authority):
    inspection = InspectionFactory(authority=authority, key="2018-06")
    RecommendationFactory(inspection=inspection, key="2")
    import_drafts([("a.yaml", PAPER)], actor=None, now=timezone.now(), history=True)

    assert "Reconstructed" not in shown(
        viewer, "westmere-2018", date.isoformat(timezone.localdate())
    )


def test_the_page_for_a_broken_server_needs_nothing_of_the_server():
    page = render_to_string("500.html")

    assert "Improvement tracker" in page


def test_a_recommendation_that_no_plan_answers_shows_what_visits_said_of_it(
    members, client_for, authority
):
    inspection = factories.InspectionFactory(authority=authority, letter=True)
    recommendation = factories.RecommendationFactory(inspection=inspection)
    visit = factories.VisitFactory(authority=authority, letter=True)
    finding = factories.FindingFactory(inspection=visit, summary="Visits are late again.")
    factories.FindingLinkFactory(finding=finding, recommendation=recommendation)
    address = reverse(
        "recommendation", args=[authority.slug, inspection.key, recommendation.key]
    )

    page = client_for(members["viewer"]).get(address).content.decode()

    assert "Visits are late again." in page


def test_a_plan_that_answers_the_inspection_but_not_the_recommendation_is_named(
    viewer, authority
):
    inspection = InspectionFactory(authority=authority)
    recommendation = RecommendationFactory(inspection=inspection)
    plan = PlanFactory(authority=authority, title="Response of 2012")
    plan.answers.add(inspection)
    address = reverse(
        "recommendation", args=[authority.slug, inspection.key, recommendation.key]
    )

    page = viewer.get(address).content.decode()

    assert "No plan that we hold answers it." in page
    assert "Response of 2012</a> answers this full inspection, with no commitment" in page


def test_an_action_says_whose_requirements_it_serves(viewer, authority):
    notice = InspectionFactory(authority=authority, kind="improvement_notice")
    asked = RecommendationFactory(inspection=notice, key="4", kind="requirement")
    plan = PlanFactory(authority=authority)
    commitment = factories.CommitmentFactory(plan=plan, recommendation=asked)
    action = factories.ActionFactory(plan=plan, commitments=[commitment])

    page = viewer.get(reverse("action", args=[plan.key, action.reference])).content.decode()

    assert "Requirement 4 of the improvement notice" in page
