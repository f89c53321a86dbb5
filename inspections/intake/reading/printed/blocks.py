"""Lines that make one paragraph, one item or one heading."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from inspections.intake.reading.passages import Kind
from inspections.intake.reading.printed.lines import Line
from inspections.intake.reading.printed.markers import SIGNS, is_sure, marker_of
from inspections.intake.reading.printed.ruled import Row
from inspections.intake.reading.wording import runs_on

LARGER = 1.1  # of the usual size: a heading
SAME_SIZE = 0.08
SAME_EDGE = 4.0  # points
SPACED = 1.2  # of the usual pitch: space between blocks
LOOSE = 2.2  # of the letters' size: no sentence goes on over more
LONGEST_HEADING = 200  # letters
MOST_HEADING_LINES = 5
DEFAULT_PITCH = 1.2
ENDS = tuple(".!?:;")


@dataclass
class Block:
    """Lines of one passage, or a row of cells."""

    kind: Kind
    lines: list[Line] = field(default_factory=list)
    marker: str = ""
    row: Row | None = None
    spaced: bool = False  # space above it
    level: int = 0

    @property
    def text_left(self) -> float:
        """Where its lines begin, from the second on."""
        if len(self.lines) > 1:
            return self.lines[1].left
        first = self.lines[0].words
        return first[1].left if self.marker and len(first) > 1 else first[0].left

    @property
    def letters(self) -> int:
        return sum(len(line.text) for line in self.lines)

    @property
    def size(self) -> float:
        return max(line.size for line in self.lines)

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)


@dataclass(frozen=True)
class Style:
    """How a document usually prints its text."""

    size: float
    pitch: float  # from line to line, in sizes
    bold: bool

    @classmethod
    def of(cls, pages: Iterable[list[Line]]) -> "Style":
        sizes: Counter[float] = Counter()
        pitches: Counter[float] = Counter()
        bold = letters = 0
        for lines in pages:
            for line in lines:
                sizes[line.size] += len(line.text)
                letters += len(line.text)
                bold += len(line.text) * line.bold
            for one, other in pairwise(lines):
                pitch = (other.base - one.base) / other.size
                if one.size == other.size and 0.9 < pitch < 2.5:
                    pitches[round(pitch, 1)] += 1
        size = sizes.most_common(1)[0][0] if sizes else 1.0
        pitch = pitches.most_common(1)[0][0] if pitches else DEFAULT_PITCH
        return cls(size, pitch, bold > letters / 2)


class Builder:
    """Puts the lines of one page together."""

    def __init__(self, style: Style, laid: list[Line | Row]) -> None:
        self.style = style
        self.laid = laid
        rights = sorted(line.right for line in laid if isinstance(line, Line))
        self.margin = rights[int(len(rights) * 0.97)] if rights else 0.0
        self.blocks: list[Block] = []

    def build(self) -> list[Block]:
        for laid in self.laid:
            if isinstance(laid, Row):
                self.blocks.append(Block(Kind.ROW, row=laid))
            else:
                self._add(laid)
        return self.blocks

    def _add(self, line: Line) -> None:
        block = self.blocks[-1] if self.blocks and self.blocks[-1].lines else None
        marker = self._marker(block, line)
        if block and not marker and self._continues(block, line):
            block.lines.append(line)
            return
        kind = Kind.ITEM if marker else Kind.PARAGRAPH
        spaced = block is None or self._gap(block.lines[-1], line) > SPACED
        self.blocks.append(Block(kind, [line], marker, spaced=spaced))

    def _gap(self, above: Line, below: Line) -> float:
        """In usual distances from line to line."""
        gap = (below.base - above.base) / (self.style.pitch * max(above.size, below.size))
        return gap if gap > 0 else SPACED * 2

    def _marker(self, block: Block | None, line: Line) -> str:
        marker = marker_of(line)
        if not marker or is_sure(line):
            return marker
        if block is None:
            return "" if line.words[0].text in SIGNS else marker
        before = block.lines[-1]
        alone = self._gap(before, line) > SPACED
        listed = block.marker and abs(block.lines[0].left - line.left) < SAME_EDGE
        begins = listed or before.text.endswith(ENDS)
        return marker if alone or (begins and not self._is_full(before, line)) else ""

    def _continues(self, block: Block, line: Line) -> bool:
        before = block.lines[-1]
        if block.marker and len(block.lines) == 1 and len(before.words) == 1:
            return True  # a mark whose words begin on the next line
        if line.base <= before.base or abs(line.size - before.size) > SAME_SIZE * before.size:
            return False
        sentence = runs_on(before.text, line.text)
        if self._gap(before, line) > SPACED:
            close = line.base - before.base < LOOSE * line.size
            return sentence and close and self._is_full(before, line) and not block.bold
        if sentence:
            return before.bold == line.bold or not (before.bold and self._is_short(before))
        return self._same_look(block, line) and (
            self._is_full(before, line) or self._is_full_in(block, line)
        )

    def _same_look(self, block: Block, line: Line) -> bool:
        before = block.lines[-1]
        if block.bold != line.bold and (line.bold or self._is_short(before)):
            return False
        if len(block.lines) == 1 and not block.marker:
            return True  # its first line may be set in, or out
        if len(block.lines) == 1:
            return line.left > before.left - SAME_EDGE
        return abs(line.left - block.text_left) <= SAME_EDGE

    def _is_full(self, before: Line, line: Line) -> bool:
        """Whether the next line's first word had no room."""
        word = line.words[0]
        return before.right + (word.right - word.left) + 0.5 * line.size > self.margin - 8

    def _is_full_in(self, block: Block, line: Line) -> bool:
        """The same in a frame that is narrower than the page, where the sentence goes on."""
        before = block.lines[-1]
        if len(block.lines) == 1 or before.text.endswith(ENDS):
            return False
        edge = max(above.right for above in block.lines)
        word = line.words[0]
        return before.right + (word.right - word.left) + 0.3 * line.size > edge

    def _is_short(self, line: Line) -> bool:
        return line.right < self.margin - 6 * line.size


def mark_headings(blocks: list[Block], style: Style) -> None:
    """Tells what one page prints as headings."""
    for at, block in enumerate(blocks):
        if block.lines and _is_heading(blocks, at, style):
            block.kind = Kind.HEADING


def set_levels(blocks: list[Block]) -> None:
    """The level of each heading in the document, by its size."""
    looks = sorted(
        {_look(block) for block in blocks if block.kind == Kind.HEADING}, reverse=True
    )
    for block in blocks:
        if block.kind == Kind.HEADING:
            block.level = looks.index(_look(block)) + 1


def _look(block: Block) -> float:
    return round(block.size)


def _is_heading(blocks: list[Block], at: int, style: Style) -> bool:
    block = blocks[at]
    if block.marker and not block.marker[0].isdigit():
        return False
    text = block.lines[-1].text
    if block.letters > LONGEST_HEADING or len(block.lines) > MOST_HEADING_LINES:
        return False
    if block.size > LARGER * style.size:
        return not (text.endswith(".") and block.letters > LONGEST_HEADING / 2)
    bold = block.bold and not style.bold and block.size >= style.size * (1 - SAME_SIZE)
    return bold and not text.endswith((".", "!", ",", ";")) and _stands_alone(blocks, at)


def _stands_alone(blocks: list[Block], at: int) -> bool:
    block = blocks[at]
    after = blocks[at + 1] if at + 1 < len(blocks) else None
    before = blocks[at - 1] if at else None
    if block.marker:
        return not any(near and near.marker and near.bold for near in (before, after) if near)
    return block.spaced or after is None or after.spaced
