"""What an admin keeps: who owns what, which commitments an action serves, when a plan closes."""

from django.db import transaction

from improvement.access import Need
from improvement.models import (
    ActionCommitment,
    Ownership,
    PlanClosure,
    UpdatePeriod,
)
from improvement.recording.refusals import Refused
from improvement.recording.turn import lock_plan, need_words, refuse, require_role, said
from improvement.state.reasons import why_closed, why_not_open
from inspections.models.time import AsAt

LONGEST_PERIOD_DAYS = 366


@transaction.atomic
def give_owner(*, owner, by, now, action=None, commitment=None, text=""):
    as_at = AsAt(now)
    thing = action or commitment
    require_role(by, Need.ADMIN, thing.plan.authority_id, as_at)
    refuse(why_closed(lock_plan(thing.plan_id, as_at)))
    if owner.authority_id != thing.plan.authority_id:
        raise Refused(
            "That post belongs to another authority. Choose one of this one.", "owner"
        )
    about = {"action": action, "commitment": commitment}
    earlier = Ownership.objects.that_stand(as_at).filter(**about)
    last = earlier.newest_first().first()
    if last and last.owner_id == owner.pk:
        raise Refused(f"{owner} answers for it already. Choose another post.", "owner")
    return Ownership.objects.create(
        **about, owner=owner, text=text.strip(), holds_from=as_at.day, **said(by, now)
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
    require_role(by, Need.ADMIN, plan.authority_id, as_at)
    standing = lock_plan(plan.pk, as_at)
    refuse(why_not_open(standing))
    if standing.closed_on:
        already = ", so it cannot be closed" if standing.is_lost_sight_of else " already"
        raise Refused(f"{standing.how_it_ended}{already}.")
    need_words(reason, "Say why the plan closes.", "reason")
    if successor is not None:
        _check_successor(plan, successor)
    return PlanClosure.objects.create(
        plan=plan,
        outcome=PlanClosure.Outcome.CLOSED,
        successor=successor,
        reason=reason.strip(),
        holds_from=as_at.day,
        **said(by, now),
    )


@transaction.atomic
def reopen_plan(*, plan, by, now, reason):
    as_at = AsAt(now)
    require_role(by, Need.ADMIN, plan.authority_id, as_at)
    standing = lock_plan(plan.pk, as_at)
    if standing is None or standing.closed_on is None:
        raise Refused("The plan is not closed, so it cannot be opened again.")
    need_words(reason, "Say why the plan opens again.", "reason")
    return PlanClosure.objects.create(
        plan=plan,
        outcome=PlanClosure.Outcome.REOPENED,
        reason=reason.strip(),
        holds_from=as_at.day,
        **said(by, now),
    )


@transaction.atomic
def set_period(*, plan, days, by, now):
    as_at = AsAt(now)
    require_role(by, Need.ADMIN, plan.authority_id, as_at)
    standing = lock_plan(plan.pk, as_at)
    refuse(why_not_open(standing) or why_closed(standing))
    if not 1 <= days <= LONGEST_PERIOD_DAYS:
        raise Refused(f"Give a number of days from 1 to {LONGEST_PERIOD_DAYS}.", "days")
    if days == standing.period:
        raise Refused(f"The period is {days} days already.", "days")
    return UpdatePeriod.objects.create(
        plan=plan, days=days, holds_from=as_at.day, **said(by, now)
    )


def _commitments_of(action, commitment, by, as_at):
    """The commitments that the action belongs to, once the plan's lock is ours."""
    require_role(by, Need.ADMIN, action.plan.authority_id, as_at)
    refuse(why_closed(lock_plan(action.plan_id, as_at)))
    if commitment.plan_id != action.plan_id:
        raise Refused("That commitment belongs to another plan. Choose one of this plan.")
    events = ActionCommitment.objects.that_stand(as_at).filter(action=action)
    last = {event.commitment_id: event.change for event in events.oldest_first()}
    return {pk for pk, change in last.items() if change == ActionCommitment.Change.JOINS}


def _join_or_leave(action, commitment, by, now, change):
    return ActionCommitment.objects.create(
        action=action,
        commitment=commitment,
        change=change,
        holds_from=AsAt(now).day,
        **said(by, now),
    )


def _check_successor(plan, successor):
    if successor.pk == plan.pk:
        raise Refused("A plan cannot succeed itself. Choose another.", "successor")
    if successor.authority_id != plan.authority_id:
        raise Refused("That plan belongs to another authority. Choose another.", "successor")
