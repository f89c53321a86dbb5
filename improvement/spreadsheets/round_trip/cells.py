"""What a cell can hold and what a cell says, compared as people read it.

A spreadsheet program changes line ends, blanks and the way a date is written without
anybody having edited anything: two cells say the same if the same words stand in them.
"""

from hashlib import blake2b

from improvement.exports.cells import ESCAPE
from improvement.spreadsheets.days import read_day
from inspections.intake.sheets.shown import plain

_CARRIAGE_RETURN = "_x000D_"


def as_said(cell: str) -> str:
    """What somebody wrote into a cell, as it is recorded."""
    return plain(cell.replace(ESCAPE, "").replace(_CARRIAGE_RETURN, "\n"))


def words(text: str) -> str:
    """The words alone, for comparing."""
    return " ".join(as_said(text).split())


def day_as_cell(text: str) -> str:
    """A day as 2018-05-31, however it is written; other words as they are."""
    day = read_day(text).day
    return day.isoformat() if day else text


def fingerprint(text: str) -> str:
    return blake2b(words(text).encode(), digest_size=6).hexdigest()
