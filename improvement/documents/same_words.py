"""Findings and recommendations that are recorded already in our own words: each is offered as
the same, and where that is nearly certain, “the same” is answered beforehand.

It is where the direction agrees, they stand in the same order as the others, and nothing else is
as alike; or where each is much more alike to the other than the next. What nothing comes next to
has to be alike in itself. The 100 such joins on which tests/matches can tell are right, as are
nine in ten of all; the rule was written beside them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from improvement.models import Proposal
from inspections.intake.matching import Candidate, Match, Matcher, Recorded, Told, same
from inspections.models import Finding, Inspection, Recommendation

Glossary = Sequence[Sequence[str]]
# By how much words have to be more alike than the next ones, where the order does not help.
CLEARLY = 0.1
IN_ORDER = 0.05  # both ways together
ALONE = (
    0.5  # what they have to exceed where there are no next ones: a lead over nothing is none
)


def add_same_findings(met: Inspection, findings: list[Proposal], glossary: Glossary) -> None:
    """To each finding the recorded one, known in our own words only, that it may be."""
    rows = Finding.objects.filter(inspection=met, text="").select_related("theme")
    rows = rows.order_by("position", "pk")
    recorded = {
        one.key: Recorded(
            key=one.key,
            words=one.words,
            page=one.page,
            direction=one.direction,
            theme=one.theme.key if one.theme else None,
        )
        for one in rows
    }
    told = {one.proposed["key"]: _told(one.proposed) for one in findings}
    joins = same(list(recorded.values()), list(told.values()), glossary)
    ours = {key: one.words for key, one in recorded.items()}
    nearest = Nearest(ours, {key: one.words for key, one in told.items()}, glossary)
    pairs = [(join.recorded, key) for key in told if (join := joins.get(key))]
    in_order = _in_order(pairs, list(recorded))
    for one in findings:
        key = one.proposed["key"]
        if (join := joins.get(key)) is None:
            continue
        here, there = recorded[join.recorded], told[key]
        is_near = nearest.is_clear(here.key, key, in_order=key in in_order)
        sure = here.direction == there.direction and is_near
        one.same = {
            "key": here.key,
            "words": here.words,
            "direction": here.direction,
            "why": join.why,
            "sure": "yes" if sure else "no",
        }


def add_same_numbers(met: Inspection, asked: list[Proposal], glossary: Glossary) -> None:
    """To each recommendation the recorded one of its number, which an import would take it for.
    Another list may count its items alike: then its words are another's."""
    rows = Recommendation.objects.filter(inspection=met)
    ours = {row.key: " ".join(filter(None, (row.title, row.words))) for row in rows}
    told = {one.proposed["key"]: _words(one.proposed) for one in asked}
    nearest = Nearest(ours, told, glossary)
    words = {row.key: row.words for row in rows}
    for one in asked:
        key = one.proposed["key"]
        if key in words and words[key] != _words(one.proposed):
            one.same = {
                "key": key,
                "words": words[key],
                "why": f"It has the number {key} too",
                "sure": "yes" if nearest.is_clear(key, key, in_order=True) else "no",
            }


class Nearest:
    """Which words recorded here, and which of a document, are nearest to each other."""

    def __init__(self, ours: Mapping[str, str], told: Mapping[str, str], glossary: Glossary):
        self._ours, self._told = ours, told
        self._among_ours = Matcher(_candidates(ours), glossary)
        self._among_told = Matcher(_candidates(told), glossary)

    def is_clear(self, recorded: str, key: str, *, in_order: bool) -> bool:
        """Whether these two belong together and no others come near. Where they keep the order,
        being nearest one way makes up for the other."""
        here = _lead(self._among_ours.best(self._told[key], most=2), recorded)
        there = _lead(self._among_told.best(self._ours[recorded], most=2), key)
        return here + there >= IN_ORDER if in_order else min(here, there) >= CLEARLY


def _candidates(words: Mapping[str, str]) -> Iterable[Candidate]:
    return [Candidate(key, "", text) for key, text in words.items()]


def _lead(found: list[Match], key: str) -> float:
    """By how much it is more alike than what comes next, or less than what comes first."""
    scores = {one.ref: one.score for one in found}
    if key not in scores:
        return -1.0
    others = (score for ref, score in scores.items() if ref != key)
    return scores[key] - max(others, default=ALONE)


def _in_order(pairs: Sequence[tuple[str, str]], recorded: Sequence[str]) -> set[str]:
    """Of the pairs in the order of the document the most that keep the order of what is
    recorded: the second of each."""
    places = {key: place for place, key in enumerate(recorded)}
    ends: list[int] = []  # of the best run of each length: the place that it ends with
    last: list[int] = []  # and its last pair
    before: list[int] = []  # of each pair: the one before it in its run, else -1
    for number, (ours, _) in enumerate(pairs):
        length = bisect_left(ends, places[ours])
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [places[ours]]
        last[length : length + 1] = [number]
    kept, number = set(), last[-1] if last else -1
    while number >= 0:
        kept.add(pairs[number][1])
        number = before[number]
    return kept


def _told(said: dict) -> Told:
    page = said.get("at", {}).get("page")
    return Told(
        key=said["key"],
        words=_words(said),
        page=int(page) if page else None,
        direction=said["direction"],
        theme=said.get("theme"),
    )


def _words(said: dict) -> str:
    return said.get("text") or said.get("summary", "")
