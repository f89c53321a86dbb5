"""What an approver says of one action: on a claim, on a date, and on the action itself."""

from django import forms

from improvement import recording
from improvement.forms import DayField
from improvement.models import Decision, SignOff, Update
from improvement.saying.forms import (
    ChoiceField,
    RecordingForm,
    SaidField,
    SeenField,
    ShownField,
)

ACCEPT, SEND_BACK = SignOff.Outcome.ACCEPTED.value, SignOff.Outcome.SENT_BACK.value
GRANT, GRANT_TO, REFUSE = (outcome.value for outcome in Decision.ON_A_REQUEST)


class ClaimField(ShownField, forms.ModelChoiceField):
    pass


class MinuteField(forms.CharField):
    """Where it was agreed: what a board asks first of a date that moved."""

    def __init__(self, **kwargs):
        longest = Decision._meta.get_field("minute").max_length
        usual = {"label": "Minute reference", "max_length": longest, "required": False}
        super().__init__(**usual | kwargs)


def needed_by_an_answer(field):
    """Marks a box that some answers need: it is not offered as optional."""
    field.needed_by_an_answer = True
    return field


class AnswersClaim(RecordingForm):
    """Answers a claim, by the evidence that its page showed."""

    verb = recording.sign_off

    evidence_seen = SeenField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, evidence, **kwargs):
        super().__init__(data, **kwargs)
        self.initial["evidence_seen"] = recording.mark_of_evidence(evidence)

    def clean_evidence_seen(self):
        was_shown = self.add_prefix("evidence_seen") in self.data
        return self.cleaned_data["evidence_seen"] if was_shown else None


class SignOffForm(AnswersClaim):
    done = "Your answer to the claim is recorded."

    claim = ClaimField(queryset=Update.objects.none(), widget=forms.HiddenInput)
    outcome = ChoiceField(
        label="Is it done?",
        choices=[
            (ACCEPT, "Accept: the evidence shows that it is done"),
            (SEND_BACK, "Send back: something is missing"),
        ],
    )
    text = needed_by_an_answer(SaidField(label="Note", required=False))

    def __init__(self, data=None, *, state, evidence, **kwargs):
        super().__init__(data, evidence=evidence, **kwargs)
        claim = state.replayed.claim
        self.initial["claim"] = claim.pk if claim else None
        self.fields["claim"].queryset = state.action.updates.select_related("action__plan")
        self.fields["text"].help_text = note_hint(bool(evidence))


def note_hint(has_evidence):
    if has_evidence:
        return (
            "Needed when you send it back: what is missing. Else, if you like, what you have "
            "seen."
        )
    return (
        "Needed, because no evidence was given: what you have seen, or what is missing if you "
        "send it back."
    )


class DecideForm(RecordingForm):
    verb = recording.decide_request
    done = "Your decision is recorded."

    outcome = ChoiceField(
        label="Your decision",
        choices=[
            (GRANT, "Grant the date asked for"),
            (GRANT_TO, "Grant another date"),
            (REFUSE, "Refuse: the date stays as it is"),
        ],
    )
    to = needed_by_an_answer(
        DayField(
            label="The other date",
            help_text="Needed when you grant another date.",
            required=False,
        )
    )
    minute = needed_by_an_answer(
        MinuteField(
            help_text="Needed when you grant a date: the meeting, its day and the item. "
            "It is what the board will ask."
        )
    )
    reason = needed_by_an_answer(
        SaidField(label="Why", hint="Needed when you refuse.", required=False)
    )


class WithdrawForm(RecordingForm):
    verb = recording.withdraw
    done = "The action is withdrawn from the plan. It stays on record, with your reason."

    reason = SaidField(label="Why is it withdrawn?", missing="Say why it is withdrawn.")
    minute = MinuteField(help_text="Where it was agreed, if a meeting did.")


class ReopenForm(RecordingForm):
    verb = recording.reopen
    done = "The action is open again."

    reason = SaidField(label="Why is it reopened?", missing="Say why it is reopened.")
    minute = MinuteField(help_text="Where it was agreed, if a meeting did.")
