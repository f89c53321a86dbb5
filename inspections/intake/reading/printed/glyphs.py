"""The words of a printed page, with where and how each is printed (PDFium)."""

import ctypes
import re
from functools import partial
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from inspections.intake.reading.printed.asking import address, argument, asker
from inspections.intake.reading.printed.boxes import boxes_of, pieces_of
from inspections.intake.reading.printed.faces import Face, Faces

HYPHEN = "\x02"  # PDFium's sign for a hyphen at the end of a line
# Not \s: that takes in control characters, and a bullet may be one (U+0085).
WORD = re.compile(rf"[^ \n\r\t\f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000{HYPHEN}]+{HYPHEN}?")
SMALLEST = 2.0  # points; smaller is not meant to be read


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


_word = partial(tuple.__new__, Word)  # as the class makes one itself, without its detour


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


_ask_origin = asker(pdfium.FPDFText_GetCharOrigin)
_X, _Y = ctypes.c_double(), ctypes.c_double()
_ORIGIN = ctypes.byref(_X), ctypes.byref(_Y)


def words_of(page: Any, seen: PrintedPage) -> list[Word]:
    """All words that can be read on the page, upright and visible ones."""
    text_page = page.get_textpage()
    try:
        return _words(text_page, _text(text_page), seen)
    finally:
        text_page.close()


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


def _words(text_page: Any, text: str, seen: PrintedPage) -> list[Word]:
    boxes = boxes_of(text_page, len(text))
    lefts, tops, rights, bottoms, _ = boxes
    pieces = list(pieces_of(boxes, map(re.Match.span, WORD.finditer(text))))
    faces = Faces(text_page, seen.turned).of([first for first, _, _ in pieces])
    base_of, box = _Bases(text_page, seen).of, seen.box
    widest, highest = seen.width + 1, seen.height
    shown: list[Word] = []
    hidden: list[Word] = []
    for (first, end, glued), face in zip(pieces, faces, strict=True):
        size, bold, symbol, upright, visible = face
        if not upright or size < SMALLEST:
            continue
        last = end - 1
        low = bottoms[first]
        left, top, right, bottom = lefts[first], tops[first], rights[first], low
        if first != last:
            left, right = min(left, lefts[last]), max(right, rights[last])
            top, bottom = max(top, tops[last]), min(low, bottoms[last])
        left, top, right, bottom = box(left, top, right, bottom)
        base = base_of(first, face, low)
        if left > -1 and right < widest and 0 < base < highest:
            word = (text[first:end], left, top, right, bottom, base, size, bold, symbol, glued)
            (shown if visible else hidden).append(_word(word))
    return shown or hidden  # a scan that was recognised has no other


class _Bases:
    """Where the line is that a letter stands on."""

    def __init__(self, text_page: Any, seen: PrintedPage) -> None:
        self._page = argument(address(text_page.raw))
        self._seen = seen
        self._face: Face | None = None
        self._low = 0.0
        self._base = 0.0

    def of(self, letter: int, face: Face, low: float) -> float:
        """The same as the last letter's, if it ends at the same height and is printed alike."""
        if low != self._low or face != self._face or self._seen.turned:
            _ask_origin(self._page, letter, *_ORIGIN)
            self._face, self._low = face, low
            self._base = self._seen.place(_X.value, _Y.value)[1]
        return self._base
