"""What passes with a post: its open actions, what waits on them, and the note that whoever
handed it over left; and whether a handover may still be taken back."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from improvement.models import (
    Action,
    Cover,
    DateRequest,
    Evidence,
    Holding,
    Owner,
    Plan,
    Update,
    User,
)
from improvement.state import rules
from improvement.state.fetch import fetch_events
from improvement.state.posts import Held, PostNow
from improvement.state.replay import Entry, Replay, replay
from improvement.state.rules import Standing
from inspections.intake.dates import LONDON
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


@dataclass(frozen=True)
class Handover:
    """That somebody handed a post over, as it stands: they left it, and a colleague took it
    up; None where the colleague shared the post, and so held it already."""

    left: Holding
    taken_up: Holding | None

    @property
    def events(self) -> list[Holding]:
        return [self.left, self.taken_up] if self.taken_up else [self.left]

    @property
    def note(self) -> Holding:
        """The event that has the note."""
        return self.taken_up or self.left

    @property
    def since(self) -> datetime:
        """From when whoever took the post up could speak for it."""
        begins = datetime.combine(self.left.holds_from, time(), tzinfo=LONDON)
        return max(self.left.known_at, begins)

    def is_by(self, speaker: int) -> bool:
        """Whether somebody who spoke for the post is who took it up."""
        if self.taken_up:
            return speaker == self.taken_up.user_id
        return speaker != self.left.user_id


def handovers_in(told: Iterable[Holding]) -> list[Handover]:
    """The handovers of one post; `told` is everything of it that stands, the newest first."""
    told, found = list(told), []
    for left in told:
        if left.change == Holding.Change.LEAVES:
            taken_up = next((one for one in told if _took_over(one, left)), None)
            if taken_up or left.text:
                found.append(Handover(left, taken_up))
    return found


def _took_over(taken_up: Holding, left: Holding) -> bool:
    """A handover is two events of one moment (`recording.hand_over`)."""
    is_one_moment = (taken_up.known_at, taken_up.said_by_id, taken_up.holds_from) == (
        left.known_at,
        left.said_by_id,
        left.holds_from,
    )
    return taken_up.change == Holding.Change.TAKES_UP and bool(taken_up.text) and is_one_moment


def to_take_back(told: dict[int, list[Holding]]) -> list[Handover]:
    """By what stands of each post (`told_of`), its last change if that is a handover since
    which the new holder has said nothing; one query."""
    latest = {}
    for owner, holdings in told.items():
        handovers = handovers_in(holdings)
        newest = max(holdings, key=lambda one: one.pk, default=None)
        last = next((one for one in handovers if newest in one.events), None)
        if last:
            latest[owner] = last
    spoken = _spoken_for(latest)
    return [
        one
        for owner, one in latest.items()
        if not any(one.is_by(who) and when > one.since for who, when in spoken[owner])
    ]


def _spoken_for(owners: Collection[int]) -> dict[int, list[tuple[int, datetime]]]:
    """Who said anything for each of the posts, and when: of its actions, or who covers it."""
    if not owners:
        return defaultdict(list)
    about = [
        model.objects.filter(by_post__in=owners, said_by__isnull=False).values_list(
            "by_post", "said_by", "known_at"
        )
        for model in (Update, DateRequest, Evidence)
    ]
    covers = Cover.objects.filter(owner__in=owners, said_by__isnull=False)
    about.append(covers.values_list("owner", "said_by", "known_at"))
    found = defaultdict(list)
    for owner, who, when in about[0].union(*about[1:]):
        found[owner].append((who, when))
    return found
