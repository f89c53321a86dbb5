"""The list beneath the drawing: everything that it shows, in order of time."""

from dataclasses import dataclass
from datetime import date

from improvement.dashboards.timeline.looks import Look
from improvement.dashboards.timeline.story import AuthorityStory
from improvement.models import Plan
from inspections.intake.dates import in_full


@dataclass(frozen=True)
class TimelineEntry:
    """A line of the list: `lane` says what `of` is."""

    day: date
    when: str
    lane: str
    what: str
    of: object


def entries(story: AuthorityStory) -> list[TimelineEntry]:
    found = [*look_entries(story.looks), *plan_entries(story.plans)]
    for one in story.milestones:
        found.append(TimelineEntry(one.day, one.when, "milestone", "Milestone", one))
    for tenure in story.tenures:
        words, _ = tenure.sayings[0]
        found.append(TimelineEntry(tenure.first, words, "tenure", "Who led", tenure))
    return sorted(found, key=lambda entry: entry.day)


def look_entries(looks: list[Look]):
    for look in looks:
        what = "Judgement" if look.is_judgement else "Visit or look"
        what = what if look.is_look else "Notice or direction"
        yield TimelineEntry(look.day, look.inspection.when, "look", what, look)


def plan_entries(plans: list[Plan]):
    for plan in plans:
        if plan.is_lost_sight_of:
            days = {"Plan last known": plan.closed_on}
        else:
            days = {"Plan opened": plan.opened, "Plan closed": plan.closed_on}
        for what, day in days.items():
            if day:
                yield TimelineEntry(day, in_full(day), "plan", what, plan)
