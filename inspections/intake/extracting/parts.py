"""Which part of a document each passage belongs to: what is asked, told, or only background."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from inspections.intake.extracting.places import sentences
from inspections.intake.extracting.said.phrases import phrases_of, words_of
from inspections.intake.reading.passages import Kind, Passage, Reading

_LONGEST_HEADING = 14  # words
_FEWEST_TELLING = 3  # sentences


class Part(StrEnum):
    """What stands under a heading; `told` where the heading says nothing else."""

    ASKED = "asked"
    BACKGROUND = "background"
    STRENGTHS = "strengths"
    WEAKNESSES = "weaknesses"
    TOLD = "told"


@dataclass(frozen=True)
class Under:
    """A passage, the part it belongs to, and the words of the heading above it."""

    passage: Passage
    part: Part
    heading: str


def under_headings(reading: Reading) -> Iterator[Under]:
    """Every passage but the headings. What is under a heading ends at the next of its rank."""
    part, heading, level = Part.TOLD, "", 0
    for passage in reading.passages:
        if not is_heading(passage):
            if part is Part.ASKED and _tells(passage):
                part = Part.TOLD
            yield Under(passage, part, heading)
            continue
        said = part_of(passage.text)
        below = 0 < level < passage.level
        heading = passage.text
        if said is None and below and part in (Part.ASKED, Part.BACKGROUND):
            continue
        part, level = said or Part.TOLD, passage.level


def _tells(passage: Passage) -> bool:
    """A passage of several sentences that demand nothing: the list of what is asked is over,
    though no heading was seen."""
    asks = re.search(r"\b(?:should|must|ensure|need to|recommend)", passage.text, re.IGNORECASE)
    return asks is None and len(sentences(passage)) >= _FEWEST_TELLING


def is_heading(passage: Passage) -> bool:
    """Also a short line that no full stop ends and that says what stands below it."""
    if passage.kind is Kind.HEADING:
        return True
    if passage.kind is not Kind.PARAGRAPH or passage.text.rstrip().endswith((".", ";", ",")):
        return False
    short = len(passage.text.split()) <= _LONGEST_HEADING
    return short and part_of(passage.text) is not None


def part_of(heading: str) -> Part | None:
    """What a heading says of what stands below it; None if nothing."""
    groups = {hit.group for hit in phrases_of("parts").all_in(words_of(heading))}
    return next((part for part in Part if part in groups), None)
