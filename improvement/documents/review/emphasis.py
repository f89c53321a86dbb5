"""Words that stand out in a sentence, so that a look is enough: those that told the reader how
it is going, and those that what is recorded says too."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from improvement.marking import Span, cut
from inspections.intake.matching.words import is_telling, words_of

QUOTED = re.compile(r"“([^”]+)”")
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Bit:
    text: str
    tells: bool = False  # it made the reader say so
    shared: bool = False  # it stands in both


def in_bits(text: str, *, why: str = "", other: str = "") -> list[Bit]:
    """The text, with the words set apart that `why` quotes of it and those that the `other`
    text has too, whatever their endings."""
    marks = [*((span, "tells") for span in _quoted(text, why))]
    marks += [(span, "shared") for span in _shared(text, other)]
    return [
        Bit(one.text, "tells" in one.marks, "shared" in one.marks) for one in cut(text, marks)
    ]


def _quoted(text: str, why: str) -> Iterable[Span]:
    for words in QUOTED.findall(why):
        pattern = rf"\b{re.escape(words)}\b"
        yield from (found.span() for found in re.finditer(pattern, text, re.IGNORECASE))


def _shared(text: str, other: str) -> Iterable[Span]:
    said = {word.stem for word in words_of(other) if is_telling(word)}
    for found in WORD.finditer(text) if said else ():
        if any(is_telling(word) and word.stem in said for word in words_of(found.group())):
            yield found.span()
