"""Blocks of committee papers: what was asked, what inspectors found of it, what the council does.

They come as runs of paragraphs or items under repeated labels, or as a table with a column each.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from inspections.intake.extracting.places import at
from inspections.intake.extracting.said.phrases import phrases_of, words_of
from inspections.intake.reading.passages import Kind, Passage, Reading

Entry = dict[str, object]
Block = dict[str, list[Entry]]  # asked, found, action

ORDER = ("asked", "found", "action")
_LONGEST_LABEL = 8  # words
_FEWEST_PARTS = 2  # of the three, for a block
_NUMBER = re.compile(r"^\(?(?P<number>\d{1,3}(?:\.\d{1,2})?|[a-z])[.):]?\s+(?=[A-Z“‘])")


def blocks(reading: Reading) -> list[Block]:
    """In order: {asked, found, action}, each a list of {text, at} and, where one is printed, its
    number; only blocks that ask something and say what became of it."""
    told = [*_under_labels(reading.passages), *_of_tables(reading.passages)]
    return [block for block in told if block["asked"] and (block["found"] or block["action"])]


def label_of(text: str) -> str | None:
    """The part of a block that a short line heads; None for anything else."""
    words = words_of(text)
    if not words or len(words) > _LONGEST_LABEL or text.rstrip().endswith((".", ";")):
        return None
    groups = {hit.group for hit in phrases_of("blocks").all_in(words)}
    return next((part for part in ("found", "asked", "action") if part in groups), None)


def _under_labels(passages: Sequence[Passage]) -> Iterator[Block]:
    block, part = _empty(), None
    for passage in passages:
        label = None if passage.kind in (Kind.ROW, Kind.ITEM) else label_of(passage.text)
        if label is not None:
            if label == "asked" and part != "asked":
                yield block
                block = _empty()
            part = label
        elif passage.kind is Kind.HEADING or passage.kind is Kind.ROW:
            part = None
        elif part is not None and (passage.kind is Kind.ITEM or not _ends(block, part)):
            block[part].append(_entry(passage, passage.text))
        else:
            part = None
    yield block


def _ends(block: Block, part: str) -> bool:
    """A paragraph after a part's items is no longer of it."""
    return bool(block[part])


def _of_tables(passages: Iterable[Passage]) -> Iterator[Block]:
    columns: dict[int, str] = {}
    for passage in passages:
        if passage.kind is not Kind.ROW:
            columns = {}
            continue
        heads = {n: label for n, cell in enumerate(passage.cells) if (label := label_of(cell))}
        if len(set(heads.values())) >= _FEWEST_PARTS:
            columns = heads
        elif columns:
            yield _row(passage, columns)


def _row(passage: Passage, columns: dict[int, str]) -> Block:
    block = _empty()
    for n, cell in enumerate(passage.cells):
        if n in columns and cell.strip():
            block[columns[n]].append(_entry(passage, cell.strip()))
    return block


def _entry(passage: Passage, text: str) -> Entry:
    found = _NUMBER.match(text)
    number = found["number"] if found else passage.marker.strip("().:• ")
    words = text[found.end() :] if found else text
    entry: Entry = {"text": words, "at": at(passage, words)}
    return {**entry, "number": number} if number else entry


def _empty() -> Block:
    return {part: [] for part in ORDER}
