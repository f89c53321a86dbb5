"""Marks in a document's text: where words stand in a passage, the passage cut where marks
begin and end, and where marked words stand on the printed page. Plain geometry of text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Span = tuple[int, int]  # from the first letter to after the last
BETWEEN_CELLS = "|"  # of a row of a table, as a passage's text has it, between blanks


@dataclass(frozen=True)
class Piece:
    """A stretch of a passage under the same marks, in the order in which they were given."""

    text: str
    marks: tuple[Any, ...]


@dataclass(frozen=True)
class Line:
    """A piece of a printed line under a mark, in points from the page's upper left corner."""

    page: int
    left: float
    top: float
    width: float
    height: float


def tokens(text: str) -> list[str]:
    """Its words one by one, without the lines between the cells of a table."""
    return [word for word in text.split() if word != BETWEEN_CELLS]


def unspaced(text: str, span: Span) -> Span:
    """Where a stretch of a text's tokens, each a blank after the other, stands in the text."""
    start, end = span
    first, last, at = None, 0, 0
    for found in re.finditer(r"\S+", text):
        word = found.group()
        if word == BETWEEN_CELLS:
            continue
        if first is None and start < at + len(word):
            first = found.start() + max(start - at, 0)
        if at < end:
            last = found.start() + min(end - at, len(word))
        at += len(word) + 1
    first = last if first is None else first
    return first, max(first, last)


def cut(text: str, marked: Iterable[tuple[Span, Any]]) -> list[Piece]:
    """The text in pieces; marks may overlap. Nothing of the text is lost."""
    marks = [(max(0, start), min(end, len(text)), mark) for (start, end), mark in marked]
    edges = sorted({0, len(text), *(edge for start, end, _ in marks for edge in (start, end))})
    edges = [edge for edge in edges if 0 <= edge <= len(text)]
    return [
        Piece(
            text[start:end],
            tuple(mark for first, last, mark in marks if first <= start and end <= last),
        )
        for start, end in zip(edges, edges[1:], strict=False)
    ]


def in_cells(
    text: str, cells: Sequence[str], marked: Iterable[tuple[Span, Any]]
) -> list[tuple[str, list[tuple[Span, Any]]]]:
    """Each cell of a row with the marks that reach into it, by their places in the cell; all of
    the text as one where it has no cells, or others."""
    marks, found, at = list(marked), [], 0
    if not cells or [word for cell in cells for word in tokens(cell)] != tokens(text):
        cells = [text]
    for cell in cells:
        start = text.find(cell, at)
        if start < 0:
            return [(text, marks)]
        at = start + len(cell)
        inside = [
            ((max(first - start, 0), last - start), mark)
            for (first, last), mark in marks
            if first < at and last > start
        ]
        found.append((cell, inside))
    return found


def lines_of(boxes: Sequence[dict[str, Any]], length: int, span: Span) -> list[Line]:
    """Where a stretch of a passage of `length` letters stands in its printed lines.

    The reader keeps one box a line and not one a letter; within the lines the letters are
    taken as equally wide, which is off by a letter or two.
    """
    total = sum(box["right"] - box["left"] for box in boxes)
    if not length or total <= 0:
        return []
    begin, end = (total * place / length for place in span)
    lines, before = [], 0.0
    for box in boxes:
        width = box["right"] - box["left"]
        left, right = max(begin - before, 0.0), min(end - before, width)
        if right > left:
            height = box["bottom"] - box["top"]
            lines.append(
                Line(box["page"], box["left"] + left, box["top"], right - left, height)
            )
        before += width
    return lines
