"""How a measure has gone: the figures that documents state of it, in order of time.

One sentence may state two figures: its own, and the earlier one that it compares that with.
An earlier one without a day stands just before its reading. What two documents say of the
same day stands side by side; neither is taken for the truer one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from django.db.models import OuterRef, Prefetch, prefetch_related_objects
from django.utils.formats import date_format

from improvement.models.plans import latest
from inspections.intake.dates import PartialDate
from inspections.models import LinkState, Measure, MeasureLink, MeasureReading, Recommendation
from inspections.models.time import AsAt

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
        day = self.reading.on or date_format(self.day, "j F Y")
        return f"{'before' if self.is_earlier else 'by'} {day}"

    @property
    def order(self) -> tuple:
        return (self.day, not self.is_undated, self.reading.known_at, self.reading.pk)


def points_of(reading: MeasureReading) -> list[Point]:
    points, stands_on = [], reading.holds_from
    if reading.earlier is not None:
        on = reading.earlier_on
        points.append(
            Point(reading, reading.earlier, on.last_day if on else stands_on, on, True)
        )
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


# The course of one measure


@dataclass(frozen=True)
class Course:
    """A measure with its readings as they stand, oldest first."""

    measure: Measure
    readings: list[MeasureReading]

    @cached_property
    def points(self) -> list[Point]:
        found = [point for reading in self.readings for point in points_of(reading)]
        return sorted(found, key=lambda point: point.order)

    @cached_property
    def latest(self) -> list[Point]:
        """The last figure; several where documents speak of the same day."""
        last = self.points[-1:]
        return [point for point in self.points if last and point.order[:2] == last[0].order[:2]]

    @property
    def documents_differ(self) -> bool:
        return len({(point.value, point.bound) for point in self.latest}) > 1

    @cached_property
    def before(self) -> Point | None:
        """The figure before the last: the one its own sentence names, else the last of an
        earlier day."""
        if not self.latest:
            return None
        last = self.latest[-1]
        named = [p for p in self.points if p.is_undated and p.reading is last.reading]
        if named and not last.is_undated:
            return named[0]
        return next((p for p in reversed(self.points) if p.day < last.day), None)

    @property
    def sources(self) -> list[MeasureReading]:
        """What the last figure and the one before it were read from."""
        told = [*self.latest, *([self.before] if self.before else [])]
        return list(dict.fromkeys(point.reading for point in told))

    @property
    def is_undated(self) -> bool:
        """Whether nobody states that the last figure comes after the one before it."""
        return bool(self.latest) and self.latest[-1].is_undated

    @property
    def can_be_judged(self) -> bool:
        return bool(self.latest) and not self.is_undated and not self.documents_differ

    @property
    def change(self) -> Change | None:
        if self.before is None or not self.can_be_judged:
            return None
        return change_between(self.before, self.latest[-1])

    @property
    def target(self) -> MeasureReading | None:
        """The reading that states the last target."""
        stating = [reading for reading in self.readings if reading.target is not None]
        return stating[-1] if stating else None

    @property
    def target_words(self) -> str:
        """Whether the last figure has reached it, where that can be told."""
        if not self.target or not self.measure.good or not self.can_be_judged:
            return ""
        exact = (self.target.target, 0)
        way = Change(movement((exact, exact), limits(self.latest[-1])), self.measure.good)
        if way.movement is Movement.UNCLEAR:
            return ""
        return "not reached" if way.verdict == "worse" else "reached"


def readings_at(as_at: AsAt):
    readings = MeasureReading.objects.as_at(as_at).filter(retracts=False).oldest_first()
    return readings.select_related("inspection", "document")


def read_courses(measures: Iterable[Measure], as_at: AsAt) -> list[Course]:
    held = list(measures)
    standing = Prefetch("readings", readings_at(as_at), to_attr="standing")
    prefetch_related_objects(held, standing)
    return [Course(measure, measure.standing) for measure in held]


def courses_for(recommendation: Recommendation, as_at: AsAt) -> list[Course]:
    """The measures that a person says show whether a recommendation has had its effect; one
    query, for a page that has no other to spare."""
    links = MeasureLink.objects.as_at(as_at).filter(
        measure=OuterRef("measure"), recommendation=recommendation
    )
    readings = (
        readings_at(as_at)
        .filter(measure__authority=recommendation.inspection.authority_id)
        .annotate(link_state=latest(links, "state"))
        .filter(link_state=LinkState.CONFIRMED)
        .select_related("measure", "inspection", "document")
    )
    by_measure: dict[Measure, list[MeasureReading]] = {}
    for reading in readings:
        by_measure.setdefault(reading.measure, []).append(reading)
    courses = [Course(measure, said) for measure, said in by_measure.items()]
    return sorted(courses, key=lambda course: course.measure.name)
