"""The lanes of the drawing: which mark, bar and words stand for what, on one scale of days.

What is not for publication has its own mark there, and says so in its words.
"""

from datetime import date
from itertools import groupby

from improvement.dashboards.publishing import MARK, KeptBack, kept_back, wholly_kept_back
from improvement.dashboards.timeline.areas import AreaRow, Stretch
from improvement.dashboards.timeline.geometry import (
    ROW,
    SHAPES,
    TOP,
    WIDTH,
    Band,
    Lane,
    Scale,
    Span,
    lay_bars,
    lay_marks,
    lay_row,
    shorten,
)
from improvement.dashboards.timeline.looks import Look
from improvement.dashboards.timeline.story import AuthorityStory
from improvement.dashboards.timeline.tenures import Tenure
from improvement.models import Plan
from inspections.intake.dates import in_full
from inspections.models import Kind, Milestone

KIND_SHAPES = {
    Kind.FULL_INSPECTION: "square",
    Kind.REINSPECTION: "crossed square",
    Kind.MONITORING_VISIT: "circle",
    Kind.FOCUSED_VISIT: "triangle up",
    Kind.JOINT_INSPECTION: "hexagon",
    Kind.SEND_INSPECTION: "pentagon",
    Kind.PEER_REVIEW: "diamond",
    Kind.GOVERNANCE_REVIEW: "triangle down",
    Kind.IMPROVEMENT_NOTICE: "flag",
    Kind.DIRECTION: "arrow",
}
GRADE_SHAPES = {
    "outstanding": "★",
    "good": "●",
    "requires_improvement": "◆",
    "adequate": "◆",
    "inadequate": "▲",
}


def draw(story: AuthorityStory, rows: list[AreaRow], until: date, today: date) -> dict:
    """Every lane of the drawing, on one scale of days."""
    scale = Scale.over(story.days, until)
    return {
        "width": WIDTH,
        "years": scale.years,
        "turns": [scale.x(look.day) for look in story.graded],
        "areas": [(TOP + n * ROW, row, draw_row(scale, n, row)) for n, row in enumerate(rows)],
        "areas_height": TOP + len(rows) * ROW,
        "looks": lay_marks(scale, [look_span(look, today) for look in story.looks]),
        "plans": lay_bars(scale, [plan_span(plan, until, today) for plan in story.plans]),
        "milestones": lay_marks(scale, milestone_spans(story.milestones, today)),
        "tenures": draw_tenures(scale, story, today),
        "kept_back": MARK,
        "shapes": {name.replace(" ", "_"): outline for name, outline in SHAPES.items()},
    }


def draw_row(scale: Scale, number: int, row: AreaRow) -> list[Band]:
    stretches = [(one, one.look.day, wordings(one)) for one in row.stretches]
    return lay_row(scale, number, stretches)


def wordings(stretch: Stretch) -> list[str]:
    """What a band may say, the longest first."""
    if stretch.state == "not_given":
        short = "see children in care" if stretch.within else "not given"
        return [stretch.words, short, "–"]
    if stretch.state == "not_known":
        return [f"? {stretch.words}", "?"]
    mark = GRADE_SHAPES[stretch.state] + ("*" if stretch.from_elsewhere else "")
    mark += MARK if stretch.kept_back else ""
    short = [f"{mark} RI"] if stretch.state == "requires_improvement" else []
    return [f"{mark} {stretch.words}", *short, mark]


def look_span(look: Look, today: date) -> Span:
    label, told = flagged(
        look.inspection.numbered_kind,
        f"{look}, {'letter held' if look.letter_held else 'letter not held'}",
        wholly_kept_back(look.inspection, today),
    )
    return Span(
        of=look,
        first=look.day,
        last=look.day,
        marks=[look.day],
        label=label,
        told=told,
        shape=KIND_SHAPES[look.inspection.kind],
    )


def plan_span(plan: Plan, until: date, today: date) -> Span:
    """A bar; of a plan that is lost sight of only the day on which it was last known."""
    title = f"Invented: {plan.title}" if plan.example else plan.title
    title, told = flagged(
        title, f"{title}, {plan_words(plan)}", kept_back([plan.document], today)
    )
    if plan.is_lost_sight_of:
        day = plan.closed_on
        return Span(plan, day, day, [day], title, told, "triangle left")
    return Span(plan, plan.opened, plan.closed_on or until, [], title, told)


def plan_words(plan: Plan) -> str:
    opened = in_full(plan.opened)
    if plan.closed_on is None:
        return f"open since {opened}"
    ended = in_full(plan.closed_on)
    return f"last known {ended}" if plan.is_lost_sight_of else f"open {opened} to {ended}"


def milestone_spans(milestones: list[Milestone], today: date) -> list[Span]:
    """A mark for each date as printed: a document without days tells much of one day."""
    dated = groupby(milestones, key=lambda one: (one.day, one.when))
    return [milestone_span(day, when, list(together), today) for (day, when), together in dated]


def milestone_span(day: date, when: str, together: list[Milestone], today: date) -> Span:
    first, *more = together
    label = f"{shorten(first.title, 32)} +{len(more)} more" if more else first.title
    number = f", {len(together)} milestones" if more else ""
    told = f"{when}{number}: {'; '.join(told_of(one, today) for one in together)}"
    if kept_back([one.document for one in together], today):
        label = f"{MARK} {label}"
    return Span(first, day, day, [day], label, told, "diamond" if first.on else "triangle left")


def told_of(milestone: Milestone, today: date) -> str:
    back = kept_back([milestone.document], today)
    return f"{milestone.title} ({back})" if back else milestone.title


def draw_tenures(scale: Scale, story: AuthorityStory, today: date) -> Lane:
    """Those in one post one after another, so that they share a line where they can."""
    first_in_post: dict[str, date] = {}
    for one in story.tenures:
        first_in_post.setdefault(one.post_key, one.first)
    in_posts = sorted(
        story.tenures, key=lambda one: (first_in_post[one.post_key], one.post_key, one.first)
    )
    return lay_bars(scale, [tenure_span(one, today) for one in in_posts])


def tenure_span(tenure: Tenure, today: date) -> Span:
    back = kept_back([leader.document for _, leader in tenure.sayings], today)
    label, told = flagged(str(tenure.leader), str(tenure), back)
    return Span(
        of=tenure,
        first=tenure.first,
        last=tenure.last,
        marks=tenure.named_on,
        label=label,
        told=told,
        shape="circle",
    )


def flagged(label: str, told: str, back: KeptBack | None) -> tuple[str, str]:
    """A label and its words in full; the mark comes first, where no long label is cut."""
    return (f"{MARK} {label}", f"{told}, {back}") if back else (label, told)
