"""Tables that draw no lines: words that leave the same gaps free."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from inspections.intake.reading.printed.columns import joined, segments_of, side_by_side
from inspections.intake.reading.printed.lines import Line
from inspections.intake.reading.printed.markers import is_marker
from inspections.intake.reading.printed.ruled import Row

NARROWEST = 0.8  # of the letters' size: a gap between columns
WIDE = 3.0  # of the letters' size: a gap that makes a row of one line alone
RIVER = 0.5  # of the letters' size: a gap that many lines share
MANY = 4  # lines
PITCH = 1.45  # of the letters' size: lines of one cell stand no further apart

Gap = tuple[float, float]


@dataclass
class _Table:
    """Lines that leave the same gaps free."""

    gaps: list[Gap]
    lines: list[list[Line]] = field(default_factory=list)

    def narrowed(self, segments: list[Line]) -> list[Gap]:
        """What the line's words leave of the gaps."""
        left: list[Gap] = []
        for start, end in self.gaps:
            for segment in segments:
                if segment.left < end and segment.right > start:
                    if segment.left - start >= end - segment.right:
                        end = segment.left
                    else:
                        start = segment.right
            if end - start >= NARROWEST * segments[0].size:
                left.append((start, end))
        return left


def with_rows(lines: list[Line]) -> list[Line | Row]:
    """The lines, and rows in place of those that make a table."""
    laid: list[Line | Row] = []
    sides = side_by_side(lines)
    cut = [[part for line in side for part in segments_of(line)] for side in sides]
    at = 0
    while at < len(sides):
        table = _table_from(cut, at)
        if table:
            _add_rows(laid, table)
            at += len(table.lines)
        else:
            laid.extend(sides[at])
            at += 1
    return laid


def _add_rows(laid: list[Line | Row], table: _Table) -> None:
    rows = list(_rows(table))
    while rows and rows[0].is_alone:
        laid.extend(rows.pop(0).cells[0])
    above = laid[-1] if laid else None
    if rows and isinstance(above, Line) and _is_label_of(above, rows[0]):
        first = rows[0]
        rows[0] = Row(((above, *first.cells[0]), *first.cells[1:]), first.edges)
        laid.pop()
    laid.extend(rows)


def _is_label_of(line: Line, row: Row) -> bool:
    """A label so long that it runs under the next column, before its last words."""
    if not row.cells[0]:
        return False
    below = row.cells[0][0]
    close = _close([line], [below]) and abs(line.left - below.left) < line.size
    return close and below.text[0].islower()


def _table_from(cut: list[list[Line]], start: int) -> _Table | None:
    first = next((at for at in (start, start + 1) if at < len(cut) and len(cut[at]) > 1), None)
    if first is None or (first > start and not _leads(cut[start], cut[first])):
        return None
    table = _Table(_gaps(cut[first]))
    for at in range(start, len(cut)):
        gaps = table.narrowed(cut[at])
        if not gaps or not _belongs(cut, at, start):
            break
        table.gaps = gaps
        table.lines.append(cut[at])
    return _with_narrow_columns(table) if _is_table(table) else None


def _with_narrow_columns(table: _Table) -> _Table:
    """Gaps that are as narrow as spaces, but stand in every line."""
    if len(table.lines) < MANY:
        return table
    words = sorted(place for line in table.lines for part in line for place in _places(part))
    narrow = [gap for gap in _rivers(words) if _parts_enough(table, gap)]
    if len(narrow) <= len(table.gaps):
        return table
    places = [end for _, end in narrow]
    lines = [[part for old in line for part in old.cut_at(places)] for line in table.lines]
    return _Table(narrow, lines)


def _places(line: Line) -> Iterator[Gap]:
    return ((word.left, word.right) for word in line.words)


def _rivers(places: list[Gap]) -> Iterator[Gap]:
    """Where no word of any line stands."""
    reached = places[0][1]
    for left, right in places[1:]:
        if left > reached:
            yield reached, left
        reached = max(reached, right)


def _parts_enough(table: _Table, gap: Gap) -> bool:
    """Whether the gap is wide enough, and words stand on both sides of it in most rows; the
    numbers of a list are no column."""
    start, end = gap
    first = table.lines[0][0]
    if end - start < RIVER * first.size:
        return False
    words = [[word for part in line for word in part.words] for line in table.lines]
    left = [[word.text for word in line if word.right <= start] for line in words]
    both = sum(
        bool(beside) and line[-1].left >= end for beside, line in zip(left, words, strict=True)
    )
    return both >= MANY - 1 and not all(
        is_marker(" ".join(beside)) for beside in left if beside
    )


def _gaps(segments: list[Line]) -> list[Gap]:
    return [(one.right, other.left) for one, other in zip(segments, segments[1:], strict=False)]


def _leads(above: list[Line], below: list[Line]) -> bool:
    """A label of two lines whose value stands beside the second."""
    near = abs(above[0].left - below[0].left) < above[0].size * 2
    return near and above[0].size == below[0].size and _close(above, below)


def _close(above: list[Line], below: list[Line]) -> bool:
    return 0 < below[0].base - above[0].base <= PITCH * max(above[0].size, below[0].size)


def _belongs(cut: list[list[Line]], at: int, start: int) -> bool:
    """A line with one segment is of the table only close to one with more."""
    if at == start:
        return True
    if len(cut[at]) > 1:
        return cut[at][0].base - cut[at - 1][0].base < 4 * cut[at][0].size
    if _close(cut[at - 1], cut[at]):
        return True
    return at + 1 < len(cut) and len(cut[at + 1]) > 1 and _close(cut[at], cut[at + 1])


def _is_table(table: _Table) -> bool:
    spread = [segments for segments in table.lines if len(segments) > 1]
    if len(spread) > 1:
        return True
    return any(
        end - start >= WIDE * segments[0].size
        for segments in spread
        for start, end in _gaps(segments)
    )


def _rows(table: _Table) -> Iterator[Row]:
    columns = _by_column(table)
    starts: list[list[Line]] = []
    for line in columns[0] or columns[1]:
        if starts and not _begins_row(starts[-1][-1], line, table):
            starts[-1].append(line)
        else:
            starts.append([line])
    cells = [[list(start)] + [[] for _ in columns[1:]] for start in starts]
    if not columns[0]:
        cells = [[[], *row[:-1]] for row in cells]
    for number, column in enumerate(columns):
        if number > (0 if columns[0] else 1):
            _share_out(column, number, starts, cells)
    edges = tuple(min((line.left for line in column), default=0.0) for column in columns)
    for row in cells:
        yield Row(tuple(tuple(cell) for cell in row), edges)


def _by_column(table: _Table) -> list[list[Line]]:
    middles = [(start + end) / 2 for start, end in table.gaps]
    columns: list[list[Line]] = [[] for _ in range(len(middles) + 1)]
    for segments in table.lines:
        for segment in segments:
            columns[sum(middle < segment.left for middle in middles)].append(segment)
    return [joined(column) for column in columns]


def _begins_row(before: Line, line: Line, table: _Table) -> bool:
    if line.text[0].islower():
        return False
    if line.base - before.base > PITCH * max(before.size, line.size):
        return True
    return any(len(segments) > 1 and segments[0].base == line.base for segments in table.lines)


def _share_out(
    column: list[Line], number: int, starts: list[list[Line]], cells: list[list[list[Line]]]
) -> None:
    """Each line to the row it stands beside, or under the line before it."""
    row, before = 0, None
    for line in column:
        beside = _beside(line, starts)
        begun = [at for at, start in enumerate(starts) if abs(start[0].base - line.base) < 1]
        if begun:
            row = begun[0]
        elif before is None or line.base - before.base > PITCH * line.size:
            row = beside
        cells[row][number].append(line)
        before = line


def _beside(line: Line, starts: list[list[Line]]) -> int:
    def away(at: int) -> float:
        top, bottom = starts[at][0].base, starts[at][-1].base
        return max(top - line.base, line.base - bottom, 0.0)

    return min(range(len(starts)), key=away)
