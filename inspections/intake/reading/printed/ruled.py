"""Tables with lines round their cells: the words of each cell together, row by row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from inspections.intake.reading.printed.glyphs import Word
from inspections.intake.reading.printed.lines import Line, lines_of
from inspections.intake.reading.printed.rules import Rules

NEAR = 3.0  # points: edges so close are one
LONG = 300  # letters; with nothing beside it, so long a cell is a frame round prose

Rect = tuple[float, float, float, float]


@dataclass(frozen=True)
class Row:
    """One row of a table: the lines of each cell, and where its columns begin."""

    cells: tuple[tuple[Line, ...], ...]
    edges: tuple[float, ...] = ()

    @property
    def is_alone(self) -> bool:
        """Nothing beside its first cell."""
        return bool(self.cells[0]) and not any(self.cells[1:])

    @property
    def top(self) -> float:
        return min(line.top for cell in self.cells for line in cell)

    @property
    def page(self) -> int:
        return next(line.page for cell in self.cells for line in cell)


@dataclass(frozen=True)
class Grid:
    """The lines of one table."""

    top: float
    bottom: float
    left: float
    right: float
    across: list[tuple[float, float, float]]
    down: list[tuple[float, float, float]]

    def cell(self, x: float, y: float) -> Rect:
        """The cell round a point."""
        down = [at for at, top, bottom in self.down if top - NEAR < y < bottom + NEAR]
        across = [at for at, left, right in self.across if left - NEAR < x < right + NEAR]
        return (
            max((at for at in down if at <= x), default=self.left),
            max((at for at in across if at <= y), default=self.top),
            min((at for at in down if at > x), default=self.right),
            min((at for at in across if at > y), default=self.bottom),
        )

    def columns(self) -> list[tuple[float, float]]:
        edges = _apart([self.left, self.right, *(at for at, _, _ in self.down)])
        return list(pairwise(edges))

    def holds(self, word: Word) -> bool:
        middle = (word.left + word.right) / 2
        return self.left < middle < self.right and self.top < word.base < self.bottom + NEAR


def grids(rules: Rules) -> list[Grid]:
    """The tables of a page: where lines down and across meet to more than one column."""
    found = [_grid(top, bottom, rules) for top, bottom in _heights(rules)]
    return [grid for grid in found if len(grid.columns()) > 1]


def _heights(rules: Rules) -> Iterator[tuple[float, float]]:
    top = bottom = None
    for _, start, end in sorted(rules.down, key=lambda rule: rule[1]):
        if top is None or bottom is None or start > bottom + NEAR:
            if top is not None and bottom is not None:
                yield top, bottom
            top, bottom = start, end
        bottom = max(bottom, end)
    if top is not None and bottom is not None:
        yield top, bottom


def _grid(top: float, bottom: float, rules: Rules) -> Grid:
    across = [rule for rule in rules.across if top - NEAR < rule[0] < bottom + NEAR]
    down = [rule for rule in rules.down if top - NEAR < rule[1] and rule[2] < bottom + NEAR]
    across = _snapped(across)
    down = _snapped(down)
    left = min([at for at, _, _ in down] + [start for _, start, _ in across])
    right = max([at for at, _, _ in down] + [end for _, _, end in across])
    return Grid(top, bottom, left, right, across, down)


def _snapped(rules: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Pieces of one line have one place."""
    snapped: list[tuple[float, float, float]] = []
    for at, start, end in sorted(rules):
        place = snapped[-1][0] if snapped and at - snapped[-1][0] <= NEAR else at
        snapped.append((place, start, end))
    return snapped


def _apart(places: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > NEAR:
            kept.append(place)
    return kept


def rows_of(grid: Grid, words: list[Word], page: int) -> list[Row | Line]:
    """The rows of the table. What a frame holds alone is prose, so its lines come back."""
    cells: dict[Rect, list[Word]] = {}
    for word in words:
        place = grid.cell((word.left + word.right) / 2, word.base - word.size / 3)
        cells.setdefault(place, []).append(word)
    laid: list[Row | Line] = []
    for rects in _by_row(cells):
        filled = {rect: tuple(lines_of(cells[rect], page)) for rect in rects}
        laid.extend(_row(grid, filled, set(cells)))
    return laid


def _by_row(cells: Iterable[Rect]) -> list[list[Rect]]:
    rows: list[list[Rect]] = []
    for rect in sorted(cells, key=lambda rect: (rect[1], rect[0])):
        if rows and rect[1] - rows[-1][0][1] <= NEAR:
            rows[-1].append(rect)
        else:
            rows.append([rect])
    return rows


def _row(
    grid: Grid, filled: dict[Rect, tuple[Line, ...]], used: set[Rect]
) -> Iterator[Row | Line]:
    lines = [line for cell in filled.values() for line in cell]
    if not lines:
        return
    rects = sorted({*filled, *_empty(grid, list(filled), used)})
    if len(filled) == 1 and sum(len(line.text) for line in lines) > LONG:
        yield from lines
    else:
        yield Row(
            tuple(filled.get(rect, ()) for rect in rects), tuple(rect[0] for rect in rects)
        )


def _empty(grid: Grid, filled: list[Rect], used: set[Rect]) -> Iterator[Rect]:
    """Cells of the row without words, in columns that hold words elsewhere: what only sets
    another cell in holds none anywhere."""
    top, bottom = filled[0][1], min(rect[3] for rect in filled)
    columns = {(rect[0], rect[2]) for rect in used}
    for left, right in grid.columns():
        rect = grid.cell((left + right) / 2, (top + bottom) / 2)
        if abs(rect[1] - top) <= NEAR and rect not in filled and (rect[0], rect[2]) in columns:
            yield rect
