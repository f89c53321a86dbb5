"""What a day's mail is written from: how every open plan stands, read once for everybody, and
what of it concerns one person."""

from collections import defaultdict
from datetime import date
from functools import cached_property

from improvement import access, members
from improvement.access import Need
from improvement.members import Role
from improvement.models import Membership, Plan, User
from improvement.rounds.answers import Tally, open_rounds, tally
from improvement.rounds.speakers import Speakers
from improvement.state import ActionState, PlanState, Standing, read_states
from inspections.models.time import AsAt, Reading


class Today:
    def __init__(self, now):
        self.now, self.as_at = now, AsAt(now)
        self.day = self.as_at.day
        plans = Plan.objects.for_screen(self.as_at).order_by("opened", "pk")
        still_open = [plan for plan in plans if plan.closed_on is None]
        self.plans: list[PlanState] = read_states(still_open, self.as_at) if still_open else []
        self.authorities = {plan.authority_id for plan in still_open}
        self.speakers = Speakers(self.authorities, self.as_at)
        self.rounds = open_rounds(self.plans, self.as_at)

    @cached_property
    def people(self) -> list["Person"]:
        """Everybody with a role where a plan is open, who can sign in."""
        members = User.objects.filter(
            is_active=True, memberships__authority__in=self.authorities
        )
        return [Person(user, self) for user in members.distinct().order_by("pk")]

    @cached_property
    def approvers(self) -> dict[int, list[User]]:
        """By authority who decides there today, those who cover one included."""
        found = defaultdict(list)
        for person in self.people:
            for authority in person.approves:
                found[authority].append(person.user)
        return found


class Person:
    """Someone who may get mail, and what of the day is theirs."""

    def __init__(self, user: User, today: Today):
        self.user, self.today = members.ask_on(user, today.day), today
        self.updates = set(access.authorities(user, Need.UPDATE))
        self.approves = set(access.authorities(user, Need.APPROVE))
        self.keeps = set(access.authorities(user, Need.ADMIN))
        self.held = members.posts_held(user, today.as_at)
        self.posts = self.held | members.posts_covered(user, today.as_at)

    @property
    def has_part(self) -> bool:
        """Whether a weekly mail could ever have something to tell them."""
        return bool(self.posts or self.approves or self.keeps)

    def had_part_on(self, day: date) -> bool:
        """Whether a weekly mail of an earlier day could have been theirs: by what was known
        at its end they had an account, and a post or a role where a plan was open."""
        then = AsAt.end_of(day, Reading.THEN)
        plans = [one.plan for one in self.today.plans if one.plan.known_at <= then.moment]
        if self.user.date_joined > then.moment or not any(
            plan.authority_id in self.member_of for plan in plans
        ):
            return False
        given = Membership.history.filter(
            user=self.user, role__in=(Role.APPROVER, Role.ADMIN), history_date__lte=then.moment
        )
        return bool(members.posts_spoken_for(self.user, then)) or given.exists()

    @cached_property
    def member_of(self) -> set[int]:
        return set(access.authorities(self.user))

    @cached_property
    def actions(self) -> list[ActionState]:
        """Those of the posts that they speak for, finished ones included."""
        return [
            action
            for plan in self.today.plans
            if plan.plan.authority_id in self.updates
            for action in plan.actions
            if action.owner is not None and action.owner.pk in self.posts
        ]

    @cached_property
    def to_do(self) -> list[ActionState]:
        """Open ones, unless a claim waits: then it is the approver's turn."""
        return [a for a in self.actions if a.is_open and a.standing != Standing.DONE]

    @cached_property
    def rounds(self) -> list[Tally]:
        """The open rounds in which something of theirs is not answered yet."""
        tallies = [
            tally(plan, self.today.rounds[plan.plan.pk], self.today.as_at, self.posts)
            for plan in self.today.plans
            if plan.plan.pk in self.today.rounds and plan.plan.authority_id in self.updates
        ]
        return [one for one in tallies if one.missing]
