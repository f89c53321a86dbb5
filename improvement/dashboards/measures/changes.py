"""The figures that a sentence states, and which way one went from another.

One sentence may state two figures: its own, and the earlier one that it compares that with.
An earlier one stands before its reading, just before it if nobody states its day.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from inspections.intake.dates import PartialDate, in_full
from inspections.models import Measure, MeasureReading

Good, Bound = Measure.Good, MeasureReading.Bound
ENDLESS = Decimal("Infinity")


@dataclass(frozen=True)
class Point:
    """One figure and the day it stands at; `printed` is its day as the document states it."""

    reading: MeasureReading
    value: Decimal
    day: date
    printed: PartialDate | None
    is_earlier: bool = False

    @property
    def is_undated(self) -> bool:
        """An earlier figure of a day that nobody states."""
        return self.is_earlier and self.printed is None

    @property
    def bound(self) -> str:
        return "" if self.is_earlier else self.reading.bound

    @property
    def figure(self) -> str:
        return self.reading.earlier_figure if self.is_earlier else self.reading.value_figure

    @property
    def when(self) -> str:
        if self.printed:
            return str(self.printed)
        day = self.reading.on or in_full(self.day)
        return f"{'before' if self.is_earlier else 'by'} {day}"

    @property
    def order(self) -> tuple:
        return (self.day, not self.is_earlier, self.reading.known_at, self.reading.pk)


def points_of(reading: MeasureReading) -> list[Point]:
    points, stands_on = [], reading.holds_from
    if reading.earlier is not None:
        on = reading.earlier_on
        # A month or a year may reach beyond the reading that looks back to it.
        day = min(on.last_day, stands_on) if on else stands_on
        points.append(Point(reading, reading.earlier, day, on, True))
    if reading.value is not None:
        points.append(Point(reading, reading.value, stands_on, reading.on))
    return points


# Which way it went


class Movement(Enum):
    """The words and the shape of a figure's way."""

    ROSE = ("Rose", "↑")
    FELL = ("Fell", "↓")
    SAME = ("The same", "→")
    UNCLEAR = ("Cannot be compared", "?")


def limits(point: Point) -> tuple[tuple, tuple]:
    """Between which values a figure lies. The second number of each says whether the limit
    itself belongs to it (0), or only what is above (1) or below (-1)."""
    exact = (point.value, 0)
    return {
        Bound.MORE_THAN: ((point.value, 1), (ENDLESS, 0)),
        Bound.AT_LEAST: (exact, (ENDLESS, 0)),
        Bound.LESS_THAN: ((-ENDLESS, 0), (point.value, -1)),
        Bound.AT_MOST: ((-ENDLESS, 0), exact),
    }.get(point.bound, (exact, exact))


def movement(before: tuple[tuple, tuple], now: tuple[tuple, tuple]) -> Movement:
    (lowest_before, highest_before), (lowest, highest) = before, now
    if lowest > highest_before:
        return Movement.ROSE
    if highest < lowest_before:
        return Movement.FELL
    is_one_figure = lowest == highest == lowest_before == highest_before
    return Movement.SAME if is_one_figure else Movement.UNCLEAR


class Change(NamedTuple):
    movement: Movement
    good: str

    @property
    def verdict(self) -> str:
        """Better or worse, where a person has judged which way is good."""
        if not self.good or self.movement not in (Movement.ROSE, Movement.FELL):
            return ""
        rises_well = self.good == Good.HIGHER
        return "better" if rises_well == (self.movement is Movement.ROSE) else "worse"

    @property
    def shape(self) -> str:
        return self.movement.value[1]

    @property
    def words(self) -> str:
        way = self.movement.value[0]
        if self.verdict:
            return f"{self.verdict.capitalize()} ({way.lower()})"
        moved = self.movement in (Movement.ROSE, Movement.FELL)
        return f"{way}, not judged" if moved else way


def change_between(before: Point, now: Point) -> Change:
    return Change(movement(limits(before), limits(now)), now.reading.measure.good)


def change_within(reading: MeasureReading) -> Change | None:
    """The way that one sentence tells by itself."""
    points = points_of(reading)
    return change_between(*points) if len(points) == 2 else None
