"""The rows that the states of some plans are made of, in a fixed number of queries.

What is fetched for one moment serves earlier ones too: two moments that are compared cost
little more than one.
"""

from collections import defaultdict
from collections.abc import Collection

from improvement.models import Action, Commitment, Plan
from improvement.state.columns import fetch_inspections, visits_of
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
        self.posts = fetch_posts(authorities, as_at)
        self.entries, self.belongings = fetch_events(plans, as_at)
        self.inspections = fetch_inspections(authorities)
        self.links = fetch_links(recommendations, as_at)


class Rows:
    """The rows of some plans at a moment, for which the plans must have been read too."""

    def __init__(
        self,
        plans: Collection[Plan],
        as_at: AsAt,
        *,
        authorities: Collection[int] = (),
        recommendations: Collection[int] = (),
        fetched: Fetched | None = None,
    ):
        self.plans, self.as_at = plans, as_at
        self.commitments = self._by_plan(Commitment.objects.for_screen(as_at))
        self.actions = self._by_plan(Action.objects.for_screen(as_at))
        answered = {c.recommendation_id for rows in self.commitments.values() for c in rows}
        self.fetched = fetched or Fetched(
            plans,
            {plan.authority_id for plan in plans} | set(authorities),
            answered | set(recommendations),
            as_at,
        )
        self.posts, self.owners = self.fetched.posts, self.fetched.posts.owners
        self.events = Events(
            filter(self._was_known, self.fetched.entries),
            filter(self._was_known, self.fetched.belongings),
        )
        self.visits = visits_of(self.fetched.inspections, as_at)
        self.links = confirmed(self.fetched.links, as_at)

    def earlier(self, plans: Collection[Plan], as_at: AsAt) -> "Rows":
        """The rows at an earlier moment of the same reading."""
        return Rows(plans, as_at, fetched=self.fetched)

    def _by_plan(self, queryset) -> dict[int, list]:
        by_pk = {plan.pk: plan for plan in self.plans}
        found: dict[int, list] = defaultdict(list)
        for row in queryset.filter(plan__in=self.plans):
            row.plan = by_pk[row.plan_id]
            found[row.plan_id].append(row)
        return found

    def _was_known(self, event: Entry) -> bool:
        return event.holds_from <= self.as_at.day and self.as_at.knows(event.known_at)
