"""What a cell of a spreadsheet can hold. Text stays text, also where it looks like a formula:
a sheet that people open must never work out what somebody wrote into it."""

import re
from datetime import date

from inspections.intake.sheets.shown import plain

LONGEST = 32_000  # a cell holds 32,767 signs, of which rare ones count twice
CUT = "… (cut here: too long for a cell)"

# Excel writes a sign as _x0041_, so text that looks like that has to be told from it.
_LIKE_A_SIGN = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
ESCAPE = "x005F_"


def as_cell(text: str) -> str:
    """The text as a cell can hold it."""
    text = plain(text)
    if is_too_long(text):
        text = text[: LONGEST // 2] + CUT
    return text


def is_too_long(text: str) -> bool:
    return len(text.encode("utf-16-le")) // 2 > LONGEST


def escaped(text: str) -> str:
    return _LIKE_A_SIGN.sub(f"_{ESCAPE}", text)


def looks_like_a_formula(text: str) -> bool:
    return text.startswith(("=", "+", "-", "@"))


def put(cell, value: str | date | int | None) -> None:
    """Into a cell of openpyxl."""
    if isinstance(value, date | int):
        cell.value = value
    elif text := as_cell(value or ""):
        cell.value = escaped(text)
        cell.data_type = "s"
        cell.quotePrefix = looks_like_a_formula(text)
