"""What a rule forbids officers."""

from datetime import date

import pytest

from improvement.recording import Refused
from tests.factories import UpdateFactory
from tests.recording.before import (
    check_refused,
    claimed_and_sent_back,
    corrected,
    each,
    nothing,
    said_by_a_colleague,
    said_of_another_action,
)
from tests.recording.council import TODAY, TOMORROW, Council

# Each: what is said, what the person reads, and the field beside which they read it.
SAID = ("said", "sentence", "field")

UPDATES = {
    "without words": ({"text": " \n"}, "Say what changed.", "text"),
    "at risk without a reason": (
        {"status": "at_risk", "reason": " "},
        "Say why it is at risk.",
        "reason",
    ),
    "off track without a reason": (
        {"status": "off_track"},
        "Say why it is off track.",
        "reason",
    ),
    "nobody says not stated": (
        {"status": "not_stated"},
        "Choose one of the answers.",
        "status",
    ),
    "complete is decided, not said": (
        {"status": "complete"},
        "Choose one of the answers.",
        "status",
    ),
    "from tomorrow": ({"holds_from": TOMORROW}, "That day is still to come.", "holds_from"),
    "from before the action was added": (
        {"holds_from": date(2018, 11, 29)},
        "in the plan only since 30 November 2018",
        "holds_from",
    ),
}


@each(UPDATES, *SAID)
def test_an_update_that_is_not_whole_is_refused(council, said, sentence, field):
    check_refused(council, nothing, lambda c, _: c.update(**said), sentence, field)


def test_an_update_does_not_undo_an_answer_from_before_it(council):
    def attempt(c, _):
        c.update(holds_from=date(2019, 1, 13))

    sentence = "decision on it holds since 14 January 2019"
    check_refused(council, Council.sent_back, attempt, sentence, "holds_from")


REQUESTS = {
    "without a reason": ({"reason": ""}, "Say why it needs another date.", "reason"),
    "without a date": ({"to": None}, "Give the new date", "to"),
    "for today": ({"to": TODAY}, "The new date must be later than today.", "to"),
    "for the date it has": ({"to": date(2019, 3, 29)}, "That is the date it has now.", "to"),
}


@each(REQUESTS, *SAID)
def test_a_request_that_is_not_whole_is_refused(council, said, sentence, field):
    check_refused(council, nothing, lambda c, _: c.ask(**said), sentence, field)


# Each: what happened before, what is tried, and what the person reads.
NOT_THEIRS = "You can correct only what you said yourself"
UNTIL_REOPENED = "no requests for a date until an approver has reopened it"
IN_NO_STATE = {
    "update of a plan that opens later": (
        Council.later_plan,
        lambda c, action: c.update(action=action),
        "The plan has not opened yet.",
    ),
    "update of an action that comes later": (
        lambda c: c.other_action(added=TOMORROW),
        lambda c, action: c.update(action=action),
        "in the plan only from 22 January 2019",
    ),
    "update of a complete action": (
        Council.complete,
        lambda c, _: c.update(),
        "“Complete”, since 14 January 2019. It takes no updates",
    ),
    "update of a withdrawn action": (
        Council.withdrawn,
        lambda c, _: c.update(),
        "“Withdrawn”, since 7 January 2019. It takes no updates",
    ),
    "second request while one waits": (
        Council.asked,
        lambda c, _: c.ask(to=date(2019, 7, 1)),
        "A request for 28 June 2019 is waiting to be decided",
    ),
    "request for a complete action": (Council.complete, lambda c, _: c.ask(), UNTIL_REOPENED),
    "request for a withdrawn action": (Council.withdrawn, lambda c, _: c.ask(), UNTIL_REOPENED),
}


@each(IN_NO_STATE, "before", "attempt", "sentence")
def test_what_is_not_open_takes_no_word(council, before, attempt, sentence):
    check_refused(council, before, attempt, sentence)


# Each: what was said before, and what the person reads who would correct it.
CORRECTED = {
    "what a colleague said": (said_by_a_colleague, NOT_THEIRS),
    "what was loaded": (
        lambda c: UpdateFactory(action=c.action, by_post=c.post),
        NOT_THEIRS,
    ),
    "an update of another action": (
        said_of_another_action,
        f"{NOT_THEIRS}, and of this action.",
    ),
    "what was corrected": (corrected, "corrected already"),
    "a claim that was answered": (
        claimed_and_sent_back,
        "That claim was answered, so it stays.",
    ),
}


@each(CORRECTED, "before", "sentence")
def test_only_ones_own_last_word_is_corrected(council, before, sentence):
    check_refused(council, before, lambda c, said: c.update(corrects=said), sentence)


def test_a_refusal_is_a_validation_error_that_forms_can_show(council):
    with pytest.raises(Refused) as beside_a_field:
        council.update(text="")
    with pytest.raises(Refused) as of_the_whole:
        council.reopen()

    assert beside_a_field.value.message_dict == {"text": ["Say what changed."]}
    assert of_the_whole.value.messages == [of_the_whole.value.sentence]
