"""Where each letter of a page stands (PDFium)."""

import ctypes
from array import array
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import repeat
from operator import sub
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from inspections.intake.reading.printed.asking import address, argument, asker

LOST_SPACE = 0.2  # of a letter's height: so wide a gap is a space that the file lost
OTHER_LINE = 0.12  # of its height: a letter so much higher or lower is raised or set apart

_ask_box = asker(pdfium.FPDFText_GetLooseCharBox)
# Letters are asked for so many at a time, always into the same places.
_AT_ONCE = 4096
_HELD = (pdfium.FS_RECTF * _AT_ONCE)()
_SIZE = ctypes.sizeof(pdfium.FS_RECTF)
_PLACES = [ctypes.byref(_HELD, at * _SIZE) for at in range(_AT_ONCE)]

# From a letter to behind another, and whether no space stands before them.
Piece = tuple[int, int, bool]


class Boxes(NamedTuple):
    """Where each letter stands, as the file counts: from its lower left corner, as a rule."""

    lefts: list[float]
    tops: list[float]
    rights: list[float]
    bottoms: list[float]
    gaps: list[float]  # from each letter to the next


def boxes_of(text_page: Any, count: int) -> Boxes:
    """Of the first so many letters."""
    page = argument(address(text_page.raw))
    values = array("f")
    for start in range(0, count, _AT_ONCE):
        letters = range(start, min(start + _AT_ONCE, count))
        deque(map(_ask_box, repeat(page), letters, _PLACES), maxlen=0)
        values.frombytes(memoryview(_HELD).cast("B")[: len(letters) * _SIZE])
    told = values.tolist()
    lefts, rights = told[0::4], told[2::4]
    return Boxes(lefts, told[1::4], rights, told[3::4], list(map(sub, lefts[1:], rights)))


def pieces_of(boxes: Boxes, words: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    """The words, each from its first letter to behind its last; some need a cut."""
    _, tops, _, bottoms, gaps = boxes
    for start, end in words:
        lows = bottoms[start:end]
        height = tops[start] - lows[0]
        if end - start == 1 or (
            max(gaps[start : end - 1]) <= LOST_SPACE * height
            and max(lows) - min(lows) <= OTHER_LINE * height
        ):
            yield start, end, False
        else:
            yield from _cut(boxes, start, end)


def _cut(boxes: Boxes, start: int, end: int) -> Iterator[Piece]:
    """Cuts where a space was lost, and where letters are raised, as a footnote's mark is."""
    first, glued = start, False
    for at in range(start + 1, end):
        before = boxes.bottoms[at - 1]
        height = boxes.tops[at - 1] - before
        raised = abs(boxes.bottoms[at] - before) > OTHER_LINE * height
        apart = boxes.gaps[at - 1] > LOST_SPACE * height > 0
        if raised or apart:
            yield first, at, glued
            first, glued = at, not apart
    yield first, end, glued
