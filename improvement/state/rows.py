"""The rows that the states of some plans are made of, in a fixed number of queries.

What is fetched for one moment serves earlier ones too: two moments that are compared cost
little more than one.
"""

from collections import defaultdict
from collections.abc import Collection
from functools import cached_property

from improvement.models import Action, Commitment, Plan
from improvement.state.columns import fetch_inspections, visits_of
from improvement.state.earlier import Facts
from improvement.state.events import Events
from improvement.state.fetch import confirmed, fetch_events, fetch_links
from improvement.state.posts import fetch_posts
from improvement.state.replay import Entry
from inspections.models.time import AsAt


class Fetched:
    """What holds for any moment up to the one it was fetched for: events and inspections."""

    def __init__(
        self,
        plans: Collection[Plan],
        authorities: set[int],
        recommendations: set[int],
        as_at: AsAt,
    ):
        self.plans, self.as_at = plans, as_at
        self.posts = fetch_posts(authorities, as_at)
        self.entries, self.belongings = fetch_events(plans, as_at)
        self.inspections = fetch_inspections(authorities)
        self.links = fetch_links(recommendations, as_at, self.inspections)

    @cached_property
    def facts(self) -> Facts:
        """Asked for only where two moments are compared."""
        return Facts(self.plans, self.as_at)


class Rows:
    """The rows of some plans at a moment, for which the plans must have been read too.

    `by_plan` has the commitments and the actions in the order of each plan.
    """

    def __init__(self, plans: Collection[Plan], as_at: AsAt, by_plan, fetched: Fetched):
        self.plans, self.as_at, self.fetched = plans, as_at, fetched
        self.commitments, self.actions = by_plan
        self.posts, self.owners = fetched.posts, fetched.posts.owners
        entries, belongings = fetched.entries, fetched.belongings
        if as_at != fetched.as_at:
            entries, belongings = (filter(self._was_known, e) for e in (entries, belongings))
        self.events = Events(entries, belongings)
        self.visits = visits_of(fetched.inspections, as_at)
        self.links = confirmed(fetched.links, as_at)

    @classmethod
    def fetch(
        cls,
        plans: Collection[Plan],
        as_at: AsAt,
        *,
        authorities: Collection[int] = (),
        recommendations: Collection[int] = (),
    ) -> "Rows":
        commitments = _by_plan(plans, Commitment.objects.for_screen(as_at))
        actions = _by_plan(plans, Action.objects.for_screen(as_at))
        answered = {c.recommendation_id for rows in commitments.values() for c in rows}
        fetched = Fetched(
            plans,
            {plan.authority_id for plan in plans} | set(authorities),
            answered | set(recommendations),
            as_at,
        )
        return cls(plans, as_at, (commitments, actions), fetched)

    def earlier(self, as_at: AsAt) -> "Rows":
        """The rows at an earlier moment of the same reading; of the plans, those that were
        open and known by then."""
        facts = self.fetched.facts
        plans = [was for plan in self.plans if (was := facts.plan(plan, as_at))]
        commitments, actions = {}, {}
        for plan in plans:
            commitments[plan.pk] = facts.commitments(self.commitments[plan.pk], as_at)
            actions[plan.pk] = facts.actions(self.actions[plan.pk], as_at)
            for row in (*commitments[plan.pk], *actions[plan.pk]):
                row.plan = plan
        return Rows(plans, as_at, (commitments, actions), self.fetched)

    def _was_known(self, event: Entry) -> bool:
        return event.holds_from <= self.as_at.day and self.as_at.knows(event.known_at)


def _by_plan(plans: Collection[Plan], queryset) -> dict[int, list]:
    by_pk = {plan.pk: plan for plan in plans}
    found: dict[int, list] = defaultdict(list)
    for row in queryset.filter(plan__in=plans):
        row.plan = by_pk[row.plan_id]
        found[row.plan_id].append(row)
    return found
