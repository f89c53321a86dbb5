"""Documents written as plain lines in a test, as a reading and as a printed file.

`# ` and `## ` begin headings, `• `, `– ` and `1. ` items (two spaces before: one deeper),
`a | b` is a row of a table, anything else a paragraph. `+` before a line, or before a cell, says
that its words are asked for; `++` that they belong to the entry before, `+>` to its paragraph.
"""

import re
import textwrap
from dataclasses import dataclass

from inspections.intake.reading.passages import Form, Kind, Passage, Reading
from tests.pdf_made import Sheet, pdf

LEFT, TOP, FOOT, COLUMN = 72, 90, 760, 330
_MARK = re.compile(r"(?P<deep> *)(?P<mark>[•–]|\(?[0-9]{1,2}[.)]|\(?[a-z][.)]) (?P<text>.+)")


@dataclass(frozen=True)
class Line:
    """One passage of a document, and what it is of what is asked."""

    kind: Kind
    text: str
    asked: str = ""  # "+", "++", "+>" or nothing
    marker: str = ""
    level: int = 0
    cells: tuple[str, ...] = ()


def lines_of(written):
    return [_line(line) for line in written.strip("\n").split("\n") if line.strip()]


def reading_of(written):
    made = [
        Passage(n, line.kind, line.text, 1, line.marker, line.level, line.cells)
        for n, line in enumerate(lines_of(written), start=1)
    ]
    return Reading(Form.PDF, "0" * 64, 1, tuple(made))


def asked_of(written):
    """The words that are asked for, entry by entry, its points joined as a draft has them."""
    found = []
    for line in lines_of(re.sub(r" ?⟦.*?⟧", "", written)):
        if line.asked == "+":
            found.append(next((c for c in line.cells if f"+{c}" in written), line.text))
        elif line.asked == "++":
            found[-1] += f"\n{line.text}"
        elif line.asked == "+>":
            found[-1] += f" {line.text}"
    return found


def _line(written):
    written = re.sub("[⟦⟧]", "", written)
    if " | " in written:
        cells = tuple(cell.strip() for cell in written.split(" | "))
        asked = "+" if any(cell.startswith("+") for cell in cells) else ""
        cells = tuple(cell.removeprefix("+") for cell in cells)
        return Line(Kind.ROW, " | ".join(cells), asked, cells=cells)
    asked = re.match(r"\+[+>]?|", written)[0]
    written = written[len(asked) :]
    if written.startswith("#"):
        signs, text = written.split(" ", 1)
        return Line(Kind.HEADING, text, asked, level=len(signs))
    item = _MARK.fullmatch(written)
    if item:
        level = 2 if item["deep"] else 1
        return Line(Kind.ITEM, item["text"], asked, item["mark"], level)
    return Line(Kind.PARAGRAPH, written.strip(), asked)


def printed(written):
    """The same set in type over as many pages as it takes, each with its number at the foot."""
    sheets = []
    height = FOOT + 1
    for line in lines_of(written):
        rows = _rows(line)
        for n, (set_rows, gap) in enumerate(rows):
            if height + gap > FOOT:
                sheets.append(Sheet().words(290, 810, str(len(sheets) + 1), size=9))
                height = TOP
            height += gap if n else (20 if line.kind is Kind.HEADING else 8) + gap
            for x, words, font, size in set_rows:
                sheets[-1].words(x, height, words, font=font, size=size)
    return pdf(*sheets)


def _rows(line):
    """The lines as they are set: each with where its words stand, and the space above it."""
    if line.kind is Kind.HEADING:
        size = 18 if line.level == 1 else 14
        wide = 48 if line.level == 1 else 60
        return [
            ([(LEFT, words, "bold", size)], size * 1.2)
            for words in textwrap.wrap(line.text, wide)
        ]
    if line.kind is Kind.ROW:
        left, right = textwrap.wrap(line.cells[0], 40), textwrap.wrap(line.cells[1], 34)
        deep = max(len(left), len(right))
        left += [""] * (deep - len(left))
        right += [""] * (deep - len(right))
        return [
            ([(x, w, "plain", 11) for x, w in ((LEFT, a), (COLUMN, b)) if w], 14)
            for a, b in zip(left, right, strict=True)
        ]
    if line.kind is Kind.ITEM:
        x = LEFT + 18 * (line.level - 1)
        wrapped = textwrap.wrap(line.text, 74 - 3 * line.level)
        first = [(x, line.marker, "plain", 12), (x + 20, wrapped[0], "plain", 12)]
        return [(first, 15), *(([(x + 20, w, "plain", 12)], 15) for w in wrapped[1:])]
    return [([(LEFT, w, "plain", 12)], 15) for w in textwrap.wrap(line.text, 78)]
