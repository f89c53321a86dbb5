"""What a cell can hold and what a cell says, compared as people read it.

A spreadsheet program changes line ends, blanks and the way a date is written without
anybody having edited anything: two cells say the same if the same words stand in them.
"""

import re
from hashlib import blake2b

from improvement.spreadsheets.days import read_day
from inspections.intake.sheets.shown import plain

LONGEST = 32_000  # a cell holds 32,767 signs, of which rare ones count twice
CUT = "… (cut here: too long for a cell)"

# Excel writes a sign as _x0041_, so text that looks like that has to be told from it.
_LIKE_A_SIGN = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPE = "x005F_"
_CARRIAGE_RETURN = "_x000D_"


def as_cell(text: str) -> str:
    """The text as a cell can hold it."""
    text = plain(text)
    if is_too_long(text):
        text = text[: LONGEST // 2] + CUT
    return text


def is_too_long(text: str) -> bool:
    return len(text.encode("utf-16-le")) // 2 > LONGEST


def escaped(text: str) -> str:
    return _LIKE_A_SIGN.sub(f"_{_ESCAPE}", text)


def looks_like_a_formula(text: str) -> bool:
    return text.startswith(("=", "+", "-", "@"))


def as_said(cell: str) -> str:
    """What somebody wrote into a cell, as it is recorded."""
    return plain(cell.replace(_ESCAPE, "").replace(_CARRIAGE_RETURN, "\n"))


def words(text: str) -> str:
    """The words alone, for comparing."""
    return " ".join(as_said(text).split())


def day_as_cell(text: str) -> str:
    """A day as 2018-05-31, however it is written; other words as they are."""
    day = read_day(text).day
    return day.isoformat() if day else text


def fingerprint(text: str) -> str:
    return blake2b(words(text).encode(), digest_size=6).hexdigest()
