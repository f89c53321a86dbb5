"""What a rule forbids officers."""

from datetime import date

import pytest

from improvement.recording import Refused
from tests.factories import UpdateFactory
from tests.recording.before import (
    check_refused,
    claimed_and_sent_back,
    corrected,
    nothing,
    said_by_a_colleague,
    said_of_another_action,
)
from tests.recording.council import TODAY, TOMORROW, Council

# Each: what happened before, what is tried, what the person reads, and the field beside which
# they read it.
REFUSED = {
    # Updates
    "update without words": (
        nothing,
        lambda c, _: c.update(text=" \n"),
        "Say what changed.",
        "text",
    ),
    "at risk without a reason": (
        nothing,
        lambda c, _: c.update(status="at_risk", reason=" "),
        "Say why it is at risk.",
        "reason",
    ),
    "off track without a reason": (
        nothing,
        lambda c, _: c.update(status="off_track"),
        "Say why it is off track.",
        "reason",
    ),
    "nobody says not stated": (
        nothing,
        lambda c, _: c.update(status="not_stated"),
        "Choose one of the answers.",
        "status",
    ),
    "complete is decided, not said": (
        nothing,
        lambda c, _: c.update(status="complete"),
        "Choose one of the answers.",
        "status",
    ),
    "update that holds from tomorrow": (
        nothing,
        lambda c, _: c.update(holds_from=TOMORROW),
        "That day is still to come.",
        "holds_from",
    ),
    "update from before the action was added": (
        nothing,
        lambda c, _: c.update(holds_from=date(2018, 11, 29)),
        "in the plan only since 30 November 2018",
        "holds_from",
    ),
    "update that would undo an answer from before it": (
        Council.sent_back,
        lambda c, _: c.update(holds_from=date(2019, 1, 13)),
        "decision on it holds since 14 January 2019",
        "holds_from",
    ),
    "update of a closed plan": (
        Council.closed,
        lambda c, _: c.update(),
        "The plan closed on 14 January 2019. A closed plan takes no updates",
        "",
    ),
    "update of a plan that opens later": (
        Council.later_plan,
        lambda c, action: c.update(action=action),
        "The plan has not opened yet.",
        "",
    ),
    "update of an action that comes later": (
        lambda c: c.other_action(added=TOMORROW),
        lambda c, action: c.update(action=action),
        "in the plan only from 22 January 2019",
        "",
    ),
    "update of a complete action": (
        Council.complete,
        lambda c, _: c.update(),
        "“Complete”, since 14 January 2019. It takes no updates",
        "",
    ),
    "update of a withdrawn action": (
        Council.withdrawn,
        lambda c, _: c.update(),
        "“Withdrawn”, since 7 January 2019. It takes no updates",
        "",
    ),
    "correction of what a colleague said": (
        said_by_a_colleague,
        lambda c, earlier: c.update(corrects=earlier),
        "You can correct only what you said yourself",
        "",
    ),
    "correction of what was loaded": (
        lambda c: UpdateFactory(action=c.action, by_post=c.post),
        lambda c, earlier: c.update(corrects=earlier),
        "You can correct only what you said yourself",
        "",
    ),
    "correction of an update of another action": (
        said_of_another_action,
        lambda c, earlier: c.update(corrects=earlier),
        "You can correct only what you said yourself, and of this action.",
        "",
    ),
    "correction of what was corrected": (
        corrected,
        lambda c, earlier: c.update(corrects=earlier),
        "corrected already",
        "",
    ),
    "correction of a claim that was answered": (
        claimed_and_sent_back,
        lambda c, earlier: c.update(corrects=earlier),
        "That claim was answered, so it stays.",
        "",
    ),
    # Requests
    "request without a reason": (
        nothing,
        lambda c, _: c.ask(reason=""),
        "Say why it needs another date.",
        "reason",
    ),
    "request without a date": (nothing, lambda c, _: c.ask(to=None), "Give the new date", "to"),
    "request for today": (
        nothing,
        lambda c, _: c.ask(to=TODAY),
        "The new date must be later than today.",
        "to",
    ),
    "request for the date it has": (
        nothing,
        lambda c, _: c.ask(to=date(2019, 3, 29)),
        "That is the date it has now.",
        "to",
    ),
    "second request while one waits": (
        Council.asked,
        lambda c, _: c.ask(to=date(2019, 7, 1)),
        "A request for 28 June 2019 is waiting to be decided",
        "",
    ),
    "request in a closed plan": (
        Council.closed,
        lambda c, _: c.ask(),
        "takes no updates, requests or decisions",
        "",
    ),
    "request for a complete action": (
        Council.complete,
        lambda c, _: c.ask(),
        "no requests for a date until an approver has reopened it",
        "",
    ),
    "request for a withdrawn action": (
        Council.withdrawn,
        lambda c, _: c.ask(),
        "no requests for a date until an approver has reopened it",
        "",
    ),
}


@pytest.mark.parametrize(
    ("before", "attempt", "sentence", "field"), REFUSED.values(), ids=REFUSED.keys()
)
def test_what_is_refused_says_why_and_writes_nothing(council, before, attempt, sentence, field):
    check_refused(council, before, attempt, sentence, field)


def test_a_refusal_is_a_validation_error_that_forms_can_show(council):
    with pytest.raises(Refused) as beside_a_field:
        council.update(text="")
    with pytest.raises(Refused) as of_the_whole:
        council.reopen()

    assert beside_a_field.value.message_dict == {"text": ["Say what changed."]}
    assert of_the_whole.value.messages == [of_the_whole.value.sentence]
