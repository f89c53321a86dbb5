"""Adding what the reader did not see, from the words of the letter."""

import pytest
from django.urls import reverse

from tests.factories import RecommendationFactory, VisitFactory
from tests.review_made import open_leaf, press, proposed, text_of, wait

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(authority, members, clock):
    return wait(authority, members["admin"])


def add(admin, waiting, leaf, number, /, **typed):
    return press(admin, open_leaf(admin, waiting, leaf, add=number), "Add it", **typed)


def test_each_passage_leads_to_a_form_with_its_words(admin, waiting):
    page = open_leaf(admin, waiting, 1)
    address = reverse("waiting", args=[waiting.pk])
    assert f'href="{address}?leaf=1&amp;add=2#add"' in page.text

    form = open_leaf(admin, waiting, 1, add=2).context["add_form"]

    assert form["words"].value() == "This letter is about the visit on 5 and 6 February 2019."


def test_a_finding_is_accepted_by_whoever_adds_it(admin, members, waiting):
    answer = add(
        admin, waiting, 1, 4, words="see every file", kind="finding", direction="improved"
    )

    one = proposed(waiting, by_hand=True)
    assert answer.url.endswith(f"?leaf=1#proposal-{one.pk}")
    assert (one.state, one.decided_by, one.inspection) == ("accepted", members["admin"], 0)
    assert one.said == {
        "key": f"f-{waiting.file.sha256[:6]}-4-1",
        "text": "see every file",
        "direction": "improved",
        "at": {"page": "1", "paragraph": "4", "quote": "see every file"},
    }
    assert "added by hand" in text_of(open_leaf(admin, waiting, 1))


def test_the_same_sent_twice_is_added_once(admin, waiting):
    typed = {"words": "see every file", "kind": "finding", "direction": "improved"}
    page = open_leaf(admin, waiting, 1, add=4)
    press(admin, page, "Add it", **typed)

    again = press(admin, page, "Add it", **typed)

    assert again.status_code == 422
    assert "This stands among the cards already." in text_of(again)
    assert waiting.proposals.filter(by_hand=True).count() == 1


def test_a_recommendation_without_a_number_gets_its_place_in_its_list(admin, waiting):
    words = "How managers record what they decide, so that the reasons are clear."
    typed = {"kind": "recommendation", "asked_as": "area_for_improvement"}

    add(admin, waiting, 2, 7, words=words, **typed)

    one = proposed(waiting, by_hand=True)
    assert one.said["key"] == "afi-2"  # afi-1 was read
    assert one.said["text"] == words


def test_the_numbers_of_other_inspections_are_not_taken(admin, authority, waiting):
    older = VisitFactory(authority=authority, key="2018-02-monitoring_visit")
    own = VisitFactory(authority=authority, key="2019-02-monitoring_visit")
    for visit, key in ((older, "afi-2"), (older, "afi-3"), (own, "afi-3")):
        RecommendationFactory(inspection=visit, key=key)
    typed = {"kind": "recommendation", "asked_as": "area_for_improvement"}

    add(admin, waiting, 2, 7, words="How managers record what they decide", **typed)
    add(admin, waiting, 2, 8, words="so that the reasons are clear.", **typed)

    added = waiting.proposals.filter(by_hand=True).order_by("pk")
    assert [one.said["key"] for one in added] == ["afi-2", "afi-4"]


def test_a_grade_and_a_figure(admin, waiting):
    grade = {"kind": "judgement", "area": "leadership", "grade": "good"}
    add(admin, waiting, 2, 9, words="Inadequate", **grade)
    figure = {"kind": "measure", "name": "Visits", "unit": "%", "value": "97"}
    add(admin, waiting, 2, 10, words="97%", **figure)

    told = {one.kind: one.said for one in waiting.proposals.filter(by_hand=True)}
    assert told["judgement"]["grade"] == "good"
    assert told["judgement"]["at"]["quote"] == "Inadequate"
    assert told["measure"]["readings"][0]["value"] == "97"


def test_what_is_added_is_of_an_inspection_that_is_named(admin, waiting):
    form = open_leaf(admin, waiting, 1, add=4).context["add_form"]

    assert form.fields["inspection"].choices == [
        (0, "The one it is about"),
        (1, "Full inspection, June 2018"),
    ]


def test_an_earlier_inspection(admin, waiting):
    page = open_leaf(admin, waiting, 0)

    press(admin, page, "Add it", kind="monitoring_visit", started="October 2018")

    one = proposed(waiting, by_hand=True)
    assert one.inspection == 2  # after the two that were read
    assert one.said["key"] == "2018-10-monitoring_visit"


def test_an_inspection_sent_twice_is_added_once(admin, waiting):
    page = open_leaf(admin, waiting, 0)
    typed = {"kind": "monitoring_visit", "started": "October 2018"}
    press(admin, page, "Add it", **typed)

    again = press(admin, page, "Add it", **typed)

    assert again.status_code == 422
    assert "This inspection stands among the cards already." in text_of(again)
    assert waiting.proposals.filter(by_hand=True).count() == 1


def test_two_visits_whose_days_nobody_knows_are_two(admin, waiting):
    for _ in range(2):
        press(admin, open_leaf(admin, waiting, 0), "Add it", kind="focused_visit")

    added = waiting.proposals.filter(by_hand=True, kind="inspection")
    assert len({one.said["key"] for one in added}) == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"words": "Nobody wrote this."}, "These words do not stand in the document"),
        ({"direction": ""}, "This is needed for what you add."),
        ({"passage": "999"}, "These words do not stand in the document"),
        ({"passage": ""}, "Paragraph"),
        ({"kind": "plan"}, "Select a valid choice"),
    ],
)
def test_what_will_not_do_is_told_and_kept(typed, sentence, admin, waiting):
    said = {"words": "see every file", "kind": "finding", "direction": "improved", **typed}

    answer = add(admin, waiting, 1, 4, **said)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert said["words"] in answer.text
    assert not waiting.proposals.filter(by_hand=True).exists()


def test_where_no_inspection_is_known_that_comes_first(admin, authority, members):
    told = {"document": {"title": "A paper", "sha256": "b" * 64}, "inspections": []}
    waiting = wait(authority, members["admin"], told, sha256="b" * 64)

    answer = add(admin, waiting, 1, 4, kind="finding", direction="improved")

    assert answer.status_code == 422
    assert "Say first which inspection the document is about" in text_of(answer)


def test_a_script_gets_the_new_card_or_the_form_with_what_is_wrong(admin, waiting):
    page = open_leaf(admin, waiting, 1, add=4)
    typed = {"kind": "finding", "direction": "improved"}

    wrong = press(admin, page, "Add it", fragment=True, words="Invented.", **typed)
    added = press(admin, page, "Add it", fragment=True, words="see every file", **typed)

    assert (wrong.status_code, added.status_code) == (422, 200)
    assert "<details" in wrong.text
    one = proposed(waiting, by_hand=True)
    assert f'id="proposal-{one.pk}"' in added.text
