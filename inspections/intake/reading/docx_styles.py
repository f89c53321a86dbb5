"""What the styles and lists of a Word document say: which style is a heading, and what is
printed before an item."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from inspections.intake.reading.wording import BULLET

LONGEST_CHAIN = 20  # of styles based on one another
MOST_LEVELS = 9

_HEADING = re.compile(r"heading ([1-9])$", re.IGNORECASE)
_TITLES = {"title": 1, "subtitle": 2}
_ROMAN = (
    *((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")),
    *((9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The element at the end of the path, whichever of Word's two namespaces it has."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(f"{{*}}{name}"), None)
    return element


def value(element: etree._Element | None, name: str = "val") -> str:
    if element is None:
        return ""
    namespace = etree.QName(element).namespace
    return str(element.get(f"{{{namespace}}}{name}", ""))


def whole(said: str, otherwise: int) -> int:
    return int(said) if said.isdecimal() and len(said) < 6 else otherwise


@dataclass(frozen=True)
class ListPlace:
    """In which list a paragraph is, and how deep."""

    number: str
    level: int


def list_place(properties: etree._Element | None) -> ListPlace | None:
    """Of a paragraph's or a style's own properties; number 0 is Word's word for no list."""
    place = child(properties, "numPr")
    number = value(child(place, "numId"))
    level = whole(value(child(place, "ilvl")), 0)
    return ListPlace(number, min(level, MOST_LEVELS - 1)) if number else None


class Styles:
    def __init__(self, part: etree._Element | None) -> None:
        found = () if part is None else part.iterchildren("{*}style")
        self._styles = {value(style, "styleId"): style for style in found}

    def heading_level(self, style_id: str) -> int:
        """0 where the style, and what it is based on, is no heading."""
        for style in self._chain(style_id):
            name = value(child(style, "name"))
            heading = _HEADING.match(name)
            if heading:
                return int(heading[1])
            if name.lower() in _TITLES:
                return _TITLES[name.lower()]
            outline = value(child(style, "pPr", "outlineLvl"))
            if outline:
                return outline_level(outline)
        return 0

    def list_place(self, style_id: str) -> ListPlace | None:
        places = (list_place(child(style, "pPr")) for style in self._chain(style_id))
        return next((place for place in places if place), None)

    def _chain(self, style_id: str) -> Iterator[etree._Element]:
        for _ in range(LONGEST_CHAIN):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = value(child(style, "basedOn"))


def outline_level(said: str) -> int:
    """Word counts from 0, and 9 is body text."""
    level = whole(said, 9) + 1
    return level if level <= 9 else 0


class Numbering:
    """Counts through the document as Word does: each list for itself, over what stands
    between its items, a level anew below each item above it."""

    def __init__(self, part: etree._Element | None) -> None:
        self._lists: dict[str, etree._Element] = {}
        self._kinds: dict[str, etree._Element] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._restarted: set[tuple[str, int]] = set()
        if part is not None:
            kinds = part.iterchildren("{*}abstractNum")
            self._kinds = {value(kind, "abstractNumId"): kind for kind in kinds}
            self._lists = {value(one, "numId"): one for one in part.iterchildren("{*}num")}

    def next_mark(self, place: ListPlace) -> str:
        """What is printed before the next item there; nothing for one without a mark."""
        listed = self._lists.get(place.number)
        if listed is None:
            return ""
        kind = value(child(listed, "abstractNumId"))
        counts = self._counts.setdefault(kind, [None] * MOST_LEVELS)
        self._restart(listed, place, counts)
        for level in range(place.level):
            if counts[level] is None:
                counts[level] = self._start(listed, level)
        before = counts[place.level]
        counts[place.level] = self._start(listed, place.level) if before is None else before + 1
        counts[place.level + 1 :] = [None] * (MOST_LEVELS - place.level - 1)
        return self._printed(listed, place.level, counts)

    def _restart(
        self, listed: etree._Element, place: ListPlace, counts: list[int | None]
    ) -> None:
        override = _at_level(listed, "lvlOverride", place.level)
        if child(override, "startOverride") is None:
            return
        if (place.number, place.level) not in self._restarted:
            self._restarted.add((place.number, place.level))
            counts[place.level] = None

    def _start(self, listed: etree._Element, level: int) -> int:
        override = value(child(_at_level(listed, "lvlOverride", level), "startOverride"))
        return whole(override or value(child(self._level(listed, level), "start")), 1)

    def _level(self, listed: etree._Element, level: int) -> etree._Element | None:
        own = child(_at_level(listed, "lvlOverride", level), "lvl")
        kind = self._kinds.get(value(child(listed, "abstractNumId")))
        return own if own is not None else _at_level(kind, "lvl", level)

    def _printed(self, listed: etree._Element, level: int, counts: list[int | None]) -> str:
        form = self._level(listed, level)
        if form is None or value(child(form, "numFmt")) == "bullet":
            return BULLET

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            said = value(child(self._level(listed, at), "numFmt"))
            return as_numbered(counts[at] or 1, said)

        return re.sub(r"%([1-9])", number, value(child(form, "lvlText"))).strip()


def _at_level(element: etree._Element | None, name: str, level: int) -> etree._Element | None:
    if element is None:
        return None
    found = element.iterchildren(f"{{*}}{name}")
    return next((one for one in found if value(one, "ilvl") == str(level)), None)


def as_numbered(number: int, form: str) -> str:
    """A number in one of Word's forms; figures for those that are not known."""
    if form == "none":
        return ""
    if form.endswith("Letter"):
        said = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif form.endswith("Roman"):
        said = _roman(number)
    else:
        return f"{number:02}" if form == "decimalZero" else str(number)
    return said.upper() if form.startswith("upper") else said


def _roman(number: int) -> str:
    said = ""
    for worth, letters in _ROMAN:
        said += letters * (number // worth)
        number %= worth
    return said
