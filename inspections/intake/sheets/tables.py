"""What is read of a spreadsheet: tables of cells, to and from plain JSON."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Cell:
    """What a person sees: words as they are shown, dates as 2018-05-31, the colour behind
    them as #RRGGBB or nothing; `note` says what could not be read."""

    text: str = ""
    colour: str = ""
    note: str = ""

    def to_plain(self) -> Any:
        if not self.colour and not self.note:
            return self.text
        return [self.text, self.colour, self.note]

    @classmethod
    def from_plain(cls, plain: Any) -> "Cell":
        if plain == "":
            return EMPTY  # most of them
        return cls(plain) if isinstance(plain, str) else cls(*plain)


EMPTY = Cell()


@dataclass
class Table:
    """One sheet. `rows[0]` is its first row, empty ones included, so that `rows[n - 1]` is
    the row that the program numbers n; every row has the same number of cells.

    A cell merged over several rows stands in each of them; one merged over several columns
    stands in the first.
    """

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    hidden_rows: list[int] = field(default_factory=list)  # numbered from 1, as in the program
    hidden_columns: list[int] = field(default_factory=list)
    bands: list[int] = field(default_factory=list)  # rows with one cell merged across them
    cut: str = ""  # a sentence, if not all of it was read

    def to_plain(self) -> dict[str, Any]:
        rows = [[cell.to_plain() for cell in row] for row in self.rows]
        return {**vars(self), "rows": rows}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Table":
        rows = [[Cell.from_plain(cell) for cell in row] for row in plain["rows"]]
        return cls(**{**plain, "rows": rows})


@dataclass
class Workbook:
    """A spreadsheet file: its tables in their order, and its document properties (the
    title, and those that a program has added under a name of its own)."""

    tables: list[Table]
    properties: dict[str, str] = field(default_factory=dict)
    macros: bool = False  # it holds some; they were not looked at

    def to_plain(self) -> dict[str, Any]:
        return {**vars(self), "tables": [table.to_plain() for table in self.tables]}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Workbook":
        tables = [Table.from_plain(table) for table in plain["tables"]]
        return cls(**{**plain, "tables": tables})
