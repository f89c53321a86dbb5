"""The page on which an approver answers a claim of done."""

import pytest

from improvement.models import SignOff
from tests.factories import UpdateFactory
from tests.office import address, fields, words

pytestmark = pytest.mark.usefixtures("clock")


def test_an_approver_reads_the_claim_and_accepts_it(approver, claim):
    page = approver.get(address("action-sign-off"))
    assert "Nine of ten visits in time" in words(page)
    assert "All visited. Head of practice, entered 7 January 2019" in words(page)

    sent = fields(page) | {"outcome": "accepted", "text": "Five audits seen."}
    response = approver.post(address("action-sign-off"), sent)

    assert response.url == address("action")
    sign_off = SignOff.objects.get()
    assert (sign_off.claim, sign_off.outcome, sign_off.text) == (
        claim,
        "accepted",
        "Five audits seen.",
    )


def test_sending_back_asks_for_a_note_and_keeps_the_choice(approver, claim):
    sent = fields(approver.get(address("action-sign-off"))) | {"outcome": "sent_back"}

    page = approver.post(address("action-sign-off"), sent)

    assert "Say what is missing." in words(page)
    assert fields(page)["outcome"] == "sent_back"
    assert not SignOff.objects.exists()


def test_a_claim_that_changed_while_one_read_is_shown_before_it_is_answered(
    approver, claim, action, post
):
    said = {"outcome": "accepted", "text": "Five audits seen."}
    sent = fields(approver.get(address("action-sign-off"))) | said
    newer = UpdateFactory(
        action=action,
        status="done",
        text="All but two visited.",
        by_post=post,
        holds_from="2019-01-14",
    )

    page = approver.post(address("action-sign-off"), sent)

    assert "a newer one has taken its place" in words(page)
    assert "All but two visited." in words(page)
    assert not SignOff.objects.exists()

    approver.post(address("action-sign-off"), fields(page))
    assert SignOff.objects.get().claim == newer


def test_ones_own_claim_is_not_offered(approver, members, action):
    UpdateFactory(action=action, status="done", said_by=members["approver"])

    page = approver.get(address("action-sign-off"))

    assert "You said this yourself. Someone else has to answer it." in words(page)
    assert "Record your answer" not in words(page)


def test_without_a_claim_there_is_nothing_to_sign_off(approver, action):
    assert "There is no claim of done" in words(approver.get(address("action-sign-off")))


def test_a_sign_off_that_names_no_claim_writes_nothing(approver, claim):
    page = approver.post(address("action-sign-off"), {"outcome": "accepted", "claim": "x"})

    assert page.status_code == 200
    assert not SignOff.objects.exists()
