"""A document in leaves, so that a page shows one of them whatever the document's length.

A leaf is a page of a PDF, or of a document without pages a run of passages; what is too much
for one page of ours is several leaves. Leaf 0 is what has no place in the text: the document
itself, the inspections it tells of, a plan.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Q

from improvement.models import Proposal, WaitingDocument

PASSAGES_A_LEAF = 40  # where there are no pages
MOST_PASSAGES = 120  # of a page
MOST_CARDS = 100
SHOWN_AROUND = 4  # leaves before and after this one, of a long document
ALL_SHOWN = 40
Told = tuple[int | None, str]  # the number of a passage, a state; in the order of the document


@dataclass(frozen=True)
class Leaf:
    number: int
    undecided: int  # things on it that nobody has looked at
    told: int  # all that is proposed on it
    label: str
    is_after_gap: bool = False  # some before it are not listed


@dataclass
class Cut:
    """The passages of one leaf."""

    page: int | None
    passages: list[int] = field(default_factory=list)
    cards: int = 0
    part: int = 1  # of its page, or without pages of the passage that it begins with
    is_cut: bool = False  # whether there are other parts

    def is_full(self, cards: int) -> bool:
        most = PASSAGES_A_LEAF if self.page is None else MOST_PASSAGES
        return bool(self.passages) and (
            self.cards + cards > MOST_CARDS or len(self.passages) >= most
        )


class Leaves:
    """The leaves of one document, and how much is left to look at on each.

    `told` has of every proposal its passage and its state; without it they are asked for.
    """

    def __init__(self, waiting: WaitingDocument, told: Iterable[Told] | None = None):
        self.is_paged = waiting.file.pages is not None
        places = waiting.file.passages.order_by("number").values_list("number", "page")
        rows = waiting.proposals.order_by("position", "pk").values_list("passage", "state")
        told = list(rows if told is None else told)
        self._page_of = dict(places)
        cards = Counter(passage for passage, _ in told if passage)
        self._cuts = [Cut(None), *self._cut(waiting.file.pages, cards)]
        self._of: dict[int, int] = {}
        for number, one in enumerate(self._cuts):
            for passage in one.passages:
                self._of.setdefault(passage, number)
        self._count(told)

    @property
    def last(self) -> int:
        return len(self._cuts) - 1

    def of(self, passage: int | None) -> int:
        """The leaf on which a passage stands, or the first of several."""
        return self._of.get(passage, 1) if passage else 0

    def of_each(self, passages: Iterable[int | None]) -> Iterator[int]:
        """The leaf of each proposal, by their passages in the order of the document: one passage
        may have more of them than a leaf shows."""
        before: Counter[int] = Counter()
        for passage in passages:
            yield self.of(passage) + (before[passage] // MOST_CARDS if passage else 0)
            if passage:
                before[passage] += 1

    def passages(self, leaf: int) -> list[int]:
        """The numbers of the passages on it, in order."""
        return self._cuts[leaf].passages

    def page(self, leaf: int) -> int:
        """The page of a PDF that it is, or is a part of."""
        return self._cuts[leaf].page or 0

    def near(self, leaf: int) -> int:
        """The leaf asked for, or the nearest there is."""
        return max(0, min(leaf, self.last))

    def listed(self, leaf: int) -> list[Leaf]:
        """All of them; of very many the first, the last and those around this one."""
        numbers = range(self.last + 1)
        if len(numbers) > ALL_SHOWN:
            ends = {0, self.last, *filter(None, [self.next_open(leaf)])}
            numbers = [one for one in numbers if one in ends or abs(one - leaf) <= SHOWN_AROUND]
        told, before = [], -1
        for one in numbers:
            counts = self._undecided[one], self._told[one]
            told.append(Leaf(one, *counts, self._label(one), one > before + 1))
            before = one
        return told

    @property
    def undecided(self) -> dict[int, int]:
        """By leaf, how many nobody has looked at; only where there are some."""
        return {leaf: count for leaf, count in sorted(self._undecided.items()) if count}

    @property
    def counts(self) -> Counter:
        """Of the whole document, by state."""
        return self._states

    def next_open(self, leaf: int) -> int | None:
        """The next leaf with something to look at, after this one and then from the start."""
        waiting = [number for number in self.undecided if number != leaf]
        return min(waiting, key=lambda number: (number < leaf, number), default=None)

    def of_one(self, proposal: Proposal) -> int:
        rows = proposal.waiting.proposals.filter(passage=proposal.passage)
        before = Q(position__lt=proposal.position)
        before |= Q(position=proposal.position, pk__lt=proposal.pk)
        leaf = self.of(proposal.passage)
        return leaf + rows.filter(before).count() // MOST_CARDS if leaf else 0

    def _count(self, told: list[Told]) -> None:
        self._undecided, self._told, self._states = Counter(), Counter(), Counter()
        leaves = self.of_each(passage for passage, _ in told)
        for leaf, (_, state) in zip(leaves, told, strict=True):
            self._told[leaf] += 1
            self._undecided[leaf] += state == Proposal.State.UNDECIDED
            self._states[state] += 1

    def _cut(self, pages: int | None, cards: Counter) -> Iterator[Cut]:
        of_page = defaultdict[int | None, list[int]](list)
        for passage, page in self._page_of.items():
            of_page[(page or 1) if self.is_paged else None].append(passage)
        for page in range(1, (pages or 1) + 1) if self.is_paged else [None]:
            cuts = [Cut(page)]
            for passage in of_page[page]:
                if cuts[-1].is_full(cards[passage]):
                    cuts.append(Cut(page))
                cuts[-1].passages.append(passage)
                cuts[-1].cards += cards[passage]
                more = (cards[passage] - 1) // MOST_CARDS
                cuts += [Cut(page, [passage], MOST_CARDS) for _ in range(more)]
            yield from _in_parts(cuts)

    def _label(self, leaf: int) -> str:
        if leaf == 0:
            return "About the document"
        one = self._cuts[leaf]
        if self.is_paged:
            return f"Page {one.page}, part {one.part}" if one.is_cut else f"Page {one.page}"
        first, last = (one.passages[0], one.passages[-1]) if one.passages else (1, 1)
        if one.is_cut:
            return f"Paragraph {first}, part {one.part}" + (
                f", to {last}" if last > first else ""
            )
        return f"Paragraph {first}" if first == last else f"Paragraphs {first} to {last}"


def _in_parts(cuts: list[Cut]) -> list[Cut]:
    """Those of one page, or without pages those that begin with one passage, numbered."""
    for _, same in groupby(cuts, key=lambda one: one.page or one.passages[:1]):
        parts = list(same)
        for part, one in enumerate(parts, start=1):
            one.part, one.is_cut = part, len(parts) > 1
    return cuts
