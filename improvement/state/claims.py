"""What the council said of some recommendations, as at any day.

For pages that set many inspections beside it. Four queries, where `read_states` takes
seven; a test holds the two to the same answer.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F

from improvement.models import Action, Commitment, Plan
from improvement.state.events import Events
from improvement.state.fetch import fetch_events
from improvement.state.rules import Standing
from inspections.models import Recommendation
from inspections.models.time import AsAt


@dataclass(frozen=True)
class Claim:
    """Where a commitment stood on a day."""

    commitment: Commitment
    standing: Standing

    @property
    def plan(self) -> Plan:
        return self.commitment.plan


class Claims:
    """The commitments that answer some recommendations, with what replays them."""

    def __init__(self, recommendations: Collection[Recommendation], as_at: AsAt):
        self.commitments = _fetch_commitments(recommendations, as_at)
        self.plans = list({c.plan_id: c.plan for c in self.commitments}.values())
        self.actions = list(Action.objects.known(as_at).filter(plan__in=self.plans))
        self.events = Events(*fetch_events(self.plans, as_at))

    def as_at(self, as_at: AsAt) -> list[Claim]:
        """Where each stood that was in a plan then open; a closed plan claims nothing more."""
        return [
            Claim(commitment, self.events.standing(commitment, self.actions, as_at))
            for commitment in self.commitments
            if _was_in_plan(commitment, as_at)
        ]


def _fetch_commitments(recommendations, as_at: AsAt) -> list[Commitment]:
    """In the order of the plans, the newest first; each with its plan as it stood."""
    asked = {recommendation.pk: recommendation for recommendation in recommendations}
    commitments = Commitment.objects.known(as_at).filter(
        recommendation__in=asked, plan__authority=F("recommendation__inspection__authority")
    )
    plans = Plan.objects.for_screen(as_at).filter(commitments__recommendation__in=asked)
    plan_by_pk = {plan.pk: plan for plan in plans.distinct()}
    found = []
    for commitment in commitments.filter(plan__in=plan_by_pk):
        commitment.plan = plan_by_pk[commitment.plan_id]
        commitment.recommendation = asked[commitment.recommendation_id]
        found.append(commitment)
    place = {pk: number for number, pk in enumerate(asked)}
    return sorted(
        found, key=lambda c: (-c.plan.opened.toordinal(), c.plan_id, place[c.recommendation_id])
    )


def _was_in_plan(commitment: Commitment, as_at: AsAt) -> bool:
    plan = commitment.plan
    was_open = plan.opened <= as_at.day and (plan.closed_on or as_at.day) >= as_at.day
    was_known = as_at.knows(plan.known_at) and as_at.knows(commitment.known_at)
    return was_open and was_known and commitment.added <= as_at.day
