"""Tables of judgements, however the file broke them: “area | grade” in one row, one word a
line, the grade on the next line, the columns one after the other.

A passage belongs to a table when it holds nothing but names of areas, grades, numbers and
the little words between them; such passages in a row are one table. What cannot be paired
surely is left out and named, never guessed.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from inspections.intake.extracting.judged.areas import FILLERS, areas_named, words_of_names
from inspections.intake.extracting.judged.grades import Grade, grade_of
from inspections.intake.reading.passages import Passage

_WORD = re.compile(r"[’']s\b|([A-Za-z]+)")  # “children’s” as “children”
_GRADES = "outstanding good inadequate adequate require requires required improvement to be"
_OF_GRADES = frozenset(_GRADES.split())
_IN_A_TABLE = FILLERS | words_of_names() | _OF_GRADES
_NUMBERED_ROW = re.compile(
    r"\b[1-5](?:\.[1-5])?\.?\s+([A-Z][^.;:!?]{5,70}?\s(?:outstanding|inadequate|adequate|good"
    r"|requires?\s+improvement(?:\s+to\s+be\s+good)?))\b",
    re.IGNORECASE,
)
_MANY_ROWS = re.compile(
    r"\b1\.?\s+Children who need help\b.{10,100}\b2\.?\s+Children", re.DOTALL
)
_LEAST_ROWS = 3
_LONGEST = 90  # words of one passage of a table, were it all in one


@dataclass(frozen=True)
class Row:
    """An area with its grade, and the passage that says so."""

    area: str
    grade: Grade
    passage: Passage


@dataclass
class Table:
    """What one table says."""

    first: int  # the position of its first passage among the reading's
    rows: list[Row] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)  # areas it names without a sure grade


@dataclass(frozen=True)
class _Word:
    text: str
    passage: Passage


@dataclass(frozen=True)
class _Stretch:
    """A name or a grade, by the places of its first and last word."""

    what: str
    first: int
    last: int


def tables(passages: Sequence[Passage]) -> Iterator[Table]:
    """The tables of judgements in order; a heading with its grade is one of one row."""
    words: list[_Word] = []
    start = 0
    for position, passage in enumerate(passages):
        found = _words_of_table(passage, passage.text)
        if found:
            start = start if words else position
            words += found
            continue
        words += _beginning(passage) if words else []
        yield from _told(words, start)
        words = []
        yield from _told(_within(passage), position)
    yield from _told(words, start)


def _words_of_table(passage: Passage, text: str) -> list[_Word]:
    """The words, where they may be of a table; none where any of them is not."""
    words: list[_Word] = []
    for found in _WORD.finditer(text):  # most texts are out at their first words
        word = found[1]
        if word is None:
            continue
        if len(words) == _LONGEST or word.casefold() not in _IN_A_TABLE:
            return []
        words.append(_Word(word, passage))
    return words


def _beginning(passage: Passage) -> list[_Word]:
    """Of a paragraph that ran into the last row of a table, what belongs to the row."""
    row = re.match(
        r"(?:[0-9](?:\.[0-9])?\.?\s+)?[^.!?]{0,80}?\b(?:outstanding|inadequate|adequate|good"
        r"|requires improvement(?: to be good)?)(?=\s+(?:[0-9]{1,2}\s+)?[A-Z])",
        passage.text,
        re.IGNORECASE,
    )
    return _words_of_table(passage, row.group()) if row else []


def _within(passage: Passage) -> list[_Word]:
    """Of a passage into which a whole page ran, the numbered rows with their grades."""
    if not _MANY_ROWS.search(passage.text):
        return []
    rows = _NUMBERED_ROW.findall(passage.text)
    words = [_words_of_table(passage, row) for row in rows]
    return [word for row in words for word in row] if len(rows) >= _LEAST_ROWS else []


def _told(words: list[_Word], start: int) -> Iterator[Table]:
    names, grades = _names(words), _grades(words)
    if not names or not grades:
        return
    table = Table(start)
    for name, grade in zip(names, _paired(names, grades), strict=True):
        read = grade_of(grade.what) if grade else None
        if read is None:
            table.unsure.append(name.what)
        else:
            table.rows.append(Row(name.what, read, words[name.first].passage))
    yield table


def _names(words: list[_Word]) -> list[_Stretch]:
    """The areas named, whatever words of a grade stand between the words of a name."""
    places = [n for n, word in enumerate(words) if word.text.casefold() not in _OF_GRADES]
    plain = " ".join(words[n].text.casefold() for n in places)
    found = []
    for named in areas_named(plain):
        first = plain.count(" ", 0, named.start)
        last = plain.count(" ", 0, named.end)
        found.append(_Stretch(named.area, places[first], places[last]))
    return found


def _grades(words: list[_Word]) -> list[_Stretch]:
    """The grades, whatever words of a name stand between the words of a grade."""
    places = [n for n, word in enumerate(words) if word.text.casefold() in _OF_GRADES]
    plain = " ".join(words[n].text for n in places)
    found = []
    for grade in re.finditer(
        r"\b(?:requires? improvement(?: to be good)?|outstanding|good|inadequate|adequate)\b",
        plain,
        re.IGNORECASE,
    ):
        first = plain.count(" ", 0, grade.start())
        last = plain.count(" ", 0, grade.end())
        found.append(_Stretch(grade.group(), places[first], places[last]))
    return found


def _paired(names: list[_Stretch], grades: list[_Stretch]) -> list[_Stretch | None]:
    """For each name its grade, or None where it is not sure which."""
    if len(names) == len(grades) and (
        _side_by_side(names, grades) or _one_below(names, grades)
    ):
        return [*grades]
    if grades[0].first < names[0].first:
        return [None] * len(names)
    ends = [name.first for name in names[1:]] + [10**6]
    paired: list[_Stretch | None] = []
    for name, end in zip(names, ends, strict=True):
        between = [grade for grade in grades if name.first < grade.first < end]
        paired.append(between[0] if len(between) == 1 else None)
    return paired


def _side_by_side(names: list[_Stretch], grades: list[_Stretch]) -> bool:
    """Each grade ends behind the beginning of its name, or each begins before it; and none
    reaches its neighbour's."""
    pairs = list(zip(names, grades, strict=True))
    on = list(itertools.pairwise(pairs))
    behind = all(name.first < grade.last for name, grade in pairs)
    before = all(grade.first < name.first for name, grade in pairs)
    if behind:
        return all(grade.first < following.first for (_, grade), (following, _) in on)
    return before and all(name.first < following.last for (name, _), (_, following) in on)


def _one_below(names: list[_Stretch], grades: list[_Stretch]) -> bool:
    """The column of names was read first, and then the column of grades."""
    return names[-1].last < grades[0].first
