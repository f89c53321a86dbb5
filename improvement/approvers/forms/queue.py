"""The boxes of one row of the queue, and what is said once for all rows."""

from django import forms

from improvement import recording
from improvement.approvers.forms.decisions import (
    ACCEPT,
    GRANT,
    GRANT_TO,
    REFUSE,
    SEND_BACK,
    AnswersClaim,
    MinuteField,
    needed_by_an_answer,
    note_hint,
)
from improvement.forms import DayField, Guarded, WordsField
from improvement.saying.forms import ChoiceField, RecordingForm

LEAVE = ("", "Leave it for now")


class MinuteForm(Guarded, forms.Form):
    """The minute that holds for every date decided on the page."""

    minute = needed_by_an_answer(
        MinuteField(
            label="Minute reference for the dates decided here",
            help_text="Needed for each date granted: the meeting, its day and the item. A row may give its own instead.",
        )
    )


class RowForm(RecordingForm):
    """Answers one row through its verb, and only if an answer was chosen there."""

    labels = {}

    def __init__(self, data=None, *, reference, **kwargs):
        super().__init__(data, **kwargs)
        for name, label in self.labels.items():
            self.fields[name].label = f"{label} {reference}"
        self.recorded = None

    @property
    def is_touched(self):
        """Whether something was chosen or written in the row."""
        return any(field.value() for field in self.visible_fields())

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("outcome") and "outcome" not in self.errors:
            self.add_error("outcome", "You wrote something here: choose an answer too.")
        return cleaned


class ClaimRowForm(AnswersClaim, RowForm):
    labels = {"outcome": "Your answer on", "text": "Note on"}

    outcome = needed_by_an_answer(
        ChoiceField(
            choices=[LEAVE, (ACCEPT, "Accept: it is done"), (SEND_BACK, "Send back")],
            required=False,
        )
    )
    text = needed_by_an_answer(WordsField(rows=2, required=False))

    def __init__(self, data=None, *, evidence, **kwargs):
        super().__init__(data, evidence=evidence, **kwargs)
        # That nothing is written about children stands once above all rows.
        self.fields["text"].help_text = note_hint(bool(evidence))


class RequestRowForm(RowForm):
    verb = recording.decide_request
    labels = {
        "outcome": "Your decision on",
        "to": "Other date for",
        "reason": "Why, for",
        "minute": "Minute reference for",
    }

    outcome = needed_by_an_answer(
        ChoiceField(
            choices=[
                LEAVE,
                (GRANT, "Grant the date asked for"),
                (GRANT_TO, "Grant another date"),
                (REFUSE, "Refuse: the date stays"),
            ],
            required=False,
        )
    )
    to = needed_by_an_answer(DayField(help_text="If you grant another.", required=False))
    reason = needed_by_an_answer(WordsField(rows=2, required=False))
    minute = needed_by_an_answer(MinuteField(help_text="If another than for the rest."))

    def __init__(self, data=None, *, minute_for_all="", **kwargs):
        super().__init__(data, **kwargs)
        self.minute_for_all = minute_for_all
        self.fields["reason"].help_text = "Needed if you refuse."

    def clean(self):
        cleaned = super().clean()
        if "minute" in cleaned:
            cleaned["minute"] = cleaned["minute"] or self.minute_for_all
        return cleaned
