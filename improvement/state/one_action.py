"""The state of one action without that of its plan: for whoever speaks of it, so that a large
plan makes no word on one action slow."""

from improvement.models import Action, Owner, Plan
from improvement.state.fetch import fetch_entries
from improvement.state.plan_state import ActionState
from improvement.state.reading import action_state
from improvement.state.replay import replay
from inspections.models.time import AsAt


def read_action(plan: Plan, action: int, as_at: AsAt) -> ActionState | None:
    """Where an action of an open `plan` stands, which must come from `for_screen` at the same
    moment; None if the action is not in it yet. Which commitments it serves and whether its
    post is vacant is told only with the whole plan."""
    found = Action.objects.for_screen(as_at).filter(plan=plan, pk=action).first()
    if found is None:
        return None
    found.plan = plan
    entries = fetch_entries(found.pk, as_at)
    replayed = replay(entries, found.first_due, as_at.day, as_at.known_by)
    owner = Owner.objects.filter(pk=found.owner_now).first()
    return action_state(found, replayed, as_at.day, owner=owner, entries=entries)
