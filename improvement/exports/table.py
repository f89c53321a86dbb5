"""A table as people take it away: the rows of a screen, with what they are and of when."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

Value = str | int | date | None


@dataclass(frozen=True)
class Column:
    heading: str
    value: Callable[[Any], Value]


@dataclass(frozen=True)
class Table:
    """`name` begins the file's name. `about` says of what plan, which rows and of when: it
    goes with every row, so that a file that is passed on still says so."""

    name: str
    title: str
    columns: list[Column]
    rows: list
    about: list[tuple[str, Value]]

    @property
    def headings(self) -> list[str]:
        return [column.heading for column in self.columns]

    def values(self) -> Iterable[list[Value]]:
        for row in self.rows:
            yield [column.value(row) for column in self.columns]
