"""What an approver is shown beside a claim before they answer it."""

import pytest

from improvement.models import SignOff
from tests.factories import (
    DecisionFactory,
    DocumentFactory,
    EvidenceFactory,
    FindingFactory,
    FindingLinkFactory,
    SignOffFactory,
    UpdateFactory,
    VisitFactory,
)
from tests.held import FORMS, WORSE, hold, read, stands_at
from tests.held import words as words_of
from tests.office import TODAY, address, fields, words

pytestmark = pytest.mark.usefixtures("clock")


def test_the_evidence_is_one_click_away(approver, claim, post):
    EvidenceFactory(action=claim.action, by_post=post, dated="2019-01-04")

    page = approver.get(address("action-sign-off"))

    said = words(page)
    assert "Supervision was recorded in nine of ten files." in said
    assert "Audit of practice of 4 January 2019; given by Head of practice" in said
    assert 'href="https://example.org/audit"' in page.text
    assert "No evidence was given" not in said


def test_that_there_is_no_evidence_is_said_and_asks_for_what_was_seen(approver, claim):
    page = approver.get(address("action-sign-off"))
    assert "Evidence No evidence was given" in words(page)
    assert "Needed, because no evidence was given" in words(page)

    page = approver.post(address("action-sign-off"), fields(page) | {"outcome": "accepted"})

    assert "No evidence was given: say what you have seen." in words(page)
    assert not SignOff.objects.exists()


def test_what_changed_is_said_from_what_to_what(approver, action, post):
    UpdateFactory(action=action, status="at_risk", text="Half.", holds_from="2018-12-20")
    UpdateFactory(
        action=action,
        status="done",
        text="All visited.",
        difference="Children know their worker.",
        by_post=post,
    )

    said = words(approver.get(address("action-sign-off")))

    assert "What changed At risk → to Done, evidence awaited All visited." in said
    assert "What difference it makes: Children know their worker." in said
    assert "Said before Half." in said


def test_the_words_of_a_claim_stand_though_it_was_only_confirmed_since(
    approver, claim, action, post
):
    UpdateFactory(
        action=action, status="done", text="", no_change=True, by_post=post, holds_from=TODAY
    )

    said = words(approver.get(address("action-sign-off")))

    assert "All visited. Head of practice, entered 7 January 2019" in said
    assert "Confirmed since, without a change: Head of practice, 21 January 2019" in said


def test_what_inspectors_last_said_stands_beside_it(approver, claim, action):
    recommendation = action.action_commitments.get().commitment.recommendation
    visit = VisitFactory(
        authority=action.plan.authority,
        started="2019-01-08",
        ended="2019-01-09",
        published="2019-01-18",
    )
    finding = FindingFactory(
        inspection=visit, direction="no_progress", summary="Visits are still late."
    )
    FindingLinkFactory(finding=finding, recommendation=recommendation)

    said = words(approver.get(address("action-sign-off")))

    assert "No progress" in said
    assert "Visits are still late." in said


def test_what_they_said_leads_to_its_sentence(approver, claim, action):
    authority = action.plan.authority
    visit = VisitFactory(authority=authority, started="2019-01-08", ended="2019-01-09")
    paper = DocumentFactory(authority=authority)
    hold(paper, FORMS["text"])
    finding = FindingFactory(inspection=visit, document=paper, quote=WORSE)
    recommendation = action.action_commitments.get().commitment.recommendation
    FindingLinkFactory(finding=finding, recommendation=recommendation)

    page = read(approver, address("action-sign-off"))

    (link,) = page.xpath("//main//a[contains(@href, '/text/#')]/@href")
    assert words_of(stands_at(approver, link)) == WORSE


def test_without_a_word_since_the_page_says_so(approver, claim):
    said = words(approver.get(address("action-sign-off")))

    assert "They have not spoken of it since they asked." in said


def test_how_often_it_came_back_is_counted(approver, viewer, action, post):
    for day, outcome in (("2018-12-10", "sent_back"), ("2018-12-17", "accepted")):
        done = UpdateFactory(action=action, status="done", by_post=post, holds_from=day)
        SignOffFactory(claim=done, outcome=outcome, holds_from=day)
    for day in ("2018-12-20", "2019-01-03"):
        DecisionFactory(action=action, outcome="reopened", holds_from=day)
    UpdateFactory(action=action, status="done", by_post=post)

    said = words(approver.get(address("action-sign-off")))
    assert "Before now Sent back once, reopened twice" in said
    assert "Sent back once, reopened twice" in words(viewer.get(address("action")))
