from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.formats import date_format

from improvement import recording
from improvement.forms import DayField, WordsField
from improvement.models import Decision, Impact, SignOff, Update
from improvement.state import Standing
from inspections.intake.dates import london_day

DECIDED = {
    "accepted": "Accepted that it is done",
    "sent_back": "Sent back",
    "granted": "Granted the date asked for",
    "granted_to": "Granted another date",
    "refused": "Refused the date asked for",
    "withdrawn": "Withdrew the action",
    "reopened": "Reopened the action",
}


@dataclass(frozen=True)
class Said:
    """An entry in words."""

    words: str
    speaker: str
    entered_on: date
    holds_from: date
    text: str = ""
    reason: str = ""

    @classmethod
    def of(cls, entry):
        if isinstance(entry, Impact):
            words = f"Impact {entry.get_state_display()}"
            speaker, on = str(entry.speaker or ""), london_day(entry.known_at)
            return cls(words, speaker, on, entry.holds_from, entry.text)
        days = entry.known_on, entry.holds_from
        return cls(_words(entry), entry.speaker, *days, entry.text, entry.reason)


def _words(entry):
    if entry.retracts:
        return "Took an earlier entry back"
    if entry.kind == "update":
        return Standing(entry.outcome).words
    if entry.kind == "request":
        return f"Asked for {_day(entry.to)}"
    return DECIDED[entry.outcome] + (f": {_day(entry.to)}" if entry.to else "")


def _day(value):
    return date_format(value, "j F Y")


class ShownField:
    """A hidden field that says what the page shows, so never what an earlier page showed."""

    def bound_data(self, data, initial):
        return initial


class SeenField(ShownField, forms.CharField):
    pass


class ClaimField(ShownField, forms.ModelChoiceField):
    pass


class ChoiceField(forms.ChoiceField):
    def __init__(self, **kwargs):
        sentence = "Choose one of the answers."
        messages = {"required": sentence, "invalid_choice": sentence}
        super().__init__(widget=forms.RadioSelect, error_messages=messages, **kwargs)


class RecordingForm(forms.Form):
    """Says one thing through its `verb`, and keeps all that was typed if that is refused.

    `entries` is what was said before, in the order of entry; `about` what it speaks of.
    """

    verb = None
    done = ""

    seen = SeenField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, entries, about, **kwargs):
        super().__init__(data, **kwargs)
        self.about = about
        seen = self.data.get("seen")
        self._show(entries, [] if seen is None else recording.entries_since(entries, seen))

    def _show(self, entries, newer):
        self.initial["seen"] = recording.mark(entries[-1]) if entries else ""
        self.newer = [Said.of(entry) for entry in newer]

    def clean_seen(self):
        # Without the field nobody looked at a page before, so nothing can have come between.
        return self.cleaned_data["seen"] if "seen" in self.data else None

    def record(self, **said):
        """Record it; False if it is refused, which the form then says."""
        try:
            type(self).verb(**self.cleaned_data, **self.about, **said)
            self.outcome = self.done
        except recording.SaidAlready as already:
            self.outcome = already.sentence
        except recording.Refused as refused:
            self._refuse(refused)
            return False
        return True

    def _refuse(self, refused):
        field = refused.field if refused.field in self.fields else None
        self.add_error(field, refused.sentence)
        if isinstance(refused, recording.Overtaken):
            self._show(refused.newer, refused.newer)


class UpdateForm(RecordingForm):
    template_name = "officers/_update_form.html"
    verb = recording.record_update

    status = ChoiceField(
        label="How does it stand?",
        choices=[(status.value, status.label) for status in recording.LIVE_STATUSES],
    )
    text = WordsField(label="What changed since the last update?", missing="Say what changed.")
    reason = WordsField(
        label="Why is it at risk or off track?",
        hint="Needed if it is; leave it empty otherwise.",
        rows=3,
        required=False,
    )
    holds_from = DayField(
        label="So since",
        help_text="Today, unless it has been so since an earlier day.",
        required=False,
    )

    def __init__(self, data=None, *, today, last_update=None, **kwargs):
        super().__init__(data, **kwargs)
        self.today, self.last_update = today, last_update
        self.initial.setdefault("holds_from", today)

    @property
    def is_of_today(self):
        return str(self["holds_from"].value()) in ("", str(self.today))

    @property
    def done(self):
        since = self.cleaned_data["holds_from"] or self.today
        last = self.last_update
        if last is None or since >= last.holds_from or self.about["corrects"]:
            return "Your update is recorded."
        return (
            f"Your update is recorded as holding from {_day(since)}. What was said of "
            f"{_day(last.holds_from)} is later, so it still stands."
        )


class DateRequestForm(RecordingForm):
    verb = recording.request_date
    done = "Your request is recorded. The date stays as it is until an approver decides."

    to = DayField(label="New date", help_text="A day later than today.")
    reason = WordsField(
        label="Why does it need another date?", missing="Say why it needs another date."
    )


class SignOffForm(RecordingForm):
    verb = recording.sign_off
    done = "Your answer to the claim is recorded."

    claim = ClaimField(queryset=Update.objects.none(), widget=forms.HiddenInput)
    outcome = ChoiceField(
        label="Is it done?",
        choices=[
            (SignOff.Outcome.ACCEPTED.value, "Accept: the evidence shows that it is done"),
            (SignOff.Outcome.SENT_BACK.value, "Send back: something is missing"),
        ],
    )
    text = WordsField(
        label="Note",
        hint="What you have seen; or, if you send it back, what is missing (needed then).",
        required=False,
    )

    def __init__(self, data=None, *, state, **kwargs):
        super().__init__(data, **kwargs)
        claim = state.replayed.claim
        self.initial["claim"] = claim.pk if claim else None
        self.fields["claim"].queryset = state.action.updates.select_related("action__plan")


class DecideForm(RecordingForm):
    verb = recording.decide_request
    done = "Your decision is recorded."

    outcome = ChoiceField(
        label="Your decision",
        choices=[
            (Decision.Outcome.GRANTED.value, "Grant the date asked for"),
            (Decision.Outcome.GRANTED_TO.value, "Grant another date"),
            (Decision.Outcome.REFUSED.value, "Refuse: the date stays as it is"),
        ],
    )
    to = DayField(
        label="The other date", help_text="Only if you grant another date.", required=False
    )
    reason = WordsField(label="Why", hint="Needed if you refuse.", required=False)


class WithdrawForm(RecordingForm):
    verb = recording.withdraw
    done = "The action is withdrawn from the plan. It stays on record, with your reason."

    reason = WordsField(label="Why is it withdrawn?", missing="Say why it is withdrawn.")


class ReopenForm(RecordingForm):
    verb = recording.reopen
    done = "The action is open again."

    reason = WordsField(label="Why is it reopened?", missing="Say why it is reopened.")


class ImpactForm(RecordingForm):
    verb = recording.record_impact
    done = "What you said about its impact is recorded."

    state = ChoiceField(
        label="Does what was done work?",
        choices=[(state.value, state.label.capitalize()) for state in Impact.State],
    )
    text = WordsField(
        label="What shows it?",
        hint="Needed if it is shown or sustained: an audit, a measure, what families say.",
        required=False,
    )
    holds_from = DayField(
        label="So since",
        help_text="Today, unless it has been so since an earlier day.",
        required=False,
    )
