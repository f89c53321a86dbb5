"""Blocks of all pages as the document's passages."""

from collections.abc import Iterable, Iterator
from itertools import takewhile

from inspections.intake.reading.passages import Box, Kind, Passage
from inspections.intake.reading.printed.blocks import Block
from inspections.intake.reading.printed.joining import Joiner
from inspections.intake.reading.printed.lines import Line
from inspections.intake.reading.printed.ruled import Row
from inspections.intake.reading.wording import runs_on, split_marker

SAME_EDGE = 5.0  # points
DEEPER = 8.0  # points: an item so much further in belongs to the one above
ENDS = tuple(".!?:;")
CLOSING = "”’\"')]"


def over_pages(pages: Iterable[tuple[list[Block], float]]) -> list[Block]:
    """One run of blocks: what goes on over a page, or in the next column, is one. With each
    page comes the left edge of its text."""
    whole: list[Block] = []
    before_edge = 0.0
    for blocks, edge in pages:
        kept = blocks[_heads_again(whole, blocks) :]
        for at, block in enumerate(kept):
            shift = edge - before_edge if not at else 0.0
            before = whole[-1] if whole else None
            if before and _goes_on(before, block, shift, first=not at):
                _append(before, block)
            else:
                whole.append(block)
        before_edge = edge if blocks else before_edge
    return whole


def _heads_again(whole: list[Block], blocks: list[Block]) -> int:
    """How many rows print the head of the table again, which goes on over the page."""
    table = list(takewhile(lambda block: block.row, reversed(whole)))[::-1]
    pairs = zip(map(_words, table), map(_words, blocks), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _words(block: Block) -> list[list[str]] | None:
    if block.row is None:
        return None
    return [[line.text for line in cell] for cell in block.row.cells]


def _goes_on(before: Block, block: Block, shift: float, *, first: bool) -> bool:
    if before.row and block.row:
        return first and _row_goes_on(before.row, block.row)
    if not before.lines or not block.lines or block.marker:
        return False
    turned = first or block.lines[0].base <= before.lines[-1].base
    if not turned or Kind.HEADING in (before.kind, block.kind):
        return False
    last, line = before.lines[-1], block.lines[0]
    if abs(last.size - line.size) > 1 or (last.bold != line.bold and line.bold):
        return False
    if runs_on(last.text, line.text):
        return True
    if before.marker and before.text_left > before.lines[0].left + DEEPER:
        return abs(line.left - shift - before.text_left) < SAME_EDGE
    return not last.text.rstrip(CLOSING).endswith(ENDS) and last.right > line.right * 0.8


def _append(before: Block, block: Block) -> None:
    before.lines.extend(block.lines)
    if before.row and block.row:
        cells = zip(before.row.cells, block.row.cells, strict=True)
        before.row = Row(tuple(one + other for one, other in cells), before.row.edges)


def _row_goes_on(before: Row, row: Row) -> bool:
    if len(before.cells) != len(row.cells) or row.page == before.page:
        return False
    if not row.cells[0] and any(row.cells):
        return True
    return any(
        one and other and runs_on(one[-1].text, other[0].text)
        for one, other in zip(before.cells, row.cells, strict=True)
    )


def passages_of(blocks: list[Block], joiner: Joiner) -> tuple[Passage, ...]:
    levels = Levels()
    passages: list[Passage] = []
    for block in blocks:
        passage = _passage(len(passages) + 1, block, levels.of(block), joiner)
        if passage.text:
            passages.append(passage)
    return tuple(passages)


def _passage(number: int, block: Block, level: int, joiner: Joiner) -> Passage:
    if block.row:
        cells = tuple(joiner.join(cell) for cell in block.row.cells)
        lines: list[Line] = [line for cell in block.row.cells for line in cell]
        text = " | ".join(cell for cell in cells if cell)
        return Passage(
            number, block.kind, text, block.row.page, cells=cells, boxes=_boxes(lines)
        )
    text, kind, marker = joiner.join(block.lines), block.kind, ""
    if kind == Kind.ITEM:
        marker, text = block.marker, _without_marker(text, block.marker)
    return Passage(
        number,
        kind,
        text,
        block.lines[0].page,
        marker=marker,
        level=level,
        boxes=_boxes(block.lines),
    )


def _without_marker(text: str, marker: str) -> str:
    found, words = split_marker(text)
    if found:
        return words
    return text.removeprefix(marker).lstrip()


def _boxes(lines: Iterable[Line]) -> tuple[Box, ...]:
    return tuple(
        Box(
            line.page,
            round(line.left, 1),
            round(line.top, 1),
            round(line.right, 1),
            round(line.bottom, 1),
        )
        for line in lines
    )


class Levels:
    """How deep an item stands, told by how far in it begins."""

    def __init__(self) -> None:
        self._lefts: list[float] = []

    def of(self, block: Block) -> int:
        if block.kind == Kind.HEADING:
            self._lefts = []
            return block.level
        if block.kind != Kind.ITEM:
            if block.lines and self._lefts and block.lines[0].left < self._lefts[0] + DEEPER:
                self._lefts = []
            return 0
        left = block.lines[0].left
        while self._lefts and left < self._lefts[-1] - DEEPER:
            self._lefts.pop()
        if not self._lefts or left > self._lefts[-1] + DEEPER:
            self._lefts.append(left)
        return len(self._lefts)


def footnotes(lines: list[Line]) -> Iterator[list[Line]]:
    """Each note's lines."""
    note: list[Line] = []
    for line in lines:
        if line.noted and note:
            yield note
            note = []
        note.append(line)
    if note:
        yield note
