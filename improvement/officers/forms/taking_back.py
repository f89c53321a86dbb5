"""Taking back what one asked or gave by mistake: it stays on record, struck through, and
nothing more is asked."""

from django import forms

from improvement import recording
from improvement.saying.forms import RecordingForm


class TakeBackRequestForm(RecordingForm):
    done = "Your request is taken back. It stays on record, struck through."

    def say(self, **said):
        return recording.take_back_request(**self.about, **said)


class TakeBackEvidenceForm(RecordingForm):
    """Who gave it may say why; an admin says why they take back what somebody else gave."""

    done = "The evidence is taken back. It stays on record, struck through."

    reason = forms.CharField(
        label="Why it is taken back",
        max_length=300,
        error_messages={"required": "Say why it is taken back."},
    )

    def __init__(self, data=None, *, needs_reason, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["reason"].required = needs_reason

    def say(self, **said):
        reason = self.cleaned_data["reason"]
        return recording.take_back_evidence(reason=reason, **self.about, **said)
