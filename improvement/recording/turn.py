"""A turn to speak: the plan's lock, how things stand once it is ours, and what was entered
since the speaker last looked."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied

from improvement import access, members
from improvement.access import Need
from improvement.models import Plan
from improvement.recording.refusals import Overtaken, Refused, SaidAlready
from improvement.state import ActionState, read_action
from improvement.state.reasons import why_closed, why_not_open
from inspections.intake.dates import in_full
from inspections.models.time import AsAt

# What begins later than this is most often a mistyped year.
FARTHEST_BEGINNING = timedelta(days=366)

NEEDED = {
    Need.UPDATE: "Only officers of this authority update its actions.",
    Need.APPROVE: "Only approvers of this authority decide here.",
    Need.ADMIN: "Only admins of this authority keep its plans and posts.",
}


def require_role(by, need, authority, as_at):
    members.ask_on(by, as_at.day)
    if not access.may(by, need, authority):
        raise PermissionDenied(NEEDED[need])


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


def lock_plan(plan_pk, as_at):
    """The plan as it stands once its lock is ours; None if it has not opened yet.

    Read by a query of its own: what a query that waits for a lock reads beside the locked
    row is older than the lock.
    """
    Plan.objects.select_for_update(no_key=True).get(pk=plan_pk)
    return Plan.objects.for_screen(as_at).filter(pk=plan_pk).first()


def lock_open_plan(plan, now):
    """For whoever adds to a plan what is no event: its lock, and no word if it is closed."""
    standing = lock_plan(plan.pk, AsAt(now))
    refuse(why_not_open(standing) or why_closed(standing))


def state_for(action, by, need, as_at):
    require_role(by, need, action.plan.authority_id, as_at)
    plan = lock_plan(action.plan_id, as_at)
    # Asked here already: the state of a closed plan is that of its last day.
    refuse(why_not_open(plan) or why_closed(plan))
    state = read_action(plan, action.pk, as_at)
    if state is None:
        raise Refused(f"{action.reference} is in the plan only from {in_full(action.added)}.")
    return state


def said(by, now):
    return {"known_at": now, "recorded_by": by, "said_by": by}


def refuse(sentence):
    if sentence:
        raise Refused(sentence)


def need_words(words, sentence, field):
    if not words.strip():
        raise Refused(sentence, field)


def refuse_far_off(day, as_at, field):
    if day - as_at.day > FARTHEST_BEGINNING:
        raise Refused("That is more than a year ahead. Check the year.", field)


def one_of(choices, value, field):
    for choice in choices:
        if choice == value:
            return choice
    raise Refused("Choose one of the answers.", field)


def refuse_twice(state, by, kind, as_at, **said):
    last = next(reversed(entered(state)), None)
    if last is None or (last.kind, last.by_user, last.known_on) != (kind, by.pk, as_at.day):
        return
    if all(getattr(last, name) == value for name, value in said.items()):
        raise SaidAlready


def refuse_overtaken(entries, seen):
    if seen is not None and (newer := entries_since(entries, seen)):
        raise Overtaken(newer)


def check_new_date(to, state, as_at):
    if to is None:
        raise Refused("Give the new date.", "to")
    if to <= as_at.day:
        raise Refused("The new date must be later than today.", "to")
    if to == state.current_due:
        raise Refused("That is the date it has now. Give another.", "to")
