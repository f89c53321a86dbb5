"""Lists of what a document asks for, each entry whole: over pages, with its own points, out of
bullets, numbers, rows of a table or plain paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from inspections.intake.extracting.asked.asking import demands
from inspections.intake.extracting.asked.entries import MOST_PLAIN, Entry, plain_entries
from inspections.intake.extracting.asked.list_dividers import without_dividers
from inspections.intake.extracting.asked.list_heads import (
    IMPROVEMENT,
    PRIORITY,
    Head,
    head_of,
    is_for_a_part,
    lead_in_of,
    names_points,
    time_of,
    whole_headings,
)
from inspections.intake.reading.passages import Kind, Passage
from inspections.intake.reading.wording import split_marker

_NUMBERED = re.compile(
    r"(?:Recommendation|Priority action|Area for improvement)\s+([0-9]{1,3})\s*[:.–-]\s*(?=\S)",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"[0-9]{1,2}(?:\s+[A-Z]|$)")
_WIDEST_GAP = 3  # numbers that may be missing in a list, where a page lost them


@dataclass
class Asked:
    """One list, with what the words above it say of all its entries."""

    head: Head
    under: Passage
    entries: list[Entry] = field(default_factory=list)
    plain: list[Passage] = field(default_factory=list)  # paragraphs before the first entry
    column: int | None = None  # of a table, that of the entries
    first: Passage | None = None  # the first item: its kind of mark and its level hold for all


def lists(passages: Sequence[Passage]) -> Iterator[Asked]:
    """The lists in the order of the document; one without any entry is left out."""
    current: Asked | None = None
    whole = whole_headings(_as_item(passage) for passage in passages)
    for passage in without_dividers([*whole]):
        head = head_of(passage)
        if head is None and (current is None or current.entries):
            head = lead_in_of(passage)
            if head and current:  # “The board should:” only divides the list
                head = current.head
        if head is not None:
            yield from _done(current)
            current = Asked(head, passage)
        elif current is not None and not _take(current, passage):
            yield from _done(current)
            current = _timed(current, passage)
    yield from _done(current)


def _as_item(passage: Passage) -> Passage:
    """A paragraph that begins with a number, as the item that it is."""
    if passage.kind != Kind.PARAGRAPH:
        return passage
    marker, text = split_marker(passage.text)
    if not marker[:1].isdigit():
        return passage
    return replace(passage, kind=Kind.ITEM, marker=marker, text=text, level=1)


def _timed(current: Asked, passage: Passage) -> Asked | None:
    """“Within three months:” goes on under the same head, with other haste."""
    at_once = time_of(passage)
    if at_once is None:
        return None
    return Asked(replace(current.head, immediate=at_once), passage)


def _done(current: Asked | None) -> Iterator[Asked]:
    if current is None:
        return
    if not current.entries and current.head.kind in (PRIORITY.kind, IMPROVEMENT.kind):
        current.entries = plain_entries(current.plain)
    if current.entries:
        yield current


def _take(current: Asked, passage: Passage) -> bool:
    """Put the passage where it belongs in the list; False if it ends the list."""
    if time_of(passage) is not None:
        return False
    if passage.kind == Kind.ROW:
        return _take_row(current, passage)
    if passage.kind == Kind.ITEM:
        return _take_item(current, passage)
    if is_for_a_part(passage):
        return True
    if passage.kind == Kind.HEADING:
        return False
    return _take_paragraph(current, passage)


def _take_item(current: Asked, item: Passage) -> bool:
    if current.first is None:
        return _take_first(current, item)
    if _is_point(current.first, item, current.entries[-1]):
        current.entries[-1].join_point(item)
        return True
    if _is_numbered(current.first) != _is_numbered(item) or not _follows(current, item):
        return False
    current.entries.append(Entry(item, item.text, _number(item)))
    return True


def _take_first(current: Asked, item: Passage) -> bool:
    """The paragraphs before it led into the list, unless the last is an entry with points."""
    last = current.plain[-1] if current.plain else None
    if last is not None and names_points(last.text):
        current.entries = [Entry(passage, passage.text) for passage in current.plain]
        current.first = last
        current.entries[-1].join_point(item)
        return True
    if current.entries:  # rows of a table
        current.entries[-1].join_point(item)
        return names_points(current.entries[-1].passage.text)
    current.first = item
    current.entries.append(Entry(item, item.text, _number(item)))
    return True


def _is_point(first: Passage, item: Passage, entry: Entry) -> bool:
    """Whether an item is a point of the entry before it."""
    if first.kind == Kind.PARAGRAPH:
        return True
    if item.level > first.level:
        return True
    if not entry.passage.text.rstrip().endswith(":"):
        return False
    small = item.text[:1].islower() and entry.passage.text[:1].isupper()
    return _is_numbered(first) != _is_numbered(item) or (small and not _is_numbered(item))


def _is_numbered(item: Passage) -> bool:
    return item.marker[:1].isdigit()


def _number(item: Passage) -> str:
    return item.marker.strip(" .)") if _is_numbered(item) else ""


def _follows(current: Asked, item: Passage) -> bool:
    """The numbers of a list go up by one; the paragraphs of the next chapter may go on with them,
    but not without a heading between."""
    before, now = current.entries[-1].number, _number(item)
    if not (before.isdigit() and now.isdigit()):
        return "." in now or not now
    return 0 < int(now) - int(before) <= _WIDEST_GAP


def _take_row(current: Asked, row: Passage) -> bool:
    """The entry of a row stands under its name, or is the longest cell; the others say who, by
    when, which number."""
    if current.first is not None or plain_entries(current.plain):
        return False
    cells = row.cells or (row.text,)
    named = [n for n, cell in enumerate(cells) if _is_name(row, cell)]
    if named:
        current.column = named[0]
        return True
    text = _entry_of(cells, current.column)
    entry = current.entries[-1] if current.entries else None
    if entry and text[:1].islower() and not re.search(r"[.!?:]$", entry.text):
        entry.join(text)
    elif text:
        number = re.fullmatch(r"([0-9]{1,3})[.)]?", cells[0].strip())
        current.entries.append(Entry(row, text, number[1] if number else ""))
    return True


def _is_name(row: Passage, cell: str) -> bool:
    """Whether a cell names its column."""
    return head_of(replace(row, kind=Kind.HEADING, text=cell.strip())) is not None


def _entry_of(cells: tuple[str, ...], column: int | None) -> str:
    if column is not None and column < len(cells):
        return cells[column].strip()
    return max(cells, key=len).strip()


def _take_paragraph(current: Asked, passage: Passage) -> bool:
    if _FOOTNOTE.match(passage.text):
        return True
    numbered = _NUMBERED.match(passage.text)
    if numbered:
        text = passage.text[numbered.end() :]
        current.entries.append(Entry(passage, text, numbered[1]))
        current.first = current.first or passage
        return True
    if not current.entries:
        current.plain.append(passage)
        return len(current.plain) <= MOST_PLAIN
    entry = current.entries[-1]
    if _goes_on(entry, passage):
        entry.join(passage.text)
        return True
    if current.first is not None and current.first.kind == Kind.PARAGRAPH:
        asks = demands(passage.text)
        if asks:
            current.entries.append(Entry(passage, passage.text))
        return asks
    return False


def _goes_on(entry: Entry, passage: Passage) -> bool:
    """A paragraph that goes on with an entry cut by a page or a line."""
    text = passage.text.lstrip()
    is_open = not re.search(r"[.!?:]\W*$", entry.text)
    return text.startswith("(") or (is_open and text[:1].islower())
