"""Telling phrases weighed against each other: what goes well, what badly, what is turned."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from inspections.intake.extracting.said.phrases import Hit, phrases_of

UP = frozenset({"better", "begun", "named", "good", "good_faintly"})
DOWN = frozenset({"held", "worse", "poor", "poor_faintly"})
FAINT = frozenset({"good_faintly", "poor_faintly", "stays"})
# “Not enough improvement has been made” is no improvement, “who do not attend” no weakness.
_FIRST = frozenset({"held", "worse", "scene"})

_TURN = re.compile(
    r"not?|never|neither|nor|cannot|lack(?:s|ing)?|without|insufficient(?:ly)?|limited|little"
    r"|few|too|yet|rather|needs|needed|rarely|seldom|fail(?:s|ed|ure)?|absence|inconsistently|unable"
)
_LIFTERS = ("reduc", "prevent", "avoid", "minimis", "tackl", "challeng", "resolv", "overc")
_LIFTERS_REACH = 5  # words
_REACH = 12  # words over which a “not” turns what follows it
_TELLING = UP | DOWN
_PARTS = frozenset({",", ";", ":", "but", "however", "because", "although", "while"})
_COPULAS = frozenset({"is", "are", "was", "were", "been", "remain", "remains"})
_VERBS = _COPULAS | {"do", "does", "did", "has", "have", "had"}
_COPULA_REACH = 2  # words: “is not yet well”


class Side(NamedTuple):
    """Phrases of a stretch of words, and which way they go."""

    hits: tuple[Hit, ...]
    words: tuple[str, ...]  # of the whole sentence

    def has(self, *groups: str) -> bool:
        return not {hit.group for hit in self.hits}.isdisjoint(groups)

    def without(self, group: str) -> "Side":
        return Side(tuple(hit for hit in self.hits if hit.group != group), self.words)

    @property
    def sign(self) -> int:
        """1 if it goes well, -1 if badly, 0 if nothing is said. At a tie what is said of the
        change outweighs, then a verb with “not”, then what stands after “is” or “are”, then
        what comes first."""
        telling = [hit for hit in self.hits if hit.group in _TELLING]
        balance = sum(_weight(hit) for hit in telling)
        if balance or not telling:
            return (balance > 0) - (balance < 0)
        if self.has("held", "worse") or any(self._denies(hit) for hit in telling):
            return -1
        said_of_it = [hit for hit in telling if self._is_predicate(hit)]
        outweighs = said_of_it[-1] if said_of_it else telling[0]
        return 1 if outweighs.group in UP else -1

    def _denies(self, hit: Hit) -> bool:
        verb = self.words[hit.first - 1] if hit.first else ""
        return self.words[hit.first] == "not" and verb in _VERBS

    def _is_predicate(self, hit: Hit) -> bool:
        before = self.words[max(0, hit.first - _COPULA_REACH) : hit.first]
        return not _COPULAS.isdisjoint(before)


def weigh(words: Sequence[str]) -> Side:
    """The phrases that tell, without what a negation turns: in “not effective” only “not”
    counts, in “prevents drift” nothing is bad."""
    kept: list[Hit] = []
    for hit in phrases_of("directions").longest_in(words, _FIRST):
        if hit.group in UP and (_turned(words, hit, kept) or _is_purpose(words, hit)):
            continue
        if hit.group in ("poor", "poor_faintly") and _lifted(words, hit, kept):
            continue
        if hit.group in _TELLING or hit.group in FAINT:
            kept.append(hit)
    return Side(tuple(kept), tuple(words))


def _weight(hit: Hit) -> int:
    weight = 1 if hit.group in FAINT else 2
    return weight if hit.group in UP else -weight


def _is_purpose(words: Sequence[str], hit: Hit) -> bool:
    """“to secure”, “to ensure”: what something is for, not how it goes."""
    return hit.group == "good_faintly" and words[hit.first - 1 : hit.first] == ["to"]


def _turned(words: Sequence[str], hit: Hit, before: Sequence[Hit]) -> bool:
    """By the first negation before it that reaches so far."""
    for other in before:
        near = 0 <= hit.first - other.last <= _REACH
        if near and other.group in DOWN and _has_turn(words, other):
            ends = _PARTS | _COPULAS if words[other.first] == "rather" else _PARTS
            return ends.isdisjoint(words[other.last : hit.first])
    return False


def _has_turn(words: Sequence[str], hit: Hit) -> bool:
    return any(_TURN.fullmatch(word) for word in words[hit.first : hit.last + 1])


def _lifted(words: Sequence[str], hit: Hit, before: Sequence[Hit]) -> bool:
    """“reduces delay”; “no failures were found that left children at risk”."""
    near = words[max(0, hit.first - _LIFTERS_REACH) : hit.first]
    nothing_found = any(one.group == "good" and words[one.first] == "no" for one in before)
    return nothing_found or any(word.startswith(_LIFTERS) for word in near)
