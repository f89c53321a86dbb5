"""Gathers passages in the order of the document and numbers them."""

from collections.abc import Iterable, Sequence

from inspections.intake.confined import UnreadableError
from inspections.intake.reading.passages import Kind, Passage
from inspections.intake.reading.wording import split_marker, tidy

# More than a report of three hundred pages has.
MAX_PASSAGES = 10_000
MAX_TEXT = 3_000_000  # characters
MOST_CELLS = 100  # of a row that is shown as one; no table on paper has more columns
TOO_LONG = (
    "There is more text in the file than any report or letter has. Take out what does not "
    "belong to it, or divide it, and upload that."
)


class Collected:
    """The passages of one document. Empty ones are left out."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self._length = 0

    def heading(self, text: str, level: int) -> None:
        self._add(Kind.HEADING, tidy(text), level=level)

    def paragraph(self, text: str) -> None:
        """An item, where a mark of one is typed before the words."""
        marker, words = split_marker(text)
        if marker:
            self.item(words, marker)
        else:
            self._add(Kind.PARAGRAPH, tidy(text))

    def item(self, text: str, marker: str, level: int = 1) -> None:
        self._add(Kind.ITEM, tidy(text), marker=marker, level=level)

    def row(self, cells: Iterable[str]) -> None:
        told = tuple(tidy(cell) for cell in cells)
        if any(told):
            cells = told if len(told) <= MOST_CELLS else ()
            self._add(Kind.ROW, " | ".join(told), cells=cells)

    def _add(
        self,
        kind: Kind,
        text: str,
        *,
        marker: str = "",
        level: int = 0,
        cells: Sequence[str] = (),
    ) -> None:
        if not text:
            return
        self._length += len(text)
        number = len(self.passages) + 1
        if number > MAX_PASSAGES or self._length > MAX_TEXT:
            raise UnreadableError(TOO_LONG)
        self.passages.append(
            Passage(number, kind, text, marker=marker, level=level, cells=tuple(cells))
        )
