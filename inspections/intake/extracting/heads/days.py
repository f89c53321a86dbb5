"""Days as documents print them: one day, several, or from one to another.

“11 and 12 July 2018”, “31 October and 1 November 2017”, “23 April–18 May 2018”, “26 February
2024 to 8 March 2024”: the month and the year stand once, at the end, and hold for what comes
before. Where no year is printed, the day of the document itself gives it, or there is none.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
# With a capital: a child of 10 may be no date.
_CAPITALS = [spelt for name in MONTHS for spelt in (name.title(), name.upper())]
MONTH = "(?:" + "|".join(sorted(_CAPITALS, key=len, reverse=True)) + r")\b\.?"
WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"
DAY = r"(?<![0-9.])[0-3]?[0-9](?:st|nd|rd|th)?(?![0-9])"
ONE = rf"{WEEKDAY}({DAY})(?:\s*(?:of\s+)?({MONTH}))?(?:,?\s+({YEAR}))?"
BETWEEN = r"\s*(?:,\s*and\b|,|\band\b|&|\bto\b|\buntil\b|[-‐‑‒–—−/])\s*(?:(?:on|the|from)\s+)*"

SIGNED_BEFORE = timedelta(days=14)

_one = re.compile(ONE)
_run = re.compile(re.sub(r"\((?!\?)", "(?:", ONE + rf"(?:{BETWEEN}{ONE})*"))
_figures = re.compile(r"(?<![0-9/])([0-3]?[0-9])/([01]?[0-9])/((?:19|20)[0-9]{2})(?![0-9/])")
_partial = re.compile(rf"(?:({MONTH})\s+)?({YEAR})")


@dataclass(frozen=True)
class Span:
    """The first and the last of the days printed together, and where they stand in the text."""

    first: date
    last: date
    start: int
    end: int


@dataclass(frozen=True)
class _Part:
    day: int
    month: int | None
    year: int | None


def spans(text: str, known_by: date | None = None) -> Iterator[Span]:
    """All days printed in the text, in order; `known_by` is the day of the document, which
    gives the year of days that are printed without one."""
    found = [*_in_words(text, known_by), *_in_figures(text)]
    yield from sorted(found, key=lambda span: span.start)


def first_day(text: str) -> date | None:
    """The first day that is printed in full."""
    return next((span.first for span in spans(text)), None)


def partial_date(text: str) -> str | None:
    """The first day, month or year printed, as exact as it is: 2016-01 for “January 2016”."""
    whole = next(spans(text), None)
    found = _partial.search(text)
    if whole is not None and (found is None or whole.start <= found.start()):
        return whole.first.isoformat()
    if found is None:
        return None
    month, year = found.groups()
    return f"{year}-{MONTHS[month.rstrip('.').casefold()]:02}" if month else year


def _in_words(text: str, known_by: date | None) -> Iterator[Span]:
    for run in _run.finditer(text):
        found = list(_one.finditer(run.group()))
        while found and found[-1].group(2) is None:  # “12 July and 14 children”
            found.pop()
        if not found:
            continue
        days = _resolve([_part(one) for one in found], known_by)
        if days is not None and days == sorted(days):
            yield Span(days[0], days[-1], run.start(), run.start() + found[-1].end())


def _in_figures(text: str) -> Iterator[Span]:
    for found in _figures.finditer(text):
        day, month, year = (int(number) for number in found.groups())
        resolved = _calendar(year, month, day)
        if resolved is not None:
            yield Span(resolved, resolved, found.start(), found.end())


def _part(found: re.Match[str]) -> _Part:
    day, month, year = found.groups()
    return _Part(
        day=int(re.sub("[a-z]", "", day, flags=re.IGNORECASE)),
        month=MONTHS[month.rstrip(".").casefold()] if month else None,
        year=int(year) if year else None,
    )


def _resolve(parts: list[_Part], known_by: date | None) -> list[date] | None:
    """The days, from the last to the first: what a day does not print, the next one gives."""
    last = parts[-1]
    year = last.year or _year_of_last(parts, known_by)
    month = last.month
    days: list[date] = []
    for part in reversed(parts):
        if part.month and not part.year and month and part.month > month and year:
            year -= 1  # from December to January
        month, year = part.month or month, part.year or year
        day = _calendar(year, month, part.day)
        if day is None:
            return None
        days.insert(0, day)
    return days


def _year_of_last(parts: list[_Part], known_by: date | None) -> int | None:
    last = parts[-1]
    for part in reversed(parts):
        if part.year and part.month and last.month:  # “26 February 2024 to 8 March”
            return part.year + (last.month < part.month)
    if known_by is None or last.month is None:
        return None
    # A review may be signed shortly before the last of its days.
    latest = known_by + SIGNED_BEFORE
    return latest.year - ((last.month, last.day) > (latest.month, latest.day))


def _calendar(year: int | None, month: int | None, day: int) -> date | None:
    try:
        return date(year or 0, month or 0, day)
    except ValueError:
        return None
