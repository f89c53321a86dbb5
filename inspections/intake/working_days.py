"""Working days in England: neither a weekend nor a bank holiday.

The bank holidays come from the `holidays` library (Great Britain, subdivision England), the
days given once included, such as 19 September 2022 and 8 May 2023. It works out every later
year by rule; but a day given once is known only when it has been announced, so nothing is
said of years after `LAST_YEAR`. Whoever takes a newer library moves that on.
"""

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

FIRST_YEAR, LAST_YEAR = 1990, 2027

PLAN_DAYS = 70
DRAFT_DAYS = 20


def is_working_day(day: date) -> bool | None:
    """None for a day of a year that is not known."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def add_working_days(day: date, number: int) -> date | None:
    """The working day that is the `number`th after `day`, which itself does not count; None
    if that is not known."""
    reached = day
    while number > 0:
        reached += timedelta(days=1)
        working = is_working_day(reached)
        if working is None:
            return None
        number -= working
    return reached


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("GB", subdiv="ENG", years=year))
