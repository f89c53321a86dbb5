"""The headings under which the passages of a document stand."""

from collections.abc import Iterable

from django.db.models import QuerySet

from inspections.intake.reading.passages import Kind
from inspections.models import Passage

Path = tuple[str, ...]  # the highest first


def headings_above(passages: Iterable[Passage]) -> dict[int, Path]:
    """By the number of each passage, the headings above it; a heading's own path ends with it.
    They come in order; those between may be left out."""
    held: dict[int, str] = {}
    above = {}
    for passage in passages:
        if passage.kind == Kind.HEADING:
            held = {level: words for level, words in held.items() if level < passage.level}
            held[passage.level] = passage.text
        above[passage.number] = tuple(held.values())
    return above


def in_a_line(path: Path) -> str:
    return " › ".join(path)


def heading_of(passages: QuerySet[Passage], number: int) -> str:
    """The headings above one passage of a document."""
    found = passages.filter(kind=Kind.HEADING, number__lte=number).order_by("number")
    above = headings_above(found)
    return in_a_line(above[max(above)]) if above else ""
