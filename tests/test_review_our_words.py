"""A finding that is recorded in our own words, and offered with the wrong one or with none: a
person says which it is."""

import lxml.html
import pytest
from django.urls import reverse

from inspections.models import Finding
from tests.factories import FindingFactory, VisitFactory
from tests.review_made import draft, finding, open_leaf, press, shown, text_of, wait

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(authority):
    visit = VisitFactory(authority=authority, key="2019-02-monitoring_visit")
    for number, words in enumerate(("Files are seen.", "Plans come late.", "Staff stay."), 1):
        FindingFactory(
            inspection=visit,
            key=f"f{number}",
            position=number,
            text="",
            summary=words,
            direction="weakness",
        )
    FindingFactory(inspection=visit, key="f9", position=9, text="Words of a document.")
    return visit


@pytest.fixture
def waiting(authority, members, visit):
    return wait(authority, members["admin"], draft())


def offer(waiting, key, sure="no", to="f-2"):
    one = finding(waiting, to)
    one.same = {"key": key, "words": "Files are seen.", "why": "Both", "sure": sure}
    one.save()
    return one


def key_of(one):
    one.refresh_from_db()
    return one.said["key"]


def listed(page, one):
    """What the list offers on its card, and what is chosen of it."""
    card = lxml.html.fromstring(page.text).get_element_by_id(f"proposal-{one.pk}")
    (box,) = card.xpath(".//select[@name='recorded']")
    return [shown(option) for option in box], box.value


def save(admin, waiting, one, button="Accept", leaf=1, **typed):
    return press(admin, open_leaf(admin, waiting, leaf), button, on=one, **typed)


def test_a_card_lists_what_is_recorded_in_our_own_words_alone_in_its_order(admin, waiting):
    page = open_leaf(admin, waiting, 1)

    words = ["Nothing yet", "Files are seen.", "Plans come late.", "Staff stay."]
    assert listed(page, finding(waiting)) == (words, "")


def test_what_is_surely_the_same_is_chosen_beforehand(admin, waiting):
    one = offer(waiting, "f1", "yes")

    assert listed(open_leaf(admin, waiting, 1), one)[1] == "f1"


def test_without_an_offer_it_can_be_said_which_it_is_and_the_card_shows_it(admin, waiting):
    one = finding(waiting)

    save(admin, waiting, one, recorded="f2")

    assert (key_of(one), one.state) == ("f2", "accepted")
    page = open_leaf(admin, waiting, 1)
    assert "Recorded already in our own words? “Plans come late.”" in text_of(page)
    assert listed(page, one)[1] == "f2"


@pytest.mark.parametrize("sure", ["yes", "no"])
def test_another_than_the_one_offered_needs_no_other_answer(admin, waiting, sure):
    one = offer(waiting, "f1", sure)

    save(admin, waiting, one, recorded="f2")
    save(admin, waiting, one, "Save changes", direction="improved")

    assert (key_of(one), one.said["direction"]) == ("f2", "improved")


def test_what_was_chosen_can_be_taken_for_nothing_recorded_again(admin, waiting):
    one = offer(waiting, "f1")
    save(admin, waiting, one, recorded="f2")

    save(admin, waiting, one, "Save changes", recorded="")
    assert key_of(one) == "f-2"

    save(admin, waiting, one, "Save changes", recorded="f2")
    save(admin, waiting, one, "Save changes", same="no")
    assert key_of(one) == "f-2"


def test_one_that_another_card_holds_is_not_given_twice_and_what_was_typed_is_kept(
    admin, waiting
):
    first, second = finding(waiting, "f-1"), finding(waiting, "f-2")
    save(admin, waiting, first, recorded="f2")

    answer = save(admin, waiting, second, recorded="f2", summary="Plans are still slow.")

    taken = "“Plans come late.” is taken by the card on page 1, “Managers now see every file"
    assert taken in text_of(answer)
    assert "Plans are still slow." in text_of(answer)
    assert listed(answer, second)[1] == "f2"
    assert (key_of(second), second.state) == ("f-2", "undecided")


def test_one_that_a_card_is_taken_as_beforehand_is_held_until_that_is_changed(admin, waiting):
    first, second = offer(waiting, "f1", "yes", to="f-1"), finding(waiting, "f-2")

    answer = save(admin, waiting, second, recorded="f1")
    assert "is taken by the card on page 1" in text_of(answer)

    save(admin, waiting, first, "Not so")
    save(admin, waiting, second, recorded="f1")
    assert key_of(second) == "f1"


def test_what_is_not_listed_cannot_be_chosen(admin, waiting):
    answer = save(admin, waiting, finding(waiting), recorded="f9")

    assert "Not saved." in text_of(answer)
    assert key_of(finding(waiting)) == "f-2"


def test_an_import_gives_the_recorded_one_the_words_and_nothing_stands_twice(
    admin, waiting, visit
):
    one = finding(waiting)
    save(admin, waiting, one, recorded="f2")
    address = reverse("waiting-import", args=[waiting.pk])
    press(admin, open_leaf(admin, waiting, 0), "Accept these facts")
    page = admin.get(address)

    # What may stand twice is told beside it.
    told = "Recorded here in our own words, and met by nothing in this document (2)"
    assert told in text_of(page)
    assert "Files are seen.Staff stay." in text_of(page)
    assert page.context["attempt"].unmet == ["Files are seen.", "Staff stay."]

    attempt = page.context["attempt"]
    admin.post(address, {"seen": attempt.seen, "known": "past"})
    held = Finding.objects.get(inspection=visit, key="f2")
    assert (held.text, held.summary) == (one.proposed["text"], "Plans come late.")
    assert not Finding.objects.filter(inspection=visit, key="f-2").exists()

    # Saved again after that it stays the same.
    save(admin, waiting, one, "Save changes", direction="improved")
    assert key_of(one) == "f2"
    assert listed(open_leaf(admin, waiting, 1), one)[1] == "f2"
