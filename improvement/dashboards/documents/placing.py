"""Where in a document's text stands what was taken from it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from improvement.dashboards.documents.taken import in_order_of_place
from improvement.dashboards.documents.told import Told
from improvement.marking import Span, tokens, unspaced
from inspections.models import Passage


class Mark(NamedTuple):
    """A record at its place in a passage: the stretch of its words, or none where it was told
    in our own and only the passage is known. Words may go on from the passage before."""

    span: Span | None
    told: Told
    goes_on: bool = False


class Marked(NamedTuple):
    """What was taken from a document: by the number of the passage where it stands, in order
    of place; by page, what was told of it in our own words and no paragraph named; and the
    rest, which is not found."""

    by_passage: dict[int, list[Mark]]
    by_page: dict[int, list[Told]]
    not_found: list[Told]


def place(taken: Iterable[Told], passages: Sequence[Passage]) -> Marked:
    text = Text(passages)
    marked = Marked(defaultdict(list), defaultdict(list), [])
    for told in sorted(taken, key=lambda one: in_order_of_place(one.row)):
        if stretches := text.stretches(told):
            for number, span in stretches.items():
                goes_on = number != next(iter(stretches))
                marked.by_passage[number].append(Mark(span, told, goes_on))
        elif not told.words and told.row.page in text.pages:
            marked.by_page[told.row.page].append(told)
        else:
            marked.not_found.append(told)
    for marks in marked.by_passage.values():
        marks.sort(key=_as_read)
    return marked


def _as_read(mark: Mark) -> tuple[int, int]:
    """Of two that begin together the longer first; before all, what has no words there."""
    start, end = mark.span or (-1, 0)
    return start, -end


Stretches = dict[int, Span | None]  # by the number of the passage, in their order


class Text:
    """The passages of a document in their order, to look for words in."""

    def __init__(self, passages: Sequence[Passage]):
        self.passages = passages
        self._at = {passage.number: at for at, passage in enumerate(passages)}
        self.pages: dict[int, list[int]] = defaultdict(list)  # which passages begin on each
        for at, passage in enumerate(passages):
            if passage.page:
                self.pages[passage.page].append(at)
        # Looked through as one long text, since words may go on in the next passage.
        words = [" ".join(tokens(passage.text)) + " " for passage in passages]
        self._whole = "".join(words)
        self._starts = [0, *accumulate(map(len, words))]

    def stretches(self, told: Told) -> Stretches:
        """Where a record's words stand: in the paragraph that it names, else on its page, else
        anywhere. One without words stands in its paragraph. Empty if it is not found."""
        row, words = told.row, " ".join(tokens(told.words))
        named = self._named(row)
        if not words:
            return self._by_itself(named, row.page)
        near = [named, named] if named is not None else None
        for within in (near, self.pages.get(row.page), [0, len(self.passages) - 1]):
            if within and (found := self._begins(words, within[0], within[-1])) is not None:
                return self._cut(found, found + len(words))
        return {}

    def _named(self, row) -> int | None:
        """The paragraph that it names; one of a part counts from where the part begins."""
        if row.paragraph is None or row.part and not row.part_begins:
            return None
        return self._at.get(row.paragraph + (row.part_begins or 1) - 1)

    def _by_itself(self, at: int | None, page: int | None) -> Stretches:
        """The paragraph, unless it does not stand on the page that is named as well."""
        if at is None or self.passages[at].page not in (page, None):
            return {}
        return {self.passages[at].number: None}

    def _begins(self, words: str, first: int, last: int) -> int | None:
        """Where in the long text they begin, if it is in one of these passages."""
        found = self._whole.find(words, self._starts[first])
        return found if 0 <= found < self._starts[last + 1] else None

    def _cut(self, start: int, end: int) -> Stretches:
        """A stretch of the long text by the passages that it goes through."""
        stretches: Stretches = {}
        at = bisect_right(self._starts, start) - 1
        while start < end:
            passage, begins, following = self.passages[at], *self._starts[at : at + 2]
            span = (start - begins, min(end, following) - begins)
            stretches[passage.number] = unspaced(passage.text, span)
            start, at = following, at + 1
        return stretches
