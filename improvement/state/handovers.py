"""What passes with a post: its open actions, what waits on them, and the note that whoever
handed it over left."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from improvement.models import Action, Owner, Plan, User
from improvement.state import rules
from improvement.state.fetch import fetch_events
from improvement.state.posts import Held, PostNow
from improvement.state.replay import Entry, Replay, replay
from improvement.state.rules import Standing
from inspections.models.time import AsAt


@dataclass(frozen=True)
class OpenAction:
    """An open action as far as its post has to know: replayed, but without the plan's
    commitments and visits."""

    action: Action
    replayed: Replay
    entries: list[Entry]
    late: int

    @property
    def plan(self) -> Plan:
        return self.action.plan

    @property
    def standing(self) -> Standing:
        return self.replayed.standing

    @property
    def current_due(self) -> date | None:
        return self.replayed.current_due

    @property
    def claim(self) -> Entry | None:
        return self.replayed.claim

    @property
    def waiting(self) -> list[Entry]:
        return list(self.replayed.waiting.values())


def open_actions(authorities: Collection[int], as_at: AsAt) -> dict[int, list[OpenAction]]:
    """The open actions of the authorities' plans that are not closed, by the post that
    answers for them. Replayed as every screen replays them, for all plans at once."""
    plans = Plan.objects.for_screen(as_at).filter(authority__in=authorities)
    running = {plan.pk: plan for plan in plans if plan.closed_on is None}
    entries = defaultdict(list)
    for entry in fetch_events(running, as_at)[0]:
        entries[entry.action].append(entry)
    found = defaultdict(list)
    for action in Action.objects.for_screen(as_at).filter(plan__in=running):
        replayed = replay(entries[action.pk], action.first_due, as_at.day, as_at.known_by)
        if replayed.standing.is_open and action.owner_now:
            action.plan = running[action.plan_id]
            late = rules.days_late(
                replayed.standing, replayed.current_due, as_at.day, replayed.claimed_on
            )
            found[action.owner_now].append(
                OpenAction(action, replayed, entries[action.pk], late)
            )
    return found


@dataclass(frozen=True)
class HandoverNote:
    """What whoever handed a post over wrote for the one who holds it now, and on how many of
    its open actions they have said nothing since."""

    owner: Owner
    note: Held
    open: int
    unsaid: int

    @property
    def is_answered(self) -> bool:
        return not self.unsaid


def handover_notes(
    user: User, posts: Iterable[PostNow], actions: Iterable
) -> dict[int, HandoverNote]:
    """By post the newest note for the member, of those posts that they hold. `actions` are
    open ones (`OpenAction` or `ActionState`)."""
    of_post = defaultdict(list)
    for action in actions:
        of_post[action.action.owner_now].append(action)
    found = {}
    for post in posts:
        held = any(holder.user == user.pk for holder in post.holders)
        # Taken up by them, or left to them by somebody with whom they shared the post.
        notes = [note for note in post.notes if note.takes_up == (note.user == user.pk)]
        if held and notes:
            here = of_post[post.owner.pk]
            unsaid = sum(not _has_spoken(user, action, notes[-1]) for action in here)
            found[post.owner.pk] = HandoverNote(post.owner, notes[-1], len(here), unsaid)
    return found


def _has_spoken(user: User, action, note: Held) -> bool:
    return any(
        entry.by_user == user.pk and entry.known_at > note.known_at
        for entry in action.entries
        if entry.kind in ("update", "request")
    )
