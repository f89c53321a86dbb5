"""The rows of somebody's plan, read through the columns as the admin named them."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from improvement.spreadsheets.days import DayRead, read_day
from improvement.spreadsheets.foreign_plan.headings import headings
from inspections.intake.sheets import Cell, Table

BAND = re.compile(
    r"(?:recommendation|rec|priority|objective|theme|area for improvement)\b", re.I
)
LONGEST_TITLE = 300
LONGEST_PRINTED = 100
PARTS = re.compile(r"\s*[;/+,]\s*")


def key_of(*said: str) -> str:
    """A short name for a value of the sheet, the same whenever it is read."""
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:12]


def cut(text: str, most: int) -> str:
    """As many whole words as fit."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def printed(text: str) -> str:
    """Words for a day as they are kept beside it."""
    return cut(" ".join(text.split()), LONGEST_PRINTED)


def bare_words(text: str) -> str:
    """What makes two texts the same action: its letters and figures."""
    return " ".join(re.findall(r"\w+", text.casefold()))


@dataclass(frozen=True)
class Value:
    """What stands in a cell, words and colour, and may mean something here."""

    text: str = ""
    colour: str = ""

    @property
    def key(self) -> str:
        return key_of(bare_words(self.text) or self.text, self.colour)

    def __bool__(self) -> bool:
        return bool(self.text or self.colour)


@dataclass(frozen=True)
class Told:
    """Words about an action, of a day if their column names one, else of the sheet's."""

    heading: str
    text: str
    on: date | None = None

    @property
    def words(self) -> str:
        return f"{self.heading}: {self.text}" if self.heading else self.text


@dataclass
class Row:
    """One action as the sheet tells it, and what is wrong with it already."""

    number: int
    title: str = ""
    reference: str = ""
    recommendations: list[Value] = field(default_factory=list)
    owner: Value = Value()
    start: DayRead = DayRead("")
    due: DayRead = DayRead("")
    status: Value = Value()
    told: list[Told] = field(default_factory=list)
    reason: str = ""
    success_measure: str = ""
    hidden: bool = False
    problems: list[str] = field(default_factory=list)

    @property
    def short_title(self) -> str:
        """As much of it as the records hold."""
        return cut(self.title, LONGEST_TITLE)

    @property
    def words(self) -> str:
        """What makes it the action that it is, where it has no number."""
        return bare_words(self.short_title) or self.short_title

    @property
    def key(self) -> str:
        return key_of(self.words, self.reference)

    @property
    def place(self) -> str:
        return f"Row {self.number}"


@dataclass
class Tracker:
    """The sheet's rows. `answers` are those of the columns page."""

    table: Table
    answers: dict

    def __post_init__(self) -> None:
        self.heading = int(self.answers["heading"])
        self.headings = headings(self.table, self.heading)
        self.columns: dict[str, list[int]] = {}
        self.days: dict[int, date] = {}
        for number, column in self.answers["columns"].items():
            self.columns.setdefault(column["as"], []).append(int(number) - 1)
            if column.get("on"):
                self.days[int(number) - 1] = date.fromisoformat(column["on"])
        self.rows = list(self._joined(self._rows()))

    def _cell(self, cells: list[Cell], meaning: str) -> Cell:
        return next((cells[n] for n in self.columns.get(meaning, ())), Cell())

    def _rows(self) -> Iterator[Row]:
        above, band = Value(), Value()
        used = {n for meaning, ns in self.columns.items() if meaning for n in ns}
        headings_again = [cell.text for cell in self.table.rows[self.heading - 1]]
        for number, cells in enumerate(self.table.rows, 1):
            texts = [cell.text for cell in cells]
            hidden = number in self.table.hidden_rows
            if number <= self.heading or texts == headings_again:
                continue
            if hidden and self.answers.get("leave_hidden"):
                continue
            if found := self._band(number, cells):
                band = above = found
                continue
            if not any(texts[n] or cells[n].note for n in used):
                continue
            row = self._row(number, cells)
            row.hidden = hidden
            if not row.recommendations and "recommendation" not in self.columns:
                row.recommendations = [band] if band else []
            elif not row.recommendations and self.answers.get("fill_down") and above:
                row.recommendations = [above]
            above = row.recommendations[0] if row.recommendations else above
            yield row

    def _band(self, number: int, cells: list[Cell]) -> Value | None:
        """A heading within the table: one cell across it, or one that names what follows."""
        filled = [cell.text for cell in cells if cell.text]
        if len(set(filled)) != 1:
            return None
        if number in self.table.bands or BAND.match(filled[0]):
            return Value(filled[0])
        return None

    def _row(self, number: int, cells: list[Cell]) -> Row:
        row = Row(
            number=number,
            title=" ".join(self._cell(cells, "action").text.split()),
            reference=self._cell(cells, "number").text,
            owner=Value("; ".join(lines_of(self._cell(cells, "owner").text))),
            start=read_day(self._cell(cells, "start").text),
            due=read_day(self._cell(cells, "due").text),
            reason=self._cell(cells, "reason").text,
            success_measure=self._cell(cells, "success_measure").text,
        )
        asked = " ".join(self._cell(cells, "recommendation").text.split())
        row.recommendations = [Value(asked)] if asked else []
        status, colour = self._cell(cells, "status"), self._cell(cells, "colour")
        row.status = Value(status.text, status.colour) or Value("", colour.colour)
        row.told = list(self._told(cells, colour))
        row.problems = list(self._problems(row, cells))
        return row

    def _told(self, cells: list[Cell], colour: Cell) -> Iterator[Told]:
        for n in self.columns.get("details", ()):
            if cells[n].text:
                yield Told(self.headings[n].rstrip("?: ") or "How", cells[n].text)
        for words in (self._cell(cells, "progress").text, colour.text):
            if words:
                yield Told("", words)
        for n in self.columns.get("outcome", ()):
            if cells[n].text:
                yield Told(self.headings[n].rstrip("?: "), cells[n].text, self.days.get(n))

    def _problems(self, row: Row, cells: list[Cell]) -> Iterator[str]:
        for meaning, places in self.columns.items():
            for n in places:
                if meaning and cells[n].note:
                    yield f"“{self.headings[n]}” holds {cells[n].note}."
        if not row.title:
            yield "It has no words for what will be done."
        if row.start.day and row.due.day and row.start.day > row.due.day:
            yield "It starts after it is due."

    def _joined(self, rows: Iterable[Row]) -> Iterator[Row]:
        """An action that stands in several rows, for several recommendations, once."""
        seen: dict[str, Row] = {}
        for row in rows:
            first = seen.setdefault(row.key, row) if row.title else row
            if first is row:
                yield row
            elif self._says_the_same(first, row):
                first.recommendations += [
                    value for value in row.recommendations if value not in first.recommendations
                ]
            else:
                row.problems.append(
                    f"Row {first.number} has the same words, with another owner, date or "
                    "status. Give each a number of its own in the sheet."
                )
                yield row

    @staticmethod
    def _says_the_same(one: Row, other: Row) -> bool:
        def said(row: Row) -> tuple:
            return (row.owner, row.start.text, row.due.text, row.status, row.told)

        return said(one) == said(other)


def lines_of(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def parts_of(text: str) -> list[str]:
    """The owners that one cell may name."""
    return [part for part in PARTS.split(text) if len(part) > 1]
