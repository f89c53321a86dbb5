"""The words of a printed page, with where and how each is printed (PDFium)."""

import ctypes
import re
from collections import deque
from collections.abc import Iterator
from itertools import repeat
from operator import sub
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from inspections.intake.reading.printed.faces import Face, Faces, address

HYPHEN = "\x02"  # PDFium's sign for a hyphen at the end of a line
# Not \s: that takes in control characters, and a bullet may be one (U+0085).
WORD = re.compile(rf"[^ \n\r\t\f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000{HYPHEN}]+{HYPHEN}?")
SMALLEST = 2.0  # points; smaller is not meant to be read
LOST_SPACE = 0.2  # of a letter's height: so wide a gap is a space that the file lost
OTHER_LINE = 0.12  # of its height: a letter so much higher or lower is raised or set apart


class Word(NamedTuple):
    """Letters printed side by side. Places in points from the page's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    bold: bool
    symbol: bool  # printed in a font of signs, where a letter is a bullet
    glued: bool  # no space stands before it


class PrintedPage(NamedTuple):
    """The page as it is looked at, however it lies in the file."""

    left: float
    bottom: float
    right: float
    top: float
    turned: int  # quarters, clockwise

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.turned % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turned % 2 else self.top - self.bottom

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file, from the upper left corner of what is seen."""
        return (
            (x - self.left, self.top - y),
            (y - self.bottom, x - self.left),
            (self.right - x, y - self.bottom),
            (self.top - y, self.right - x),
        )[self.turned]

    def box(
        self, left: float, top: float, right: float, bottom: float
    ) -> tuple[float, float, float, float]:
        if not self.turned:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        one, other = self.place(left, top), self.place(right, bottom)
        return (
            min(one[0], other[0]),
            min(one[1], other[1]),
            max(one[0], other[0]),
            max(one[1], other[1]),
        )


def printed_page(page: Any) -> PrintedPage:
    left, bottom, right, top = page.get_bbox()
    return PrintedPage(left, bottom, right, top, page.get_rotation() // 90)


# With plain addresses, which takes half the time: it is asked for every letter.
_ask_box = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    address(pdfium.FPDFText_GetLooseCharBox)
)


class Boxes(NamedTuple):
    """Where each letter stands, as the file counts: from its lower left corner, as a rule."""

    lefts: list[float]
    tops: list[float]
    rights: list[float]
    bottoms: list[float]
    gaps: list[float]  # from each letter to the next


def words_of(page: Any, seen: PrintedPage) -> list[Word]:
    """All words that can be read on the page, upright and visible ones."""
    text_page = page.get_textpage()
    try:
        text = _text(text_page)
        found = list(_words(text_page, text, seen))
    finally:
        text_page.close()
    shown = [word for word, face in found if face.visible]
    return shown or [word for word, _ in found]  # a scan that was recognised has no other


def _text(text_page: Any) -> str:
    """One letter for each of PDFium's, so that places can be asked for by number."""
    count = pdfium.FPDFText_CountChars(text_page)
    held = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, held)
    text = bytes(held)[: 2 * count].decode("utf-16-le", "replace").replace("\ufffe", HYPHEN)
    if written == count + 1 and len(text) == count and "\x00" not in text:
        return text
    letters = (pdfium.FPDFText_GetUnicode(text_page, at) for at in range(count))
    return "".join(chr(letter) if 0 < letter < 0x110000 else " " for letter in letters)


def _words(text_page: Any, text: str, seen: PrintedPage) -> Iterator[tuple[Word, Face]]:
    boxes = _letter_boxes(text_page, len(text))
    faces = Faces(text_page, seen.turned)
    bases = _Bases(text_page, seen, boxes.bottoms)
    widest, highest = seen.width + 1, seen.height
    for match in WORD.finditer(text):
        start, end = match.span()
        whole = _is_whole(boxes, start, end)
        for first, last, glued in (
            ((start, end, False),) if whole else _parts(boxes, start, end)
        ):
            face = faces.at(first)
            if not face.upright or face.size < SMALLEST:
                continue
            left, top, right, bottom = _around(boxes, first, last - 1, seen)
            base = bases.at(first, face)
            if left > -1 and right < widest and 0 < base < highest:
                size, bold, symbol = face[:3]
                letters = text[first:last]
                yield (
                    Word(letters, left, top, right, bottom, base, size, bold, symbol, glued),
                    face,
                )


def _letter_boxes(text_page: Any, count: int) -> Boxes:
    boxes = (pdfium.FS_RECTF * count)()
    start, step = ctypes.addressof(boxes), ctypes.sizeof(pdfium.FS_RECTF)
    places = range(start, start + step * count, step)
    deque(map(_ask_box, repeat(address(text_page.raw)), range(count), places), maxlen=0)
    values: Any = memoryview(boxes).cast("B").cast("f").tolist() if count else []
    lefts, rights = values[0::4], values[2::4]
    gaps = list(map(sub, lefts[1:], rights))
    return Boxes(lefts, values[1::4], rights, values[3::4], gaps)


def _parts(boxes: Boxes, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
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


def _is_whole(boxes: Boxes, start: int, end: int) -> bool:
    """Whether a word needs no such cut, as nearly all do."""
    if end - start == 1:
        return True
    lows = boxes.bottoms[start:end]
    height = boxes.tops[start] - lows[0]
    return (
        max(lows) - min(lows) <= OTHER_LINE * height
        and max(boxes.gaps[start : end - 1]) <= LOST_SPACE * height
    )


def _around(
    boxes: Boxes, first: int, last: int, seen: PrintedPage
) -> tuple[float, float, float, float]:
    lefts, tops, rights, bottoms, _ = boxes
    left, top, right, bottom = lefts[first], tops[first], rights[first], bottoms[first]
    if first != last:
        left = lefts[last] if lefts[last] < left else left
        top = tops[last] if tops[last] > top else top
        right = rights[last] if rights[last] > right else right
        bottom = bottoms[last] if bottoms[last] < bottom else bottom
    return seen.box(left, top, right, bottom)


class _Bases:
    """Where the line is that a letter stands on."""

    def __init__(self, text_page: Any, seen: PrintedPage, bottoms: list[float]) -> None:
        self._text_page = text_page
        self._seen = seen
        self._bottoms = bottoms
        self._before: tuple[Face, float] | None = None
        self._base = 0.0

    def at(self, letter: int, face: Face) -> float:
        """The same as the last letter's, if it ends at the same height in the same run."""
        here = face, self._bottoms[letter]
        if here != self._before or self._seen.turned:
            x, y = ctypes.c_double(), ctypes.c_double()
            pdfium.FPDFText_GetCharOrigin(self._text_page, letter, x, y)
            self._before = here
            self._base = self._seen.place(x.value, y.value)[1]
        return self._base
