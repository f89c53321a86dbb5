"""What a rule forbids approvers."""

from datetime import date

from tests.recording.before import (
    asked_and_complete,
    asked_and_decided,
    asked_and_taken_back,
    asked_by_one_who_approves,
    asked_by_the_approvers_post,
    check_refused,
    claimed_before_the_approver_took_up_the_post,
    claimed_by_one_who_approves,
    claimed_by_the_approvers_post,
    claimed_twice,
    each,
    nothing,
    said_a_week_ago,
)
from tests.recording.council import TODAY, TOMORROW, Council

# Each: what is said, what the person reads, and the field beside which they read it.
ANSWERED = ("said", "sentence", "field")


def another(to):
    return {"outcome": "granted_to", "to": to}


DECISIONS = {
    "refusal without a reason": (
        {"outcome": "refused", "reason": " "},
        "Say why it is refused.",
        "reason",
    ),
    "another date that is not given": (another(None), "Give the new date", "to"),
    "another date that is the one asked for": (
        another(date(2019, 6, 28)),
        "That is the date asked for",
        "to",
    ),
    "another date that is the one it has": (
        another(date(2019, 3, 29)),
        "That is the date it has now.",
        "to",
    ),
    "another date that has passed": (another(TODAY), "later than today", "to"),
    "a date with a refusal": (
        {"outcome": "refused", "reason": "No.", "to": TOMORROW},
        "A date belongs only to “Grant another date”.",
        "to",
    ),
    "withdrawing by deciding a request": (
        {"outcome": "withdrawn", "reason": "No."},
        "Choose one of the answers.",
        "outcome",
    ),
}


@each(DECISIONS, *ANSWERED)
def test_a_decision_that_is_not_whole_is_refused(council, said, sentence, field):
    def attempt(c, asked):
        c.decide(asked, **said)

    check_refused(council, Council.asked, attempt, sentence, field)


def test_a_date_that_has_passed_meanwhile_is_not_granted(council):
    def asked_for_yesterday(c):
        return c.asked(to=date(2019, 1, 20))

    def attempt(c, asked):
        c.decide(asked)

    sentence = "The date asked for has passed."
    check_refused(council, asked_for_yesterday, attempt, sentence, "outcome")


SIGN_OFFS = {
    "sending back without a note": (
        {"outcome": "sent_back", "text": " "},
        "Say what is missing.",
        "text",
    ),
    "an answer that is none": ({"outcome": ""}, "Choose one of the answers.", "outcome"),
}


@each(SIGN_OFFS, *ANSWERED)
def test_a_sign_off_that_is_not_whole_is_refused(council, said, sentence, field):
    def attempt(c, claim):
        c.answer(claim, **said)

    check_refused(council, Council.claimed, attempt, sentence, field)


NOT_DONE = "Nothing is said to be done yet, so nothing can be shown to work."
IMPACTS = {
    "shown by nothing": ({"text": " "}, "Say what shows it.", "text"),
    "no answer": ({"state": "perhaps"}, "Choose one of the answers.", "state"),
    "from tomorrow": ({"holds_from": TOMORROW}, "That day is still to come.", "holds_from"),
    "from before the commitment": (
        {"holds_from": date(2018, 11, 29)},
        "in the plan only since 30 November 2018",
        "holds_from",
    ),
    "of what nobody says is done": ({}, NOT_DONE, "state"),
}


@each(IMPACTS, *ANSWERED)
def test_an_impact_that_cannot_be_is_refused(council, said, sentence, field):
    check_refused(council, nothing, lambda c, _: c.impact(**said), sentence, field)


def test_what_was_reopened_is_not_said_to_work(council):
    def reopened(c):
        c.complete()
        c.reopen()

    check_refused(council, reopened, lambda c, _: c.impact(), NOT_DONE, "state")


# Each: what happened before, what is tried, and what the person reads.
OWN_POST = "You hold or cover the post that said this."
NOT_OPEN = "Only an open action can be withdrawn."
IN_NO_STATE = {
    # Decisions on requests
    "deciding one's own request": (
        asked_by_one_who_approves,
        lambda c, asked: c.decide(asked, by=asked.said_by),
        "You said this yourself.",
    ),
    "deciding a loaded request of the post one holds": (
        asked_by_the_approvers_post,
        lambda c, asked: c.decide(asked),
        OWN_POST,
    ),
    "deciding twice": (
        asked_and_decided,
        lambda c, asked: c.decide(asked),
        "This request was decided on 14 January 2019",
    ),
    "deciding a request that was taken back": (
        asked_and_taken_back,
        lambda c, asked: c.decide(asked),
        "This request was taken back.",
    ),
    "granting a date to a complete action": (
        asked_and_complete,
        lambda c, asked: c.decide(asked),
        "A new date would change nothing",
    ),
    # Sign-offs
    "signing off one's own claim": (
        claimed_by_one_who_approves,
        lambda c, claim: c.answer(claim, by=claim.said_by),
        "You said this yourself.",
    ),
    "signing off a loaded claim of the post one holds": (
        claimed_by_the_approvers_post,
        lambda c, claim: c.answer(claim),
        OWN_POST,
    ),
    "signing off a claim that a predecessor in one's post made": (
        claimed_before_the_approver_took_up_the_post,
        lambda c, claim: c.answer(claim),
        OWN_POST,
    ),
    "signing off what is not claimed": (
        said_a_week_ago,
        lambda c, update: c.answer(update),
        "There is no claim of done",
    ),
    "signing off a claim that was taken further": (
        claimed_twice,
        lambda c, claim: c.answer(claim),
        "a newer one has taken its place",
    ),
    "signing off twice": (
        lambda c: c.complete().claim,
        lambda c, claim: c.answer(claim, outcome="sent_back", text="No."),
        "“Complete”, since 14 January 2019. There is no claim",
    ),
    # Withdrawing and reopening
    "withdrawing what is complete": (Council.complete, lambda c, _: c.withdraw(), NOT_OPEN),
    "withdrawing twice": (Council.withdrawn, lambda c, _: c.withdraw(), NOT_OPEN),
    "reopening what is open": (
        Council.claimed,
        lambda c, _: c.reopen(),
        "Only a complete or withdrawn action can be reopened.",
    ),
}


@each(IN_NO_STATE, "before", "attempt", "sentence")
def test_what_no_longer_waits_for_their_word_is_refused(council, before, attempt, sentence):
    check_refused(council, before, attempt, sentence)


def test_nothing_is_withdrawn_without_a_reason(council):
    said = "Say why it is withdrawn.", "reason"
    check_refused(council, nothing, lambda c, _: c.withdraw(reason=" "), *said)


def test_nothing_is_reopened_without_a_reason(council):
    said = "Say why it is reopened.", "reason"
    check_refused(council, Council.complete, lambda c, _: c.reopen(reason=""), *said)
