"""The glossary: words that mean one thing, found in a text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from inspections.intake.matching.words import Word, words_of


@dataclass(frozen=True)
class Term:
    """A word of the glossary that stands in a text."""

    group: int  # the place of its group in the glossary
    shown: str  # as it stands in the text


class Glossary:
    """Groups of words that mean one thing; a word may be in several.

    A word matches its plural and its other endings too; an abbreviation (“PA”, “SENCo”) is
    found only in its own capitals.
    """

    def __init__(self, groups: Iterable[Iterable[str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for place, group in enumerate(groups):
            for phrase in {tuple(map(_key, words_of(word))) for word in group}:
                if phrase:
                    self._by_first.setdefault(phrase[0], []).append((phrase, place))

    def terms_in(self, words: list[Word]) -> list[Term]:
        """Each group once, by the longest of its words that stands in the text."""
        longest: dict[int, tuple[int, int]] = {}
        for length, start, group in self._found(words):
            if length > longest.get(group, (0, 0))[0]:
                longest[group] = (length, start)
        return [
            Term(group, " ".join(word.shown for word in words[start : start + length]))
            for group, (length, start) in sorted(longest.items())
        ]

    def _found(self, words: list[Word]) -> Iterator[tuple[int, int, int]]:
        for start, word in enumerate(words):
            for first in {word.stem, word.capitals}:
                for phrase, group in self._by_first.get(first, ()):
                    part = words[start : start + len(phrase)]
                    if len(part) == len(phrase) and all(map(_is, part, phrase)):
                        yield len(phrase), start, group


def _key(word: Word) -> str:
    return word.capitals or word.stem


def _is(word: Word, key: str) -> bool:
    return key in (word.stem, word.capitals)
