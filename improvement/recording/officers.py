"""What an officer says of the actions of a post they hold."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from improvement import access
from improvement.access import Need
from improvement.models import NEEDS_REASON, DateRequest, Status, Update
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
from improvement.state.reasons import why_no_request, why_no_update
from inspections.intake.dates import in_full
from inspections.models.time import AsAt

# “Not stated” is what a plan's paper left open; nobody says it.
LIVE_STATUSES = [status for status in Status if status != Status.NOT_STATED]


@transaction.atomic
def record_update(
    *, action, by, now, status, text, reason="", holds_from=None, corrects=None, seen=None
):
    as_at = AsAt(now)
    state = state_for(action, by, Need.UPDATE, as_at)
    post = _post_of(by, state, as_at)
    status = one_of(LIVE_STATUSES, status, "status")
    text, reason = text.strip(), reason.strip()
    holds_from = holds_from or (corrects.holds_from if corrects else as_at.day)
    refuse_twice(
        state,
        by,
        "update",
        as_at,
        outcome=status,
        text=text,
        reason=reason,
        holds_from=holds_from,
    )
    refuse(why_no_update(state))
    need_words(text, "Say what changed.", "text")
    if status in NEEDS_REASON:
        need_words(reason, f"Say why it is {status.label.lower()}.", "reason")
    if corrects is not None:
        _check_correction(corrects, state, by)
    if corrects is None or holds_from != corrects.holds_from:
        _check_day(holds_from, state, as_at)
    refuse_overtaken(entered(state), seen)
    return Update.objects.create(
        action=action,
        status=status,
        text=text,
        reason=reason,
        voids=corrects,
        holds_from=holds_from,
        by_post=post,
        **said(by, now),
    )


@transaction.atomic
def request_date(*, action, by, now, to, reason, seen=None):
    as_at = AsAt(now)
    state = state_for(action, by, Need.UPDATE, as_at)
    post = _post_of(by, state, as_at)
    reason = reason.strip()
    refuse_twice(state, by, "request", as_at, to=to, reason=reason)
    refuse(why_no_request(state))
    check_new_date(to, state, as_at)
    need_words(reason, "Say why it needs another date.", "reason")
    refuse_overtaken(entered(state), seen)
    return DateRequest.objects.create(
        action=action,
        to=to,
        reason=reason,
        holds_from=as_at.day,
        by_post=post,
        **said(by, now),
    )


def _post_of(by, state, as_at):
    """The post that the speaker speaks for."""
    if state.owner is None:
        raise PermissionDenied("No post answers for this action. An admin can give it one.")
    if not access.may_update(by, state, access.posts_held(by, as_at)):
        raise PermissionDenied(f"{state.owner} answers for this action; you do not hold it.")
    return state.owner


def _check_day(holds_from, state, as_at):
    if holds_from > as_at.day:
        raise Refused("That day is still to come. Give today or an earlier day.", "holds_from")
    if holds_from < state.action.added:
        added = in_full(state.action.added)
        raise Refused(f"The action is in the plan only since {added}.", "holds_from")
    answered = max((e.holds_from for e in state.entries if _is_answer(e)), default=holds_from)
    if holds_from < answered:
        raise Refused(
            f"An approver's decision on it holds since {in_full(answered)}. What you say now "
            "holds from that day or a later one.",
            "holds_from",
        )


def _is_answer(entry):
    """Whether it decides where the action stands: a later word cannot hold from before."""
    decides = entry.kind == "sign_off" or (entry.kind == "decision" and entry.about is None)
    return decides and entry.voided_at is None and not entry.retracts


def _check_correction(corrects, state, by):
    if corrects.action_id != state.action.pk or corrects.said_by_id != by.pk:
        raise Refused("You can correct only what you said yourself, and of this action.")
    entry = next(e for e in state.entries if (e.kind, e.pk) == ("update", corrects.pk))
    if entry.voided_at or entry.retracts:
        raise Refused("That entry was corrected already. Correct the one that replaced it.")
    if any((e.kind, e.about) == ("sign_off", corrects.pk) for e in state.entries):
        raise Refused("That claim was answered, so it stays. Say what is so in a new update.")
