"""What happened at an authority by the moment of a page: the facts that its timeline draws
and lists."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from improvement.dashboards.inspections import day_of, first_entered, newest_first
from improvement.dashboards.moments import is_before
from improvement.dashboards.plans import plans_as_at
from improvement.models import Plan
from improvement.state.columns import LOOK_KINDS
from inspections.models import Area, Authority, Inspection, Judgement, Leader, Milestone
from inspections.models.time import AsAt, london_day

# Frameworks name one area in many ways: its row has one name, and each grade its own.
AREA_NAMES = {
    "overall": "Overall effectiveness",
    "leadership": "Leadership",
    "help_and_protection": "Help and protection",
    "looked_after": "Children in care",
    "adoption": "Adoption",
    "care_leavers": "Care leavers",
    "lscb": "Safeguarding board",
    "safeguarding": "Safeguarding",
    "quality_of_practice": "Quality of practice",
}
# Areas of short-lived frameworks: a row of theirs without any grade would tell nothing.
ONLY_IF_GRADED = {"safeguarding", "quality_of_practice"}


@dataclass(frozen=True)
class Look:
    """Something outsiders did, with what its framework grades and the grades it gave."""

    inspection: Inspection
    day: date
    letter_held: bool
    areas: dict[str, Area]
    grades: dict[str, Judgement]

    @property
    def kind(self) -> str:
        """`Monitoring visit 4`."""
        ordinal = self.inspection.ordinal
        kind = self.inspection.get_kind_display()
        return f"{kind} {ordinal}" if ordinal else kind

    @property
    def is_look(self) -> bool:
        """A notice or a direction asks; it does not look."""
        return self.inspection.kind in LOOK_KINDS

    @property
    def is_graded(self) -> bool:
        return self.inspection.is_graded or bool(self.grades)

    @property
    def overall(self) -> Judgement | None:
        return self.grades.get("overall")

    def __str__(self):
        return f"{self.kind}, {self.inspection.when}"


@dataclass(frozen=True)
class Stretch:
    """What stands for an area from one graded inspection to the next: a grade, or why
    there is none."""

    look: Look
    area: Area | None
    judgement: Judgement | None

    @property
    def state(self) -> str:
        if self.judgement:
            return self.judgement.grade
        is_asked = self.area is not None or self.look.inspection.framework_id is None
        return "not_known" if is_asked else "not_given"

    @property
    def words(self) -> str:
        if self.judgement:
            return self.judgement.get_grade_display()
        return {
            "not_known": "not known",
            "not_given": "not given under this framework",
        }[self.state]

    @property
    def from_elsewhere(self) -> bool:
        """Whether the grade is known only from what other documents tell."""
        return self.judgement is not None and not self.look.letter_held


@dataclass(frozen=True)
class AreaRow:
    key: str
    name: str
    stretches: list[Stretch]

    @property
    def is_told(self) -> bool:
        if any(stretch.judgement for stretch in self.stretches):
            return True
        is_listed = any(stretch.area for stretch in self.stretches)
        return is_listed and self.key not in ONLY_IF_GRADED


@dataclass(frozen=True)
class Tenure:
    """Whom documents name in one post by a day, and for how long as far as they say."""

    named: list[Leader]
    by: date

    @property
    def leader(self) -> Leader:
        return self.named[0]

    @property
    def pk(self) -> int:
        return self.leader.pk

    @property
    def post_key(self) -> str:
        """Documents differ in the capitals of a post, not in the post."""
        return self.leader.post.casefold()

    @property
    def days(self) -> list[date]:
        return [day for leader in self.named for day in days_stated(leader) if day <= self.by]

    @property
    def first(self) -> date:
        return min(self.days)

    @property
    def last(self) -> date:
        """Until when they say so, or the page's day where they say longer."""
        longest = max(day for leader in self.named for day in days_stated(leader))
        return min(longest, self.by)

    @property
    def named_on(self) -> list[date]:
        days = {day_named(leader) for leader in self.named} - {None}
        return sorted(day for day in days if day <= self.by)

    @property
    def sayings(self) -> list[tuple[str, Leader]]:
        """What each document says of it, the earliest day first."""
        told = sorted(self.named, key=lambda leader: (min(days_stated(leader)), leader.pk))
        return [(words, leader) for leader in told if (words := self._words(leader))]

    def _words(self, leader: Leader) -> str:
        stated = [("since", leader.since), ("named on", leader.on), ("until", leader.until)]
        words = [f"{how} {day}" for how, day in stated if day and day.last_day <= self.by]
        if not any(day for _, day in stated):
            return f"named by {date_format(days_stated(leader)[0], 'j F Y')}"
        return ", ".join(words)

    def __str__(self):
        said = "; ".join(words for words, _ in self.sayings)
        return f"{self.leader}: {said}"


def day_named(leader: Leader) -> date | None:
    """The day on which a document names the leader as in post; if it gives no day at all,
    its own."""
    if leader.on:
        return leader.on.last_day
    if leader.since or leader.until:
        return None
    dated = leader.document and leader.document.stands_on
    return dated or london_day(leader.known_at)


def days_stated(leader: Leader) -> list[date]:
    printed = [day.last_day for day in (leader.since, leader.until) if day]
    named = day_named(leader)
    return [*printed, named] if named else printed


@dataclass(frozen=True)
class Story:
    """Everything that is known of an authority by a moment, each kind in order of time."""

    looks: list[Look]
    plans: list[Plan]
    milestones: list[Milestone]
    tenures: list[Tenure]
    reconstructed: bool

    @property
    def graded(self) -> list[Look]:
        return [look for look in self.looks if look.is_graded]

    @property
    def open_plans(self) -> list[Plan]:
        return [plan for plan in self.plans if plan.closed_on is None]

    @property
    def days(self) -> list[date]:
        return [
            *(look.day for look in self.looks),
            *(plan.opened for plan in self.plans),
            *(day_of(milestone) for milestone in self.milestones),
            *(tenure.first for tenure in self.tenures),
        ]


def read_story(authority: Authority, as_at: AsAt) -> Story:
    looks = read_looks(authority, as_at)
    plans = read_plans(authority, as_at)
    return Story(
        looks=looks,
        plans=plans,
        milestones=read_milestones(authority, as_at),
        tenures=read_tenures(authority, as_at),
        reconstructed=any(is_before(look.inspection.entered_at, as_at) for look in looks)
        or any(is_before(plan.loaded_at, as_at) for plan in plans),
    )


def read_looks(authority: Authority, as_at: AsAt) -> list[Look]:
    inspections = Inspection.objects.known(as_at).filter(authority=authority).for_list()
    held = newest_first(inspections.annotate(entered_at=first_entered(Inspection)), as_at)
    areas = by_key(Area.objects.filter(framework__in={one.framework_id for one in held}))
    judgements = Judgement.objects.known(as_at).filter(inspection__authority=authority)
    grades: dict[int, dict[str, Judgement]] = {}
    for judgement in judgements.select_related("area"):
        grades.setdefault(judgement.inspection_id, {})[judgement.area.key] = judgement
    return [
        Look(
            one,
            day_of(one),
            one.letter_held(as_at),
            areas.get(one.framework_id, {}),
            grades.get(one.pk, {}),
        )
        for one in reversed(held)
    ]


def by_key(areas) -> dict[int, dict[str, Area]]:
    """The areas of each framework by their keys, which stay the same across versions."""
    found: dict[int, dict[str, Area]] = {}
    for area in areas.order_by("position", "pk"):
        found.setdefault(area.framework_id, {})[area.key] = area
    return found


def area_rows(graded: list[Look]) -> list[AreaRow]:
    """A row for each area, with what every graded inspection said of it."""
    names = dict(AREA_NAMES)
    for look in graded:
        given = {key: judgement.area for key, judgement in look.grades.items()}
        for key, area in {**look.areas, **given}.items():
            names.setdefault(key, area.name)
    rows = [
        AreaRow(key, name, [stretch_of(look, key) for look in graded])
        for key, name in names.items()
    ]
    return [row for row in rows if row.is_told]


def stretch_of(look: Look, key: str) -> Stretch:
    judgement = look.grades.get(key)
    area = judgement.area if judgement else look.areas.get(key)
    return Stretch(look, area, judgement)


def read_plans(authority: Authority, as_at: AsAt) -> list[Plan]:
    plans = plans_as_at(as_at).filter(authority=authority).select_related("document")
    return list(plans.order_by("opened", "pk"))


def read_milestones(authority: Authority, as_at: AsAt) -> list[Milestone]:
    milestones = Milestone.objects.known(as_at).filter(authority=authority)
    found = [one for one in milestones.select_related("document") if day_of(one) <= as_at.day]
    return sorted(found, key=in_order)


def in_order(milestone: Milestone):
    """Those that are printed with one date stand together."""
    return day_of(milestone), milestone.when, milestone.pk


def read_tenures(authority: Authority, as_at: AsAt) -> list[Tenure]:
    leaders = Leader.objects.known(as_at).filter(authority=authority)
    named: dict[tuple[str, str], list[Leader]] = {}
    for leader in leaders.select_related("document").order_by("pk"):
        # Two people whom nobody names are told apart by when they began.
        who = leader.name or str(leader.since or leader.pk)
        named.setdefault((leader.post.casefold(), who), []).append(leader)
    tenures = [Tenure(group, as_at.day) for group in named.values()]
    reached = [tenure for tenure in tenures if tenure.days]
    return sorted(reached, key=lambda tenure: (tenure.first, tenure.pk))


@dataclass(frozen=True)
class Entry:
    """A line of the list: `lane` says what `of` is."""

    day: date
    when: str
    lane: str
    what: str
    of: object


def entries(story: Story) -> list[Entry]:
    """Everything that the drawing shows, in order of time."""
    found = [*look_entries(story.looks), *plan_entries(story.plans)]
    for one in story.milestones:
        found.append(Entry(day_of(one), one.when, "milestone", "Milestone", one))
    for tenure in story.tenures:
        words, _ = tenure.sayings[0]
        found.append(Entry(tenure.first, words, "tenure", "Who led", tenure))
    return sorted(found, key=lambda entry: entry.day)


def look_entries(looks: list[Look]):
    for look in looks:
        what = "Judgement" if look.is_graded else "Visit or look"
        what = what if look.is_look else "Notice or direction"
        yield Entry(look.day, look.inspection.when, "look", what, look)


def plan_entries(plans: list[Plan]):
    for plan in plans:
        if plan.is_lost_sight_of:
            days = {"Plan last known": plan.closed_on}
        else:
            days = {"Plan opened": plan.opened, "Plan closed": plan.closed_on}
        for what, day in days.items():
            if day:
                yield Entry(day, date_format(day, "j F Y"), "plan", what, plan)
