"""Who has answered in an update round, by what was known while it was open.

An action is answered if anything was entered about it in the days of the round: an update,
that nothing changed, a claim of done, a request for another date. What a paper tells that
was imported meanwhile is nobody's answer. Asked are the actions that are open, and those that
were answered, so that one that was finished in the round still counts. After its last day a round says how it ended, whatever is entered later.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.shortcuts import get_object_or_404

from improvement.models import Cover, Holding, Owner, Plan, UpdateRound, User
from improvement.rounds.speakers import Speakers
from improvement.state import ActionState, PlanState, read_state
from improvement.state.replay import Entry, replay
from inspections.models.time import AsAt, Reading

ANSWERS = ("update", "request")
# What others decided, to which the officer has something to say: not what was asked for.
CAME_BACK = ("sent_back", "reopened", "refused", "granted_to")


@dataclass(frozen=True)
class Tally:
    """How many of the actions asked about were answered."""

    round: UpdateRound
    spoken: int
    asked: int

    @property
    def missing(self) -> int:
        return self.asked - self.spoken


@dataclass(frozen=True)
class PostAnswers:
    """What was asked of one post; without `owner`, of the actions that no post answers for."""

    owner: Owner | None
    holders: list[Holding]
    covers: list[Cover]
    officers: list[User]
    spoken: list[ActionState]
    missing: list[ActionState]

    @property
    def asked(self) -> int:
        return len(self.spoken) + len(self.missing)


@dataclass(frozen=True)
class Chased:
    """Somebody who has not answered, and for which posts what is missing."""

    user: User
    posts: list[PostAnswers]

    @cached_property
    def missing(self) -> list[ActionState]:
        return [action for post in self.posts for action in post.missing]


@dataclass(frozen=True)
class RoundAnswers:
    """A round at a moment, or as it ended if that is earlier. The worst post first."""

    round: UpdateRound
    plan: Plan
    posts: list[PostAnswers]

    @property
    def tally(self) -> Tally:
        spoken = sum(len(post.spoken) for post in self.posts)
        return Tally(self.round, spoken, sum(post.asked for post in self.posts))

    @cached_property
    def chased(self) -> list[Chased]:
        """Whom to remind, each once, with all posts that they speak for."""
        posts, users = defaultdict(list), {}
        for post in self.posts:
            for user in post.officers:
                users[user.pk] = user
                posts[user.pk].append(post)
        chased = [Chased(user, posts[pk]) for pk, user in users.items()]
        chased = [one for one in chased if one.missing]
        return sorted(chased, key=lambda one: str(one.user).lower())

    @cached_property
    def unreachable(self) -> list[PostAnswers]:
        """What is missing and nobody can be reminded of."""
        return [post for post in self.posts if post.missing and not post.officers]


def rounds_of(plans: Iterable[Plan], as_at: AsAt):
    """The rounds of the plans that stand by what is known, the latest first; those to come
    as well, if they were entered by then."""
    rounds = UpdateRound.objects.filter(plan__in=plans, retracts=False)
    if as_at.known_by is None:
        rounds = rounds.filter(
            Q(holds_from__lte=as_at.day) | Q(known_at__lte=as_at.moment),
            voided_by__isnull=True,
        )
    else:
        rounds = rounds.filter(known_at__lte=as_at.known_by).exclude(
            voided_by__known_at__lte=as_at.known_by
        )
    return rounds.order_by("-holds_from", "-pk")


def open_rounds(states: Collection[PlanState], as_at: AsAt) -> dict[int, UpdateRound]:
    """By plan the round that is open on the day; of plans that are open themselves."""
    plans = [state.plan for state in states if not state.is_closed]
    found = rounds_of(plans, as_at).filter(holds_from__lte=as_at.day, closes__gte=as_at.day)
    return {one.plan_id: one for one in found.select_related("plan", "said_by", "by_post")}


def moment_of(update_round: UpdateRound, as_at: AsAt) -> AsAt:
    """The moment asked about, or the end of the round; always by what was known then."""
    end = AsAt.end_of(update_round.closes)
    return AsAt(min(as_at.moment, end.moment), Reading.THEN)


def tally(state: PlanState, update_round: UpdateRound, as_at: AsAt, posts=None) -> Tally:
    """The count of a round, from the plan's state at any moment not before it; of some
    `posts`, or of the whole plan."""
    moment = moment_of(update_round, as_at)
    spoken = asked = 0
    for action in state.actions:
        is_ours = posts is None or (action.owner is not None and action.owner.pk in posts)
        is_there = action.added <= moment.day and moment.knows(action.action.known_at)
        if not (is_ours and is_there):
            continue
        answered = is_answered(action.entries, update_round, moment)
        spoken += answered
        asked += answered or _stood_open(action, moment)
    return Tally(update_round, spoken, asked)


def open_tally(state: PlanState, as_at: AsAt) -> Tally | None:
    """The count of the round that is open in a plan, if one is."""
    update_round = open_rounds([state], as_at).get(state.plan.pk)
    return tally(state, update_round, as_at) if update_round else None


def my_rounds(states: Collection[PlanState], posts: set[int], as_at: AsAt) -> list[Tally]:
    """For each plan with a round open, what was answered of the actions of `posts`."""
    rounds = open_rounds(states, as_at) if posts else {}
    tallies = [
        tally(state, rounds[state.plan.pk], as_at, posts)
        for state in states
        if state.plan.pk in rounds
    ]
    return [one for one in tallies if one.asked]


def answers_to(update_round: UpdateRound, as_at: AsAt) -> RoundAnswers:
    moment = moment_of(update_round, as_at)
    # Not there if the plan was said later to have opened after that moment.
    plan = get_object_or_404(Plan.objects.for_screen(moment), pk=update_round.plan_id)
    state = read_state(plan, moment)
    return answers_in(state, Speakers([plan.authority_id], moment), update_round, moment)


def answers_in(state: PlanState, speakers: Speakers, update_round, moment) -> RoundAnswers:
    """The answers, from the state and the speakers at that very moment."""
    spoken, missing = defaultdict(list), defaultdict(list)
    for action in state.actions:
        if is_answered(action.entries, update_round, moment):
            spoken[action.owner].append(action)
        elif action.is_open:
            missing[action.owner].append(action)
    posts = [
        PostAnswers(
            owner=owner,
            holders=speakers.holders[owner.pk] if owner else [],
            covers=speakers.covers[owner.pk] if owner else [],
            officers=speakers.officers_of(owner) if owner else [],
            spoken=spoken[owner],
            missing=missing[owner],
        )
        for owner in {*spoken, *missing}
    ]
    posts.sort(key=lambda post: (-len(post.missing), str(post.owner or "")))
    return RoundAnswers(update_round, state.plan, posts)


def is_answered(entries: Iterable[Entry], update_round: UpdateRound, moment: AsAt) -> bool:
    """Whether it was answered in the round, and did not come back since: then it waits for
    another answer."""
    standing = [entry for entry in entries if entry.stands(moment.day, moment.known_by)]
    back = max((e.known_at for e in standing if e.outcome in CAME_BACK), default=None)
    return any(
        entry.kind in ANSWERS
        and entry.by_user is not None
        and update_round.holds_from <= entry.known_on <= update_round.closes
        and (back is None or entry.known_at > back)
        for entry in standing
    )


def _stood_open(action: ActionState, moment: AsAt) -> bool:
    first_due = action.action.first_due
    stood = replay(action.entries, first_due, moment.day, moment.known_by)
    return stood.standing.is_open
