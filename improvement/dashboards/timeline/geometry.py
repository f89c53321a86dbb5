"""Where the bands and marks of a timeline stand: plain geometry, in the units of its SVG.

Each lane is a drawing of its own with the years above it, so that paper can break between
lanes. Whatever is drawn is also a link: its touch area is never smaller than `LEAST`.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

WIDTH, LEFT, RIGHT = 1200, 164, 1168
LEAST = 24
TOP = 26  # the line of the years
GAP = 6
CHARACTER, PADDING = 6.8, 9  # a letter of a label is no wider on average in common fonts
LONGEST_LABEL = 46  # beside its mark this still fits left or right of it
YEAR_WIDTH = 36


@dataclass(frozen=True)
class Scale:
    """The days from the first of January of the first year to the page's day, laid out
    from left to right."""

    first: date
    last: date

    @classmethod
    def over(cls, days: Iterable[date], last: date) -> "Scale":
        return cls(date(min([*days, last]).year, 1, 1), last)

    def x(self, day: date) -> float:
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(LEFT + share * (RIGHT - LEFT), 1)

    @property
    def years(self) -> list[tuple[float, int]]:
        """Each year with its beginning; every so many where they would run together."""
        number = self.last.year - self.first.year + 1
        step = math.ceil(number * YEAR_WIDTH / (RIGHT - LEFT))
        return [
            (self.x(date(year, 1, 1)), year)
            for year in range(self.first.year, self.last.year + 1, step)
        ]


def width_of(words: str) -> float:
    return CHARACTER * len(words) + PADDING


def shorten(words: str, longest: int = LONGEST_LABEL) -> str:
    if len(words) <= longest:
        return words
    cut = words[:longest]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:") + "…"


# Bands: one stretch after another in a row.


@dataclass(frozen=True)
class Band:
    x: float
    y: float
    width: float
    words: str
    of: object


ROW = 28
SMALLER = 0.96  # the type in a band, beside that of a label


def lay_row(scale: Scale, row: int, stretches: Sequence[tuple[object, date, Sequence[str]]]):
    """The bands of one row, each to the beginning of the next and the last to the page's
    day. A stretch is what it is of, the day it begins, and its wordings, longest first."""
    starts = spread([scale.x(day) for _, day, _ in stretches])
    ends = [*starts[1:], RIGHT]
    y = TOP + row * ROW
    return [
        Band(x, y, round(end - x, 1), fitting(wordings, (end - x) / SMALLER), of)
        for x, end, (of, _, wordings) in zip(starts, ends, stretches, strict=True)
    ]


def spread(wanted: Sequence[float]) -> list[float]:
    """Beginnings as near as may be to those wanted, each at least `LEAST` from the next and
    the last from the end, so that every band can be touched."""
    least = min(LEAST, (RIGHT - LEFT) / max(1, len(wanted)))
    placed: list[float] = []
    for n, x in enumerate(wanted):
        earliest = placed[-1] + least if placed else LEFT
        latest = RIGHT - least * (len(wanted) - n)
        placed.append(min(max(x, earliest), latest))
    return placed


def fitting(wordings: Sequence[str], width: float) -> str:
    """The first that fits, else the shortest."""
    return next((words for words in wordings if width_of(words) <= width), wordings[-1])


# Marks and bars: each with a label, stacked where they would run into each other.

SHAPES = {
    "square": "M-7-7H7V7H-7Z",
    "crossed square": "M-7-7H7V7H-7ZM-7-7L7 7M7-7L-7 7",
    "circle": "M-7 0A7 7 0 1 0 7 0A7 7 0 1 0-7 0Z",
    "triangle up": "M0-8L8 7H-8Z",
    "triangle down": "M-8-7H8L0 8Z",
    "triangle left": "M-8 0L7-8V8Z",
    "diamond": "M0-9L8 0L0 9L-8 0Z",
    "hexagon": "M-4-7H4L8 0L4 7H-4L-8 0Z",
    "pentagon": "M0-8L8-2L5 7H-5L-8-2Z",
    "flag": "M-6-8H8L4-3L8 2H-4V9H-6Z",
    "arrow": "M-8-3H0V-8L8 0L0 8V3H-8Z",
}


@dataclass(frozen=True)
class Span:
    """What is to be drawn: a bar from `first` to `last`, or only marks on days; `told` is
    all of it in words."""

    of: object
    first: date
    last: date
    marks: Sequence[date]
    label: str
    told: str
    shape: str = "diamond"

    @property
    def outline(self) -> str:
        return SHAPES[self.shape]


@dataclass(frozen=True)
class Item:
    """A span as it stands; from `left` to `right` it can be touched, label included."""

    span: Span
    start: float
    end: float
    marks: list[float]
    left: float
    right: float
    label: str
    label_x: float
    label_ends: bool  # whether the label ends at `label_x` instead of beginning there
    y: float = 0

    @property
    def width(self) -> float:
        return round(self.right - self.left, 1)

    @property
    def bar_width(self) -> float:
        """A bar without any mark is seen even where it has only begun."""
        return max(round(self.end - self.start, 1), 0 if self.marks else 2)


@dataclass(frozen=True)
class Lane:
    """Items in as many sub-rows as they need."""

    items: list[Item]
    row_height: int

    @property
    def height(self) -> float:
        return max((item.y for item in self.items), default=TOP) + self.row_height


BESIDE, ABOVE = 27, 38


def lay_marks(scale: Scale, spans: Sequence[Span]) -> Lane:
    """Each label to the right of its mark, or to its left where the drawing ends."""
    return lay([beside(scale, span) for span in spans], BESIDE)


def lay_bars(scale: Scale, spans: Sequence[Span]) -> Lane:
    """Each label above its bar."""
    return lay([above(scale, span) for span in spans], ABOVE)


def beside(scale: Scale, span: Span) -> Item:
    left, right, label = touched(scale, span)
    width = width_of(label)
    if right + width <= WIDTH:
        return item(scale, span, left, right + width, label, right, False)
    return item(scale, span, left - width, right, label, left, True)


def above(scale: Scale, span: Span) -> Item:
    left, right, label = touched(scale, span)
    start, width = scale.x(span.first), width_of(label)
    if start + width <= WIDTH:
        return item(scale, span, left, max(right, start + width), label, start, False)
    return item(scale, span, min(left, WIDTH - width), WIDTH, label, WIDTH, True)


def touched(scale: Scale, span: Span) -> tuple[float, float, str]:
    half = LEAST / 2
    return scale.x(span.first) - half, scale.x(span.last) + half, shorten(span.label)


def item(scale: Scale, span: Span, left, right, label, label_x, label_ends) -> Item:
    start, end = scale.x(span.first), scale.x(span.last)
    marks = [scale.x(day) for day in span.marks]
    edges = (round(left, 1), round(right, 1))
    return Item(span, start, end, marks, *edges, label, round(label_x, 1), label_ends)


def lay(items: Sequence[Item], row_height: int) -> Lane:
    """Each in the first sub-row that has room for it."""
    rows: list[list[Item]] = []
    placed = []
    for one in items:
        free = (n for n, row in enumerate(rows) if has_room(row, one))
        number = next(free, len(rows))
        if number == len(rows):
            rows.append([])
        rows[number].append(one)
        placed.append(replace(one, y=TOP + number * row_height))
    return Lane(placed, row_height)


def has_room(row: Sequence[Item], item: Item) -> bool:
    return all(item.right + GAP <= one.left or one.right + GAP <= item.left for one in row)
