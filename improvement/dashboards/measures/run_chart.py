"""The run chart of a measure as plain geometry, which `_run_chart.html` draws.

A full mark stands at its day. A hollow one is an earlier figure of a day that nobody states:
it stands left of the reading that names it, joined to it by a dashed line.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.formats import date_format

from improvement.dashboards.measures.changes import Point
from improvement.dashboards.measures.courses import Course
from inspections.models.measures import plain

WIDTH, HEIGHT = 400, 210
LEFT, RIGHT, TOP, BOTTOM = 40, 372, 26, 176
APART = 52  # how far left of its reading a hollow mark stands
LETTER = 6  # about as wide as a letter of a label
STEPS = [Decimal(step) for step in ("1", "1.5", "2", "3", "4", "5", "6", "8", "10")]


class Mark(NamedTuple):
    point: Point
    x: float
    y: float

    @property
    def is_hollow(self) -> bool:
        return self.point.is_undated


class Line(NamedTuple):
    start: Mark
    end: Mark

    @property
    def is_dashed(self) -> bool:
        return self.start.is_hollow


class Label(NamedTuple):
    x: float
    y: float
    words: str

    def touches(self, other: "Label") -> bool:
        widths = (len(self.words) + len(other.words)) * LETTER / 2
        return abs(self.x - other.x) < widths + 2 and abs(self.y - other.y) < 13


class Level(NamedTuple):
    """A line across the chart, with its figure at the side."""

    y: float
    words: str


class Target(NamedTuple):
    y: float
    label: Label


@dataclass(frozen=True)
class Chart:
    course: Course
    marks: list[Mark]
    lines: list[Line]
    figures: list[Label]
    days: list[Label]
    levels: list[Level]
    target: Target | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    bottom: int = BOTTOM

    @property
    def has_hollow(self) -> bool:
        return any(mark.is_hollow for mark in self.marks)

    @property
    def has_dashed(self) -> bool:
        return any(line.is_dashed for line in self.lines)


def draw(course: Course) -> Chart | None:
    """None for fewer than two figures: one point shows no way."""
    points = course.points
    if len(points) < 2:
        return None
    height = Height(points, course.target)
    marks = [Mark(point, x, height.of(point.value)) for point, x in spread(points)]
    target = target_of(height, marks)
    return Chart(
        course,
        marks,
        lines_between(marks),
        figure_labels(marks, [target.label] if target else []),
        day_labels(marks),
        height.levels(),
        target,
    )


class Height:
    """From nought to a round figure above all others, so that no change looks larger than
    it is."""

    def __init__(self, points: list[Point], target):
        values = [point.value for point in points]
        self.goal = target.target if target else None
        every = [*values, *([self.goal] if target else [])]
        self.highest = round_up(max(every)) if max(every) > 0 else Decimal(0)
        self.lowest = -round_up(-min(every)) if min(every) < 0 else Decimal(0)

    def of(self, value: Decimal) -> float:
        reach = self.highest - self.lowest or Decimal(1)
        return round(BOTTOM - float((value - self.lowest) / reach) * (BOTTOM - TOP), 1)

    def levels(self) -> list[Level]:
        middle = (self.highest + self.lowest) / 2
        figures = sorted({self.lowest, middle, self.highest})
        return [Level(self.of(figure), plain(figure)) for figure in figures]


def round_up(value: Decimal) -> Decimal:
    """The next figure that is round, and whose half is."""
    size = Decimal(10) ** value.adjusted()
    return next(step * size for step in STEPS if step * size >= value)


def spread(points: list[Point]) -> list[tuple[Point, float]]:
    """Each point with its place across, to the scale of time."""
    first, last = points[0].day, points[-1].day
    start = LEFT + 12 + (APART if any(p.is_undated and p.day == first for p in points) else 0)
    days = (last - first).days
    end = RIGHT - 20

    def place(day: date) -> float:
        return start + (end - start) * (day - first).days / days if days else (LEFT + RIGHT) / 2

    return [(p, round(place(p.day) - (APART if p.is_undated else 0), 1)) for p in points]


def lines_between(marks: list[Mark]) -> list[Line]:
    full = [mark for mark in marks if not mark.is_hollow]
    own = {mark.point.reading.pk: mark for mark in full if not mark.point.is_earlier}
    joined = [mark for mark in marks if mark.is_hollow and mark.point.reading.pk in own]
    return [
        *(Line(mark, own[mark.point.reading.pk]) for mark in joined),
        *(Line(one, other) for one, other in zip(full, full[1:], strict=False)),
    ]


def target_of(height: Height, marks: list[Mark]) -> Target | None:
    """With its words at the first end of its line where no mark stands."""
    if height.goal is None:
        return None
    y, words = height.of(height.goal), f"target {plain(height.goal)}"
    half = len(words) * LETTER / 2
    ends = [Label(x, y - 5, words) for x in (RIGHT - half, LEFT + half + 4)]
    taken = [Label(mark.x, mark.y, "o") for mark in marks]
    free = [end for end in ends if not any(end.touches(mark) for mark in taken)]
    return Target(y, (free or ends)[0])


def figure_labels(marks: list[Mark], taken: list[Label]) -> list[Label]:
    """Above its mark, or below it, or not at all where there is no room: the table under
    the chart has every figure."""
    labels: list[Label] = []
    for mark in reversed(marks):
        words = plain(mark.point.value)
        for y in (mark.y - 9, mark.y + 18):
            label = Label(mark.x, y, words)
            if y < BOTTOM - 2 and not any(label.touches(other) for other in labels + taken):
                labels.append(label)
                break
    return labels


def day_labels(marks: list[Mark]) -> list[Label]:
    """Below the chart, the last day first, as many as there is room for."""
    labels: list[Label] = []
    for mark in reversed(marks):
        label = Label(mark.x, BOTTOM + 18, day_under(mark.point))
        if not any(label.touches(other) for other in labels):
            labels.append(label)
    return labels


def day_under(point: Point) -> str:
    if point.is_undated and point.reading.value is not None:
        return "before"  # its reading stands at the right of it
    return f"before {month_of(point)}" if point.is_undated else month_of(point)


def month_of(point: Point) -> str:
    if point.printed and len(point.printed.text) == 4:
        return str(point.printed)
    return date_format(point.day, "M Y")
