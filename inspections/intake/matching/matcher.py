"""Which recommendation a finding speaks of, or repeats: proposals for a person to look at."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache

from inspections.intake.matching.features import Marks, Rarity, length_of, marks_of
from inspections.intake.matching.glossary import Glossary
from inspections.intake.matching.numbers import numbers_named
from inspections.intake.matching.reasons import why

WORTH_A_LOOK = 0.08  # of a score: fewer than one in ten below it is right
_OF_HEADING = 0.4  # of what its words would count for in the finding itself
_OF_AROUND = 0.4
_NEAR_KEPT = 64  # passages and headings; a document is asked about in its order
_WIDENED = 0.6  # of what is open, at most, is added by the finding confirmed that is most alike
_NARROWED = 0.8  # of the score, at most, is taken by one like a finding that was rejected
_NAMED = 0.9  # the least score of a recommendation that the text names by its number
_PIVOT = 0.4  # what a candidate's own length counts for beside the mean: long ones say more


@dataclass(frozen=True)
class Candidate:
    """A recommendation that a finding may speak of, or that another may repeat."""

    ref: str  # "torbay/2016-01-full_inspection/7"
    number: str  # as printed, "7", or with its list's prefix, "afi-2"
    words: str  # its own words or our summary, title included
    theme: str | None = None
    said: tuple[str, ...] = ()  # findings that persons confirmed as speaking of it
    not_said: tuple[str, ...] = ()  # findings of which persons said that they do not


@dataclass(frozen=True)
class Match:
    """A proposal. In the letters that were tried one in nine was right at a score of 0.1, half
    at 0.2, and more than four in five above 0.3."""

    ref: str
    score: float  # 0..1
    why: str  # at most 250 characters


class Matcher:
    """Proposes among the candidates. The same question has the same answer, in whatever order
    the candidates come; nothing is learnt but what they hold."""

    def __init__(
        self, candidates: Iterable[Candidate], glossary: Iterable[Iterable[str]]
    ) -> None:
        self._glossary = Glossary(glossary)
        self._near = lru_cache(_NEAR_KEPT)(self._marks)  # the sentences of a passage share it
        self._candidates = _once(candidates)
        self._own = [self._marks(one.words, one.theme) for one in self._candidates]
        said = [[self._marks(text) for text in one.said] for one in self._candidates]
        self._rarity = Rarity([*self._own, *(marks for texts in said for marks in texts)])
        self._index = _Index()
        lengths = [length_of(self._rarity.weigh(marks)) for marks in self._own]
        mean = sum(lengths) / max(len(lengths), 1)
        for place, candidate in enumerate(self._candidates):
            pivoted = (1 - _PIVOT) * mean + _PIVOT * lengths[place]
            self._index.add(_Of.ITSELF, place, self._rarity.weigh(self._own[place]), pivoted)
            for marks in said[place]:
                self._index.add(_Of.SAID, place, self._rarity.weigh(marks))
            for text in candidate.not_said:
                weights = self._rarity.weigh(self._marks(text))
                self._index.add(_Of.NOT_SAID, place, weights)

    def best(
        self,
        text: str,
        *,
        heading: str = "",
        around: str = "",
        theme: str | None = None,
        most: int = 3,
    ) -> list[Match]:
        """The likeliest first, at most so many; none where none is worth a person's look.

        `around` is the passage in which the words stand: it says what “this deficit” is.
        """
        own = self._marks(text, theme)
        marks = Marks(dict(own.weights), dict(own.shown))
        marks.add_all(self._near(around), _OF_AROUND)
        marks.add_all(self._near(heading), _OF_HEADING)
        alike = self._index.alike(self._rarity.weigh(marks), len(self._candidates))
        named = numbers_named(text)
        scored = []
        for place, candidate in enumerate(self._candidates):
            if text in candidate.not_said:
                continue
            score = _score(*(alike[of][place] for of in _Of))
            if candidate.number in named:
                score = _NAMED + (1 - _NAMED) * score
            if score >= WORTH_A_LOOK:
                scored.append((-round(score, 6), candidate.ref, place))
        matches = []
        for score, ref, place in sorted(scored)[: max(most, 0)]:
            first = self._first(place, alike, named)
            words = why(own, self._own[place], self._rarity, first=first, near=marks)
            matches.append(Match(ref, -score, words))
        return matches

    def _marks(self, text: str, theme: str | None = None) -> Marks:
        return marks_of(text, self._glossary, theme)

    def _first(self, place: int, alike: "_Alike", named: set[str]) -> str:
        if self._candidates[place].number in named:
            return f"it names number {self._candidates[place].number}"[:60]
        if alike[_Of.SAID][place] > alike[_Of.ITSELF][place]:
            return "like a finding that was confirmed for it"
        return ""


def _once(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Each ref once, in order; what was rejected of another with the same ref counts too."""
    found: dict[str, Candidate] = {}
    for one in sorted(candidates, key=_order):
        first = found.setdefault(one.ref, one)
        if one is not first:
            found[one.ref] = replace(first, not_said=first.not_said + one.not_said)
    return list(found.values())


def _order(one: Candidate) -> tuple[str, str, str, str, tuple[str, ...]]:
    return one.ref, one.number, one.words, one.theme or "", one.said


def _score(own: float, said: float, not_said: float) -> float:
    """Of the candidate's own words, widened by what was confirmed, narrowed by what was not."""
    score = own + (1 - own) * _WIDENED * said
    return score * (1 - _NARROWED * not_said**2)


class _Of(IntEnum):
    """Which of a candidate's texts."""

    ITSELF = 0
    SAID = 1
    NOT_SAID = 2


_Alike = list[list[float]]  # by _Of, then by the candidate's place: 0..1


class _Index:
    """Which texts have a feature, and how much of each it is."""

    def __init__(self) -> None:
        self._texts: list[tuple[_Of, int]] = []
        self._having: dict[str, list[tuple[int, float]]] = {}

    def add(self, of: _Of, place: int, weights: dict[str, float], length: float = 0.0) -> None:
        length = length or length_of(weights)
        for feature, weight in weights.items():
            self._having.setdefault(feature, []).append((len(self._texts), weight / length))
        self._texts.append((of, place))

    def alike(self, weights: dict[str, float], places: int) -> _Alike:
        """How alike the nearest text of each kind is, for each of so many candidates."""
        length = length_of(weights)
        sums = [0.0] * len(self._texts)
        for feature, weight in weights.items():
            share = weight / length
            for text, part in self._having.get(feature, ()):
                sums[text] += share * part
        nearest = [[0.0] * places for _ in _Of]
        for (of, place), found in zip(self._texts, sums, strict=True):
            if found > nearest[of][place]:
                nearest[of][place] = min(1.0, found)
        return nearest
