"""Lines as running text: hyphens at their ends, and words that lines tore apart."""

import re
from collections.abc import Iterable

from inspections.intake.reading.printed.glyphs import HYPHEN
from inspections.intake.reading.printed.lines import Line
from inspections.intake.reading.wording import tidy

SOFT = "\xad"
FEW = 0.04  # of all lines: where so few end in a hyphen, nobody set hyphens to fill them
_ENDS_IN_WORD = re.compile(
    rf"(?:^|[^\w-])([^\W\d_]+(?:-[^\W\d_]+)*)[-\u2010\u2011{HYPHEN}{SOFT}]$"
)
_BEGINS_WORD = re.compile(r"([^\W\d_]+)")
_WORDS = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
# "child- and family-centred": such a hyphen waits for a later word.
_WAITS = re.compile(r"(?:and|or|to)\b")
_NO_SPACE_AFTER = re.compile(r"[^\s][/–—]$")


class Joiner:
    """Joins lines as their document writes its words."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = list(lines)
        self._written: set[str] | None = None
        self._sets_hyphens = False

    def join(self, lines: Iterable[Line]) -> str:
        text = ""
        for line in lines:
            text = self._joined(text, line.text) if text else line.text
        return tidy(text.replace(HYPHEN, "-"))

    def _joined(self, before: str, after: str) -> str:
        last = before.rsplit(" ", 1)[-1]
        torn, rest = _ENDS_IN_WORD.search(last), _BEGINS_WORD.match(after)
        if torn and rest and after[0].islower() and not _WAITS.match(after):
            between = "-" if self._keeps_hyphen(before[-1], torn[1], rest[1]) else ""
            return f"{before[:-1]}{between}{after}"
        if before[-1] in f"-{HYPHEN}{SOFT}" and before[-2:-1].isalnum():
            waits = _WAITS.match(after)
            return f"{before[:-1]}-{' ' if waits else ''}{after}"
        if _NO_SPACE_AFTER.search(last):
            return before + after
        return f"{before} {after}"

    def _keeps_hyphen(self, hyphen: str, first: str, second: str) -> bool:
        if hyphen == SOFT:
            return False
        written = self._words()
        first = first.lower()
        if f"{first}-{second.lower()}" in written:
            return True
        if f"{first}{second.lower()}" in written:
            return False
        return not self._sets_hyphens

    def _words(self) -> set[str]:
        if self._written is None:
            self._written = set()
            hyphens = 0
            for line in self._lines:
                self._written.update(_WORDS.findall(line.text.lower().replace("\u2011", "-")))
                hyphens += line.text.endswith((HYPHEN, "-"))
            self._sets_hyphens = hyphens > FEW * len(self._lines)
        return self._written
