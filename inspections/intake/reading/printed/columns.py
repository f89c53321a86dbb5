"""What stands side by side: two columns of text, and the parts of a line."""

from collections import Counter
from itertools import groupby
from math import inf
from statistics import median

from inspections.intake.reading.printed.lines import WIDE_GAP, Line
from inspections.intake.reading.printed.markers import is_marker

ENOUGH = 8  # lines in each of two columns of text
GUTTER = 0.8  # of the letters' size: the least gap between two columns
FULL = 0.6  # of its column's width: a line of running text, as a rule


def segments_of(line: Line) -> list[Line]:
    """The line cut at its wide gaps; a marker stays with its words."""
    segments = line.segments()
    if len(segments) > 1 and is_marker(segments[0].text):
        first = Line(segments[0].words + segments[1].words, line.page, line.noted)
        return [first, *segments[2:]]
    return segments


HALF_LINE = 0.9  # of the letters' size
FEW = 0.3  # of a column's lines; a table has gaps in more


def in_reading_order(lines: list[Line]) -> list[Line]:
    """Two columns of text one after the other; anything else as it stands."""
    gutter = _gutter(lines)
    if gutter is None:
        return lines
    ordered: list[Line] = []
    for crosses, grouped in groupby(lines, lambda line: _crosses(line, gutter)):
        run = list(grouped)
        ordered.extend(run if crosses else _two_columns(run, gutter))
    return ordered


def _gutter(lines: list[Line]) -> float | None:
    """Just left of where many words begin behind a gap, near the middle of the text."""
    if len(lines) < ENOUGH:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    begins = Counter(
        round(end)
        for line in lines
        for _, end in line.gaps(GUTTER)
        if 0.35 < (end - left) / (right - left) < 0.65
    )
    place, often = begins.most_common(1)[0] if begins else (0, 0)
    return place - 1.0 if often >= ENOUGH // 2 else None


def _crosses(line: Line, gutter: float) -> bool:
    return any(word.left < gutter < word.right for word in line.words)


def _two_columns(run: list[Line], gutter: float) -> list[Line]:
    left = [part for line in run if (part := line.part(0, gutter))]
    right = [part for line in run if (part := line.part(gutter, inf))]
    if min(len(left), len(right)) < ENOUGH or not (_runs_full(left) and _runs_full(right)):
        return run
    return left + right


def joined(segments: list[Line]) -> list[Line]:
    """Segments of one column on one line are one line again: a bullet and its words."""
    lines: list[Line] = []
    for segment in segments:
        if lines and lines[-1].base == segment.base:
            lines[-1] = Line(lines[-1].words + segment.words, segment.page, lines[-1].noted)
        else:
            lines.append(segment)
    return lines


def _runs_full(column: list[Line]) -> bool:
    width = max(line.right for line in column) - min(line.left for line in column)
    cut = sum(bool(line.gaps(GUTTER)) for line in column)
    return median(
        line.right - line.left for line in column
    ) >= FULL * width and cut < FEW * len(column)


def side_by_side(lines: list[Line]) -> list[list[Line]]:
    """A value that stands half a line below the first of its label's lines belongs beside it."""
    sides: list[list[Line]] = []
    for line in lines:
        beside = sides[-1] if sides else []
        if len(beside) == 1 and _is_beside(beside[0], line):
            beside.append(line)
            beside.sort(key=lambda part: part.left)
        else:
            sides.append([line])
    return sides


def _is_beside(above: Line, line: Line) -> bool:
    apart = max(line.left - above.right, above.left - line.right)
    near = 0 < line.base - above.base < HALF_LINE * line.size
    return near and apart > WIDE_GAP * line.size
