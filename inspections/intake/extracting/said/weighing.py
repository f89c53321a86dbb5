"""Telling phrases weighed against each other: what goes well, what badly, what is turned."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from inspections.intake.extracting.said.phrases import Hit, phrases_of
from inspections.intake.extracting.said.turning import (
    COPULAS,
    DOWN,
    UP,
    is_habit,
    is_lifted,
    is_of_few,
    is_past,
    is_turned,
    is_unfinished,
    is_wished_or_asked,
    verb_that_eased,
)

FAINT = frozenset({"good_faintly", "poor_faintly", "stays"})
# “Not enough improvement has been made” is no improvement, “who do not attend” no weakness.
_FIRST = frozenset({"held", "worse", "scene"})

_TELLING = UP | DOWN
_POOR = frozenset({"poor", "poor_faintly"})
_CHANGED = frozenset({"better", "named"})
_VERBS = COPULAS | {"do", "does", "did", "has", "have", "had"}
_COPULA_REACH = 2  # words: “is not yet well”
_DENIED_REACH = 4  # words


class Side(NamedTuple):
    """Phrases of a stretch of words, and which way they go."""

    hits: tuple[Hit, ...]
    words: tuple[str, ...]  # of the whole sentence

    def has(self, *groups: str) -> bool:
        return not {hit.group for hit in self.hits}.isdisjoint(groups)

    def without(self, group: str) -> "Side":
        return Side(tuple(hit for hit in self.hits if hit.group != group), self.words)

    @property
    def balance(self) -> int:
        """Over 0 the more goes well, under 0 the more badly; 0 where it is even."""
        return sum(_weight(hit) for hit in self.hits if hit.group in _TELLING)

    @property
    def sign(self) -> int:
        """1 if it goes well, -1 if badly, 0 if nothing is said. At a tie what says most by
        itself outweighs, then what is said of the change, then a verb with “not”, then what
        stands after “is” or “are”, then what comes first."""
        telling = [hit for hit in self.hits if hit.group in _TELLING]
        clear = sum(_weight(hit) for hit in telling if hit.group not in FAINT)
        balance = self.balance or clear
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
        return not COPULAS.isdisjoint(before)


def weigh(words: Sequence[str]) -> Side:
    """The phrases that tell, without what a negation turns: in “not effective” only “not”
    counts, in “prevents drift” nothing is bad."""
    kept: list[Hit] = []
    for hit in _eased(words, phrases_of("directions").longest_in(words, _FIRST)):
        if hit.group in UP and _says_nothing(words, hit, kept):
            continue
        if hit.group in _POOR and is_lifted(words, hit, kept):
            continue
        if hit.group in _POOR and is_of_few(words, hit, kept):
            kept[-1] = hit._replace(group="good", first=kept[-1].first)
            continue
        if hit.group in _TELLING or hit.group in FAINT:
            kept.append(hit)
    if any(hit.group in _CHANGED for hit in kept):
        kept = [hit for hit in kept if hit.group not in DOWN or not is_past(words, hit)]
    return Side(tuple(_without_unfinished(words, kept)), tuple(words))


def _without_unfinished(words: Sequence[str], kept: list[Hit]) -> list[Hit]:
    """“More needs to be done” alone is a weakness; beside what is good, some progress."""
    if any(hit.group in UP and not is_unfinished(words, hit) for hit in kept):
        return kept
    return [hit._replace(group="poor") if hit.group == "begun" else hit for hit in kept]


def _says_nothing(words: Sequence[str], hit: Hit, before: Sequence[Hit]) -> bool:
    return (
        is_turned(words, hit, before)
        or _is_purpose(words, hit)
        or is_wished_or_asked(words, hit)
    )


def _eased(words: Sequence[str], hits: Sequence[Hit]) -> Iterator[Hit]:
    """What was bad and is got rid of, in one: “the backlog has been cleared”."""
    told = -1
    for hit in hits:
        if hit.first <= told:
            continue
        denied = _denied(words, hit)
        verb = None if denied or hit.group not in _POOR else verb_that_eased(words, hit)
        if verb is None:
            yield hit
        else:
            told = verb
            yield Hit("good" if is_habit(words, hit, verb) else "better", hit.first, verb)


def _denied(words: Sequence[str], hit: Hit) -> bool:
    """“Not all weaknesses have been addressed”"""
    return "not" in words[max(0, hit.first - _DENIED_REACH) : hit.first]


def _weight(hit: Hit) -> int:
    weight = 1 if hit.group in FAINT else 2
    return weight if hit.group in UP else -weight


def _is_purpose(words: Sequence[str], hit: Hit) -> bool:
    """“to secure”, “to ensure”: what something is for, not how it goes."""
    return hit.group == "good_faintly" and words[hit.first - 1 : hit.first] == ["to"]
