"""How a measure has gone: the figures that documents state of it, in order of time.

What two documents say of the same day stands side by side; neither is taken for the truer
one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects

from improvement.dashboards.measures.changes import (
    Change,
    Point,
    change_between,
    limits,
    points_of,
)
from improvement.dashboards.measures.proofs import proofs
from inspections.models import Measure, MeasureReading, Recommendation
from inspections.models.time import AsAt


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
        """The figure before the last: the one that its own sentence names without a day, or
        with one that reaches up to its own; else the last of an earlier day."""
        if not self.latest:
            return None
        last = self.latest[-1]
        named = [
            point
            for point in self.points
            if point.is_earlier and point.reading is last.reading and point.day == last.day
        ]
        if named and not last.is_earlier:
            return named[0]
        return next((p for p in reversed(self.points) if p.day < last.day), None)

    @property
    def sources(self) -> list[MeasureReading]:
        """What the last figure and the one before it were read from."""
        told = [*self.latest, *([self.before] if self.before else [])]
        return list(dict.fromkeys(point.reading for point in told))

    @property
    def is_order_stated(self) -> bool:
        """Whether somebody states that the last figure comes after the one before it. Of two
        figures of one document, the day of one says nothing of the other that has none."""
        last, before = self.latest[-1], self.before
        if last.is_undated:
            return False
        if before is None or last.printed or before.reading is last.reading:
            return True
        return before.reading.document_id != last.reading.document_id or not before.printed

    @property
    def change(self) -> Change | None:
        if self.before is None or self.documents_differ or not self.is_order_stated:
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
        if not self.target or not self.measure.good or not self.latest:
            return ""
        last, goal = self.latest[-1], (self.target.target, 0)
        if last.is_undated or self.documents_differ:
            return ""
        lowest, highest = limits(last)
        if self.measure.good == Measure.Good.HIGHER:
            is_reached, is_missed = lowest >= goal, highest < goal
        else:
            is_reached, is_missed = highest <= goal, lowest > goal
        if is_reached:
            return "reached"
        return "not reached" if is_missed else ""

    @property
    def follows(self) -> int:
        """How many documents state a figure of it."""
        return len({point.reading.document_id for point in self.points})


def readings_at(as_at: AsAt):
    readings = MeasureReading.objects.that_stand(as_at).oldest_first()
    return readings.select_related("inspection", "document")


def read_courses(measures: Iterable[Measure], as_at: AsAt) -> list[Course]:
    held = list(measures)
    standing = Prefetch("readings", readings_at(as_at), to_attr="standing")
    prefetch_related_objects(held, standing)
    return [Course(measure, measure.standing) for measure in held]


def courses_for(recommendation: Recommendation, as_at: AsAt) -> list[Course]:
    """The measures that a person says show whether a recommendation has had its effect; one
    query, for a page that has no other to spare."""
    measures = proofs(as_at).filter(recommendation=recommendation).values("measure")
    readings = (
        readings_at(as_at)
        .filter(measure__authority=recommendation.inspection.authority_id, measure__in=measures)
        .select_related("measure", "inspection", "document")
    )
    by_measure: dict[Measure, list[MeasureReading]] = {}
    for reading in readings:
        by_measure.setdefault(reading.measure, []).append(reading)
    courses = [Course(measure, said) for measure, said in by_measure.items()]
    return sorted(courses, key=lambda course: course.measure.name)
