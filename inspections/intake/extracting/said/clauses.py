"""The clauses of a sentence, parted where it turns: but, however, although, while, despite."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

_TURNS = frozenset({"but", "however", "nevertheless", "nonetheless", "yet", "albeit", ";"})
_CONCEDES = frozenset({"although", "though", "while", "whilst", "despite", "notwithstanding"})
_ASIDE = _CONCEDES | {"because", "due"}
SCENES = frozenset({"when", "where", "if", "once", "unless"})
_PURPOSES = frozenset(
    {("so", "that"), ("in", "order"), ("to", "ensure"), ("to", "enable"), ("to", "help")}
)
_PURPOSE_BEGINS = frozenset(first for first, _ in _PURPOSES)
# Without one of these, or a comma behind what stands aside, nothing is parted.
_PARTS = _TURNS | _ASIDE | _PURPOSE_BEGINS | {","}
_NO_TURN_BEFORE_YET = frozenset({"not", "has", "have", "had", "is", "are", "as", "nor"})


class Clause(NamedTuple):
    """Words first to before `end`; one that concedes, sets the scene, or gives a reason or
    purpose stands aside."""

    first: int
    end: int
    aside: bool
    scene: bool = False  # “When reviews are better, …”

    def holds(self, place: int) -> bool:
        return self.first <= place < self.end


def clauses(words: Sequence[str]) -> list[Clause]:
    """In order; one that stands aside ends at its comma, or with the sentence."""
    starts = [*_starts(words), len(words)]
    found = [
        Clause(start, end, aside, scene=start == 0 and words[0] in SCENES)
        for (start, aside), end in zip(_marked(words, starts), starts[1:], strict=False)
    ]
    return [clause for clause in found if clause.end > clause.first]


def _starts(words: Sequence[str]) -> Iterator[int]:
    yield 0
    aside = bool(words) and _stands_aside(words, 0)
    for place, word in enumerate(words):
        if word not in _PARTS or place == 0:
            continue
        stands_aside = _stands_aside(words, place)
        if stands_aside or _turns(words, place):
            aside = stands_aside
            yield place
        elif aside and word == ",":
            aside = False
            yield place


def _stands_aside(words: Sequence[str], place: int) -> bool:
    if place == 0 and words[0] in SCENES:
        return True
    word = words[place]
    return word in _ASIDE or (
        word in _PURPOSE_BEGINS and tuple(words[place : place + 2]) in _PURPOSES
    )


def _turns(words: Sequence[str], place: int) -> bool:
    if words[place] == "yet":
        after = words[place + 1] if place + 1 < len(words) else ""
        return words[place - 1] not in _NO_TURN_BEFORE_YET and after != "to"
    return words[place] in _TURNS


def _marked(words: Sequence[str], starts: Sequence[int]) -> Iterator[tuple[int, bool]]:
    for start in starts[:-1]:
        yield start, _stands_aside(words, start)
