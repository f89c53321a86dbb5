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
from improvement.forms import DayField, Guarded
from improvement.saying.forms import ChoiceField, RecordingForm, SaidField

LEAVE = ("", "Leave it for now")


class MinuteForm(Guarded, forms.Form):
    """The minute that holds for every date decided on the page."""

    minute = needed_by_an_answer(
        MinuteField(
            label="Minute reference for the dates decided here",
            help_text="Needed for each date granted: the meeting, its day and the item. A row may give its own instead.",
        )
    )

    def ask_for(self, references):
        """Ask here, once, for the minute that rows lack."""
        self.add_error(
            "minute",
            f"Say where the new date of {', '.join(references)} was agreed, here or in the row.",
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
    text = needed_by_an_answer(SaidField(rows=2, required=False))

    def __init__(self, data=None, *, evidence, **kwargs):
        super().__init__(data, evidence=evidence, **kwargs)
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
    to = needed_by_an_answer(
        DayField(help_text="Needed when you grant another.", required=False)
    )
    reason = needed_by_an_answer(
        SaidField(hint="Needed when you refuse.", rows=2, required=False)
    )
    minute = needed_by_an_answer(
        MinuteField(help_text="Needed when it is another than for the rest.")
    )

    def __init__(self, data=None, *, minute_for_all="", **kwargs):
        super().__init__(data, **kwargs)
        self.minute_for_all = minute_for_all

    @property
    def lacks_minute(self):
        """Whether a minute is missing that the box for all rows could have given."""
        is_given = self["minute"].value() or self.minute_for_all
        return self.has_error("minute") and not is_given

    def clean(self):
        cleaned = super().clean()
        if "minute" in cleaned:
            cleaned["minute"] = cleaned["minute"] or self.minute_for_all
        return cleaned
