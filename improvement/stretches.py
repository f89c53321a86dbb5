"""Where words stand in a document: in one passage, or going on in those that follow."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from improvement.marking import Span, tokens, unspaced
from inspections.models import Passage

Stretches = dict[int, Span]  # by the number of the passage, in their order


class Text:
    """The passages of a document, or some that follow each other, to look for words in."""

    def __init__(self, passages: Sequence[Passage]):
        self.passages = passages
        self._at = {passage.number: at for at, passage in enumerate(passages)}
        # Looked through as one long text, since words may go on in the next passage.
        words = [" ".join(tokens(passage.text)) + " " for passage in passages]
        self._whole = "".join(words)
        self._starts = [0, *accumulate(map(len, words))]

    def at(self, number: int) -> int | None:
        """Which of the passages has the number, counted from 0."""
        return self._at.get(number)

    def begins(self, words: str, first: int = 0, last: int | None = None) -> int | None:
        """In which of these passages the words begin, however spaced, in the first that there
        is; None if they begin in none."""
        found = self._find(words, first, last)
        return None if found is None else bisect_right(self._starts, found) - 1

    def stretches(self, words: str, first: int = 0, last: int | None = None) -> Stretches:
        """The words by the passages that they go through; they begin in one of `first` to
        `last`. Empty if they do not."""
        found = self._find(words, first, last)
        return {} if found is None else self._cut(found, found + len(_plain(words)))

    def _find(self, words: str, first: int, last: int | None) -> int | None:
        plain = _plain(words)
        if not plain or not self.passages:
            return None
        last = len(self.passages) - 1 if last is None else last
        found = self._whole.find(plain, self._starts[first])
        return found if 0 <= found < self._starts[last + 1] else None

    def _cut(self, start: int, end: int) -> Stretches:
        stretches: Stretches = {}
        at = bisect_right(self._starts, start) - 1
        while start < end:
            passage, begins, following = self.passages[at], *self._starts[at : at + 2]
            span = (start - begins, min(end, following) - begins)
            stretches[passage.number] = unspaced(passage.text, span)
            start, at = following, at + 1
        return stretches


def _plain(words: str) -> str:
    return " ".join(tokens(words))
