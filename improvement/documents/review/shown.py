"""What one leaf of the review page shows: its passages with their marks, and its cards."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from improvement.documents.review.place import spans
from improvement.marking import Span, cut, in_cells
from improvement.models import Proposal
from inspections.models import Passage


@dataclass(frozen=True)
class Marked:
    """A piece of a passage with the proposals whose words it belongs to."""

    text: str
    proposals: tuple[Proposal, ...]

    @property
    def state(self) -> str:
        states = {one.state for one in self.proposals}
        return next((state for state in Proposal.State.values if state in states), "")

    @property
    def numbers(self) -> str:
        return " ".join(str(one.pk) for one in self.proposals)


@dataclass(frozen=True)
class Shown:
    """A passage in the pieces that its marks make of it; a row of a table cell by cell."""

    passage: Passage
    cells: list[list[Marked]]

    @property
    def pieces(self) -> list[Marked]:
        return [piece for cell in self.cells for piece in cell]


@dataclass(frozen=True)
class Block:
    """Passages that stand together: the items of a list, the rows of a table, or one."""

    kind: str
    passages: list[Shown]


def blocks(passages: Sequence[Passage], proposals: Sequence[Proposal]) -> list[Block]:
    marks: dict[int, list[tuple[Span, Proposal]]] = {}
    for proposal in proposals:
        for number, span in spans_of(passages, proposal).items():
            marks.setdefault(number, []).append((span, proposal))
    shown = (_shown(passage, marks.get(passage.number, [])) for passage in passages)
    told = []
    for kind, group in groupby(shown, key=lambda one: one.passage.kind):
        run = list(group)
        together = kind in ("item", "row")
        told += [Block(kind, run)] if together else [Block(kind, [one]) for one in run]
    return told


def headings(above: Sequence[tuple[int, str, int]]) -> dict[int, str]:
    """By the number of each heading, it and those that it stands under, as a path."""
    path: dict[int, str] = {}
    told = {}
    for number, text, level in above:
        path = {held: words for held, words in path.items() if held < level}
        path[level] = text
        told[number] = " › ".join(path.values())
    return told


def spans_of(passages: Sequence[Passage], proposal: Proposal) -> dict[int, Span]:
    if not proposal.passage:
        return {}
    said = proposal.said
    told = (said.get("text", ""), said.get("at", {}).get("quote", ""))
    found = (spans(passages, words, proposal.passage) for words in told if words)
    return next(filter(None, found), {})


def _shown(passage: Passage, marks: list[tuple[Span, Proposal]]) -> Shown:
    cells = in_cells(passage.text, passage.cells, marks)
    return Shown(
        passage,
        [[Marked(piece.text, piece.marks) for piece in cut(*cell)] for cell in cells],
    )
