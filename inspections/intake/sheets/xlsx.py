"""The sheets of an Excel workbook: values as last saved, colours, what is merged or hidden.

Formulas are not worked out and macros not looked at. Runs confined.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import (
    COL_TAG,
    FORMULA_TAG,
    MERGE_TAG,
    ROW_TAG,
    WorkSheetParser,
)
from openpyxl.worksheet.merge import MergeCells
from openpyxl.xml.functions import iterparse

from inspections.intake.confined import UnreadableError
from inspections.intake.sheets.colours import Colours
from inspections.intake.sheets.separated import MAX_COLUMNS, MAX_ROWS
from inspections.intake.sheets.shown import plain, shown
from inspections.intake.sheets.tables import EMPTY, Cell, Table, Workbook

# Of all sheets together.
MAX_CELLS = 300_000  # coloured empty ones included
MAX_PASSED = 100_000  # rows, empty ones included
MAX_SHEETS = 40
MAX_MERGED = 200_000  # in one sheet: merged cells, and the cells that they stand in
NO_VALUE = "a formula without a saved value: open the file in Excel and save it again"
WENT_WRONG = "a formula that went wrong"


def read_xlsx(content: bytes, *, has_macros: bool) -> Workbook:
    reader = _Reader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.read()
    book = reader.wb
    if len(book.worksheets) > MAX_SHEETS:
        raise UnreadableError(
            f"The file has more than {MAX_SHEETS} sheets. Take out those that are no plan."
        )
    sheets = _Sheets(book, Colours(book.loaded_theme))
    tables = []
    for sheet in book.worksheets:
        table = sheets.read(sheet)
        if table.rows or table.cut:
            tables.append(table)
    if not tables:
        raise UnreadableError("There is nothing in the file but empty cells.")
    return Workbook(tables, _properties(book), has_macros)


def _properties(book: Any) -> dict[str, str]:
    own = {
        str(prop.name): plain(str(prop.value))
        for prop in book.custom_doc_props.props
        if prop.value is not None
    }
    return {"title": plain(book.properties.title or ""), **own}


class _Unmeasured(ReadOnlyWorksheet):  # type: ignore[misc]
    """openpyxl measures a sheet as it lists it, and reads one that does not tell its size
    to the end for that."""

    def _get_size(self) -> None:
        pass


class _Reader(ExcelReader):  # type: ignore[misc]
    def read_worksheets(self) -> None:
        for sheet, rel in self.parser.find_sheets():
            if rel.target in self.valid_files and "chartsheet" not in rel.Type:
                listed = _Unmeasured(self.wb, sheet.name, rel.target, self.shared_strings)
                listed.sheet_state = sheet.state
                self.wb._sheets.append(listed)


class _Parser(WorkSheetParser):  # type: ignore[misc]
    """Only what we look at: rows, hidden columns, merged cells. What else a sheet holds, and
    openpyxl would stumble over if it is odd, is passed by."""

    def parse(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                element.clear()
            elif element.tag == COL_TAG:
                self.parse_column_dimensions(element)
            elif element.tag == MERGE_TAG:
                self.merged_cells = MergeCells.from_tree(element)

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        cell["formula"] = element.find(FORMULA_TAG) is not None
        return cell


@dataclass
class _Grid:
    """Cells by row and column, both counted from 1."""

    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    cut: str = ""

    def table(self, sheet: Any, parser: _Parser) -> Table:
        last = max((n for n, row in self.rows.items() if _has_text(row)), default=0)
        rows = {n: self.rows.get(n, {}) for n in range(1, last + 1)}
        spans = list(_merged(parser))
        left = MAX_MERGED
        for first_row, last_row, column, _ in spans:
            held = rows.get(first_row, {}).get(column)
            if not held:
                continue
            below = range(first_row + 1, min(last_row, last) + 1)
            left -= 1 + len(below)
            if left < 0:
                self.cut = (
                    self.cut or "Not all merged cells were looked at: there are too many."
                )
                break
            for n in below:
                rows[n][column] = held
        width = max((column for row in rows.values() for column in row), default=0)
        return Table(
            name=plain(sheet.title)[:100],
            rows=[[row.get(c, EMPTY) for c in range(1, width + 1)] for row in rows.values()],
            hidden=sheet.sheet_state != "visible",
            hidden_rows=[n for n in rows if _is_hidden(parser.row_dimensions.get(str(n)))],
            hidden_columns=sorted(set(_hidden_columns(parser, width))),
            bands=sorted({row for row, _, _, across in spans if across >= 3 and row <= last}),
            cut=self.cut,
        )


def _has_text(row: dict[int, Cell]) -> bool:
    return any(cell.text or cell.note for cell in row.values())


def _merged(parser: _Parser) -> Iterator[tuple[int, int, int, int]]:
    """First row, last row, first column and breadth of each merged cell."""
    merged = parser.merged_cells.mergeCell if parser.merged_cells else ()
    for span in merged:
        breadth = span.max_col - span.min_col + 1
        yield span.min_row, span.max_row, span.min_col, breadth


def _is_hidden(attributes: dict[str, str] | None) -> bool:
    return (attributes or {}).get("hidden") in ("1", "true")


def _hidden_columns(parser: _Parser, width: int) -> Iterator[int]:
    for name, attributes in parser.column_dimensions.items():
        if _is_hidden(attributes):
            first = column_index_from_string(name)
            yield from range(first, min(int(attributes.get("max", first)), width) + 1)


class _Sheets:
    def __init__(self, book: Any, colours: Colours) -> None:
        self.book, self.colours = book, colours
        self.cells_left, self.rows_left = MAX_CELLS, MAX_PASSED

    def read(self, sheet: Any) -> Table:
        with sheet._get_source() as source:
            parser = _Parser(
                source,
                sheet._shared_strings,
                data_only=True,
                epoch=self.book.epoch,
                date_formats=self.book._date_formats,
                timedelta_formats=self.book._timedelta_formats,
            )
            grid = self._grid(sheet, parser)
            return grid.table(sheet, parser)

    def _grid(self, sheet: Any, parser: _Parser) -> _Grid:
        @cache
        def style(number: int) -> tuple[str, str]:
            cell = ReadOnlyCell(sheet, 1, 1, None, "n", number)
            return self.colours.of_fill(cell.fill), cell.number_format or "General"

        grid = _Grid()
        for number, raw in parser.parse():
            self.rows_left -= 1
            self.cells_left -= len(raw)
            cells = {cell["column"]: _cell(cell, *style(cell["style_id"])) for cell in raw}
            is_too_long = number > MAX_ROWS and _has_text(cells)
            if is_too_long or min(self.rows_left, self.cells_left) < 0:
                what = "the sheet is too long" if is_too_long else "the file holds too much"
                grid.cut = f"Only the rows before row {number} were read: {what}."
                break
            if any(c > MAX_COLUMNS and cell.text for c, cell in cells.items()):
                grid.cut = f"Only the first {MAX_COLUMNS} columns were read."
            if number <= MAX_ROWS:
                grid.rows[number] = {
                    c: cell for c, cell in cells.items() if cell != EMPTY and c <= MAX_COLUMNS
                }
        return grid


def _cell(raw: dict[str, Any], colour: str, number_format: str) -> Cell:
    text = shown(raw["value"], number_format)
    if raw["data_type"] == "e":
        return Cell(text, colour, WENT_WRONG)
    if raw["formula"] and raw["value"] is None and raw["data_type"] != "str":
        return Cell("", colour, NO_VALUE)
    return Cell(text, colour)
