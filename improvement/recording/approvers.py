"""What an approver decides: on claims, on dates, on actions; and whether it works."""

from django.db import transaction

from improvement import access
from improvement.access import Need
from improvement.models import Decision, Impact, SignOff
from improvement.recording.refusals import Refused, SaidAlready
from improvement.recording.turn import (
    check_new_date,
    entered,
    impacts_of,
    lock_plan,
    need_words,
    one_of,
    refuse,
    refuse_overtaken,
    refuse_twice,
    require_role,
    said,
    state_for,
)
from improvement.state.reasons import (
    why_closed,
    why_no_decision,
    why_no_reopening,
    why_no_sign_off,
    why_no_withdrawal,
    why_not_open,
    why_own,
)
from inspections.intake.dates import in_full, london_day
from inspections.models.time import AsAt


@transaction.atomic
def decide_request(*, request, by, now, outcome, to=None, reason="", seen=None):
    as_at = AsAt(now)
    state = state_for(request.action, by, Need.APPROVE, as_at)
    outcome, reason = one_of(Decision.ON_A_REQUEST, outcome, "outcome"), reason.strip()
    refuse_twice(
        state, by, "decision", as_at, about=request.pk, outcome=outcome, to=to, reason=reason
    )
    refuse(why_no_decision(state, request.pk))
    waiting = state.replayed.waiting[request.pk]
    refuse(why_own(waiting, by, access.posts_held(by, as_at)))
    if outcome == Decision.Outcome.REFUSED:
        need_words(reason, "Say why it is refused.", "reason")
    _check_granted(outcome, to, waiting, state, as_at)
    refuse_overtaken(entered(state), seen)
    return Decision.objects.create(
        action=request.action,
        request=request,
        outcome=outcome,
        to=to,
        reason=reason,
        holds_from=as_at.day,
        **said(by, now),
    )


@transaction.atomic
def sign_off(*, claim, by, now, outcome, text="", seen=None):
    as_at = AsAt(now)
    state = state_for(claim.action, by, Need.APPROVE, as_at)
    outcome, text = one_of(SignOff.Outcome, outcome, "outcome"), text.strip()
    refuse_twice(state, by, "sign_off", as_at, about=claim.pk, outcome=outcome, text=text)
    refuse(why_no_sign_off(state))
    standing = state.replayed.claim
    if standing.pk != claim.pk:
        raise Refused(
            "The claim that you answered no longer stands: a newer one has taken its place. "
            "Read that and answer it."
        )
    refuse(why_own(standing, by, access.posts_held(by, as_at)))
    if outcome == SignOff.Outcome.SENT_BACK:
        need_words(text, "Say what is missing.", "text")
    refuse_overtaken(entered(state), seen)
    return SignOff.objects.create(
        action=claim.action,
        claim=claim,
        outcome=outcome,
        text=text,
        holds_from=as_at.day,
        **said(by, now),
    )


@transaction.atomic
def withdraw(*, action, by, now, reason, seen=None):
    state = state_for(action, by, Need.APPROVE, AsAt(now))
    outcome = Decision.Outcome.WITHDRAWN
    return _decide_on(state, by, now, outcome, why_no_withdrawal(state), reason, seen)


@transaction.atomic
def reopen(*, action, by, now, reason, seen=None):
    state = state_for(action, by, Need.APPROVE, AsAt(now))
    outcome = Decision.Outcome.REOPENED
    return _decide_on(state, by, now, outcome, why_no_reopening(state), reason, seen)


@transaction.atomic
def record_impact(*, commitment, by, now, state, text, holds_from=None, seen=None):
    as_at = AsAt(now)
    require_role(by, Need.APPROVE, commitment.plan.authority_id)
    plan = lock_plan(commitment.plan_id, as_at)
    state, text = one_of(Impact.State, state, "state"), text.strip()
    holds_from = holds_from or as_at.day
    earlier = list(impacts_of(commitment))
    if earlier and _is_same_impact(earlier[-1], by, as_at, state, text, holds_from):
        raise SaidAlready
    refuse(why_not_open(plan) or why_closed(plan))
    if state != Impact.State.NOT_YET_SHOWN:
        need_words(text, "Say what shows it.", "text")
    _check_day_of_impact(holds_from, commitment, as_at)
    refuse_overtaken(earlier, seen)
    return Impact.objects.create(
        commitment=commitment, state=state, text=text, holds_from=holds_from, **said(by, now)
    )


def _decide_on(state, by, now, outcome, why_not, reason, seen):
    as_at, reason = AsAt(now), reason.strip()
    refuse_twice(state, by, "decision", as_at, about=None, outcome=outcome, reason=reason)
    refuse(why_not)
    need_words(reason, f"Say why it is {outcome.label}.", "reason")
    refuse_overtaken(entered(state), seen)
    return Decision.objects.create(
        action=state.action,
        outcome=outcome,
        reason=reason,
        holds_from=as_at.day,
        **said(by, now),
    )


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


def _check_day_of_impact(holds_from, commitment, as_at):
    if holds_from > as_at.day:
        raise Refused("That day is still to come. Give today or an earlier day.", "holds_from")
    if holds_from < commitment.added:
        added = in_full(commitment.added)
        raise Refused(f"The commitment is in the plan only since {added}.", "holds_from")


def _is_same_impact(last, by, as_at, state, text, holds_from):
    return (last.said_by_id, london_day(last.known_at)) == (by.pk, as_at.day) and (
        last.state,
        last.text,
        last.holds_from,
    ) == (state, text, holds_from)
