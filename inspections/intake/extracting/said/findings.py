"""Findings: the sentences in which inspectors say how something is going now."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from inspections.intake.extracting.parts import Part, Under, under_headings
from inspections.intake.extracting.places import Sentence, at, sentences
from inspections.intake.extracting.said.directions import Direction, Sure, Told, told_by
from inspections.intake.extracting.said.phrases import Hit, phrases_of, words_of
from inspections.intake.extracting.said.themes import theme_of
from inspections.intake.reading.passages import Kind, Reading

MOST = 500  # as draft.schema.json has it
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
_ASKS = re.compile(
    r"(?:take|ensure|improve|strengthen|develop|implement|continue|accelerate|establish|provide"
    r"|make sure|address|consider|urgently)\s|to\s[^,]*$",
    re.IGNORECASE,
)
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
    found: list[dict[str, Any]] = []
    lists_the_visit, heading = False, ""
    for under in under_headings(reading):
        if under.passage.kind is not Kind.ITEM or under.heading != heading:
            lists_the_visit, heading = _lists_the_visit(under.passage.text), under.heading
        elsewhere = under.part in (Part.ASKED, Part.BACKGROUND)
        if not (elsewhere or lists_the_visit or under.passage.kind is Kind.ROW):
            found.extend(_in_passage(under))
    return _surest(found)


def _surest(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of more than a draft may hold, the least sure are left out, what tells of a change last."""
    kept = sorted(range(len(found)), key=lambda place: _doubt(found[place]))[:MOST]
    return [found[place] for place in sorted(kept)]


def _doubt(finding: dict[str, Any]) -> int:
    still = finding["direction"] in (Direction.STRENGTH, Direction.WEAKNESS)
    return list(Sure).index(finding["sure"]["level"]) + still


def _lists_the_visit(text: str) -> bool:
    """“The review has comprised:” and what is listed below it."""
    if not text.endswith(":"):
        return False
    hits = phrases_of("directions").all_in(words_of(text))
    return any(hit.group == "about_the_visit" for hit in hits)


def _in_passage(under: Under) -> Iterator[dict[str, Any]]:
    before: Sentence | None = None
    for sentence in sentences(under.passage):
        told = _told(sentence.text, under)
        if told is not None:
            yield _finding(sentence, before, told, under)
        before = sentence


def _finding(
    sentence: Sentence, before: Sentence | None, told: Told, under: Under
) -> dict[str, Any]:
    leans = _LEANS.match(sentence.text) is not None
    if leans:
        told = replace(
            told, sure=_LESS_SURE[told.sure], why=f"{told.why}; it leans on words before it"
        )
    text = sentence.text
    if leans and before is not None:
        text = under.passage.text[before.start : sentence.end]
    theme = theme_of(text, under.heading)
    return {
        "text": text,
        "direction": str(told.direction),
        **({"theme": theme} if theme else {}),
        "sure": {"level": str(told.sure), "why": told.why},
        "at": at(under.passage, sentence.text),
    }


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
    return _less_sure_ahead(told, hits, words)


def _by_heading(sentence: str, under: Under) -> Told | None:
    """A whole sentence or item without telling words goes the way of its heading."""
    whole = sentence.endswith(".") or under.passage.kind is Kind.ITEM
    if under.part not in _BY_HEADING or not whole:
        return None
    direction, why = _BY_HEADING[under.part]
    return Told(direction, Sure.LOW, why)


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
