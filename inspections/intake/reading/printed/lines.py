"""Words that stand on one line, and what a line tells: size, weight, where it begins."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf
from operator import attrgetter, or_
from typing import Any

from inspections.intake.reading.printed.glyphs import Word

SAME_LINE = 0.45  # of the letters' size: so far may bases lie apart on one line
SMALL = 0.8  # of the line's size: letters raised and so small are a footnote's mark
RAISED = 0.12
MARK_RAISED = 0.7  # a mark may be raised so far that it seems a line of its own
NUMBER = re.compile(r"\d{1,3}[.)](?=[A-Z][^.])|\d{1,3}[.)](?=[A-Z]$)")
ORDINALS = {"st", "nd", "rd", "th"}
MARKS = set("0123456789*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰,")
SPACE = 0.45  # of the letters' size: no wider, as a rule
WIDE_GAP = 1.5  # of the letters' size: no space between two words is so wide


class Line:
    """Words on one line of one page, left to right, footnote marks apart."""

    __slots__ = (
        "_gaps", "base", "bold", "bottom", "left", "noted", "page", "right", "size", "text",
        "top", "words",
    )  # fmt: skip

    def __init__(self, words: tuple[Word, ...], page: int, noted: bool = False) -> None:
        self.words = words
        self.page = page
        self.noted = noted  # it begins with a footnote's mark
        columns: Any = zip(*words, strict=True)
        texts, lefts, tops, rights, bottoms, bases, sizes, bold, signs, glued = columns
        self.left: float = lefts[0]
        self.right: float = max(rights)
        self.top: float = min(tops)
        self.bottom: float = max(bottoms)
        self.size = size = _usual_size(texts, sizes)
        self.base: float = next(
            base for base, one in zip(bases, sizes, strict=True) if one >= SMALL * size
        )
        self.bold: bool = all(map(or_, bold, signs))
        parted = zip(texts, glued, strict=True)
        self.text = "".join([text if near else f" {text}" for text, near in parted]).lstrip(" ")
        least = SPACE * size
        self._gaps = [
            (right, left)
            for right, left in zip(rights, lefts[1:], strict=False)
            if left - right > least
        ]

    def gaps(self, width: float) -> list[tuple[float, float]]:
        """Where nothing is printed for more than so many sizes of its letters."""
        least = width * self.size
        return [(left, right) for left, right in self._gaps if right - left > least]

    def part(self, left: float, right: float) -> "Line | None":
        """What stands between two places."""
        words = tuple(word for word in self.words if left <= word.left < right)
        noted = self.noted and words[:1] == self.words[:1]
        return Line(words, self.page, noted) if words else None

    def segments(self) -> list["Line"]:
        """The line, cut where a gap is wider than any space between words."""
        return self.cut_at(end for _, end in self.gaps(WIDE_GAP))

    def cut_at(self, places: Iterable[float]) -> list["Line"]:
        edges = [-inf, *places, inf]
        if len(edges) == 2:
            return [self]
        parts = (self.part(left, right) for left, right in pairwise(edges))
        return [part for part in parts if part]


def _usual_size(texts: Sequence[str], sizes: Sequence[float]) -> float:
    first = sizes[0]
    if sizes.count(first) == len(sizes):
        return first
    letters: dict[float, int] = {}
    for text, size in zip(texts, sizes, strict=True):
        letters[size] = letters.get(size, 0) + len(text)
    return max(letters, key=lambda size: (letters[size], size))


def lines_of(words: list[Word], page: int) -> list[Line]:
    """The lines of the page, from the top."""
    lines: list[list[Word]] = []
    largest: Word | None = None  # of the line, as a raised mark may stand first
    for word in sorted(words, key=attrgetter("base")):
        if largest and (_stands_beside(largest, word) or _is_mark_above(lines[-1], word)):
            lines[-1].append(word)
            if word.size > largest.size:
                largest = word
        else:
            lines.append([word])
            largest = word
    return [line for found in lines if (line := _line(found, page))]


def _stands_beside(largest: Word, word: Word) -> bool:
    apart = word.base - largest.base
    return apart <= SAME_LINE * word.size or apart <= SAME_LINE * largest.size


def _is_mark_above(words: list[Word], word: Word) -> bool:
    return word.base - words[0].base <= MARK_RAISED * word.size and all(
        MARKS.issuperset(mark.text) and mark.size < SMALL * word.size for mark in words
    )


def _line(words: list[Word], page: int) -> Line | None:
    words.sort(key=attrgetter("left"))
    size = _usual_size([word.text for word in words], [word.size for word in words])
    base = next(word.base for word in words if word.size == size)
    kept: list[Word] = []
    small, high = SMALL * size, RAISED * size
    for word in words:
        raised = word.size < small or base - word.base > high
        if raised and MARKS.issuperset(word.text):
            continue
        kept.append(word._replace(glued=True) if raised and word.text in ORDINALS else word)
    noted = bool(kept) and kept[0] is not words[0]
    return Line((*_unglued(kept[0]), *kept[1:]), page, noted) if kept else None


def _unglued(word: Word) -> tuple[Word, ...]:
    """A number printed so close before its words that no space stands between."""
    number = NUMBER.match(word.text)
    if not number:
        return (word,)
    part = number.end() / len(word.text)
    middle = word.left + part * (word.right - word.left)
    return (
        word._replace(text=number[0], right=middle),
        word._replace(text=word.text[number.end() :], left=middle, glued=False),
    )
