"""Judgements of 2009 to 2012: safeguarding and looked after children inspected together, each
part with a grade of its own, most often in words and number: “Grade 3 (adequate)”."""

import re
from collections.abc import Iterator

from inspections.intake.extracting.judged.grades import GRADE, grade_of
from inspections.intake.extracting.judged.judgement_tables import Row
from inspections.intake.extracting.judged.judgements import Judged, of_rows
from inspections.intake.extracting.places import sentences
from inspections.intake.reading.passages import Kind, Passage, Reading

_PARTS = {
    "safeguarding": re.compile(r"\bsafeguarding\b", re.IGNORECASE),
    "looked_after": re.compile(r"\blooked[- ]after\b", re.IGNORECASE),
}
_SENTENCE = re.compile(
    rf"the overall effectiveness of (?P<of>[^.;:]{{5,150}}?)\s+(?:is|are|was|were)\s+"
    rf"(?:judged\s+(?:to\s+be\s+|as\s+)?)?(?P<grade>{GRADE})\b",
    re.IGNORECASE,
)
_LINE = re.compile(
    rf"overall effectiveness\W+(?:(?:judged|judgement|grade|is|[1-4])\W+)*(?P<grade>{GRADE})\W*"
    r"(?:\(?grade [1-4]\)?)?",
    re.IGNORECASE,
)
_LONGEST_TITLE = 12  # words


def judged(reading: Reading) -> Judged:
    """The grade for the whole of each part, and what of them differs or is not there."""
    return of_rows([*_rows(reading)], always=frozenset(_PARTS))


def _rows(reading: Reading) -> Iterator[Row]:
    part = None
    for passage in reading.passages:
        line = _LINE.fullmatch(" ".join(passage.text.replace("|", " ").split()))
        if line and part:
            yield from _row(part, line["grade"], passage)
            continue
        part = _part_named(passage) or part
        for sentence in sentences(passage)[:2]:
            said = _SENTENCE.match(sentence.text)
            of = _part_of(said["of"]) if said else None
            if said and of:
                yield from _row(of, said["grade"], passage)


def _row(area: str, words: str, passage: Passage) -> Iterator[Row]:
    grade = grade_of(words)
    if grade:
        yield Row(area, grade, passage)


def _part_named(passage: Passage) -> str | None:
    """The chapter that a heading, or a short line of a table, begins."""
    is_title = passage.kind in (Kind.HEADING, Kind.ROW, Kind.PARAGRAPH)
    short = len(passage.text.split()) <= _LONGEST_TITLE
    return _part_of(passage.text) if is_title and short else None


def _part_of(words: str) -> str | None:
    """The one part that these words name; both are none."""
    named = [part for part, name in _PARTS.items() if name.search(words)]
    return named[0] if len(named) == 1 else None
