"""A document in leaves, so that a page shows one of them whatever the document's length.

A leaf is a page of a PDF, or of a document without pages a run of passages. Leaf 0 is what
has no place in the text: the document itself, the inspections it tells of, a plan.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from improvement.models import Proposal, WaitingDocument

PASSAGES_A_LEAF = 40
Told = tuple[int | None, str]  # the number of a passage, a state


@dataclass(frozen=True)
class Leaf:
    number: int
    undecided: int  # things on it that nobody has looked at
    told: int  # all that is proposed on it
    label: str


class Leaves:
    """The leaves of one document, and how much is left to look at on each.

    `told` has of every proposal its passage and its state; without it they are asked for.
    """

    def __init__(self, waiting: WaitingDocument, told: Iterable[Told] | None = None):
        self.is_paged = waiting.file.pages is not None
        places = waiting.file.passages.order_by("number").values_list("number", "page")
        self._page_of = dict(places)
        self.last = waiting.file.pages or self._run(max(self._page_of, default=1))
        self._count(waiting.proposals.values_list("passage", "state") if told is None else told)

    def of(self, passage: int | None) -> int:
        """The leaf on which a passage stands."""
        if not passage:
            return 0
        return (self._page_of.get(passage) or 1) if self.is_paged else self._run(passage)

    def passages(self, leaf: int) -> list[int]:
        """The numbers of the passages on it, in order."""
        return [number for number in self._page_of if leaf and self.of(number) == leaf]

    def near(self, leaf: int) -> int:
        """The leaf asked for, or the nearest there is."""
        return max(0, min(leaf, self.last))

    @property
    def listed(self) -> list[Leaf]:
        return [
            Leaf(number, self._undecided[number], self._told[number], self._label(number))
            for number in range(self.last + 1)
        ]

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

    def _count(self, told) -> None:
        self._undecided, self._told, self._states = Counter(), Counter(), Counter()
        for passage, state in told:
            leaf = self.of(passage)
            self._told[leaf] += 1
            self._undecided[leaf] += state == Proposal.State.UNDECIDED
            self._states[state] += 1

    def _label(self, leaf: int) -> str:
        if leaf == 0:
            return "About the document"
        if self.is_paged:
            return f"Page {leaf}"
        first = (leaf - 1) * PASSAGES_A_LEAF + 1
        last = min(leaf * PASSAGES_A_LEAF, max(self._page_of, default=first))
        return f"Paragraphs {first} to {last}"

    @staticmethod
    def _run(passage: int) -> int:
        return (passage - 1) // PASSAGES_A_LEAF + 1
