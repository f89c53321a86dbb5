"""The pages on which an approver answers one claim or request, and takes a slip back."""

from datetime import date

import pytest

from improvement.models import Decision, SignOff
from tests.factories import (
    ActionFactory,
    CoverFactory,
    DateRequestFactory,
    DecisionFactory,
    DocumentFactory,
    EvidenceFactory,
    FindingFactory,
    FindingLinkFactory,
    HoldingFactory,
    MembershipFactory,
    SignOffFactory,
    UpdateFactory,
    UserFactory,
    VisitFactory,
    on,
)
from tests.held import FORMS, WORSE, hold, read, stands_at
from tests.held import words as words_of
from tests.office import TODAY, address, fields, messages_of, words

pytestmark = pytest.mark.usefixtures("clock")

# Sign-off


@pytest.fixture
def claim(action, post):
    return UpdateFactory(action=action, status="done", text="All visited.", by_post=post)


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


# Decide


def test_an_approver_decides_a_request_knowing_how_often_it_moved(approver, action, post):
    DecisionFactory(request=DateRequestFactory(action=action))
    refused = DateRequestFactory(action=action, to="2019-08-31", holds_from="2019-01-10")
    DecisionFactory(request=refused, outcome="refused", holds_from="2019-01-11")
    request = DateRequestFactory(
        action=action,
        to="2019-09-30",
        by_post=post,
        holds_from="2019-01-14",
        reason="No staff.",
    )
    here = address("request-decide", request.pk)

    page = approver.get(here)
    said = words(page)
    assert "28 June 2019 → to 30 September 2019 , 94 days later" in said
    assert "Asked by Head of practice, 14 January 2019" in said
    assert "First date 29 March 2019; the new one would be 185 days after it" in said
    assert "Moved once so far: to 28 June 2019; refused: 31 August 2019" in said
    assert "Why No staff." in said

    sent = fields(page) | {"outcome": "granted_to", "to": "2019-07-31", "reason": "Once."}
    assert "minute reference" in words(approver.post(here, sent))
    sent["minute"] = "Board of 18 January, item 4"
    response = approver.post(here, sent)
    assert response.url == address("action")
    decision = Decision.objects.get(request=request)
    assert (decision.outcome, decision.to, decision.reason, decision.minute) == (
        "granted_to",
        date(2019, 7, 31),
        "Once.",
        "Board of 18 January, item 4",
    )


def test_a_refusal_without_a_reason_keeps_what_was_chosen(approver, action):
    request = DateRequestFactory(action=action)
    here = address("request-decide", request.pk)

    page = approver.post(here, fields(approver.get(here)) | {"outcome": "refused"})

    assert "Say why it is refused." in words(page)
    assert fields(page)["outcome"] == "refused"


def test_a_request_of_another_action_is_not_there(approver, action):
    request = DateRequestFactory(action=ActionFactory(plan=action.plan))

    assert approver.get(address("request-decide", request.pk)).status_code == 404


def test_a_request_decided_already_says_by_whom(approver, action, post):
    request = DateRequestFactory(action=action)
    DecisionFactory(request=request, by_post=post, holds_from="2019-01-14")

    page = approver.get(address("request-decide", request.pk))

    assert "decided on 14 January 2019 by Head of practice" in words(page)


# Withdraw, reopen, impact


def test_an_action_is_withdrawn_with_a_reason_and_reopened_with_one(approver, action, clock):
    page = approver.get(address("action-withdraw"))
    assert "Visits on time" in words(page)
    response = approver.post(address("action-withdraw"), fields(page) | {"reason": "Not ours."})
    assert response.url == address("action")

    clock(on("2019-01-21", hour=14))
    page = approver.get(address("action-reopen"))
    response = approver.post(address("action-reopen"), fields(page) | {"reason": "It is."})
    assert response.url == address("action")

    told = Decision.objects.order_by("pk").values_list("outcome", "reason", "holds_from")
    assert list(told) == [
        ("withdrawn", "Not ours.", TODAY),
        ("reopened", "It is.", TODAY),
    ]


def test_nobody_withdraws_what_their_own_post_is_to_do(approver, members, action, post):
    HoldingFactory(owner=post, user=members["approver"])

    page = approver.get(address("action-withdraw"))
    response = approver.post(address("action-withdraw"), {"reason": "Not ours."})

    assert "Another approver has to withdraw it." in words(page)
    assert "Another approver has to withdraw it." in words(response)
    assert "Withdraw it" not in words(approver.get(address("action")))
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("action-withdraw", "Say why it is withdrawn."),
        ("action-reopen", "Say why it is reopened."),
    ],
)
def test_neither_goes_without_a_reason(approver, action, name, sentence):
    page = approver.post(address(name), {"reason": " "})

    assert sentence in words(page)
    assert not Decision.objects.exists()


def test_an_open_action_cannot_be_reopened(approver, action):
    page = approver.get(address("action-reopen"))

    assert "Only a complete or withdrawn action can be reopened." in words(page)


# What is shown before one decides


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


def test_a_minute_stands_with_the_dates_it_moved(viewer, action):
    DecisionFactory(
        request=DateRequestFactory(action=action), minute="Board of 18 January, item 4"
    )

    said = words(viewer.get(address("action")))

    assert said.count("Board of 18 January, item 4") == 2  # with its dates, in its history


# Standing in


@pytest.fixture
def deputy(authority, members):
    user = UserFactory()
    MembershipFactory(user=user, authority=authority, role="viewer")
    CoverFactory(
        authority=authority,
        owner=None,
        approver=members["approver"],
        user=user,
        holds_from="2019-01-14",
        until="2019-01-28",
    )
    return user


def test_a_deputy_is_told_for_whom_they_decide_and_the_record_says_it(
    deputy, client_for, members, claim, viewer
):
    client = client_for(deputy)
    page = client.get(address("action-sign-off"))
    assert f"You cover {members['approver']}, until 28 January 2019" in words(page)

    client.post(
        address("action-sign-off"), fields(page) | {"outcome": "accepted", "text": "Seen."}
    )

    assert SignOff.objects.get().instead_of == members["approver"]
    assert f"(covering for {members['approver']})" in words(viewer.get(address("action")))


@pytest.mark.parametrize(
    ("day", "status"), [("2019-01-13", 403), ("2019-01-28", 200), ("2019-01-29", 403)]
)
def test_a_deputy_is_let_in_only_between_the_days(
    deputy, client_for, claim, clock, day, status
):
    clock(on(day))

    assert client_for(deputy).get(address("action-sign-off")).status_code == status


# Taking back


def test_a_slip_of_today_is_offered_back_on_the_action_and_taken_back(approver, members, claim):
    slip = SignOffFactory(claim=claim, said_by=members["approver"], holds_from=TODAY)
    here = address("sign-off-take-back", slip.pk)
    page = approver.get(address("action"))
    assert "Take back your sign-off of today" in words(page)
    assert here in page.text

    page = approver.get(here)
    assert "Accepted that it is done" in words(page)
    response = approver.post(here)

    assert response.status_code == 302
    assert messages_of(response) == ["It is taken back. It stays on record, struck through."]
    assert SignOff.objects.get(voids=slip).retracts
    assert "Done, evidence awaited" in words(approver.get(address("action")))


def test_a_decision_of_yesterday_or_of_a_colleague_stays(approver, members, action):
    earlier = DecisionFactory(
        action=action, said_by=members["approver"], holds_from="2019-01-20"
    )
    theirs = DecisionFactory(action=action, outcome="reopened", holds_from=TODAY)

    for decision, why in ((earlier, "only on that day"), (theirs, "Only who recorded it")):
        here = address("decision-take-back", decision.pk)
        assert why in words(approver.get(here))
        assert why in words(approver.post(here))
        assert "Take back your" not in words(approver.get(address("action")))
    assert Decision.objects.count() == 2


def test_what_is_not_of_the_action_is_not_there(approver, action):
    other = DecisionFactory(action=ActionFactory(plan=action.plan))

    assert approver.get(address("decision-take-back", other.pk)).status_code == 404
