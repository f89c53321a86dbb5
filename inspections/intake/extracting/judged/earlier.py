"""The judgements of earlier inspections that a document states, each with the inspection it
belongs to.

They stand in the background section (“The previous inspection … was in March 2013. The local
authority was judged to be adequate.”), in a list under “The judgements were:”, or in a
sentence (“since the local authority was judged inadequate in January 2016”).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from inspections.intake.extracting.judged.earlier_said import (
    JUDGED,
    WHEN,
    Day,
    Said,
    day_of,
    grade_judged,
    said_in,
)
from inspections.intake.extracting.judged.judgement_tables import Row, Table, tables
from inspections.intake.extracting.judged.judgements import is_of_before, lead_of, to_draft
from inspections.intake.reading.passages import Reading

# Both parts were inspected together until May 2012, then the protection of children alone.
_BOTH_FROM, _ALONE_FROM = "2009-06", "2012-05"
_SINCE = (("2023-01", "ILACS-2023"), ("2018-01", "ILACS-2018"), ("2013-11", "SIF"))


@dataclass
class _Earlier:
    """An earlier inspection as far as the document tells it."""

    day: Day | None
    rows: list[Row] = field(default_factory=list)

    def add(self, row: Row) -> None:
        if row.area not in {known.area for known in self.rows}:
            self.rows.append(row)

    def is_of(self, day: Day) -> bool:
        own = self.day.when if self.day else ""
        return bool(own) and (own.startswith(day.when) or day.when.startswith(own))

    def sharpen(self, day: Day) -> None:
        """A finer day, or one that says what it is of, takes the place of the other."""
        own = self.day
        says_more = own and own.kind == "by" != day.kind and own.when == day.when
        if own and (len(day.when) > len(own.when) or says_more):
            self.day = day

    def to_draft(self) -> dict[str, Any]:
        areas = {row.area for row in self.rows}
        framework = _framework(self.day, areas)
        judgements = [to_draft(row) for row in self.rows]
        if framework:
            judgements = _for_the_whole(
                judgements, "safeguarding" if framework == "SLAC" else "overall"
            )
        return {
            "kind": "full_inspection",
            **({"framework": framework} if framework else {}),
            **(
                {self.day.kind: self.day.when, "as_printed": self.day.words} if self.day else {}
            ),
            "judgements": judgements,
        }


def earlier(reading: Reading) -> list[dict[str, Any]]:
    """Each earlier inspection with its judgements, in the order told, without a key.

    `started` or `published` where the words say which day it is, else `by`; the framework only
    where the day of the inspection tells it.
    """
    found: list[_Earlier] = []
    for table in tables(reading.passages):
        if is_of_before(reading, table):
            found.append(_of_table(reading, table))
    for passage in reading.passages:
        for said in said_in(passage):
            _add(found, said)
    return [inspection.to_draft() for inspection in found if inspection.rows]


def _of_table(reading: Reading, table: Table) -> _Earlier:
    lead = lead_of(reading, table)
    text = lead.text if lead else ""
    when = WHEN.search(text)
    inspection = _Earlier(day_of(text, when) if when else None)
    judged = JUDGED.search(text)
    grade = grade_judged(judged) if judged else None
    if lead and grade:
        inspection.add(Row("overall", grade, lead))
    for row in table.rows:
        inspection.add(row)
    return inspection


def _add(found: list[_Earlier], said: Said) -> None:
    """To the inspection of the same day, or as a new one."""
    row = Row(said.area, said.grade, said.passage)
    for inspection in _of_day(found, said.day):
        inspection.add(row)
        inspection.sharpen(said.day)
        return
    found.append(_Earlier(said.day, [row]))


def _of_day(found: list[_Earlier], day: Day) -> Iterator[_Earlier]:
    return (inspection for inspection in found if inspection.is_of(day))


def _for_the_whole(judgements: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """The grade for the whole once, under the name that the framework has for it."""
    kept: dict[str, dict[str, Any]] = {}
    for judgement in judgements:
        area = name if judgement["area"] in ("overall", "safeguarding") else judgement["area"]
        if area not in kept or judgement["area"] == name:
            kept[area] = {**judgement, "area": area}
    return list(kept.values())


def _framework(day: Day | None, areas: set[str]) -> str | None:
    """The version that the day of the inspection tells."""
    if day is None or day.kind != "started" or len(day.when) < len("2012-05"):
        return None
    for since, framework in _SINCE:
        if day.when >= since:
            return framework
    if day.when < _BOTH_FROM:
        return None
    return "SLAC" if "looked_after" in areas or day.when < _ALONE_FROM else "CP"
