"""Findings: the sentences in which inspectors say how something is going now."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from inspections.intake.extracting.parts import Part, Under
from inspections.intake.extracting.places import Sentence, at, sentences
from inspections.intake.extracting.said.directions import Direction, Sure, Told, told_by
from inspections.intake.extracting.said.phrases import Hit, phrases_of, words_of
from inspections.intake.extracting.said.set_apart import telling
from inspections.intake.extracting.said.themes import theme_of
from inspections.intake.reading.passages import Kind, Reading

MOST = 2_000  # as draft.schema.json has it
_FEWEST_WORDS = 3
_OPENER = r"(?:(?:however|consequently|nevertheless|also|but|as a result|positively),? )?"
_LEANS = re.compile(
    _OPENER
    + r"(?:(?:it|they|neither)\b|(?:this|these|those|such) (?:is|was|has|have|are|were|means?|do|does)\b"
    r"|there (?:is|was) (?:little|no|limited) evidence\b)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"is|are|was|were|has|have|had|do|does|did|can|cannot|will|shall|must|should|would|could"
)
_TO_COME = frozenset({"will", "shall", "must"})
_THEIRS = r"(?:the|all|any|an?|its|their|how|that|whether|every|each)\b"
_ASKS = re.compile(
    r"(?:take|ensure|improve|strengthen|develop|implement|continue|accelerate|establish|provide"
    r"|make sure|address|consider|urgently|embed|evaluate|clarify|introduce|undertake|revise"
    r"|prioritise|raise|build|carry out|put in place|publish|speed up|enable|encourage|maintain"
    r"|extend|expand|deliver|create|demonstrate|identify|quicken|refresh|reinforce|simplify"
    r"|streamline|rectify|resolve|eliminate|finalise|formalise)\s"
    r"|(?:review|support|use|increase|reduce|monitor|complete|secure|set|agree|bring|work with"
    rf"|challenge|target|promote|give|hold)(?: and \w+)? {_THEIRS}"
    r"|to\s[^,]*$",
    re.IGNORECASE,
)
# A paragraph that says what a grade means.
_DEFINES = re.compile(
    r"(?:in )?an? (?:(?:outstanding|good|inadequate) )?(?:local authority|LSCB"
    r"|local safeguarding children board)\b(?! (?:has|is|in)\b)",
    re.IGNORECASE,
)
_LISTS = re.compile(r"(?:this|these|they|it) (?:also )?includes?\b", re.IGNORECASE)
_LESS_SURE = {Sure.HIGH: Sure.MEDIUM, Sure.MEDIUM: Sure.LOW, Sure.LOW: Sure.LOW}
_BY_HEADING = {
    Part.STRENGTHS: (Direction.STRENGTH, "it stands under a heading of what goes well"),
    Part.WEAKNESSES: (Direction.WEAKNESS, "it stands under a heading of what does not"),
}


def findings(reading: Reading) -> list[dict[str, Any]]:
    """In the order of the document: {text, direction, theme, sure: {level, why}, at}.

    `theme` is absent where the words leave it open. Where a sentence leans on the one before it
    in its passage, `text` has both and the quote only the sentence itself.
    """
    found = [
        one for under, opens in telling(reading) for one in _in_passage(under, opens=opens)
    ]
    return [one.as_told() for one in _surest(_each_once(found))]


@dataclass(frozen=True)
class _Found:
    sentence: Sentence
    text: str
    told: Told
    under: Under

    @property
    def doubt(self) -> tuple[int, bool, bool]:
        """More of it, less to be kept; of the same, what tells of a change last."""
        still = self.told.direction in (Direction.STRENGTH, Direction.WEAKNESS)
        return list(Sure).index(self.told.sure), self.told.faint, still

    def as_told(self) -> dict[str, Any]:
        theme = theme_of(self.text, self.under.heading)
        return {
            "text": self.text,
            "direction": str(self.told.direction),
            **({"theme": theme} if theme else {}),
            "sure": {"level": str(self.told.sure), "why": self.told.why},
            "at": at(self.under.passage, self.sentence.text),
        }


def _each_once(found: list[_Found]) -> list[_Found]:
    """A summary says again what stands in the chapters: the same words are one statement."""
    first: dict[str, _Found] = {}
    for one in found:
        first.setdefault(" ".join(one.text.casefold().split()), one)
    return list(first.values())


def _surest(found: list[_Found]) -> list[_Found]:
    """Of more than a draft may hold, the most doubtful are left out."""
    kept = sorted(range(len(found)), key=lambda place: found[place].doubt)[:MOST]
    return [found[place] for place in sorted(kept)]


def _in_passage(under: Under, *, opens: bool) -> Iterator[_Found]:
    before: Sentence | None = None
    if _DEFINES.match(under.passage.text):
        return
    for sentence in sentences(under.passage):
        told = _told(sentence.text, under)
        if told is not None and opens:
            told = _of_an_opening(told)
        if told is not None:
            yield _finding(sentence, before, told, under)
        before = sentence


def _of_an_opening(told: Told) -> Told | None:
    if told.faint:
        return None
    why = f"{told.why}; it stands where the visit is described"
    return replace(told, sure=Sure.LOW, why=why)


def _finding(sentence: Sentence, before: Sentence | None, told: Told, under: Under) -> _Found:
    leans = _LEANS.match(sentence.text) is not None
    if leans:
        told = replace(
            told, sure=_LESS_SURE[told.sure], why=f"{told.why}; it leans on words before it"
        )
    text = sentence.text
    if leans and before is not None:
        text = under.passage.text[before.start : sentence.end]
    return _Found(sentence, text, told, under)


def _told(sentence: str, under: Under) -> Told | None:
    """What the sentence tells; None if it is no finding."""
    words = words_of(sentence)
    if len(words) < _FEWEST_WORDS or _ASKS.match(sentence):
        return None
    told = told_by(sentence) or _by_heading(sentence, under)
    hits = phrases_of("directions").all_in(words)
    groups = {hit.group for hit in hits}
    if told is None or "about_the_visit" in groups or _is_past(told, groups):
        return None
    if told.faint and "describes" in groups:
        return None
    return _less_sure_ahead(told, hits, words)


def _by_heading(sentence: str, under: Under) -> Told | None:
    """A whole sentence or item without telling words goes the way of its heading; but where
    several sentences tell what is wanting, one of them only says what there is."""
    item = under.passage.kind is Kind.ITEM
    if under.part not in _BY_HEADING or not (item or sentence.endswith(".")):
        return None
    if under.part is Part.WEAKNESSES and len(sentences(under.passage)) > 1:
        return None
    if _LISTS.match(sentence):
        return None
    direction, why = _BY_HEADING[under.part]
    return Told(direction, Sure.LOW, why, faint=True)


def _is_past(told: Told, groups: set[str]) -> bool:
    """An earlier inspection's word, with nothing about the time since."""
    since = {"better", "begun", "held", "worse"}
    return "earlier" in groups and not since & groups


def _less_sure_ahead(told: Told, hits: Sequence[Hit], words: list[str]) -> Told | None:
    """Plans and wishes: no finding unless something is said of the present first."""
    if not any(hit.group == "ahead" for hit in hits):
        return told
    verb = next((word for word in words if _VERB.fullmatch(word)), None)
    if verb in _TO_COME:
        return None
    return replace(told, sure=Sure.LOW, why=f"{told.why}; partly of what is to come")
