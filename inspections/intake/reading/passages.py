"""What a document says, in order: headings, paragraphs, items of lists, rows of tables."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self


class Kind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


class Form(StrEnum):
    """What a file is, told by its content."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


@dataclass(frozen=True)
class Box:
    """Where words stand on a printed page, in points from its upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Passage:
    """One block of a document: whole, without running heads, page numbers or footnote marks."""

    number: int  # counts the blocks that are not empty, from 1
    kind: Kind
    text: str  # of a row, its cells joined by " | "
    page: int | None = None  # where it begins; only where there are pages
    marker: str = ""  # of an item, as printed: "12." or "•"
    level: int = 0  # of a heading or an item: 1 is the outermost
    cells: tuple[str, ...] = ()
    boxes: tuple[Box, ...] = ()  # one a line


@dataclass(frozen=True)
class Reading:
    """A document as it was read."""

    form: Form
    sha256: str  # of the file
    pages: int | None
    passages: tuple[Passage, ...]
    # Width and height of each page in points, as boxes are measured; only where there are pages.
    sizes: tuple[tuple[float, float], ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """As JSON can hold it, to pass it between processes."""
        return {**vars(self), "passages": [_plain(passage) for passage in self.passages]}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        return cls(
            form=Form(plain["form"]),
            sha256=plain["sha256"],
            pages=plain["pages"],
            passages=tuple(_passage(passage) for passage in plain["passages"]),
            sizes=tuple((width, height) for width, height in plain["sizes"]),
        )


def _plain(passage: Passage) -> dict[str, Any]:
    return {**vars(passage), "boxes": [dict(vars(box)) for box in passage.boxes]}


def _passage(plain: dict[str, Any]) -> Passage:
    told = {
        **plain,
        "kind": Kind(plain["kind"]),
        "cells": tuple(plain["cells"]),
        "boxes": tuple(Box(**box) for box in plain["boxes"]),
    }
    return Passage(**told)
