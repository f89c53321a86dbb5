"""What a rule forbids approvers."""

from datetime import date

import pytest

from tests.recording.before import (
    asked_and_closed,
    asked_and_complete,
    asked_and_decided,
    asked_and_taken_back,
    asked_by_one_who_approves,
    asked_by_the_approvers_post,
    check_refused,
    claimed_and_closed,
    claimed_before_the_approver_took_up_the_post,
    claimed_by_one_who_approves,
    claimed_by_the_approvers_post,
    claimed_twice,
    complete_and_closed,
    nothing,
    said_a_week_ago,
)
from tests.recording.council import TODAY, TOMORROW, Council

# Each: what happened before, what is tried, what the person reads, and the field beside which
# they read it.
REFUSED = {
    # Decisions on requests
    "refusal without a reason": (
        Council.asked,
        lambda c, asked: c.decide(asked, outcome="refused", reason=" "),
        "Say why it is refused.",
        "reason",
    ),
    "another date that is not given": (
        Council.asked,
        lambda c, asked: c.decide(asked, outcome="granted_to"),
        "Give the new date",
        "to",
    ),
    "another date that is the one asked for": (
        Council.asked,
        lambda c, asked: c.decide(asked, outcome="granted_to", to=date(2019, 6, 28)),
        "That is the date asked for",
        "to",
    ),
    "another date that is the one it has": (
        Council.asked,
        lambda c, asked: c.decide(asked, outcome="granted_to", to=date(2019, 3, 29)),
        "That is the date it has now.",
        "to",
    ),
    "another date that has passed": (
        Council.asked,
        lambda c, asked: c.decide(asked, outcome="granted_to", to=TODAY),
        "later than today",
        "to",
    ),
    "a date with a refusal": (
        Council.asked,
        lambda c, asked: c.decide(asked, outcome="refused", reason="No.", to=TOMORROW),
        "A date belongs only to “Grant another date”.",
        "to",
    ),
    "granting a date that has passed": (
        lambda c: c.asked(to=date(2019, 1, 20)),
        lambda c, asked: c.decide(asked),
        "The date asked for has passed.",
        "outcome",
    ),
    "withdrawing by deciding a request": (
        Council.asked,
        lambda c, asked: c.decide(asked, outcome="withdrawn", reason="No."),
        "Choose one of the answers.",
        "outcome",
    ),
    "deciding one's own request": (
        asked_by_one_who_approves,
        lambda c, asked: c.decide(asked, by=asked.said_by),
        "You said this yourself.",
        "",
    ),
    "deciding a loaded request of the post one holds": (
        asked_by_the_approvers_post,
        lambda c, asked: c.decide(asked),
        "You hold or cover the post that said this.",
        "",
    ),
    "deciding twice": (
        asked_and_decided,
        lambda c, asked: c.decide(asked),
        "This request was decided on 14 January 2019",
        "",
    ),
    "deciding a request that was taken back": (
        asked_and_taken_back,
        lambda c, asked: c.decide(asked),
        "This request was taken back.",
        "",
    ),
    "deciding in a closed plan": (
        asked_and_closed,
        lambda c, asked: c.decide(asked),
        "takes no updates, requests or decisions",
        "",
    ),
    "granting a date to a complete action": (
        asked_and_complete,
        lambda c, asked: c.decide(asked),
        "A new date would change nothing",
        "",
    ),
    # Sign-offs
    "signing off one's own claim": (
        claimed_by_one_who_approves,
        lambda c, claim: c.answer(claim, by=claim.said_by),
        "You said this yourself.",
        "",
    ),
    "signing off a loaded claim of the post one holds": (
        claimed_by_the_approvers_post,
        lambda c, claim: c.answer(claim),
        "You hold or cover the post that said this.",
        "",
    ),
    "signing off a claim that a predecessor in one's post made": (
        claimed_before_the_approver_took_up_the_post,
        lambda c, claim: c.answer(claim),
        "You hold or cover the post that said this.",
        "",
    ),
    "sending back without a note": (
        Council.claimed,
        lambda c, claim: c.answer(claim, outcome="sent_back", text=" "),
        "Say what is missing.",
        "text",
    ),
    "an answer that is none": (
        Council.claimed,
        lambda c, claim: c.answer(claim, outcome=""),
        "Choose one of the answers.",
        "outcome",
    ),
    "signing off what is not claimed": (
        said_a_week_ago,
        lambda c, update: c.answer(update),
        "There is no claim of done",
        "",
    ),
    "signing off a claim that was taken further": (
        claimed_twice,
        lambda c, claim: c.answer(claim),
        "a newer one has taken its place",
        "",
    ),
    "signing off twice": (
        lambda c: c.complete().claim,
        lambda c, claim: c.answer(claim, outcome="sent_back", text="No."),
        "“Complete”, since 14 January 2019. There is no claim",
        "",
    ),
    "signing off in a closed plan": (
        claimed_and_closed,
        lambda c, claim: c.answer(claim),
        "The plan closed on 14 January 2019",
        "",
    ),
    # Withdrawing and reopening
    "withdrawing without a reason": (
        nothing,
        lambda c, _: c.withdraw(reason=" "),
        "Say why it is withdrawn.",
        "reason",
    ),
    "withdrawing what is complete": (
        Council.complete,
        lambda c, _: c.withdraw(),
        "Only an open action can be withdrawn.",
        "",
    ),
    "withdrawing twice": (
        Council.withdrawn,
        lambda c, _: c.withdraw(),
        "Only an open action can be withdrawn.",
        "",
    ),
    "withdrawing in a closed plan": (
        Council.closed,
        lambda c, _: c.withdraw(),
        "The plan closed on 14 January 2019",
        "",
    ),
    "reopening without a reason": (
        Council.complete,
        lambda c, _: c.reopen(reason=""),
        "Say why it is reopened.",
        "reason",
    ),
    "reopening what is open": (
        Council.claimed,
        lambda c, _: c.reopen(),
        "Only a complete or withdrawn action can be reopened.",
        "",
    ),
    "reopening in a closed plan": (
        complete_and_closed,
        lambda c, _: c.reopen(),
        "The plan closed on 14 January 2019",
        "",
    ),
    # Impact
    "impact shown by nothing": (
        nothing,
        lambda c, _: c.impact(text=" "),
        "Say what shows it.",
        "text",
    ),
    "impact that is no answer": (
        nothing,
        lambda c, _: c.impact(state="perhaps"),
        "Choose one of the answers.",
        "state",
    ),
    "impact from tomorrow": (
        nothing,
        lambda c, _: c.impact(holds_from=TOMORROW),
        "That day is still to come.",
        "holds_from",
    ),
    "impact from before the commitment": (
        nothing,
        lambda c, _: c.impact(holds_from=date(2018, 11, 29)),
        "in the plan only since 30 November 2018",
        "holds_from",
    ),
    "impact of what nobody says is done": (
        nothing,
        lambda c, _: c.impact(),
        "Nothing is said to be done yet, so nothing can be shown to work.",
        "state",
    ),
    "impact of what was reopened": (
        lambda c: (c.complete(), c.reopen()),
        lambda c, _: c.impact(),
        "Nothing is said to be done yet, so nothing can be shown to work.",
        "state",
    ),
    "impact in a closed plan": (
        Council.closed,
        lambda c, _: c.impact(),
        "The plan closed on 14 January 2019",
        "",
    ),
}


@pytest.mark.parametrize(
    ("before", "attempt", "sentence", "field"), REFUSED.values(), ids=REFUSED.keys()
)
def test_what_is_refused_says_why_and_writes_nothing(council, before, attempt, sentence, field):
    check_refused(council, before, attempt, sentence, field)
