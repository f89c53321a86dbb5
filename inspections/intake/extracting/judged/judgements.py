"""The judgements of the inspection that a document is about: an area, its grade, and where."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from inspections.intake.extracting.judged.grades import GRADE, grade_of
from inspections.intake.extracting.judged.judgement_tables import Row, Table, tables
from inspections.intake.extracting.places import at, sentences
from inspections.intake.reading.passages import Passage, Reading

_ENDS = r"(?=\s*(?:$|[.;:,]|because\b|as it\b|and\b))"
# A name, and never “X are no longer”, “X were”.
_NAME = r"(?:(?!\b(?:are|is|were|was|no|not|remain|remains|had)\b)[^.;:])"
# “Children's services in Xshire are inadequate”; “The overall judgement is good”.
_OVERALL = (
    re.compile(
        rf"children[’']?s\s+services(?:\s+in\s+{_NAME}{{2,80}}?)?\s+"
        rf"(?:(?:are|is|remains?)\s+(?:now\s+|still\s+)?(?:judged\s+(?:to\s+be\s+)?)?)?"
        rf"({GRADE}){_ENDS}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"overall\s+(?:judgement|effectiveness)(?:\s+of\s+[^.;:]{{2,120}}?)?\s+is"
        rf"(?:\s+that\s+[^.;:]{{2,80}}?)?\s+(?:judged\s+(?:to\s+be\s+)?)?({GRADE}){_ENDS}",
        re.IGNORECASE,
    ),
)
_BOARD = (
    re.compile(
        rf"(?:safeguarding\s+children[’']?s?\s+board|\bLSCB\b)(?:\s*\([A-Z]+\))?"
        rf"(?:\s+(?:in|of)\s+[^.;:]{{2,40}}?)?\s+(?:is\s+)?(?:judged\s+(?:to\s+be\s+|as\s+)?)?"
        rf"({GRADE}){_ENDS}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"arrangements\s+in\s+place\s+to\s+evaluate\s+[^.;:]{{20,250}}?\s+(?:are\s+)?"
        rf"({GRADE}){_ENDS}",
        re.IGNORECASE,
    ),
)
_OF_BEFORE = re.compile(
    r"\b(?:previous|last|earlier|prior|former)\b(?:\W+\w+){0,6}?\W+(?:inspection|judgement|report)"
    r"|\bjudgements?\b[^.]{0,80}\b(?:were|was|had been)\b"
    r"|\bin (?:the )?(?:19|20)[0-9]{2}\b[^.]{0,60}\b(?:inspection|report)",
    re.IGNORECASE,
)
_LEAST_AREAS = 2  # one alone is no inspection's table
_CLOSE = 3  # passages behind the table in which the overall grade may follow
_SINCE_2018 = frozenset({"leadership", "help_and_protection", "looked_after"})
_SINGLE_FRAMEWORK = _SINCE_2018 | {"overall", "adoption", "care_leavers"}
_FEW_WORDS = 60  # a sentence that leads into a table


@dataclass
class Judged:
    """The judgements as the draft has them, and what could not be read surely."""

    rows: list[dict[str, object]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def judgements(reading: Reading) -> list[dict[str, object]]:
    """The judgements of the inspection reported, in the order of the document."""
    return judged(reading).rows


def judged(reading: Reading) -> Judged:
    """The same, with a sentence for each that could not be read surely.

    A grade stands in the table, again in the heading of its chapter, and for the whole in a
    sentence: all are read, the first counts, and one that differs is told.
    """
    found = [table for table in tables(reading.passages) if not is_of_before(reading, table)]
    rows = [row for table in found for row in table.rows]
    areas = {row.area for row in rows}
    if len(areas) < _LEAST_AREAS:
        return Judged(problems=_unsure(found, set()))
    rows += [row for row in _in_sentences(reading, found) if _is_graded(row.area, areas)]
    return of_rows(rows, _unsure(found, areas | {row.area for row in rows}))


def judged_board(reading: Reading) -> Judged:
    """The one grade of a report on a safeguarding board alone."""
    rows = [
        row
        for passage in reading.passages
        for opening in sentences(passage)[:1]
        for row in _row("lscb", _BOARD, opening.text, passage)
    ]
    return of_rows(rows, always=frozenset({"lscb"}))


def of_rows(
    rows: list[Row], unsure: Iterable[str] = (), always: frozenset[str] = frozenset()
) -> Judged:
    """The first grade of each area, and a sentence for each that differs or is not there."""
    rows = sorted(rows, key=lambda row: row.passage.number)
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row.area, row)
    problems = [*_differing(rows, first), *unsure, *_missing(set(first), always)]
    return Judged([to_draft(row) for row in first.values()], problems)


def _is_graded(area: str, areas: set[str]) -> bool:
    """Whether a sentence gives a grade of its own: it did until 2017, when adoption was graded;
    since then the whole has a row or no grade, and boards have none."""
    return area in areas or "adoption" in areas or "quality_of_practice" in areas


def _missing(areas: set[str], always: frozenset[str]) -> list[str]:
    """Areas that such a table always has."""
    if "adoption" in areas:
        always = _SINGLE_FRAMEWORK
    elif areas & _SINCE_2018:
        always = _SINCE_2018
    return [f"{area}: there is no grade for it." for area in sorted(always - areas)]


def to_draft(row: Row) -> dict[str, object]:
    """The row as the draft has it."""
    return {"area": row.area, **row.grade.to_draft(), "at": at(row.passage)}


def is_of_before(reading: Reading, table: Table) -> bool:
    """Whether the sentence before a table says that it is an earlier inspection's."""
    lead = lead_of(reading, table)
    return len(table.rows) > 1 and lead is not None and bool(_OF_BEFORE.search(lead.text))


def lead_of(reading: Reading, table: Table) -> Passage | None:
    """The sentence that leads into a table; a long paragraph before it does not."""
    if table.first == 0:
        return None
    before = reading.passages[table.first - 1]
    is_lead = len(before.text.split()) <= _FEW_WORDS and "dates of previous" not in (
        before.text.casefold()
    )
    return before if is_lead else None


def _in_sentences(reading: Reading, found: list[Table]) -> Iterator[Row]:
    """The overall grade where no row gives it, and the safeguarding board's own."""
    end_of_table = max(found, key=lambda table: len(table.rows)).rows[-1].passage.number
    for passage in reading.passages:
        for opening in sentences(passage)[:1]:
            if passage.number <= end_of_table + _CLOSE:
                yield from _row("overall", _OVERALL, opening.text, passage)
            yield from _row("lscb", _BOARD, opening.text, passage)


def _row(
    area: str, forms: tuple[re.Pattern[str], ...], text: str, passage: Passage
) -> Iterator[Row]:
    for form in forms:
        said = form.search(text)
        grade = grade_of(said.group(1)) if said else None
        if grade:
            yield Row(area, grade, passage)
            return


def _differing(rows: list[Row], first: dict[str, Row]) -> Iterator[str]:
    for row in rows:
        before = first[row.area]
        if row.grade.grade != before.grade.grade:
            yield (
                f"{row.area}: {before.grade.grade} in passage {before.passage.number}, but "
                f"{row.grade.grade} in passage {row.passage.number}."
            )


def _unsure(found: list[Table], known: set[str]) -> list[str]:
    areas = dict.fromkeys(area for table in found for area in table.unsure)
    return [
        f"{area}: the grade could not be read surely." for area in areas if area not in known
    ]
