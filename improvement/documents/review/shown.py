"""What one leaf of the review page shows of the document: its passages with their marks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from improvement.marking import Span, cut, in_cells
from improvement.models import Proposal
from improvement.stretches import Stretches, Text
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
    text, marks = Text(passages), defaultdict[int, list[tuple[Span, Proposal]]](list)
    for proposal in proposals:
        for number, span in stretches_of(text, proposal).items():
            marks[number].append((span, proposal))
    shown = (_shown(passage, marks[passage.number]) for passage in passages)
    told = []
    for kind, group in groupby(shown, key=lambda one: one.passage.kind):
        run = list(group)
        together = kind in ("item", "row")
        told += [Block(kind, run)] if together else [Block(kind, [one]) for one in run]
    return told


def stretches_of(text: Text, proposal: Proposal) -> Stretches:
    """Its words in the document, which begin in its passage: as it says them, else as they were
    quoted."""
    at = text.at(proposal.passage or 0)
    if at is None:
        return {}
    said = proposal.said
    told = (said.get("text", ""), said.get("at", {}).get("quote", ""))
    found = (text.stretches(words, at, at) for words in told if words)
    return next(filter(None, found), {})


def _shown(passage: Passage, marks: list[tuple[Span, Proposal]]) -> Shown:
    cells = in_cells(passage.text, passage.cells, marks)
    return Shown(
        passage,
        [[Marked(piece.text, piece.marks) for piece in cut(*cell)] for cell in cells],
    )
