"""A table as a file: CSV for programs, XLSX for people."""

import csv
import io
from collections.abc import Callable
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from improvement.exports.cells import as_cell, looks_like_a_formula, put
from improvement.exports.table import Table, Value

WIDEST = 60  # in letters, as spreadsheets measure
A_HEAD = Font(bold=True)
WRAPPED = Alignment(wrap_text=True, vertical="top")


def as_csv(table: Table) -> bytes:
    """In UTF-8 with a mark, without which Excel takes it for something else. Text that looks
    like a formula has an apostrophe before it, which spreadsheet programs take for “text”."""
    told = io.StringIO(newline="")
    writer = csv.writer(told)
    writer.writerow([*table.headings, *(name for name, _ in table.about)])
    about = [_plain(value) for _, value in table.about]
    for row in table.values():
        writer.writerow([*map(_plain, row), *about])
    return told.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str | int:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return value
    text = as_cell(value)
    return f"'{text}" if looks_like_a_formula(text) or text[:1] in "\t\r" else text


def as_xlsx(table: Table) -> bytes:
    """The rows on one sheet, what they are on another."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Rows")
    sheet.freeze_panes = "B2"
    rows = [list(row) for row in table.values()]
    for number, heading in enumerate(table.headings):
        longest = max((len(_shown(row[number])) for row in rows), default=0)
        width = min(max(len(heading), longest) + 2, WIDEST)
        sheet.column_dimensions[get_column_letter(number + 1)].width = width
    sheet.append([_head(sheet, heading) for heading in table.headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(rows) + 1}"
    about = book.create_sheet("What this is")
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 18, WIDEST
    for name, value in [("Table", table.title), *table.about]:
        about.append([_head(about, name), _cell(about, value)])
    book.properties.title = as_cell(table.title)
    book.properties.creator = "Improvement tracker"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _shown(value: Value) -> str:
    return "0000-00-00" if isinstance(value, date) else str(value or "")


def _head(sheet, words: str) -> WriteOnlyCell:
    cell = _cell(sheet, words)
    cell.font = A_HEAD
    return cell


def _cell(sheet, value: Value) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    put(cell, value)
    cell.alignment = WRAPPED
    return cell


KINDS: dict[str, tuple[str, Callable[[Table], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}
