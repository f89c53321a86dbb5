"""CSV in whatever dialect a program wrote it: its separator and its encoding are told from
what is there."""

import csv
import io
import itertools
from collections.abc import Iterable

from inspections.intake.confined import UnreadableError
from inspections.intake.sheets.shown import plain
from inspections.intake.sheets.tables import EMPTY, Cell, Table, Workbook

SEPARATORS = ",;\t|"
LOOKED_AT = 30  # rows, to tell the separator
MAX_ROWS = 5_000
MAX_COLUMNS = 100
MAX_CELL = 32_767  # as in Excel


def read_separated(content: bytes) -> Workbook:
    text = _decode(content)
    if text[:200].lstrip().lower().startswith(("<html", "<!doctype", "<?xml", "<table")):
        raise UnreadableError(
            "This is a web page under the name of a spreadsheet. Open it in a spreadsheet "
            "program and save it as an Excel workbook (.xlsx) or as CSV."
        )
    first, _, rest = text.partition("\n")
    named = first.strip().strip('"')
    if named[:4].lower() == "sep=" and named[4:5] in tuple(SEPARATORS):
        rows = _rows(rest, named[4])
        # Excel's own line about the separator is a row of the file all the same.
        return _workbook(itertools.chain([[]], rows))
    return _workbook(_rows(text, _separator(text)))


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableError(
        "This is neither an Excel workbook nor a CSV text. Open it in a spreadsheet program "
        "and save it as one of the two."
    )


def _separator(text: str) -> str:
    """The one that cuts the first rows into the most cells, most evenly."""

    def evenness(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in itertools.islice(_rows(text, separator), LOOKED_AT)]
        several = [width for width in widths if width > 1]
        common = max(set(several), key=several.count, default=0)
        return several.count(common), common

    return max(SEPARATORS, key=evenness)


def _rows(text: str, separator: str) -> Iterable[list[str]]:
    csv.field_size_limit(MAX_CELL)
    try:
        # Not by lines: a quoted cell may hold some.
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error:
        raise UnreadableError(
            "A cell of this file does not end. A quotation mark is opened and not closed, or "
            "the file is no CSV."
        ) from None


def _workbook(rows: Iterable[list[str]]) -> Workbook:
    table = Table(name="", rows=[])
    for row in rows:
        if len(table.rows) == MAX_ROWS:
            # Empty rows at the end are no loss; anything else is said.
            if not "".join(row).strip():
                continue
            table.cut = f"Only the first {MAX_ROWS:,} rows were read."
            break
        if "".join(row[MAX_COLUMNS:]).strip():
            raise UnreadableError(f"The file has more than {MAX_COLUMNS} columns.")
        cells = [Cell(plain(text)) for text in row[:MAX_COLUMNS]]
        while cells and not cells[-1].text:
            cells.pop()
        table.rows.append(cells)
    while table.rows and not table.rows[-1]:
        table.rows.pop()
    if not table.rows:
        raise UnreadableError("There is nothing in the file but empty cells.")
    width = max(len(row) for row in table.rows)
    table.rows = [row + [EMPTY] * (width - len(row)) for row in table.rows]
    return Workbook([table])
