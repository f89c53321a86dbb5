"""Where it is nearly certain that something is recorded already, that is answered beforehand:
never only because there is nothing else that it could be."""

import pytest

from improvement.documents.same_words import add_same_findings, add_same_numbers
from improvement.models import Proposal
from tests.factories import FindingFactory, RecommendationFactory, VisitFactory

pytestmark = pytest.mark.django_db

RECORDED = "Supervision is irregular in the assessment teams."
THE_SAME = "In the assessment teams, social workers do not have regular supervision."
ANOTHER = "Social workers in the assessment teams do not write down what is decided."


@pytest.fixture
def visit(authority):
    return VisitFactory(authority=authority)


def sure_of_finding(visit, words):
    FindingFactory(
        inspection=visit, key="f1", text="", summary=RECORDED, direction="weakness", page=None
    )
    said = {"key": "f-1", "text": words, "direction": "weakness"}
    one = Proposal(kind="finding", proposed=said)
    add_same_findings(visit, [one], [])
    return one.same["sure"]


def sure_of_recommendation(visit, words):
    RecommendationFactory(inspection=visit, key="3", title="", summary=RECORDED)
    one = Proposal(kind="recommendation", proposed={"key": "3", "text": words})
    add_same_numbers(visit, [one], [])
    return one.same["sure"]


@pytest.mark.parametrize("sure_of", [sure_of_finding, sure_of_recommendation])
@pytest.mark.parametrize(("words", "sure"), [(THE_SAME, "yes"), (ANOTHER, "no")])
def test_the_only_one_recorded_is_the_same_only_where_the_words_are_alike(
    sure_of, words, sure, visit
):
    assert sure_of(visit, words) == sure
