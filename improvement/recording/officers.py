"""What an officer says of the actions of a post that they hold or cover."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from improvement import access, members
from improvement.access import Need
from improvement.models import NEEDS_REASON, DateRequest, Status, Update
from improvement.recording.evidence import is_kept, keep_evidence
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
    why_no_confirmation,
    why_no_request,
    why_no_update,
    why_not_sooner,
    why_request_stays,
)
from inspections.intake.dates import in_full
from inspections.models.time import AsAt

# “Not stated” is what a plan's paper left open; nobody says it.
LIVE_STATUSES = [status for status in Status if status != Status.NOT_STATED]


@transaction.atomic
def record_update(
    *,
    action,
    by,
    now,
    status,
    text="",
    difference="",
    reason="",
    told_by="",
    evidence=(),
    holds_from=None,
    corrects=None,
    seen=None,
):
    """Say how an action stands and what changed; `evidence` (of `Given`) is kept with it.

    Where it is at risk or off track, the reason alone may say what changed.
    """
    as_at = AsAt(now)
    state = state_for(action, by, Need.UPDATE, as_at)
    spoken = _speaks(by, state, as_at)
    status = one_of(LIVE_STATUSES, status, "status")
    text, difference, reason = text.strip(), difference.strip(), reason.strip()
    told_by = told_by.strip()
    holds_from = holds_from or (corrects.holds_from if corrects else as_at.day)
    # The same words with evidence that nobody has yet are not the same.
    if all(is_kept(given, action, by, as_at) for given in evidence):
        refuse_twice(
            state,
            by,
            "update",
            as_at,
            outcome=status,
            text=text,
            difference=difference,
            reason=reason,
            told_by=told_by,
            holds_from=holds_from,
        )
    refuse(why_no_update(state))
    if status in NEEDS_REASON:
        need_words(reason, f"Say why it is {status.label.lower()}.", "reason")
    else:
        need_words(text, "Say what changed.", "text")
    _check_told_by(told_by, spoken)
    if corrects is not None:
        _check_correction(corrects, state, by)
    if corrects is None or holds_from != corrects.holds_from:
        _check_day(holds_from, state, as_at)
    refuse_overtaken(entered(state), seen)
    update = Update.objects.create(
        action=action,
        status=status,
        text=text,
        difference=difference,
        reason=reason,
        told_by=told_by,
        voids=corrects,
        holds_from=holds_from,
        **spoken,
        **said(by, now),
    )
    for given in evidence:
        keep_evidence(given, action=action, update=update, by=by, now=now, post=state.owner)
    return update


@transaction.atomic
def confirm_no_change(*, action, by, now, told_by="", seen=None):
    """Say that what the last update said still holds, its reason included."""
    as_at = AsAt(now)
    state = state_for(action, by, Need.UPDATE, as_at)
    spoken = _speaks(by, state, as_at)
    told_by = told_by.strip()
    last = state.replayed.last_update
    # Who has said so already does not say it twice on a day; a colleague may say it, too.
    refuse_twice(state, by, "update", as_at, no_change=True, told_by=told_by)
    refuse(why_no_confirmation(state))
    _check_told_by(told_by, spoken)
    refuse_overtaken(entered(state), seen)
    return Update.objects.create(
        action=action,
        status=last.outcome,
        reason=last.reason,
        told_by=told_by,
        no_change=True,
        holds_from=as_at.day,
        **spoken,
        **said(by, now),
    )


@transaction.atomic
def request_date(
    *, action, by, now, to, reason, meanwhile="", holds_up="", sooner=False, seen=None
):
    """Ask for another date; `sooner` says that one before the current date is meant."""
    as_at = AsAt(now)
    state = state_for(action, by, Need.UPDATE, as_at)
    spoken = _speaks(by, state, as_at)
    reason, meanwhile, holds_up = reason.strip(), meanwhile.strip(), holds_up.strip()
    refuse_twice(
        state,
        by,
        "request",
        as_at,
        to=to,
        reason=reason,
        meanwhile=meanwhile,
        holds_up=holds_up,
    )
    refuse(why_no_request(state))
    check_new_date(to, state, as_at)
    if not sooner and (why := why_not_sooner(state, to)):
        raise Refused(f"{why} Tick if you mean it, or give a later one.", "sooner")
    need_words(reason, "Say why it needs another date.", "reason")
    need_words(meanwhile, "Say what happens meanwhile.", "meanwhile")
    need_words(holds_up, "Say what it holds up, or that it holds up nothing.", "holds_up")
    refuse_overtaken(entered(state), seen)
    return DateRequest.objects.create(
        action=action,
        to=to,
        reason=reason,
        meanwhile=meanwhile,
        holds_up=holds_up,
        holds_from=as_at.day,
        **spoken,
        **said(by, now),
    )


@transaction.atomic
def take_back_request(*, request, by, now):
    """Take back one's own request that nobody has decided. It stays on record, struck
    through; the date was never moved by it. A decision that came in between is told by the
    rule."""
    as_at = AsAt(now)
    state = state_for(request.action, by, Need.UPDATE, as_at)
    refuse(why_request_stays(state, request.pk, by))
    waiting = state.replayed.waiting[request.pk]
    return DateRequest.objects.create(
        action=request.action,
        voids=request,
        retracts=True,
        as_cover=request.as_cover,
        by_post=request.by_post,
        holds_from=waiting.holds_from,
        **said(by, now),
    )


def _speaks(by, state, as_at):
    """The post that the speaker speaks for, and whether they only cover it."""
    if state.owner is None:
        raise PermissionDenied("No post answers for this action. An admin can give it one.")
    held = members.posts_held(by, as_at)
    if not access.may_update(by, state, held | members.posts_covered(by, as_at)):
        raise PermissionDenied(f"{state.owner} answers for this action; you do not hold it.")
    return {"by_post": state.owner, "as_cover": state.owner.pk not in held}


def _check_told_by(told_by, spoken):
    if spoken["as_cover"] and spoken["by_post"].body:
        body = spoken["by_post"].body
        need_words(told_by, f"Say who at {body} told us, and when.", "told_by")


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
