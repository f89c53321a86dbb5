"""What an approver decides: on claims, on dates, on actions; and taking a slip back."""

from django.db import transaction

from improvement import members
from improvement.access import Need
from improvement.models import Decision, Evidence, SignOff
from improvement.recording.evidence import refuse_other_evidence
from improvement.recording.refusals import Refused
from improvement.recording.turn import (
    check_new_date,
    entered,
    need_words,
    one_of,
    refuse,
    refuse_overtaken,
    refuse_twice,
    said,
    state_for,
)
from improvement.state.reasons import (
    why_no_decision,
    why_no_reopening,
    why_no_sign_off,
    why_no_withdrawal,
    why_not_taken_back,
    why_own,
    why_own_action,
    why_own_claim,
)
from inspections.models.time import AsAt

GRANTS = (Decision.Outcome.GRANTED, Decision.Outcome.GRANTED_TO)


@transaction.atomic
def decide_request(*, request, by, now, outcome, to=None, reason="", minute="", seen=None):
    """Answer a request for a date. A date that moves names the minute where that was agreed:
    it is what a board asks first."""
    as_at = AsAt(now)
    state = state_for(request.action, by, Need.APPROVE, as_at)
    outcome = one_of(Decision.ON_A_REQUEST, outcome, "outcome")
    told = {"outcome": outcome, "to": to, "reason": reason.strip(), "minute": minute.strip()}
    refuse_twice(state, by, "decision", as_at, about=request.pk, **told)
    refuse(why_no_decision(state, request.pk))
    waiting = state.replayed.waiting[request.pk]
    answerer = members.answerer(by, state.action.plan.authority_id, as_at)
    refuse(why_own(waiting, answerer))
    if outcome == Decision.Outcome.REFUSED:
        need_words(reason, "Say why it is refused.", "reason")
    _check_granted(outcome, to, waiting, state, as_at)
    if outcome in GRANTS:
        need_words(minute, "Say where the new date was agreed: the minute reference.", "minute")
    _check_minute(minute)
    refuse_overtaken(entered(state), seen)
    return Decision.objects.create(
        action=request.action,
        request=request,
        holds_from=as_at.day,
        voids=_taken_back(request.decisions.all()),
        instead_of=answerer.instead_of,
        **told,
        **said(by, now),
    )


@transaction.atomic
def sign_off(*, claim, by, now, outcome, text="", seen=None, evidence_seen=None):
    """Accept a claim of done or send it back. Accepted without any evidence, the note says
    what was seen: nothing else would show it. `evidence_seen` is the mark of the evidence
    that the page showed (`mark_of_evidence`)."""
    as_at = AsAt(now)
    state = state_for(claim.action, by, Need.APPROVE, as_at)
    outcome, text = one_of(SignOff.Outcome, outcome, "outcome"), text.strip()
    refuse_twice(state, by, "sign_off", as_at, about=claim.pk, outcome=outcome, text=text)
    refuse(why_no_sign_off(state))
    if state.replayed.claim.pk != claim.pk:
        raise Refused(
            "The claim that you answered no longer stands: a newer one has taken its place. "
            "Read that and answer it."
        )
    answerer = members.answerer(by, state.action.plan.authority_id, as_at)
    refuse(why_own_claim(state, answerer))
    evidence = Evidence.objects.that_stand(as_at).filter(action=claim.action)
    if outcome == SignOff.Outcome.SENT_BACK:
        need_words(text, "Say what is missing.", "text")
    elif not evidence.exists():
        need_words(text, "No evidence was given: say what you have seen.", "text")
    refuse_overtaken(entered(state), seen)
    refuse_other_evidence(evidence, evidence_seen)
    return SignOff.objects.create(
        action=claim.action,
        claim=claim,
        outcome=outcome,
        text=text,
        holds_from=as_at.day,
        voids=_taken_back(claim.sign_offs.all()),
        instead_of=answerer.instead_of,
        **said(by, now),
    )


@transaction.atomic
def withdraw(*, action, by, now, reason, minute="", seen=None):
    as_at = AsAt(now)
    state = state_for(action, by, Need.APPROVE, as_at)
    answerer = members.answerer(by, state.action.plan.authority_id, as_at)
    why_not = why_no_withdrawal(state) or why_own_action(state, answerer)
    outcome = Decision.Outcome.WITHDRAWN
    return _decide_on(state, by, now, outcome, why_not, reason, minute, seen)


@transaction.atomic
def reopen(*, action, by, now, reason, minute="", seen=None):
    state = state_for(action, by, Need.APPROVE, AsAt(now))
    outcome = Decision.Outcome.REOPENED
    return _decide_on(state, by, now, outcome, why_no_reopening(state), reason, minute, seen)


@transaction.atomic
def take_back_decision(*, decision, by, now):
    """Take back a slip of today: what was decided counts for nothing, and stays on record."""
    _check_taken_back("decision", decision, by, now)
    return Decision.objects.create(
        action=decision.action, request=decision.request, **_only_takes_back(decision, by, now)
    )


@transaction.atomic
def take_back_sign_off(*, sign_off, by, now):
    _check_taken_back("sign_off", sign_off, by, now)
    return SignOff.objects.create(
        action=sign_off.action, claim=sign_off.claim, **_only_takes_back(sign_off, by, now)
    )


def _decide_on(state, by, now, outcome, why_not, reason, minute, seen):
    as_at = AsAt(now)
    told = {"outcome": outcome, "reason": reason.strip(), "minute": minute.strip()}
    refuse_twice(state, by, "decision", as_at, about=None, **told)
    refuse(why_not)
    need_words(reason, f"Say why it is {outcome.label}.", "reason")
    _check_minute(minute)
    refuse_overtaken(entered(state), seen)
    answerer = members.answerer(by, state.action.plan.authority_id, as_at)
    return Decision.objects.create(
        action=state.action,
        holds_from=as_at.day,
        instead_of=answerer.instead_of,
        **told,
        **said(by, now),
    )


def _taken_back(answers):
    """The taking back after which a question may be answered again; the new answer names it,
    so that each question has one answer that stands."""
    return answers.filter(retracts=True, voided_by__isnull=True).first()


def _check_taken_back(kind, event, by, now):
    as_at = AsAt(now)
    state = state_for(event.action, by, Need.APPROVE, as_at)
    entry = next(e for e in state.entries if (e.kind, e.pk) == (kind, event.pk))
    refuse(why_not_taken_back(state, entry, by, as_at.day))


def _only_takes_back(event, by, now):
    return {
        "voids": event,
        "retracts": True,
        "holds_from": event.holds_from,
        "instead_of": event.instead_of,
        **said(by, now),
    }


def _check_minute(minute):
    longest = Decision._meta.get_field("minute").max_length
    if len(minute.strip()) > longest:
        raise Refused(f"Keep the minute reference within {longest} letters.", "minute")


def _check_granted(outcome, to, waiting, state, as_at):
    if outcome == Decision.Outcome.GRANTED_TO:
        if to == waiting.to:
            raise Refused(
                "That is the date asked for: choose “Grant the date asked for”.", "to"
            )
        check_new_date(to, state, as_at)
    elif to is not None:
        raise Refused(
            "A date belongs only to “Grant another date”. Choose that, or empty it.", "to"
        )
    elif outcome == Decision.Outcome.GRANTED and waiting.to < as_at.day:
        raise Refused(
            "The date asked for has passed. Grant another date, or refuse.", "outcome"
        )
