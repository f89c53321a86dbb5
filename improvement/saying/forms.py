"""The form with which somebody says one thing, and what was said before in words."""

from dataclasses import dataclass
from datetime import date

from django import forms

from improvement import recording
from improvement.forms import Guarded, WordsField, is_free_text
from improvement.models import Impact
from improvement.state import Standing
from inspections.intake.dates import in_full, london_day

DECIDED = {
    "accepted": "Accepted that it is done",
    "sent_back": "Sent back",
    "granted": "Granted the date asked for",
    "granted_to": "Granted another date",
    "refused": "Refused the date asked for",
    "withdrawn": "Withdrew the action",
    "reopened": "Reopened the action",
}

SAME_WORDS = ("text", "difference", "reason", "meanwhile", "holds_up", "minute", "told_by")


@dataclass(frozen=True)
class Said:
    """An entry in words."""

    words: str
    speaker: str
    entered_on: date
    holds_from: date
    text: str = ""
    difference: str = ""
    reason: str = ""
    meanwhile: str = ""
    holds_up: str = ""
    minute: str = ""
    told_by: str = ""

    @classmethod
    def of(cls, entry):
        if isinstance(entry, Impact):
            words = f"Impact {entry.get_state_display()}"
            speaker, on = str(entry.speaker or ""), london_day(entry.known_at)
            return cls(words, speaker, on, entry.holds_from, entry.text)
        same = {name: getattr(entry, name) for name in SAME_WORDS}
        return cls(_words(entry), entry.speaker, entry.known_on, entry.holds_from, **same)


def _words(entry):
    if entry.retracts:
        return "Took an earlier entry back"
    if entry.kind == "update":
        said = Standing(entry.outcome).words
        return f"No change: {said[0].lower()}{said[1:]}" if entry.no_change else said
    if entry.kind == "request":
        return f"Asked for {in_full(entry.to)}"
    return DECIDED[entry.outcome] + (f": {in_full(entry.to)}" if entry.to else "")


class ShownField:
    """A hidden field that says what the page shows, so never what an earlier page showed."""

    def bound_data(self, data, initial):
        return initial


class SeenField(ShownField, forms.CharField):
    pass


class ChoiceField(forms.ChoiceField):
    def __init__(self, **kwargs):
        sentence = "Choose one of the answers."
        messages = {"required": sentence, "invalid_choice": sentence}
        super().__init__(widget=forms.RadioSelect, error_messages=messages, **kwargs)


class SaidField(WordsField):
    """A paragraph or a few. That nothing is written about children stands once above all
    boxes of a form (`RecordingForm.takes_words`), not under each."""

    def __init__(self, *, hint="", **kwargs):
        super().__init__(**kwargs)
        self.help_text = hint


class RecordingForm(Guarded, forms.Form):
    """Says one thing through its `verb`, and keeps all that was typed if that is refused.

    `entries` is what was said before, in the order of entry; `about` what it speaks of.
    """

    verb = None
    done = ""

    seen = SeenField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, entries, about, **kwargs):
        super().__init__(data, **kwargs)
        self.about = about
        seen = self.data.get(self.add_prefix("seen"))
        self._show(entries, [] if seen is None else recording.entries_since(entries, seen))

    def _show(self, entries, newer):
        self.initial["seen"] = recording.mark(entries[-1]) if entries else ""
        self.newer = [Said.of(entry) for entry in newer]

    def clean_seen(self):
        # Without the field nobody looked at a page before, so nothing can have come between.
        return self.cleaned_data["seen"] if self.add_prefix("seen") in self.data else None

    def is_valid(self):
        valid = super().is_valid()
        if not valid:
            self._ask_for_files_again()
        return valid

    def say(self, **said):
        return type(self).verb(**self.cleaned_data, **self.about, **said)

    def record(self, **said):
        """Record it; False if it is refused, which the form then says."""
        try:
            self.recorded = self.say(**said)
            self.outcome = self.done
        except recording.SaidAlready as already:
            self.outcome = already.sentence
        except recording.Refused as refused:
            self._refuse(refused)
            return False
        return True

    @property
    def takes_words(self):
        return any(is_free_text(box.field) for box in self.visible_fields())

    @property
    def typed(self):
        """What was typed, in words: (label, what)."""
        shown = ((field.label, _shown(field)) for field in self.visible_fields())
        return [(label, words) for label, words in shown if words]

    def _ask_for_files_again(self):
        """A browser drops a chosen file when its form comes back, and nothing half said is
        kept here: whoever chose one is told."""
        for name in self.fields:
            sent = self.files.get(self.add_prefix(name))
            if sent and not self.has_error(name, "choose_again"):
                again = f"Choose “{sent.name}” once more: it is not kept until all is saved."
                self.add_error(name, forms.ValidationError(again, code="choose_again"))

    def _refuse(self, refused):
        field = refused.field if refused.field in self.fields else None
        self.add_error(field, refused.sentence)
        self._ask_for_files_again()
        if isinstance(refused, recording.Overtaken):
            self._show(refused.newer, refused.newer)


def _shown(bound):
    """What stands in a field, as a reader sees it."""
    value = bound.value()
    if not value or isinstance(bound.field, forms.FileField):
        return ""
    if isinstance(bound.field, forms.DateField):
        day = getattr(bound.form, "cleaned_data", {}).get(bound.name)
        return in_full(day) if day else value
    if isinstance(bound.field, forms.ChoiceField):
        return {str(key): words for key, words in bound.field.choices}.get(str(value), "")
    return value
