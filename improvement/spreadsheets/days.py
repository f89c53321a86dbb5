"""Days as people write them in a cell, day before month; what is no one day stays a question."""

import calendar
import re
from dataclasses import dataclass, field
from datetime import date

MONTH = "|".join(
    f"{name.lower()}|{name[:3].lower()}" for name in calendar.month_name if name
).replace("sep|", "sept|sep|")
NUMBERS = {name[:3].lower(): n for n, name in enumerate(calendar.month_name) if name}
FINDERS = (
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})\b", re.ASCII),
    re.compile(r"\b(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4}|\d{2})\b", re.ASCII),
    re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ -](?:of )?(?P<m>{MONTH})\.?,?[ -]'?(?P<y>\d{{4}}|\d{{2}})\b",
        re.ASCII,
    ),
    re.compile(
        rf"\b(?P<m>{MONTH})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}}|\d{{2}})\b",
        re.ASCII,
    ),
)
MONTH_ONLY = re.compile(
    rf"(?:by |end of |end |during |in )*(?P<m>{MONTH})\.?,?[ -]'?(?P<y>\d{{4}}|\d{{2}})",
    re.ASCII,
)
FIRST, LAST = date(1990, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True)
class DayRead:
    """What a cell says: one day (`day`), or the days in it that it may mean (`found`). One
    that is only a little off, as a month for its last day, may be proposed (`likely`)."""

    text: str
    day: date | None = None
    found: tuple[date, ...] = field(default=())
    likely: date | None = None

    @property
    def is_a_question(self) -> bool:
        return bool(self.text) and self.day is None


def read_day(text: str) -> DayRead:
    words = " ".join(text.casefold().split())
    found, rest = [], words
    for finder in FINDERS:
        for match in finder.finditer(rest):
            found.append((match.start(), _day(match)))
        rest = finder.sub(lambda match: " " * len(match[0]), rest)
    days = tuple(dict.fromkeys(day for _, day in sorted(found, key=lambda f: f[0]) if day))
    bare = re.sub(
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b00:00(?::00)?\b|[\s,.]", "", rest
    )
    if len(days) == 1 and len(found) == 1 and not bare:
        return DayRead(text, days[0], days)
    if not found and (month := MONTH_ONLY.fullmatch(rest.strip(" ."))):
        # The last day of a month is a proposal: the sheet does not say it.
        year, number = _year(month["y"]), NUMBERS[month["m"][:3]]
        if FIRST.year <= year <= LAST.year:
            last = calendar.monthrange(year, number)[1]
            end = date(year, number, last)
            return DayRead(text, None, (end,), end)
    if len(days) == 1 and re.fullmatch(r"(?:by|before|due|until|end)+", bare):
        return DayRead(text, None, days, days[0])
    return DayRead(text, None, days)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _day(match: re.Match) -> date | None:
    named = match["m"]
    month = int(named) if named.isdigit() else NUMBERS[named[:3]]
    try:
        day = date(_year(match["y"]), month, int(match["d"]))
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None
