"""Readings written in a test: each line a passage, told by how it begins."""

from inspections.intake.reading.passages import Form, Kind, Passage, Reading

BEGINS = {"# ": Kind.HEADING, "- ": Kind.ITEM, "| ": Kind.ROW}


def reading_of(text, page=None):
    """`# ` begins a heading, `- ` an item, `| ` a row with its cells; else it is a paragraph."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return Reading(
        Form.TEXT,
        "0" * 64,
        None,
        tuple(map(_passage, range(1, len(lines) + 1), lines, [page] * len(lines))),
    )


def _passage(number, line, page):
    kind = BEGINS.get(line[:2], Kind.PARAGRAPH)
    words = line if kind is Kind.PARAGRAPH else line[2:]
    cells = tuple(cell.strip() for cell in words.split("|")) if kind is Kind.ROW else ()
    level = 1 if kind is Kind.HEADING else 0
    return Passage(number, kind, words, page, level=level, cells=cells)
