"""Where words stand in a document: in one passage or in some that follow each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from improvement.marking import tokens
from improvement.stretches import Text
from inspections.models import DocumentFile, Passage

BEFORE, AFTER = 3, 8  # passages around the place of a thing in which its words may stand


@dataclass(frozen=True)
class Place:
    """Words as the document has them, each a blank after the other, and the passage in which
    they begin."""

    words: str
    passage: Passage

    @property
    def at(self) -> dict[str, str]:
        page = {} if self.passage.page is None else {"page": str(self.passage.page)}
        return {**page, "paragraph": str(self.passage.number), "quote": self.words}


def around(file: DocumentFile, number: int) -> list[Passage]:
    found = file.passages.filter(number__range=(number - BEFORE, number + AFTER))
    return list(found.order_by("number"))


def place_of(passages: Sequence[Passage], words: str, near: int) -> Place | None:
    """The words in these passages: in the passage `near` if they begin there, else in the first
    where they do. Spaces and the lines of a table do not count. None if they stand nowhere."""
    text = Text(passages)
    named = text.at(near)
    found = None if named is None else text.begins(words, named, named)
    found = text.begins(words) if found is None else found
    return None if found is None else Place(" ".join(tokens(words)), passages[found])
