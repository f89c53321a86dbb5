"""The passages of an element tree of HTML: of a web page, or of what Word's files become."""

import re

from lxml import etree

from inspections.intake.reading.collecting import Collected
from inspections.intake.reading.grids import is_layout, rows_of
from inspections.intake.reading.headings import is_like_heading
from inspections.intake.reading.passages import Passage
from inspections.intake.reading.text import read_lines
from inspections.intake.reading.wording import BULLET, runs_on, split_marker

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = {"ol", "ul", "menu", "dir"}
BOLD = {"strong", "b"}
BOLD_LEVEL = 3  # of a bold line that stands for a heading: below the real ones
_BLOCK = re.compile(
    "(?:address|article|aside|blockquote|body|caption|center|d[dlt]|details|dialog|dir|div"
    "|fieldset|figcaption|figure|footer|form|h[1-6r]|header|legend|li|main|menu|nav|ol|p|section"
    "|summary|table|tbody|t[dhr]|tfoot|thead|ul)$"
)
# What `docx.py` says of an item, where a page would leave it to the list around it.
OWN_MARKER = "own-marker"
OWN_LEVEL = "own-level"


def collect(root: etree._Element, collected: Collected) -> None:
    """Adds what stands in the element, in order."""
    _Walk(collected).through(root)


class _Walk:
    """By events and not by recursion: a file may be nested deeper than Python."""

    def __init__(self, collected: Collected) -> None:
        self.collected = collected
        self.words: list[str] = []
        self.counts: list[int | None] = []  # of the lists around; None is one of bullets
        self.item: tuple[str, int] | None = None
        self.bold = 0
        self.all_bold = True

    def through(self, root: etree._Element) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._end(element)
                if element is not root:
                    self._say(element.tail)
            elif self._start(element):
                self._say(element.text)
            else:
                walker.skip_subtree()
        self._flush()

    def _start(self, element: etree._Element) -> bool:
        """Whether what is in it is still to be walked through."""
        tag = element.tag
        if _BLOCK.match(tag):
            self._flush()
        if self._is_read_whole(element):
            return False
        if tag == "br":
            self.words.append("\n")
        elif tag in BOLD:
            self.bold += 1
        elif tag in LISTS:
            self.counts.append(_first(element) if tag == "ol" else None)
        elif tag == "li":
            self.item = self._marker(element)
        return True

    def _is_read_whole(self, element: etree._Element) -> bool:
        if element.tag == "table" and not is_layout(element):
            for row in rows_of(element, cell_text):
                self.collected.row(row)
            return True
        if element.tag == "pre":
            self._flush()
            read_lines("".join(element.itertext()), self.collected)
            return True
        return False

    def _marker(self, element: etree._Element) -> tuple[str, int]:
        own = element.get(OWN_MARKER)
        if own is not None:
            return own, int(element.get(OWN_LEVEL, "1"))
        level = max(len(self.counts), 1)
        if not self.counts or self.counts[-1] is None:
            return BULLET, level
        number = _whole(element.get("value"), self.counts[-1])
        self.counts[-1] = number + 1
        parent = element.getparent()
        return f"{_as_letter(number, '' if parent is None else parent.get('type', ''))}.", level

    def _end(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in HEADINGS:
            self.item = None
            self.collected.heading(" ".join(self._take()), HEADINGS[tag])
        elif _BLOCK.match(tag):
            self._flush()
        if tag in BOLD:
            self.bold -= 1
        elif tag in LISTS and self.counts:
            self.counts.pop()
        if tag == "li":
            self.item = None

    def _say(self, text: str | None) -> None:
        if text:
            self.words.append(" ".join(text.split("\n")))
            if not self.bold and text.strip():
                self.all_bold = False

    def _take(self) -> list[str]:
        """The words since the last block, by the lines that the writer broke."""
        said = "".join(self.words)
        self.words = []
        self.all_bold = True
        return [line for line in said.split("\n") if line.strip()]

    def _flush(self) -> None:
        is_bold = self.all_bold
        lines = self._take()
        if not lines:
            return
        if self.item:
            self._add_item(" ".join(lines), *self.item)
            self.item = None
            return
        text = " ".join(" ".join(lines).split())
        if is_bold and not self.counts and is_like_heading(text):
            self.collected.heading(text, BOLD_LEVEL)
            return
        for line in _joined(lines):
            self.collected.paragraph(line)

    def _add_item(self, text: str, marker: str, level: int) -> None:
        # A mark that is typed behind the list's own is what a reader sees.
        typed, words = split_marker(text)
        self.collected.item(words, typed or marker, level)


def cell_text(cell: etree._Element) -> str:
    """All words of a table's cell, the marks of its items with them."""
    inside = Collected()
    collect(cell, inside)
    return " ".join(_told(passage) for passage in inside.passages)


def _told(passage: Passage) -> str:
    if passage.cells:
        return " ".join(passage.cells)
    return f"{passage.marker} {passage.text}".strip()


def _joined(lines: list[str]) -> list[str]:
    whole = lines[:1]
    for line in lines[1:]:
        if runs_on(whole[-1], line):
            whole[-1] = f"{whole[-1]} {line}"
        else:
            whole.append(line)
    return whole


def _first(element: etree._Element) -> int:
    return _whole(element.get("start"), 1)


def _whole(said: str | None, otherwise: int) -> int:
    return int(said) if said and said.isdecimal() and len(said) < 6 else otherwise


def _as_letter(number: int, kind: str) -> str:
    if kind in ("a", "A") and 1 <= number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if kind == "A" else letter
    return str(number)
