"""Which sentence read from a document is one that is recorded already in our own words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp

from inspections.intake.matching.features import Marks, Rarity, length_of, marks_of
from inspections.intake.matching.glossary import Glossary
from inspections.intake.matching.reasons import why

# Of a score: fewer than half of those below it are right (tests/score_matching.py).
LIKELY = 0.4
_STEEPNESS = 6.0  # our words share few with theirs: a third alike is much
_BETTER = frozenset({"improved", "some_progress", "strength"})

# What is left of a score by the page, the direction and the theme: the same, near, unknown, other.
_OF_PAGE = {"same": 1.0, "near": 0.6, "unknown": 0.8, "other": 0.15}
_OF_DIRECTION = {"same": 1.0, "near": 0.85, "unknown": 0.9, "other": 0.55}
_OF_THEME = {"same": 1.0, "unknown": 0.9, "other": 0.75}


@dataclass(frozen=True)
class Recorded:
    """A finding or recommendation in the records, known by our summary of it."""

    key: str
    words: str
    page: int | None = None  # counts the pages of the file
    direction: str | None = None  # none for a recommendation
    theme: str | None = None


@dataclass(frozen=True)
class Told:
    """A sentence of the document that a draft proposes."""

    key: str
    words: str
    page: int | None = None
    direction: str | None = None
    theme: str | None = None


@dataclass(frozen=True)
class Join:
    recorded: str  # its key
    score: float  # 0..1
    why: str  # at most 250 characters


@dataclass(frozen=True)
class _Weighed:
    marks: Marks
    weights: dict[str, float]
    length: float


def same(
    recorded: Iterable[Recorded], told: Iterable[Told], glossary: Iterable[Iterable[str]]
) -> dict[str, Join]:
    """By the key of what is told: what is recorded of it, only where that is likely. One to one;
    the likeliest pair is joined first. Whether one is sure enough to be answered beforehand is
    for who asks to say; a person confirms all of them."""
    known, read = sorted(set(recorded), key=_by_key), sorted(set(told), key=_by_key)
    rarity, ours, theirs = _weighed(known, read, Glossary(glossary))
    pairs = sorted(
        (-score, here, there)
        for here, one in enumerate(known)
        for there, other in enumerate(read)
        if (score := _score(one, other, ours[here], theirs[there])) >= LIKELY
    )
    joined: dict[str, Join] = {}
    taken: set[str] = set()
    for score, here, there in pairs:
        one, other = known[here], read[there]
        if other.key not in joined and one.key not in taken:
            words = why(ours[here].marks, theirs[there].marks, rarity, first=_first(one, other))
            joined[other.key] = Join(one.key, -score, words)
            taken.add(one.key)
    return joined


def _by_key(one: Recorded | Told) -> tuple[str, str]:
    return one.key, one.words


def _weighed(
    known: Sequence[Recorded], read: Sequence[Told], glossary: Glossary
) -> tuple[Rarity, list[_Weighed], list[_Weighed]]:
    words = [*(one.words for one in known), *(one.words for one in read)]
    marks = [marks_of(text, glossary) for text in words]
    rarity = Rarity(marks)
    weighed = []
    for one in marks:
        weights = rarity.weigh(one)
        weighed.append(_Weighed(one, weights, length_of(weights)))
    return rarity, weighed[: len(known)], weighed[len(known) :]


def _score(one: Recorded, other: Told, ours: _Weighed, theirs: _Weighed) -> float:
    """How alike the words are, less what page, direction and theme speak against it."""
    left = (
        _OF_PAGE[_pages(one.page, other.page)]
        * _OF_DIRECTION[_directions(one.direction, other.direction)]
        * _OF_THEME[_themes(one.theme, other.theme)]
    )
    if left < LIKELY:
        return 0.0
    shorter, longer = sorted((ours.weights, theirs.weights), key=len)
    shared = sum(weight * longer.get(name, 0.0) for name, weight in shorter.items())
    if not shared:
        return 0.0
    alike = shared / (ours.length * theirs.length)
    return round(min(1.0, left * (1 - exp(-_STEEPNESS * alike))), 6)


def _pages(one: int | None, other: int | None) -> str:
    if one is None or other is None:
        return "unknown"
    return {0: "same", 1: "near"}.get(abs(one - other), "other")


def _directions(one: str | None, other: str | None) -> str:
    if one is None or other is None:
        return "unknown"
    if one == other:
        return "same"
    return "near" if (one in _BETTER) == (other in _BETTER) else "other"


def _themes(one: str | None, other: str | None) -> str:
    if one is None or other is None:
        return "unknown"
    return "same" if one == other else "other"


def _first(one: Recorded, other: Told) -> str:
    return "on the same page" if one.page is not None and one.page == other.page else ""
