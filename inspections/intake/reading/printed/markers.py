"""What stands before an item of a list."""

from inspections.intake.reading.printed.glyphs import HYPHEN
from inspections.intake.reading.printed.lines import Line
from inspections.intake.reading.wording import BULLET, split_marker

TAB = 0.45  # of the letters' size: more than a space
SIGNS = set("-–—*+>→§Øo")  # these have other uses
WIDE_TAB = 0.8


def is_marker(text: str) -> bool:
    """Whether a word is nothing but the mark of an item."""
    text = text.replace(HYPHEN, "-")
    marker, words = split_marker(f"{text} X")
    return bool(marker) and words == "X"


def marker_of(line: Line) -> str:
    """The mark before the line's words, or nothing."""
    text = line.text.replace(HYPHEN, "-")
    if line.words[0].symbol and len(line.words[0].text) == 1:
        return BULLET
    if len(line.words) == 1 and text not in SIGNS:
        text += " X"
    marker, words = split_marker(text)
    if not marker and _is_number_before_tab(line):
        return line.words[0].text
    return marker if words else ""


def tab_after(line: Line) -> float:
    """How wide the gap behind the mark is, in sizes of the letters."""
    if len(line.words) < 2:
        return TAB * 2
    return (line.words[1].left - line.words[0].right) / line.size


def _is_number_before_tab(line: Line) -> bool:
    """A number without a stop is a mark only with a tab behind it and a sentence there."""
    number = line.words[0].text
    return (
        number.replace(".", "").isdigit()
        and len(number) <= 6
        and len(line.words) > 2
        and tab_after(line) > WIDE_TAB
        and line.words[1].text[0].isalpha()
    )


def is_sure(line: Line) -> bool:
    """A bullet with no other use, or a mark with a tab behind it."""
    first = line.words[0]
    if first.symbol:
        return True
    if marker_of(line) == BULLET and first.text[0] not in SIGNS:
        return True
    return tab_after(line) > TAB
