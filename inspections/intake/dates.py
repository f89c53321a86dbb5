"""Dates as sources print them: a day, a month or only a year. And the zone of every day."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import total_ordering
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_PRINTED = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def london_day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def in_full(day: date) -> str:
    """`7 February 2019`."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def days_in_words(number: int) -> str:
    """`1 day`, `12 days`."""
    return f"{number} day" if number == 1 else f"{number} days"


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """`2016`, `2016-12` or `2016-12-05`, kept as printed.

    Raises ValueError for anything else, a month 13 or a 30 February included.
    """

    text: str

    def __post_init__(self) -> None:
        if not _PRINTED.fullmatch(self.text):
            raise ValueError(f"“{self.text}” is not a date: write 2016, 2016-12 or 2016-12-05.")
        try:
            self.first_day  # noqa: B018  (reading it checks the calendar)
        except ValueError as error:
            raise ValueError(f"“{self.text}” is not a day in the calendar.") from error

    @property
    def _numbers(self) -> list[int]:
        return [int(number) for number in self.text.split("-")]

    @property
    def first_day(self) -> date:
        year, month, day = (*self._numbers, 1, 1)[:3]
        return date(year, month, day)

    @property
    def last_day(self) -> date:
        """The day it stands at for order and as-at: the last of its period."""
        numbers = self._numbers
        if len(numbers) == 3:
            return date(*numbers)
        month = numbers[1] if len(numbers) == 2 else 12
        return date(numbers[0], month, calendar.monthrange(numbers[0], month)[1])

    def agrees_with(self, other: "PartialDate") -> bool:
        """Whether both can be true: one is the other, or a coarser form of it."""
        return self.text.startswith(other.text) or other.text.startswith(self.text)

    def is_finer_than(self, other: "PartialDate") -> bool:
        return len(self.text) > len(other.text)

    def __lt__(self, other: "PartialDate") -> bool:
        return (self.last_day, self.text) < (other.last_day, other.text)

    def __str__(self) -> str:
        numbers = self._numbers
        if len(numbers) == 1:
            return self.text
        month = calendar.month_name[numbers[1]]
        if len(numbers) == 2:
            return f"{month} {numbers[0]}"
        return in_full(self.first_day)
