"""A cell's value as the text that a person sees in it."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

# What no text of ours may hold: control characters, and halves of characters.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_DECIMALS = re.compile(r"^[#,0]*0(?:\.(0+))?(%?)(?:_\)|;.*)?$")


def plain(text: str) -> str:
    """Text as it can be kept: without control characters and without blanks around it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    lines = (line.rstrip() for line in _NOT_TEXT.sub("", text).split("\n"))
    return "\n".join(lines).strip()


def shown(value: Any, number_format: str = "General") -> str:
    """What the program shows for a value, near enough: days as 2018-05-31."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
            return value.date().isoformat() if midnight else f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case time() | timedelta():
            return str(value)
        case int() | float():
            return _number(value, number_format)
    return plain(str(value))


def _number(value: int | float, number_format: str) -> str:
    form = _DECIMALS.match(number_format.strip())
    if form and form[2]:
        return f"{value * 100:.{len(form[1] or '')}f}%"
    # A plan's 2.10 is not its 2.1: as many places as the cell shows.
    if form and form[1]:
        return f"{value:.{len(form[1])}f}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.10g}"
    return str(value)
