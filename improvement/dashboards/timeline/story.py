"""Everything that is known of an authority by the moment of a page."""

from dataclasses import dataclass
from datetime import date

from improvement.dashboards.plans.shown import plans_as_at
from improvement.dashboards.reconstructed import is_before
from improvement.dashboards.timeline.looks import Look, read_looks
from improvement.dashboards.timeline.tenures import Tenure, read_tenures
from improvement.models import Plan
from inspections.models import Authority, Milestone
from inspections.models.time import AsAt


@dataclass(frozen=True)
class AuthorityStory:
    """Each kind in order of time."""

    looks: list[Look]
    plans: list[Plan]
    milestones: list[Milestone]
    tenures: list[Tenure]
    reconstructed: bool

    @property
    def graded(self) -> list[Look]:
        return [look for look in self.looks if look.is_judgement]

    @property
    def open_plans(self) -> list[Plan]:
        return [plan for plan in self.plans if plan.closed_on is None]

    @property
    def days(self) -> list[date]:
        return [
            *(look.day for look in self.looks),
            *(plan.opened for plan in self.plans),
            *(milestone.day for milestone in self.milestones),
            *(tenure.first for tenure in self.tenures),
        ]


def read_story(authority: Authority, as_at: AsAt) -> AuthorityStory:
    looks = read_looks(authority, as_at)
    plans = read_plans(authority, as_at)
    return AuthorityStory(
        looks=looks,
        plans=plans,
        milestones=read_milestones(authority, as_at),
        tenures=read_tenures(authority, as_at),
        reconstructed=any(is_before(look.inspection.entered_at, as_at) for look in looks)
        or any(is_before(plan.loaded_at, as_at) for plan in plans),
    )


def read_plans(authority: Authority, as_at: AsAt) -> list[Plan]:
    plans = plans_as_at(as_at).filter(authority=authority).select_related("document")
    return list(plans.order_by("opened", "pk"))


def read_milestones(authority: Authority, as_at: AsAt) -> list[Milestone]:
    milestones = Milestone.objects.known(as_at).filter(authority=authority)
    found = [one for one in milestones.select_related("document") if one.day <= as_at.day]
    return sorted(found, key=in_order)


def in_order(milestone: Milestone):
    """Those that are printed with one date stand together."""
    return milestone.day, milestone.when, milestone.pk
