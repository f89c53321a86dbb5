"""PDF as passages: the letters that PDFium finds, put together as they are printed."""

import hashlib
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from inspections.intake.confined import UnreadableError
from inspections.intake.reading.passages import Form, Kind, Passage, Reading
from inspections.intake.reading.printed.assembling import footnotes, over_pages, passages_of
from inspections.intake.reading.printed.blocks import (
    Block,
    Builder,
    Style,
    mark_headings,
    set_levels,
)
from inspections.intake.reading.printed.columns import in_reading_order
from inspections.intake.reading.printed.glyphs import printed_page, words_of
from inspections.intake.reading.printed.joining import Joiner
from inspections.intake.reading.printed.lines import Line, lines_of
from inspections.intake.reading.printed.ruled import Row, grids, rows_of
from inspections.intake.reading.printed.rules import rules_of
from inspections.intake.reading.printed.running import without_footnotes, without_running
from inspections.intake.reading.printed.unruled import with_rows

MOST_PAGES = 300

DAMAGED = "The PDF is damaged, or not whole. Fetch it again from where it is published."
LOCKED = (
    "The PDF is locked with a password. Ask its publisher for one that is open, "
    "or print it to a new PDF and upload that."
)
SCANNED = "It is a scan without a text layer. Have it recognised (OCR) and upload that."
TOO_LONG = f"The PDF has over {MOST_PAGES} pages. Upload the part that is the report."
EMPTY = "The PDF has no pages. Fetch it again from where it is published."


class Page(NamedTuple):
    """What one page holds: lines of text, and rows of tables with lines round them."""

    lines: list[Line]
    rows: list[Row | Line]
    size: tuple[float, float]  # as it is looked at, in points

    @property
    def height(self) -> float:
        return self.size[1]


def read_pdf(content: bytes) -> Reading:
    """Raises UnreadableError with what is wrong and what to do."""
    document = opened(content)
    try:
        pages = [_page(document, at) for at in range(len(document))]
    except pypdfium2.PdfiumError:
        raise UnreadableError(DAMAGED) from None
    finally:
        document.close()
    if not any(page.lines or page.rows for page in pages):
        raise UnreadableError(SCANNED)
    sha256 = hashlib.sha256(content).hexdigest()
    sizes = tuple((round(page.size[0], 2), round(page.size[1], 2)) for page in pages)
    return Reading(Form.PDF, sha256, len(pages), _passages(pages), sizes)


def opened(content: bytes) -> pypdfium2.PdfDocument:
    """To be closed. Raises UnreadableError for what is no PDF, locked, empty or too long."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        locked = pdfium.FPDF_GetLastError() in (
            pdfium.FPDF_ERR_PASSWORD,
            pdfium.FPDF_ERR_SECURITY,
        )
        raise UnreadableError(LOCKED if locked else DAMAGED) from None
    if not 0 < len(document) <= MOST_PAGES:
        count = len(document)
        document.close()
        raise UnreadableError(TOO_LONG if count else EMPTY)
    return document


def _page(document: pypdfium2.PdfDocument, at: int) -> Page:
    page: Any = document[at]
    try:
        seen = printed_page(page)
        words = words_of(page, seen)
        rows: list[Row | Line] = []
        for grid in grids(rules_of(page, seen)):
            inside = [word for word in words if grid.holds(word)]
            words = [word for word in words if not grid.holds(word)]
            rows.extend(rows_of(grid, inside, at + 1))
        return Page(lines_of(words, at + 1), rows, (seen.width, seen.height))
    finally:
        page.close()


def _passages(pages: list[Page]) -> tuple[Passage, ...]:
    texts = without_running([page.lines for page in pages], [page.height for page in pages])
    style = Style.of(texts)
    laid: list[tuple[list[Block], float]] = []
    notes: list[Block] = []
    for page, text in zip(pages, texts, strict=True):
        lines, below = without_footnotes(text, style.size)
        edge = min((line.left for line in lines), default=0.0)
        laid.append((Builder(style, _in_order(page, lines)).build(), edge))
        notes.extend(Block(Kind.PARAGRAPH, note) for note in footnotes(below))
    for blocks, _ in laid:
        mark_headings(blocks, style)
    blocks = over_pages(laid)
    set_levels(blocks)
    every = [line for text in texts for line in text]
    return passages_of(blocks + notes, Joiner(every))


def _in_order(page: Page, lines: list[Line]) -> list[Line | Row]:
    """Text and tables from the top of the page."""
    tops = sorted(row.top for row in page.rows)
    laid: list[Line | Row] = []
    waiting = sorted(page.rows, key=lambda row: row.top)
    run: list[Line] = []
    for line in in_reading_order(lines):
        while waiting and tops and waiting[0].top < line.top:
            laid.extend(with_rows(run))
            run = []
            laid.append(waiting.pop(0))
        run.append(line)
    return [*laid, *with_rows(run), *waiting]
