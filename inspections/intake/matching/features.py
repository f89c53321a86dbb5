"""What of a text is compared: its words, their parts, what the glossary says they mean, its theme."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import log, sqrt

from inspections.intake.extracting.said import phrases
from inspections.intake.matching.glossary import Glossary
from inspections.intake.matching.words import is_telling, words_of

_GRAM = 4  # letters; long enough to tell, short enough for “assess” in “assessments”
_OF_GRAMS = 0.8  # what all the parts of a word weigh beside the word itself
_OF_MEANING = 1.1  # what a word of the glossary weighs beside a plain one
_OF_THEME = 1.8  # a theme that is given
_OF_THEMES_WORD = 1.4  # a theme that only a word of the text points to


@dataclass
class Marks:
    """Of one text: what each feature weighs, and the words that it was seen in."""

    weights: dict[str, float] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    def add(self, feature: str, weight: float, shown: str) -> None:
        if weight > self.weights.get(feature, 0.0):
            self.weights[feature] = weight
            self.shown.setdefault(feature, shown)

    def add_all(self, other: "Marks", share: float) -> None:
        for feature, weight in other.weights.items():
            self.add(feature, share * weight, other.shown[feature])


@lru_cache(maxsize=50_000)
def _grams(stem: str) -> tuple[str, ...]:
    padded = f" {stem} "
    if len(padded) <= _GRAM:
        return ()
    return tuple({padded[at : at + _GRAM]: None for at in range(len(padded) - _GRAM + 1)})


def marks_of(text: str, glossary: Glossary, theme: str | None = None) -> Marks:
    """Words that tell something, their parts of four letters, the glossary's groups, the theme."""
    marks = Marks()
    words = words_of(text)
    for word in filter(is_telling, words):
        marks.add(f"w {word.stem}", 1.0, word.shown)
        grams = _grams(word.stem)
        for gram in grams:
            marks.add(f"n {gram}", _OF_GRAMS / sqrt(len(grams)), word.shown)
    for term in glossary.terms_in(words):
        marks.add(f"g {term.group}", _OF_MEANING, term.shown)
    for hit in phrases.phrases_of("themes").longest_in(phrases.words_of(text)):
        marks.add(f"t {hit.group}", _OF_THEMES_WORD, hit.group)
    if theme:
        marks.add(f"t {theme}", _OF_THEME, theme)
    return marks


class Rarity:
    """How much a feature tells: the fewer of the texts have it, the more."""

    def __init__(self, texts: Iterable[Marks]) -> None:
        self._having: dict[str, int] = {}
        self._known: dict[str, float] = {}
        self._texts = 0
        for marks in texts:
            self._texts += 1
            for feature in marks.weights:
                self._having[feature] = self._having.get(feature, 0) + 1

    def of(self, feature: str) -> float:
        """From 0.4 (in all of many texts) upwards; a feature of no text counts as one of one."""
        known = self._known.get(feature)
        if known is None:
            having = self._having.get(feature, 1)
            known = log(1.5 + self._texts / having) - log(2.5) + 0.4
            if feature in self._having:
                self._known[feature] = known
        return known

    def weigh(self, marks: Marks) -> dict[str, float]:
        return {name: weight * self.of(name) for name, weight in marks.weights.items()}


def length_of(weights: Mapping[str, float]) -> float:
    return sqrt(sum(weight * weight for weight in weights.values()))
