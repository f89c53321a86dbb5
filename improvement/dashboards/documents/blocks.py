"""A document's text as it is shown: headings in an outline, paragraphs, lists, tables, each
passage cut where what was taken from it begins and ends."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from improvement.dashboards.documents.placing import Mark, Marked
from improvement.dashboards.documents.told import Told
from improvement.marking import Span, cut, in_cells
from inspections.intake.reading.passages import Kind
from inspections.models import Passage

DEEPEST = 4  # of lists in lists, and of headings below the page's own


@dataclass(frozen=True)
class Bit:
    """A stretch of text, or where a mark begins or ends; links may not lie in one another, so
    a stretch leads to the record that the innermost mark around it is about."""

    kind: str  # text; begins, goes on, ends: of a mark
    text: str = ""
    marks: tuple[Told, ...] = ()  # with the same words marked


@dataclass
class Shown:
    """One passage of the page, with what is marked in it."""

    passage: Passage
    told: list[Told]
    without_words: list[Told]  # of those: known only to stand somewhere in it
    cells: list[list[Bit]]  # of anything but a row just one
    page: int | None  # where it is the first of a page: which
    of_page: list[Told]  # of that page as a whole
    depth: int = 1  # of a heading or an item, without gaps
    below: list["Shown"] = field(default_factory=list)
    last_wide: int = 1  # of a row: over how many columns its last cell goes

    @property
    def bits(self) -> list[Bit]:
        return self.cells[0]

    @property
    def heading(self) -> str:
        """The name of its element. Above it stand the page's title and “The text”."""
        return f"h{self.depth + 2}"


@dataclass
class Block:
    """A heading or a paragraph, or the passages of one list or table."""

    kind: str
    rows: list[Shown]

    @property
    def first(self) -> Shown:
        return self.rows[0]

    @property
    def has_notes(self) -> bool:
        return any(row.told for row in self.rows)


def blocks(passages: Iterable[Passage], marked: Marked) -> list[Block]:
    """The whole text in its order; nothing is lost of it."""
    shown = list(_shown(passages, marked))
    headings = [one for one in shown if one.passage.kind == Kind.HEADING]
    for one, depth in zip(headings, _depths(headings), strict=True):
        one.depth = depth
    found = []
    for kind, run in groupby(shown, key=lambda one: one.passage.kind):
        rows = list(run)
        if kind == Kind.ITEM:
            found.append(Block(kind, _nested(rows)))
        elif kind == Kind.ROW:
            columns = max(len(row.cells) for row in rows)
            for row in rows:
                row.last_wide = columns - len(row.cells) + 1
            found.append(Block(kind, rows))
        else:
            found.extend(Block(kind, [row]) for row in rows)
    return found


def outline(found: Iterable[Block]) -> list[Shown]:
    return [block.first for block in found if block.kind == Kind.HEADING]


def _shown(passages: Iterable[Passage], marked: Marked) -> Iterator[Shown]:
    last = None
    for passage in passages:
        marks = marked.by_passage.get(passage.number, [])
        page = passage.page if passage.page != last else None
        last = passage.page
        yield Shown(
            passage,
            told=[mark.told for mark in marks if not mark.goes_on],
            without_words=[mark.told for mark in marks if mark.span is None],
            cells=_cells(passage, marks),
            page=page,
            of_page=marked.by_page.get(page, []) if page else [],
        )


def _depths(rows: Iterable[Shown]) -> Iterator[int]:
    """How deep each stands below the others. Levels that nobody uses leave no gap."""
    above: list[int] = []
    for row in rows:
        while above and above[-1] >= row.passage.level:
            above.pop()
        above.append(row.passage.level)
        yield min(len(above), DEEPEST)


def _nested(rows: list[Shown]) -> list[Shown]:
    """The outermost items of a list, each with those below it."""
    outermost: list[Shown] = []
    last: list[Shown] = []  # at each depth
    for row, depth in zip(rows, _depths(rows), strict=True):
        row.depth = depth
        del last[depth - 1 :]
        (last[-1].below if last else outermost).append(row)
        last.append(row)
    return outermost


def _cells(passage: Passage, marks: list[Mark]) -> list[list[Bit]]:
    # Those of the same words together; an outer mark is before those inside it.
    together: dict[tuple[Span, bool], list[Told]] = {}
    for mark in marks:
        if mark.span:
            together.setdefault((mark.span, mark.goes_on), []).append(mark.told)
    grouped = [(span, tuple(told)) for (span, _), told in together.items()]
    begun = {tuple(told) for (_, goes_on), told in together.items() if goes_on}
    cells = in_cells(passage.text, passage.cells, grouped)
    return [list(_bits(cell, inside, begun)) for cell, inside in cells]


def _bits(text: str, marked, begun: set[tuple[Told, ...]]) -> Iterator[Bit]:
    """A mark that goes on after another has ended, or in the next cell or passage, has its name
    in the address only where it begins: `begun` are those that have."""
    around: list[tuple[Told, ...]] = []
    for piece in cut(text, marked):
        same = 0
        while same < min(len(around), len(piece.marks)) and around[same] == piece.marks[same]:
            same += 1
        for _ in around[same:]:
            yield Bit("ends")
        del around[same:]
        for group in piece.marks[same:]:
            yield Bit("goes on" if group in begun else "begins", marks=group)
            begun.add(group)
            around.append(group)
        # A blank between two marks leads nowhere.
        yield Bit("text", piece.text, around[-1] if around and piece.text.strip() else ())
    for _ in around:
        yield Bit("ends")
