"""What an approver decides on an action, in the admin."""

from django import forms

from improvement import recording
from improvement.access import Need
from improvement.admin.events import (
    EventChoice,
    EventInline,
    OwnChoice,
    TakingBackForm,
    choice,
    day,
    words,
)
from improvement.models import Decision, SignOff, Status

AT_WORK = ("said_by", "by_post", "action__plan")


class DecisionForm(TakingBackForm):
    rows, reads = "decisions", AT_WORK

    request = EventChoice(
        gone="It was decided already, or is not a request about this action.", required=False
    )
    outcome = choice(Decision.Outcome.choices)
    to = day(required=False)
    reason = words()
    minute = forms.CharField(max_length=150, required=False)
    voids = OwnChoice()

    class Meta(TakingBackForm.Meta):
        help_texts = {
            **TakingBackForm.Meta.help_texts,
            "request": "Left empty to withdraw or reopen the action.",
            "minute": "Where it was agreed.",
        }

    def offer(self):
        super().offer()
        asked = self.about.date_requests.filter(retracts=False, voided_by__isnull=True)
        decided = Decision.objects.filter(voided_by__isnull=True, retracts=False)
        waiting = asked.exclude(decisions__in=decided)
        self.fields["request"].queryset = waiting.select_related(*AT_WORK).newest_first()

    def clean(self):
        cleaned = super().clean()
        outcome = cleaned.get("outcome")
        if not outcome or "request" in self.errors:
            return cleaned
        on_a_request = outcome in Decision.ON_A_REQUEST
        if on_a_request and not cleaned["request"]:
            self.add_error("request", "Choose the request that you decide.")
        if not on_a_request and (cleaned["request"] or cleaned.get("to")):
            self.add_error(
                "outcome", "An action is withdrawn or reopened without a request or date."
            )
        return cleaned

    def add(self, *, request, outcome, to, **words):
        told = {**words, **self.said_having_seen}
        if request:
            return recording.decide_request(request=request, outcome=outcome, to=to, **told)
        is_withdrawn = outcome == Decision.Outcome.WITHDRAWN
        verb = recording.withdraw if is_withdrawn else recording.reopen
        return verb(action=self.about, **told)

    def take_back(self, decision):
        return recording.take_back_decision(decision=decision, **self.said)


class DecisionInline(EventInline):
    model = Decision
    form = DecisionForm
    need = Need.APPROVE
    reads = ("said_by", "by_post", "action", "request__action", "instead_of", "voids__action")


class SignOffForm(TakingBackForm):
    rows, reads = "sign_offs", AT_WORK

    claim = EventChoice(gone="It was answered already, or is not a claim about this action.")
    outcome = choice(SignOff.Outcome.choices)
    text = words()
    voids = OwnChoice()

    def offer(self):
        super().offer()
        claims = self.about.updates.filter(status=Status.DONE, voided_by__isnull=True)
        answered = SignOff.objects.filter(voided_by__isnull=True, retracts=False)
        waiting = claims.exclude(sign_offs__in=answered)
        self.fields["claim"].queryset = waiting.select_related(*AT_WORK).newest_first()

    def add(self, **values):
        return recording.sign_off(**values, **self.said_having_seen)

    def take_back(self, sign_off):
        return recording.take_back_sign_off(sign_off=sign_off, **self.said)


class SignOffInline(EventInline):
    model = SignOff
    form = SignOffForm
    need = Need.APPROVE
    reads = ("said_by", "by_post", "action", "claim__action", "instead_of", "voids__action")
