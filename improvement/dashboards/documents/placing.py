"""Where in a document's text stands what was taken from it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from improvement.dashboards.documents.taken import in_order_of_place
from improvement.dashboards.documents.told import Told
from improvement.marking import Span, tokens
from improvement.stretches import Text
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
    places = Places(passages)
    marked = Marked(defaultdict(list), defaultdict(list), [])
    for told in sorted(taken, key=lambda one: in_order_of_place(one.row)):
        if stretches := places.of(told):
            for number, span in stretches.items():
                goes_on = number != next(iter(stretches))
                marked.by_passage[number].append(Mark(span, told, goes_on))
        elif not told.words and told.row.page in places.pages:
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


class Places:
    """Where in a document its records stand."""

    def __init__(self, passages: Sequence[Passage]):
        self._text = Text(passages)
        self.pages: dict[int, list[int]] = defaultdict(list)  # which passages begin on each
        for at, passage in enumerate(passages):
            if passage.page:
                self.pages[passage.page].append(at)

    def of(self, told: Told) -> Mapping[int, Span | None]:
        """By the number of the passage, where a record's words stand: in the paragraph that it
        names, else on its page, else anywhere. One without words stands in its paragraph. Empty
        if it is not found."""
        row = told.row
        named = self._named(row)
        if not tokens(told.words):
            return self._by_itself(named, row.page)
        near = [named, named] if named is not None else None
        anywhere = [0, len(self._text.passages) - 1]
        for within in (near, self.pages.get(row.page), anywhere):
            if within and (found := self._text.stretches(told.words, within[0], within[-1])):
                return found
        return {}

    def _named(self, row) -> int | None:
        """The paragraph that it names; one of a part counts from where the part begins."""
        if row.paragraph is None or row.part and not row.part_begins:
            return None
        return self._text.at(row.paragraph + (row.part_begins or 1) - 1)

    def _by_itself(self, at: int | None, page: int | None) -> Mapping[int, None]:
        """The paragraph, unless it does not stand on the page that is named as well."""
        if at is None or self._text.passages[at].page not in (page, None):
            return {}
        return {self._text.passages[at].number: None}
