"""An officer's own list: what is theirs to say, and what they say for others."""

from collections import Counter
from functools import cached_property

from django.contrib.messages import get_messages
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from improvement import access, members
from improvement.access import Need
from improvement.dashboards.plans.shown import is_reconstructed, plans_as_at
from improvement.models import Cover, Evidence
from improvement.officers.pressing import SHORT, Mine, in_groups, waits
from improvement.rounds.answers import Tally, is_answered, my_rounds
from improvement.saying.last import last_said
from improvement.state import ActionState, PlanState, read_states
from improvement.state.handovers import handover_notes
from improvement.state.pressing import most_pressing


@require_safe
def my_actions(request):
    messages = list(get_messages(request))
    desk = Desk(request.user, request.as_at, messages)
    covered = [
        (cover, sorted(desk.of(cover.owner_id), key=lambda mine: most_pressing(mine.state)))
        for cover in desk.covers
    ]
    told = {id(message) for row in desk.rows for message in row.messages}
    context = {
        # The others, at the head of the page: each is told once.
        "messages": [message for message in messages if id(message) not in told],
        "posts": sorted({str(row.state.owner) for row in desk.own}),
        "is_officer": bool(access.authorities(request.user, Need.UPDATE)),
        "is_approver": bool(desk.approves),
        "groups": in_groups(desk.own, request.as_at.day),
        "covered": covered,
        "notes": handover_notes(
            request.user,
            (post for plan in desk.plans for post in plan.posts.values()),
            (row.state for row in desk.own),
        ).values(),
        "number": len(desk.rows),
        "waiting_for_me": sum(waits(row, request.as_at.day) for row in desk.rows),
        "waiting_number": desk.waiting_number,
        "statuses": SHORT,
        "rounds": desk.rounds,
        "has_example": any(plan.plan.example for plan in desk.plans_shown),
        "is_reconstructed": any(is_reconstructed(plan) for plan in desk.plans_shown),
    }
    return render(request, "officers/my_actions.html", context)


class Desk:
    """What a member speaks for at a moment: the open actions of the posts that they hold, and
    of those that they cover; and how much waits for their answer as an approver. Of the
    `messages` of a request each row takes those about it."""

    def __init__(self, user, as_at, messages=()):
        self.user, self.as_at, self.messages = user, as_at, messages
        self.held = members.posts_held(user, as_at)
        # A post that they hold as well is their own.
        self.covers = [
            cover for cover in covers_by(user, as_at) if cover.owner_id not in self.held
        ]
        self.posts = self.held | {cover.owner_id for cover in self.covers}
        self.updates = access.authorities(user, Need.UPDATE) if self.posts else []
        self.approves = access.authorities(user, Need.APPROVE)
        self.plans = open_plans([*self.updates, *self.approves], as_at)

    @cached_property
    def states(self) -> list[ActionState]:
        """Of every action that they speak for, finished ones included."""
        return [
            state
            for plan in self.plans
            if plan.plan.authority_id in self.updates
            for state in plan.actions
            if state.owner and state.owner.pk in self.posts
        ]

    @cached_property
    def rows(self) -> list[Mine]:
        open_ones = [state for state in self.states if state.is_open]
        evidence = self._evidence() if open_ones else Counter()
        return [
            Mine(
                state,
                evidence=evidence[state.pk],
                last=last_said(state, self.as_at),
                round_asks=self._round_asks(state),
                messages=self._messages_about(state),
            )
            for state in open_ones
        ]

    @cached_property
    def rounds(self) -> list[Tally]:
        """The rounds that are open, with what was answered for the posts spoken for."""
        return my_rounds(self.plans, self.posts, self.as_at)

    def of(self, owner_pk) -> list[Mine]:
        return [row for row in self.rows if row.state.owner.pk == owner_pk]

    @property
    def own(self) -> list[Mine]:
        return [row for row in self.rows if row.state.owner.pk in self.held]

    @property
    def waiting_number(self) -> int:
        """How many claims and requests wait for an approver's answer."""
        return sum(
            bool(state.replayed.claim) + len(state.waiting)
            for plan in self.plans
            if plan.plan.authority_id in self.approves
            for state in plan.actions
            if state.is_open
        )

    @property
    def plans_shown(self) -> list[PlanState]:
        shown = {row.state.action.plan_id for row in self.rows}
        return [plan for plan in self.plans if plan.plan.pk in shown]

    def _round_asks(self, state) -> bool:
        """Whether a round is open in its plan, and nobody has answered for it yet."""
        return any(
            tally.round.plan_id == state.action.plan_id
            and not is_answered(state.entries, tally.round, self.as_at)
            for tally in self.rounds
        )

    def _messages_about(self, state) -> list:
        """Each carries the address of the form that it answers."""
        if not self.messages:
            return []
        address = reverse("action", args=[state.action.plan.key, state.action.reference])
        return [one for one in self.messages if (one.extra_tags or "").startswith(address)]

    def _evidence(self) -> Counter[int]:
        """How many pieces of evidence stand, by action."""
        given = Evidence.objects.that_stand(self.as_at)
        given = given.filter(action__plan__in=[plan.plan for plan in self.plans])
        return Counter(given.values_list("action", flat=True))


def open_plans(authorities, as_at) -> list[PlanState]:
    plans = plans_as_at(as_at).filter(authority__in=authorities).order_by("opened", "pk")
    return read_states([plan for plan in plans if plan.closed_on is None], as_at)


def covers_by(user, as_at) -> list[Cover]:
    """The covers of posts by which the member stands in on the day, one for each post."""
    running = Cover.objects.filter(user=user, owner__isnull=False).current(as_at)
    latest = {cover.owner_id: cover for cover in running.select_related("owner").oldest_first()}
    return list(latest.values())
