"""A card that may tell what is recorded already: what is answered stays answered, and what the
screen says is what is imported."""

import pytest

from tests.factories import RecommendationFactory, VisitFactory
from tests.review_made import draft, finding, open_leaf, press, proposed, text_of, wait

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(authority, members):
    visit = VisitFactory(authority=authority, key="2019-02-monitoring_visit")
    RecommendationFactory(inspection=visit, key="afi-1", summary="Write less.")
    return wait(authority, members["admin"], draft())


def recorded_as(one, sure, key):
    one.same = {"key": key, "words": "Plans are late.", "why": "Both", "sure": sure}
    one.save()
    return one


def recommendation(waiting, sure="no"):
    return recorded_as(proposed(waiting, kind="recommendation"), sure, "afi-1")


def number_of(one):
    one.refresh_from_db()
    return one.said["key"]


def decide(admin, waiting, one, button, leaf=2, **typed):
    return press(admin, open_leaf(admin, waiting, leaf), button, on=one, **typed)


def test_another_keeps_the_number_that_it_got_however_often_it_is_saved(admin, waiting):
    one = recommendation(waiting)

    decide(admin, waiting, one, "Accept", same="no")
    for _ in range(2):
        decide(admin, waiting, one, "Save changes")

    assert number_of(one) == "afi-1-1"


def test_another_that_is_the_same_after_all_has_the_recorded_number_again(admin, waiting):
    one = recommendation(waiting)

    decide(admin, waiting, one, "Accept", same="no")
    decide(admin, waiting, one, "Save changes", same="yes")

    assert number_of(one) == "afi-1"


def test_a_number_that_was_typed_for_another_is_kept(admin, waiting):
    one = recommendation(waiting)

    decide(admin, waiting, one, "Accept", same="no", key="9")
    decide(admin, waiting, one, "Save changes", same="no")

    assert number_of(one) == "9"


def test_the_same_with_another_number_is_asked_about_and_not_saved(admin, waiting):
    one = recommendation(waiting)

    answer = decide(admin, waiting, one, "Accept", same="yes", key="9")

    assert "What is recorded has the number afi-1." in text_of(answer)
    assert (number_of(one), one.state) == ("afi-1", "undecided")


def test_what_was_called_another_and_taken_back_is_not_said_to_be_the_same(admin, waiting):
    one = recommendation(waiting, "yes")
    decide(admin, waiting, one, "Accept", same="no")
    decide(admin, waiting, one, "Take back")

    page = open_leaf(admin, waiting, 2)
    assert "Taken as recorded already" not in text_of(page)
    press(admin, page, "Accept the rest of this page")

    assert number_of(one) == "afi-1-1"


def test_only_a_finding_is_recorded_in_our_own_words_alone(admin, waiting):
    recommendation(waiting)
    recorded_as(finding(waiting, "f-1"), "no", "f7")

    assert "Recorded already? afi-1" in text_of(open_leaf(admin, waiting, 2))
    assert "Recorded already in our own words?" in text_of(open_leaf(admin, waiting, 1))
