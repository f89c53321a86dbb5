"""What a page, a web form or a converter tore apart comes together again: sentences over a
page break, tables one cell a line."""

import re
from dataclasses import dataclass, field

from inspections.intake.reading.passages import Kind
from inspections.intake.reading.wording import runs_on

SHORTEST_BROKEN = 40  # characters of a sentence that goes on behind an empty line
LONG = 150  # characters of prose that has its full stop, unless it is torn
LONGEST = 20_000  # of any paragraph; more is not put together
LONGEST_LABEL = 120
_ENDED = re.compile(r"[.:;?!…][”’\"')\]]{0,3}$")

# A line that is nothing else is the last cell of a judgement's row.
_GRADE = re.compile(
    r"(?:outstanding|good|adequate|satisfactory|inadequate|requires improvement(?: to be good)?)$",
    re.IGNORECASE,
)
_HYPHEN = re.compile(r"\w-")
_NOT_HYPHENED = re.compile(r"(?:and|or|to)\b")


@dataclass
class Part:
    """A line of a text, or several that belong together."""

    kind: Kind
    text: str
    marker: str = ""
    indent: int = 0
    level: int = 0
    cells: list[str] = field(default_factory=list)
    is_alone: bool = False  # with nothing else between its empty lines

    @property
    def label(self) -> str:
        return f"{self.marker} {self.text}".strip()


def is_grade(text: str) -> bool:
    """Whether a line says nothing but a judgement."""
    return _GRADE.match(text) is not None


def join_words(before: str, after: str) -> str:
    """Two lines as one; a hyphen between them stays, without a blank."""
    before, after = before.rstrip(), after.strip()
    if (
        _HYPHEN.fullmatch(before[-2:])
        and after[:1].islower()
        and not _NOT_HYPHENED.match(after)
    ):
        return before + after
    return f"{before} {after}"


def mend(parts: list[Part]) -> list[Part]:
    return _with_rows(_with_whole_sentences(parts))


def _with_whole_sentences(parts: list[Part]) -> list[Part]:
    whole: list[Part] = []
    for part in parts:
        before = whole[-1] if whole else None
        if before and _is_rest_of(before, part):
            before.text = join_words(before.text, part.text)
        else:
            whole.append(part)
    return whole


def _is_rest_of(before: Part, part: Part) -> bool:
    if part.kind != Kind.PARAGRAPH or before.kind not in (Kind.PARAGRAPH, Kind.ITEM):
        return False
    if len(before.text) > LONGEST:
        return False
    if before.kind == part.kind and len(before.text) >= LONG and _ENDED.search(part.text[-4:]):
        return not _ENDED.search(before.text[-4:])
    if not runs_on(before.text, part.text):
        return False
    return len(before.text) >= SHORTEST_BROKEN or is_grade(before.text)


def _with_rows(parts: list[Part]) -> list[Part]:
    """Each lone grade with the lines above it that say of what."""
    whole: list[Part] = []
    for part in parts:
        if part.kind == Kind.PARAGRAPH and is_grade(part.text):
            said = _label_at_end(whole)
            if said:
                del whole[-len(said) :]
                label = " ".join(line.label for line in said)
                part = Part(Kind.ROW, "", cells=[label, part.text])
        whole.append(part)
    return whole


def _label_at_end(parts: list[Part]) -> list[Part]:
    """The lines from the last one that begins as a label does."""
    said: list[Part] = []
    for part in reversed(parts):
        if part.kind not in (Kind.PARAGRAPH, Kind.ITEM) or _ends_a_sentence(part.text):
            return []
        said.insert(0, part)
        if sum(len(line.text) for line in said) > LONGEST_LABEL:
            return []
        if not part.label[0].islower():
            return said
    return []


def _ends_a_sentence(text: str) -> bool:
    return text[-1] in ".:;?!" or is_grade(text)
