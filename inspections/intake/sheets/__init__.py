"""Spreadsheets, XLSX or CSV, as plain tables of what a person sees in their cells.

`read_sheet` reads a file that may be hostile, in a confined process; what is in it is told
by its content, never by its name.
"""

from inspections.intake.confined import UnreadableError, place_for_an_upload, run_confined
from inspections.intake.sheets.tables import Cell, Table, Workbook

__all__ = ["Cell", "SheetError", "Table", "Workbook", "read_sheet"]


class SheetError(Exception):
    """The file is no spreadsheet that can be read; `sentence` says why, and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_sheet(content: bytes, name: str) -> Workbook:
    """The tables of an XLSX or CSV file. `name` becomes the name of a CSV's only table."""
    try:
        with place_for_an_upload():
            read = run_confined("inspections.intake.sheets.reading:read", content)
    except UnreadableError as error:
        raise SheetError(str(error)) from None
    workbook = Workbook.from_plain(read)
    if len(workbook.tables) == 1 and not workbook.tables[0].name:
        workbook.tables[0].name = name[:100]
    return workbook
