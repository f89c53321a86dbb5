"""Where words stand in a document: in one passage or in some that follow each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from improvement.marking import Span, find_words, tokens
from inspections.models import DocumentFile, Passage

BEFORE, AFTER = 3, 8  # passages around the place of a thing in which its words may stand


@dataclass(frozen=True)
class Place:
    """Words as the document has them, and the passage in which they begin."""

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
    """The words in these passages: in the passage `near` if they stand there, else in the
    fewest that follow each other. Spaces and the lines of a table do not count. None if they stand nowhere."""
    for number, passage in enumerate(passages):
        if passage.number == near and (found := _from(passages, number, words)):
            return found
    places = (_from(passages, number, words) for number in range(len(passages)))
    return next(filter(None, places), None)


def _from(passages: Sequence[Passage], first: int, words: str) -> Place | None:
    text, length = "", len(passages[first].text)
    for passage in passages[first:]:
        text = f"{text}\n{passage.text}" if text else passage.text
        found = find_words(text, words)
        if found and found[0] < length:
            return Place(" ".join(tokens(text[slice(*found)])), passages[first])
    return None


def spans(passages: Sequence[Passage], words: str, number: int) -> dict[int, Span]:
    """By passage, the stretch of it that the words take up; the words begin in passage
    `number`, and may go on in those that follow."""
    rest = [passage for passage in passages if passage.number >= number][: AFTER + 1]
    text, starts = "", []
    for passage in rest:
        starts.append(len(text))
        text += passage.text + "\n"
        found = find_words(text, words)
        if found and found[0] < starts[0] + len(rest[0].text):
            return {
                one.number: (max(found[0] - start, 0), min(found[1] - start, len(one.text)))
                for one, start in zip(rest, starts, strict=False)
                if found[0] < start + len(one.text) and found[1] > start
            }
    return {}
