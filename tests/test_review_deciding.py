"""Deciding on one thing that was read out of a letter: by two people at once, and with what it
speaks of."""

import pytest
import yaml
from django.urls import reverse

from improvement.documents.splitting import join
from inspections.intake.draft import read_draft
from tests.factories import RecommendationFactory
from tests.office import messages_of
from tests.review_made import (
    asked_before,
    draft,
    finding,
    open_leaf,
    press,
    proposed,
    text_of,
    wait,
)

pytestmark = pytest.mark.django_db
REF = "westmere/2018-06-full_inspection/3"


@pytest.fixture
def asked(authority):
    return asked_before(authority)


@pytest.fixture
def waiting(authority, members, asked):
    return wait(authority, members["admin"], draft(refs=[REF]))


@pytest.fixture
def colleague(authority, members, client_for, clock):
    """Another admin of the same authority."""
    members["approver"].memberships.create(authority=authority, role="admin")
    return client_for(members["approver"])


# Two at once


def test_what_a_colleague_decided_first_stands_and_both_are_told(admin, colleague, waiting):
    one = finding(waiting)
    page = open_leaf(admin, waiting, 1)
    press(colleague, open_leaf(colleague, waiting, 1), "Not so", on=one)

    answer = press(admin, page, "Accept", on=one)

    assert answer.status_code == 409
    assert finding(waiting).state == "rejected"
    assert (
        "approver@westmere.example has rejected this at 12:00, while you looked at it. "
        "You were about to accept it. Nothing of yours was saved." in text_of(answer)
    )
    # The page shows it as it stands now: whoever still means it can say so.
    press(admin, answer, "Accept", on=one)
    assert finding(waiting).state == "accepted"


def test_what_a_colleague_took_back_is_told_too(admin, colleague, waiting):
    one = finding(waiting)
    press(admin, open_leaf(admin, waiting, 1), "Accept", on=one)
    page = open_leaf(admin, waiting, 1)
    press(colleague, open_leaf(colleague, waiting, 1), "Take back", on=one)

    answer = press(admin, page, "Not so", on=one)

    assert answer.status_code == 409
    assert "Somebody else has taken back what was decided on this" in text_of(answer)
    assert finding(waiting).state == "undecided"


@pytest.mark.parametrize("turn", ["", "x", "-1", "9" * 30, "²"])
def test_a_form_that_does_not_say_what_it_saw_decides_nothing(turn, admin, waiting):
    one = finding(waiting)
    address = reverse("proposal", args=[waiting.pk, one.pk])

    assert admin.post(address, {"turn": turn, "state": "accepted"}).status_code == 409
    assert admin.post(address, {"state": "accepted"}).status_code == 409
    assert finding(waiting).state == "undecided"


def test_a_decision_that_is_none_is_refused_with_a_sentence(admin, waiting):
    one = finding(waiting)
    address = reverse("proposal", args=[waiting.pk, one.pk])

    answer = admin.post(address, {"turn": 0, "state": "perhaps"})

    assert answer.status_code == 422
    assert "Say whether it is accepted or not: nothing was saved." in text_of(answer)


# A script asks for the card alone


def test_a_script_gets_the_card_as_it_stands_after_the_decision(admin, waiting):
    one = finding(waiting)
    page = open_leaf(admin, waiting, 1)

    saved = press(admin, page, "Accept", on=one, fragment=True)
    again = press(admin, page, "Not so", on=one, fragment=True)

    assert (saved.status_code, again.status_code) == (200, 409)
    for card in (saved, again):
        assert card.text.strip().startswith("<article")
        assert f'data-proposal="{one.pk}" data-turn="1" data-state="accepted"' in card.text
    assert "has accepted this" in text_of(again)


def test_a_script_gets_the_card_with_its_headings(admin, waiting):
    page = open_leaf(admin, waiting, 1)

    card = press(admin, page, "Accept", on=finding(waiting), fragment=True)

    assert "under Findings" in text_of(card)


def test_a_script_gets_the_card_with_what_is_wrong(admin, waiting):
    one = finding(waiting)
    page = open_leaf(admin, waiting, 1)

    card = press(admin, page, "Accept", on=one, fragment=True, text="Nobody wrote this.")

    assert card.status_code == 422
    assert "Nobody wrote this." in card.text
    assert 'data-state="undecided"' in card.text


# What it speaks of


def test_a_finding_is_accepted_with_the_recommendation_it_speaks_of(admin, waiting):
    one = finding(waiting)
    page = open_leaf(admin, waiting, 1)
    assert "May speak of: 3. Make plans in time" in text_of(page)
    assert "Very likely: both: plans, late" in text_of(page)

    press(admin, page, "Accept", on=one, link__1="yes")

    assert finding(waiting).said["recommendations"] == [REF]
    assert "not_about" not in finding(waiting).said


def test_that_it_does_not_speak_of_it_is_kept_and_can_be_changed(admin, waiting):
    one = finding(waiting)
    press(admin, open_leaf(admin, waiting, 1), "Accept", on=one, link__1="no")
    assert finding(waiting).said["not_about"] == [REF]

    press(admin, open_leaf(admin, waiting, 1), "Save changes", on=one, link__1="")

    assert finding(waiting).said == finding(waiting).proposed
    assert finding(waiting).corrected is None


def test_it_can_speak_of_any_other_recommendation_of_the_authority(admin, asked, waiting):
    other = RecommendationFactory(inspection=asked.inspection, key="4", title="Record it")
    one = finding(waiting)
    assert "4. Record it" not in text_of(open_leaf(admin, waiting, 1))
    card = admin.get(reverse("proposal", args=[waiting.pk, one.pk]))
    assert "4. Record it" in text_of(card)

    ref = f"westmere/2018-06-full_inspection/{other.key}"
    press(admin, card, "Accept", on=one, other=ref)

    assert finding(waiting).said["recommendations"] == [ref]
    assert "Speaks of: 4. Record it" in text_of(open_leaf(admin, waiting, 1))


def test_what_was_never_asked_cannot_be_spoken_of(admin, authority, waiting):
    one = finding(waiting)
    card = admin.get(reverse("proposal", args=[waiting.pk, one.pk]))

    answer = press(admin, card, "Accept", on=one, other="eastmere/2018-06-full_inspection/3")

    assert answer.status_code == 422
    assert finding(waiting).state == "undecided"


def test_an_answer_about_links_that_have_changed_is_not_taken_for_another(admin, waiting):
    one = finding(waiting)
    page = open_leaf(admin, waiting, 1)
    ref = "westmere/2018-06-full_inspection/4"
    one.proposed["proposed"] = [{"ref": ref}, *one.proposed["proposed"]]
    one.save()

    answer = press(admin, page, "Accept", on=one, link__1="yes")

    assert answer.status_code == 422
    assert "What is proposed for it has changed" in text_of(answer)
    assert "recommendations" not in finding(waiting).said


def test_a_recommendation_says_what_it_repeats(admin, authority, members, asked):
    told = draft()
    told["inspections"][0]["recommendations"][0]["proposed"] = [{"ref": REF, "score": "0.3"}]
    waiting = wait(authority, members["admin"], told)
    one = proposed(waiting, kind="recommendation")

    page = open_leaf(admin, waiting, 2)
    press(admin, page, "Accept", on=one, link__1="yes")

    one.refresh_from_db()
    assert one.said["repeats"] == [REF]
    assert "Repeats it Does not" in text_of(page)
    assert "Speaks of it" not in text_of(page)


def test_what_a_paper_sets_against_its_own_requirement_is_no_link(admin, authority, members):
    """An import would refuse it: a finding speaks of what was asked before."""
    waiting = wait(authority, members["admin"], draft(refs=["7"]))

    assert "speak of:" not in text_of(open_leaf(admin, waiting, 1))


# Recorded already


def recorded_as(one, key="f7"):
    one.same = {"key": key, "words": "Plans are late.", "why": "both: plans", "sure": "no"}
    one.save()


def test_what_may_be_recorded_already_is_asked_before_it_is_accepted(admin, waiting):
    one = finding(waiting)
    recorded_as(one)
    page = open_leaf(admin, waiting, 1)
    assert "Recorded already in our own words? “Plans are late.”" in text_of(page)

    answer = press(admin, page, "Accept", on=one)
    assert answer.status_code == 422
    assert "Say whether it is what is recorded already." in text_of(answer)
    # And it is left where the rest is accepted at once.
    rest = press(admin, page, "Accept the rest of this page")
    assert messages_of(rest)[-1] == "One accepted. One left for your answer."

    press(admin, open_leaf(admin, waiting, 1), "Accept", on=one, same="yes")
    assert finding(waiting).said["key"] == "f7"
    press(admin, open_leaf(admin, waiting, 1), "Save changes", on=one, same="no")
    assert finding(waiting).said["key"] == "f-2"


def test_two_sentences_are_not_both_the_same_as_one(admin, waiting):
    for key in ("f-1", "f-2"):
        recorded_as(finding(waiting, key))
    first, second = finding(waiting, "f-1"), finding(waiting, "f-2")
    press(admin, open_leaf(admin, waiting, 1), "Accept", on=first, same="yes")

    answer = press(admin, open_leaf(admin, waiting, 1), "Accept", on=second, same="yes")

    assert answer.status_code == 422
    assert "Another sentence has been accepted as the same already" in text_of(answer)


# Altogether


def test_what_was_accepted_is_a_draft_that_an_import_takes(admin, members, waiting):
    press(admin, open_leaf(admin, waiting, 1), "Accept", on=finding(waiting, "f-2"))
    for leaf in range(3):
        words = "Accept the rest of this page" if leaf else "Accept these facts"
        press(admin, open_leaf(admin, waiting, leaf), words)

    told = join(waiting.proposals.all(), "admin@westmere.example").draft
    reading = read_draft(yaml.safe_dump(told, allow_unicode=True), "letter")

    assert reading.problems == []
    assert len(reading.draft.inspections[0]["findings"]) == 2
