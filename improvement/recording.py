"""What can be said live, one verb for each: the only way the screens and the admin write.

Each verb takes the plan's lock, reads how things stand at `now`, checks who speaks and what
the rules allow, and appends one event. What is refused writes nothing.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.formats import date_format

from improvement import access
from improvement.access import Need
from improvement.models import (
    NEEDS_REASON,
    ActionCommitment,
    DateRequest,
    Decision,
    Holding,
    Impact,
    Owner,
    Ownership,
    Plan,
    PlanClosure,
    SignOff,
    Status,
    Update,
    UpdatePeriod,
)
from improvement.state import ActionState, read_state
from inspections.intake.dates import london_day
from inspections.models.time import AsAt

# “Not stated” is what a plan's paper left open; nobody says it.
LIVE_STATUSES = [status for status in Status if status != Status.NOT_STATED]
LONGEST_PERIOD_DAYS = 366


class Refused(ValidationError):
    """A rule forbids it: `sentence` says what is wrong and what to do."""

    def __init__(self, sentence, field=""):
        super().__init__({field: sentence} if field else sentence)
        self.sentence, self.field = sentence, field


class SaidAlready(Refused):
    """The same person said the very same today, and nothing was said since."""

    def __init__(self):
        super().__init__("You have said exactly this today. It stands, and was kept once.")


class Overtaken(Refused):
    """Somebody wrote since the speaker last looked; `newer` is what."""

    def __init__(self, newer):
        super().__init__(
            "Something was recorded while you were writing: read it first. If what you wrote "
            "is still right, save it once more."
        )
        self.newer = newer


# Officers


@transaction.atomic
def record_update(
    *, action, by, now, status, text, reason="", holds_from=None, corrects=None, seen=None
):
    as_at = AsAt(now)
    state = _state_for(action, by, Need.UPDATE, as_at)
    post = _post_of(by, state, as_at)
    status = _one_of(LIVE_STATUSES, status, "status")
    text, reason = text.strip(), reason.strip()
    holds_from = holds_from or (corrects.holds_from if corrects else as_at.day)
    _refuse_twice(
        state,
        by,
        "update",
        as_at,
        outcome=status,
        text=text,
        reason=reason,
        holds_from=holds_from,
    )
    _refuse(why_no_update(state))
    _need(text, "Say what changed.", "text")
    if status in NEEDS_REASON:
        _need(reason, f"Say why it is {status.label.lower()}.", "reason")
    if corrects is not None:
        _check_correction(corrects, state, by)
    if corrects is None or holds_from != corrects.holds_from:
        _check_day(holds_from, state, as_at)
    _refuse_overtaken(entered(state), seen)
    return Update.objects.create(
        action=action,
        status=status,
        text=text,
        reason=reason,
        voids=corrects,
        holds_from=holds_from,
        by_post=post,
        **_said(by, now),
    )


@transaction.atomic
def request_date(*, action, by, now, to, reason, seen=None):
    as_at = AsAt(now)
    state = _state_for(action, by, Need.UPDATE, as_at)
    post = _post_of(by, state, as_at)
    reason = reason.strip()
    _refuse_twice(state, by, "request", as_at, to=to, reason=reason)
    _refuse(why_no_request(state))
    _check_new_date(to, state, as_at)
    _need(reason, "Say why it needs another date.", "reason")
    _refuse_overtaken(entered(state), seen)
    return DateRequest.objects.create(
        action=action,
        to=to,
        reason=reason,
        holds_from=as_at.day,
        by_post=post,
        **_said(by, now),
    )


# Approvers


@transaction.atomic
def decide_request(*, request, by, now, outcome, to=None, reason="", seen=None):
    as_at = AsAt(now)
    state = _state_for(request.action, by, Need.APPROVE, as_at)
    outcome, reason = _one_of(Decision.ON_A_REQUEST, outcome, "outcome"), reason.strip()
    _refuse_twice(
        state, by, "decision", as_at, about=request.pk, outcome=outcome, to=to, reason=reason
    )
    _refuse(why_no_decision(state, request.pk))
    waiting = state.replayed.waiting[request.pk]
    _refuse(why_own(waiting, by, access.posts_held(by, as_at)))
    if outcome == Decision.Outcome.REFUSED:
        _need(reason, "Say why it is refused.", "reason")
    _check_granted(outcome, to, waiting, state, as_at)
    _refuse_overtaken(entered(state), seen)
    return Decision.objects.create(
        action=request.action,
        request=request,
        outcome=outcome,
        to=to,
        reason=reason,
        holds_from=as_at.day,
        **_said(by, now),
    )


@transaction.atomic
def sign_off(*, claim, by, now, outcome, text="", seen=None):
    as_at = AsAt(now)
    state = _state_for(claim.action, by, Need.APPROVE, as_at)
    outcome, text = _one_of(SignOff.Outcome, outcome, "outcome"), text.strip()
    _refuse_twice(state, by, "sign_off", as_at, about=claim.pk, outcome=outcome, text=text)
    _refuse(why_no_sign_off(state))
    standing = state.replayed.claim
    if standing.pk != claim.pk:
        raise Refused(
            "The claim that you answered no longer stands: a newer one has taken its place. "
            "Read that and answer it."
        )
    _refuse(why_own(standing, by, access.posts_held(by, as_at)))
    if outcome == SignOff.Outcome.SENT_BACK:
        _need(text, "Say what is missing.", "text")
    _refuse_overtaken(entered(state), seen)
    return SignOff.objects.create(
        action=claim.action,
        claim=claim,
        outcome=outcome,
        text=text,
        holds_from=as_at.day,
        **_said(by, now),
    )


@transaction.atomic
def withdraw(*, action, by, now, reason, seen=None):
    state = _state_for(action, by, Need.APPROVE, AsAt(now))
    outcome = Decision.Outcome.WITHDRAWN
    return _decide_on(state, by, now, outcome, why_no_withdrawal(state), reason, seen)


@transaction.atomic
def reopen(*, action, by, now, reason, seen=None):
    state = _state_for(action, by, Need.APPROVE, AsAt(now))
    outcome = Decision.Outcome.REOPENED
    return _decide_on(state, by, now, outcome, why_no_reopening(state), reason, seen)


@transaction.atomic
def record_impact(*, commitment, by, now, state, text, holds_from=None, seen=None):
    as_at = AsAt(now)
    require_role(by, Need.APPROVE, commitment.plan.authority_id)
    plan = _lock(commitment.plan_id, as_at)
    state, text = _one_of(Impact.State, state, "state"), text.strip()
    holds_from = holds_from or as_at.day
    earlier = list(impacts_of(commitment))
    if earlier and _is_same_impact(earlier[-1], by, as_at, state, text, holds_from):
        raise SaidAlready
    _refuse(why_not_open(plan) or why_closed(plan))
    if state != Impact.State.NOT_YET_SHOWN:
        _need(text, "Say what shows it.", "text")
    _check_day_of_impact(holds_from, commitment, as_at)
    _refuse_overtaken(earlier, seen)
    return Impact.objects.create(
        commitment=commitment, state=state, text=text, holds_from=holds_from, **_said(by, now)
    )


# Admins


@transaction.atomic
def give_owner(*, owner, by, now, action=None, commitment=None, text=""):
    as_at = AsAt(now)
    thing = action or commitment
    require_role(by, Need.ADMIN, thing.plan.authority_id)
    _refuse(why_closed(_lock(thing.plan_id, as_at)))
    if owner.authority_id != thing.plan.authority_id:
        raise Refused(
            "That post belongs to another authority. Choose one of this one.", "owner"
        )
    about = {"action": action, "commitment": commitment}
    earlier = Ownership.objects.as_at(as_at).filter(**about, retracts=False)
    last = earlier.newest_first().first()
    if last and last.owner_id == owner.pk:
        raise Refused(f"{owner} answers for it already. Choose another post.", "owner")
    return Ownership.objects.create(
        **about, owner=owner, text=text.strip(), holds_from=as_at.day, **_said(by, now)
    )


@transaction.atomic
def join(*, action, commitment, by, now):
    as_at = AsAt(now)
    joined = _commitments_of(action, commitment, by, as_at)
    if commitment.pk in joined:
        raise Refused(f"{action.reference} belongs to “{commitment}” already.")
    return _join_or_leave(action, commitment, by, now, ActionCommitment.Change.JOINS)


@transaction.atomic
def leave(*, action, commitment, by, now):
    as_at = AsAt(now)
    joined = _commitments_of(action, commitment, by, as_at)
    if commitment.pk not in joined:
        raise Refused(f"{action.reference} does not belong to “{commitment}”.")
    if len(joined) == 1:
        raise Refused(
            f"“{commitment}” is the only commitment of {action.reference}. Let it join another "
            "first; or have it withdrawn, if it is no longer to be done."
        )
    return _join_or_leave(action, commitment, by, now, ActionCommitment.Change.LEAVES)


@transaction.atomic
def close_plan(*, plan, by, now, reason, successor=None):
    as_at = AsAt(now)
    require_role(by, Need.ADMIN, plan.authority_id)
    standing = _lock(plan.pk, as_at)
    _refuse(why_not_open(standing))
    if standing.closed_on:
        raise Refused(f"The plan closed on {_day(standing.closed_on)} already.")
    _need(reason, "Say why the plan closes.", "reason")
    if successor is not None:
        _check_successor(plan, successor)
    return PlanClosure.objects.create(
        plan=plan,
        outcome=PlanClosure.Outcome.CLOSED,
        successor=successor,
        reason=reason.strip(),
        holds_from=as_at.day,
        **_said(by, now),
    )


@transaction.atomic
def reopen_plan(*, plan, by, now, reason):
    as_at = AsAt(now)
    require_role(by, Need.ADMIN, plan.authority_id)
    standing = _lock(plan.pk, as_at)
    if standing is None or standing.closed_on is None:
        raise Refused("The plan is not closed, so it cannot be opened again.")
    _need(reason, "Say why the plan opens again.", "reason")
    return PlanClosure.objects.create(
        plan=plan,
        outcome=PlanClosure.Outcome.REOPENED,
        reason=reason.strip(),
        holds_from=as_at.day,
        **_said(by, now),
    )


@transaction.atomic
def set_period(*, plan, days, by, now):
    as_at = AsAt(now)
    require_role(by, Need.ADMIN, plan.authority_id)
    standing = _lock(plan.pk, as_at)
    _refuse(why_not_open(standing) or why_closed(standing))
    if not 1 <= days <= LONGEST_PERIOD_DAYS:
        raise Refused(f"Give a number of days from 1 to {LONGEST_PERIOD_DAYS}.", "days")
    if days == standing.period:
        raise Refused(f"The period is {days} days already.", "days")
    return UpdatePeriod.objects.create(
        plan=plan, days=days, holds_from=as_at.day, **_said(by, now)
    )


@transaction.atomic
def take_up(*, owner, by, now, on, user=None, name=""):
    holder = _check_holder(owner, by, user, name)
    if user and not user.memberships.filter(authority=owner.authority_id).exists():
        raise Refused(f"{user} has no role at {owner.authority}. Give them one first.", "user")
    if holder in _holders(owner, on):
        raise Refused(f"{user or name.strip()} holds the post on {_day(on)} already.")
    return _hold(owner, by, now, on, holder, Holding.Change.TAKES_UP)


@transaction.atomic
def leave_post(*, owner, by, now, on, user=None, name=""):
    holder = _check_holder(owner, by, user, name)
    if holder not in _holders(owner, on):
        raise Refused(f"{user or name.strip()} does not hold the post on {_day(on)}.")
    return _hold(owner, by, now, on, holder, Holding.Change.LEAVES)


# Why something cannot be said now: a sentence, or nothing. Screens ask before they offer.


def why_closed(plan):
    if plan is None or plan.closed_on is None:
        return ""
    return (
        f"The plan closed on {_day(plan.closed_on)}. A closed plan takes no updates, requests "
        "or decisions."
    )


def why_not_open(plan):
    return "" if plan else "The plan has not opened yet. Come back on the day it does."


def why_no_update(state: ActionState):
    if state.is_open:
        return why_closed(state.action.plan)
    return why_closed(state.action.plan) or (
        f"{_stands(state)} It takes no updates and no requests for a date until an approver has "
        "reopened it."
    )


def why_no_request(state: ActionState):
    if why_no_update(state) or not state.waiting:
        return why_no_update(state)
    waiting = state.waiting[0]
    return (
        f"A request for {_day(waiting.to)} is waiting to be decided, since "
        f"{_day(waiting.known_on)}. You can ask again once it is."
    )


def why_no_decision(state: ActionState, request_pk):
    if why_closed(state.action.plan):
        return why_closed(state.action.plan)
    answer = state.replayed.answered.get(request_pk)
    if answer:
        return f"This request was decided on {_day(answer.holds_from)} by {answer.speaker}."
    if request_pk not in state.replayed.waiting:
        return "This request was taken back. There is nothing to decide."
    if state.is_open:
        return ""
    return (
        f"{_stands(state)} A new date would change nothing: the request waits until the action is "
        "reopened."
    )


def why_no_sign_off(state: ActionState):
    if why_closed(state.action.plan) or state.replayed.claim:
        return why_closed(state.action.plan)
    return f"{_stands(state)} There is no claim of done to accept or send back."


def why_no_withdrawal(state: ActionState):
    if why_closed(state.action.plan) or state.is_open:
        return why_closed(state.action.plan)
    return f"{_stands(state)} Only an open action can be withdrawn."


def why_no_reopening(state: ActionState):
    if why_closed(state.action.plan) or not state.is_open:
        return why_closed(state.action.plan)
    return f"{_stands(state)} Only a complete or withdrawn action can be reopened."


def why_own(entry, by, posts):
    """Nobody answers what they said themselves, nor what the post said that they hold."""
    if entry.by_user == by.pk:
        return "You said this yourself. Someone else has to answer it."
    if entry.by_post in posts:
        return "You hold the post that said this. Someone else has to answer it."
    return ""


# Who may speak


NEEDED = {
    Need.UPDATE: "Only officers of this authority update its actions.",
    Need.APPROVE: "Only approvers of this authority decide here.",
    Need.ADMIN: "Only admins of this authority keep its plans and posts.",
}


def require_role(by, need, authority):
    if not access.may(by, need, authority):
        raise PermissionDenied(NEEDED[need])


def _post_of(by, state, as_at):
    """The post that the speaker speaks for."""
    if state.owner is None:
        raise PermissionDenied("No post answers for this action. An admin can give it one.")
    if not access.may_update(by, state, as_at):
        raise PermissionDenied(f"{state.owner} answers for this action; you do not hold it.")
    return state.owner


# What was entered since somebody looked


def entered(state: ActionState):
    """An action's entries in the order in which they were made, the voided ones included."""
    return sorted(state.entries, key=lambda entry: (entry.known_at, *entry.order))


def impacts_of(commitment):
    """Every word on a commitment's impact in the order in which they were entered."""
    return commitment.impacts.select_related("said_by", "by_post").order_by("known_at", "pk")


def mark(entry):
    """The name of an entry that a form carries: the last one its reader saw."""
    return f"{getattr(entry, 'kind', 'impact')}-{entry.pk}"


def entries_since(entries, seen):
    """The entries after the one that `seen` names; all of them if it names none."""
    marks = [mark(entry) for entry in entries]
    return entries[marks.index(seen) + 1 :] if seen in marks else entries


# What every verb does


def _lock(plan_pk, as_at):
    """The plan as it stands once its lock is ours; None if it has not opened yet.

    Read by a query of its own: what a query that waits for a lock reads beside the locked
    row is older than the lock.
    """
    Plan.objects.select_for_update(no_key=True).get(pk=plan_pk)
    return Plan.objects.for_screen(as_at).filter(pk=plan_pk).first()


def _state_for(action, by, need, as_at):
    require_role(by, need, action.plan.authority_id)
    plan = _lock(action.plan_id, as_at)
    # Asked here already: the state of a closed plan is that of its last day.
    _refuse(why_not_open(plan) or why_closed(plan))
    state = read_state(plan, as_at).action_by_pk.get(action.pk)
    if state is None:
        raise Refused(f"{action.reference} is in the plan only from {_day(action.added)}.")
    return state


def _said(by, now):
    return {"known_at": now, "recorded_by": by, "said_by": by}


def _refuse(sentence):
    if sentence:
        raise Refused(sentence)


def _need(words, sentence, field):
    if not words.strip():
        raise Refused(sentence, field)


def _one_of(choices, value, field):
    for choice in choices:
        if choice == value:
            return choice
    raise Refused("Choose one of the answers.", field)


def _refuse_twice(state, by, kind, as_at, **said):
    last = next(reversed(entered(state)), None)
    if last is None or (last.kind, last.by_user, last.known_on) != (kind, by.pk, as_at.day):
        return
    if all(getattr(last, name) == value for name, value in said.items()):
        raise SaidAlready


def _refuse_overtaken(entries, seen):
    if seen is not None and (newer := entries_since(entries, seen)):
        raise Overtaken(newer)


def _decide_on(state, by, now, outcome, why_not, reason, seen):
    as_at, reason = AsAt(now), reason.strip()
    _refuse_twice(state, by, "decision", as_at, about=None, outcome=outcome, reason=reason)
    _refuse(why_not)
    _need(reason, f"Say why it is {outcome.label}.", "reason")
    _refuse_overtaken(entered(state), seen)
    return Decision.objects.create(
        action=state.action,
        outcome=outcome,
        reason=reason,
        holds_from=as_at.day,
        **_said(by, now),
    )


# Rules of days


def _day(value):
    return date_format(value, "j F Y")


def _stands(state):
    since = f", since {_day(state.replayed.since.holds_from)}" if state.replayed.since else ""
    return f"The action stands as “{state.standing.words}”{since}."


def _check_day(holds_from, state, as_at):
    if holds_from > as_at.day:
        raise Refused("That day is still to come. Give today or an earlier day.", "holds_from")
    if holds_from < state.action.added:
        added = _day(state.action.added)
        raise Refused(f"The action is in the plan only since {added}.", "holds_from")
    answered = max((e.holds_from for e in state.entries if _is_answer(e)), default=holds_from)
    if holds_from < answered:
        raise Refused(
            f"An approver's decision on it holds since {_day(answered)}. What you say now "
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


def _check_new_date(to, state, as_at):
    if to is None:
        raise Refused("Give the date you ask for.", "to")
    if to <= as_at.day:
        raise Refused("The new date must be later than today.", "to")
    if to == state.current_due:
        raise Refused("That is the date it has now. Give another.", "to")


def _check_granted(outcome, to, waiting, state, as_at):
    if outcome == Decision.Outcome.GRANTED_TO:
        if to == waiting.to:
            raise Refused(
                "That is the date asked for: choose “Grant the date asked for”.", "to"
            )
        _check_new_date(to, state, as_at)
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
        added = _day(commitment.added)
        raise Refused(f"The commitment is in the plan only since {added}.", "holds_from")


def _is_same_impact(last, by, as_at, state, text, holds_from):
    return (last.said_by_id, london_day(last.known_at)) == (by.pk, as_at.day) and (
        last.state,
        last.text,
        last.holds_from,
    ) == (state, text, holds_from)


# Keeping plans and posts


def _commitments_of(action, commitment, by, as_at):
    """The commitments that the action belongs to, once the plan's lock is ours."""
    require_role(by, Need.ADMIN, action.plan.authority_id)
    _refuse(why_closed(_lock(action.plan_id, as_at)))
    if commitment.plan_id != action.plan_id:
        raise Refused("That commitment belongs to another plan. Choose one of this plan.")
    events = ActionCommitment.objects.as_at(as_at).filter(action=action, retracts=False)
    last = {event.commitment_id: event.change for event in events.oldest_first()}
    return {pk for pk, change in last.items() if change == ActionCommitment.Change.JOINS}


def _join_or_leave(action, commitment, by, now, change):
    return ActionCommitment.objects.create(
        action=action,
        commitment=commitment,
        change=change,
        holds_from=AsAt(now).day,
        **_said(by, now),
    )


def _check_successor(plan, successor):
    if successor.pk == plan.pk:
        raise Refused("A plan cannot succeed itself. Choose another.", "successor")
    if successor.authority_id != plan.authority_id:
        raise Refused("That plan belongs to another authority. Choose another.", "successor")


def _check_holder(owner, by, user, name):
    """The holder, who is a user or a name, once the post's lock is ours."""
    require_role(by, Need.ADMIN, owner.authority_id)
    Owner.objects.select_for_update(no_key=True).get(pk=owner.pk)
    name = name.strip()
    if bool(user) == bool(name):
        raise Refused("Give either an account or the name of someone without one.", "user")
    return (user.pk if user else None, name)


def _holders(owner, on):
    held = Holding.objects.filter(owner=owner).current(AsAt.end_of(on))
    return {(holding.user_id, holding.name) for holding in held}


def _hold(owner, by, now, on, holder, change):
    user_id, name = holder
    return Holding.objects.create(
        owner=owner, user_id=user_id, name=name, change=change, holds_from=on, **_said(by, now)
    )
