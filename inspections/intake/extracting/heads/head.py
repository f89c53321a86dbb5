"""What stands at the head of a document: title page, or the first page of a letter."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from inspections.intake.extracting.heads.days import first_day, spans
from inspections.intake.reading.passages import Kind, Passage, Reading

FIRST_PASSAGES = 40  # where there are no pages
LAST_PASSAGES = 5  # a review is dated where it is signed
COVER = 600  # a first page with fewer letters is a cover, and the second belongs to the head
LONGEST_BEFORE_DEAR = 60  # passages: boards of ten partners are addressed one a line

_dear = re.compile(r"Dear\b(?!est)")
_date_line = re.compile(
    r"^\W*(?:date|dated|date of (?:letter|report|meeting)|meeting date)\W+", re.I
)


@dataclass(frozen=True)
class Head:
    """The lines of the head, in order, and the document that it belongs to."""

    lines: tuple[str, ...]
    reading: Reading

    @cached_property
    def text(self) -> str:
        return " ".join(self.lines)

    @cached_property
    def whole(self) -> str:
        """The text of the whole document."""
        return " ".join(_plain(passage.text) for passage in self.reading.passages)

    @cached_property
    def salutation(self) -> int | None:
        """Which line begins with “Dear”, if it is a letter."""
        lines = self.lines[:LONGEST_BEFORE_DEAR]
        return next((n for n, line in enumerate(lines) if _dear.match(line)), None)

    @property
    def before_salutation(self) -> tuple[str, ...]:
        """The lines above “Dear …”; of what is no letter, none."""
        return self.lines[: self.salutation] if self.salutation is not None else ()

    @property
    def letter(self) -> str:
        """The text from “Dear …” on; of what is no letter, the whole head."""
        return " ".join(self.lines[self.salutation or 0 :])

    @cached_property
    def dated(self) -> date | None:
        """The document's own date: above “Dear …”, or alone on a line of the head or at the end."""
        above = first_day(" ".join(self.before_salutation))
        if above is not None:
            return above
        last = (_plain(passage.text) for passage in self.reading.passages[-LAST_PASSAGES:])
        return next(filter(None, (_day_alone(line) for line in (*self.lines, *last))), None)

    def has_line(self, pattern: str) -> bool:
        """Whether one of its lines begins so."""
        return any(re.match(rf"[\W_]*{pattern}", line, re.IGNORECASE) for line in self.lines)

    def says(self, pattern: str) -> bool:
        """Whether its text holds these words, wherever its lines break."""
        return re.search(pattern, self.text, re.IGNORECASE) is not None


def head_of(reading: Reading) -> Head:
    """The head of a document; where there are no pages, its first passages."""
    passages = reading.passages
    if reading.pages is None:
        return Head(_lines(passages[:FIRST_PASSAGES]), reading)
    first = [passage for passage in passages if passage.page == 1]
    if sum(len(passage.text) for passage in first) < COVER:
        first = [passage for passage in passages if (passage.page or 0) <= 2]
    return Head(_lines(tuple(first)), reading)


def labelled(head: Head, pattern: str) -> str | None:
    """What follows `Label:` on its line or in its row, or else on the next line."""
    label = re.compile(rf"[\W_]*(?:{pattern})\s*[:|]?[\s|*]*", re.IGNORECASE)
    for line, following in zip(head.lines, (*head.lines[1:], ""), strict=True):
        found = label.match(line)
        if found:
            return line[found.end() :].strip(" *|") or following
    return None


def _lines(passages: tuple[Passage, ...]) -> tuple[str, ...]:
    lines = []
    for passage in passages:
        text = " | ".join(passage.cells) if passage.kind is Kind.ROW else passage.text
        lines += [_plain(line) for line in text.split("\n")]
    return tuple(line for line in lines if line)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("**", "")).strip()


def _day_alone(line: str) -> date | None:
    """The day of a line that says nothing else, save that it is a date."""
    rest = _date_line.sub("", line).strip(" |.*-–")
    found = next(spans(rest), None)
    alone = found is not None and found.start == 0 and found.end == len(rest)
    return found.first if found is not None and alone and found.first == found.last else None
