"""Phrases looked for among the words of a sentence, from lists that a maintainer can read.

In the lists (`vocabulary/reading/*.yaml`) `a/b` is either word, `improv*` any word that begins
so, and `…` up to four words in between.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from inspections.intake.extracting.vocabulary import FOLDER, loaded

LISTS = FOLDER / "reading"
GAP = "…"
NO_GROUPS: frozenset[str] = frozenset()
WIDEST_GAP = 4
_MOST_REMEMBERED = 20_000  # words
_WORD = re.compile(r"[^\W_]+(?:['.,-][^\W_]+)*%?|[,;:()–—]")
# No gap reaches over a mark, or over a word that turns what follows it.
_STOPS = re.compile(
    r"[,;:()–—]|not?|never|yet|nor|neither|variable|limited|some|little|insufficient"
)


class Hit(NamedTuple):
    """A phrase of one of the lists, found at words first to last."""

    group: str
    first: int
    last: int


def words_of(text: str) -> list[str]:
    """The words in small letters, and the marks that part them."""
    return list(_remembered_words(text))


@lru_cache(16)  # several rules ask for the same sentence, one after the other
def _remembered_words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold().replace("’", "'")))


@dataclass(frozen=True)
class _Slot:
    """One place of a phrase: any of these words, or any word that begins so."""

    words: frozenset[str]
    beginnings: tuple[str, ...]

    def takes(self, word: str) -> bool:
        return word in self.words or (
            bool(self.beginnings) and word.startswith(self.beginnings)
        )


_Step = _Slot | None  # None is a gap


@dataclass(frozen=True)
class _Phrase:
    """A phrase after its first word; `ends` has the words it may end with, if they are told."""

    group: str
    rest: tuple[_Step, ...]
    ends: frozenset[str]

    @property
    def seconds(self) -> frozenset[str]:
        """The words one of which must come next, where that is told."""
        second = self.rest[0] if self.rest else None
        return second.words if second and not second.beginnings else frozenset()


@dataclass(frozen=True)
class _Begun:
    """The phrases that begin with some word: those that a certain word may follow, those that
    any other may. Each in the order of the lists."""

    before: dict[str, tuple[_Phrase, ...]]
    before_others: tuple[_Phrase, ...]

    @classmethod
    def of(cls, phrases: Sequence[_Phrase]) -> "_Begun | None":
        seconds = frozenset[str]().union(*(phrase.seconds for phrase in phrases))
        before = {
            word: tuple(one for one in phrases if not one.seconds or word in one.seconds)
            for word in seconds
        }
        others = tuple(phrase for phrase in phrases if not phrase.seconds)
        return cls(before, others) if phrases else None


class Phrases:
    """The phrases of some lists, by the name of each list."""

    def __init__(self, lists: dict[str, list[str]]) -> None:
        self._by_word: dict[str, list[_Phrase]] = {}
        self._by_beginning: list[tuple[str, _Phrase]] = []
        self._looked_up: dict[str, _Begun | None] = {}
        self._last: tuple[list[str], tuple[Hit, ...]] = ([], ())
        for group, phrases in lists.items():
            for phrase in phrases:
                self._add(group, phrase)

    def _add(self, group: str, phrase: str) -> None:
        first, *rest = (_step(step) for step in phrase.split())
        if first is None:
            raise ValueError(f"“{phrase}” begins with a gap.")
        last = rest[-1] if rest else None
        ends = last.words if last and not last.beginnings else frozenset[str]()
        whole = _Phrase(group, tuple(rest), ends)
        for word in first.words:
            self._by_word.setdefault(word, []).append(whole)
        for beginning in first.beginnings:
            self._by_beginning.append((beginning, whole))

    def all_in(self, words: Sequence[str]) -> tuple[Hit, ...]:
        """Every phrase that stands in the words, overlapping ones too. A sentence is asked for
        more than once in a row: the last answer is kept."""
        known, hits = self._last
        if known != words:
            hits = tuple(self._found(words))
            self._last = list(words), hits
        return hits

    def _found(self, words: Sequence[str]) -> Iterator[Hit]:
        there, looked_up = set(words), self._looked_up
        for place, word in enumerate(words):
            begun = looked_up[word] if word in looked_up else self._beginning_with(word)
            if begun is None:
                continue
            after = words[place + 1] if place + 1 < len(words) else ""
            for phrase in begun.before.get(after, begun.before_others):
                if phrase.ends and there.isdisjoint(phrase.ends):
                    continue
                last = _last(words, place, phrase.rest)
                if last is not None:
                    yield Hit(phrase.group, place, last)

    def longest_in(self, words: Sequence[str], first: frozenset[str] = NO_GROUPS) -> list[Hit]:
        """The phrases in order; of two that overlap, the one of these groups, then the longer."""
        hits = self.all_in(words)
        if len(hits) < 2:
            return list(hits)
        kept: list[Hit] = []
        taken: set[int] = set()  # places of words
        for hit in sorted(hits, key=lambda hit: _rank(hit, first)):
            places = range(hit.first, hit.last + 1)
            if taken.isdisjoint(places):
                kept.append(hit)
                taken.update(places)
        return sorted(kept, key=lambda hit: hit.first)

    def _beginning_with(self, word: str) -> _Begun | None:
        """Remembered for words that may come again; a stranger's text must not fill the memory."""
        by_beginning = (
            phrase for start, phrase in self._by_beginning if word.startswith(start)
        )
        begun = _Begun.of((*self._by_word.get(word, ()), *by_beginning))
        if len(self._looked_up) < _MOST_REMEMBERED:
            self._looked_up[word] = begun
        return begun


def _rank(hit: Hit, first: frozenset[str]) -> tuple[bool, int, int]:
    return hit.group not in first, hit.first - hit.last, hit.first


def _step(written: str) -> _Step:
    if written == GAP:
        return None
    options = written.casefold().split("/")
    whole = frozenset(option for option in options if not option.endswith("*"))
    return _Slot(whole, tuple(option[:-1] for option in options if option.endswith("*")))


def _last(words: Sequence[str], place: int, rest: Sequence[_Step]) -> int | None:
    """Where the phrase ends that begins at `place`, if the rest of it follows."""
    widest = 0
    for step in rest:
        if step is None:
            widest = WIDEST_GAP
            continue
        place = _next(words, place, step, widest)
        if place < 0:
            return None
        widest = 0
    return place


def _next(words: Sequence[str], place: int, step: _Slot, widest: int) -> int:
    """The nearest word after `place` that the step takes, over at most `widest` others; or -1."""
    for at in range(place + 1, min(place + 2 + widest, len(words))):
        if step.takes(words[at]):
            return at
        if _STOPS.fullmatch(words[at]):
            break
    return -1


@cache
def phrases_of(name: str) -> Phrases:
    """The lists of one file of `vocabulary/reading/`."""
    return Phrases(loaded(LISTS / f"{name}.yaml"))
