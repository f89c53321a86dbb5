"""What is printed on every page and belongs to none: heads, feet, page numbers; and the
footnotes, which stand between a sentence and its rest."""

import re
from collections import defaultdict

from inspections.intake.reading.printed.lines import Line

EDGE = 0.13  # of a page's height, at its head and at its foot
SAME_HEIGHT = 4.0  # points
ENOUGH = 3  # pages with the same words at the same place; of a short letter, two
SHORT = 5  # pages
SMALLER = 0.92  # of the usual size: a footnote's letters

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–|\s]*(\d{1,3})[-–|\s]*(?:of\s*\d+)?", re.IGNORECASE)


def without_running(pages: list[list[Line]], heights: list[float]) -> list[list[Line]]:
    """The lines of each page that belong to the text."""
    places: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for lines, height in zip(pages, heights, strict=True):
        for line in lines:
            if _at_edge(line, height):
                places[_pattern(line)].append((line.base, line.page))
    enough = 2 if len(pages) <= SHORT else ENOUGH
    return [
        [
            line
            for line in lines
            if not (_at_edge(line, height) and _runs(line, places[_pattern(line)], enough))
        ]
        for lines, height in zip(pages, heights, strict=True)
    ]


def _at_edge(line: Line, height: float) -> bool:
    return line.base < EDGE * height or line.base > (1 - EDGE) * height


def _pattern(line: Line) -> str:
    return _DIGITS.sub("#", line.text)


def _runs(line: Line, places: list[tuple[float, int]], enough: int) -> bool:
    number = _PAGE_NUMBER.fullmatch(line.text.strip())
    if number and int(number[1]) == line.page:
        return True
    same = {page for base, page in places if abs(base - line.base) <= SAME_HEIGHT}
    return len(same) >= enough


def without_footnotes(lines: list[Line], usual: float) -> tuple[list[Line], list[Line]]:
    """The text of a page, and the footnotes below it."""
    start = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        if lines[at].size > SMALLER * usual:
            break
        if lines[at].noted:
            start = at
    return lines[:start], lines[start:]
