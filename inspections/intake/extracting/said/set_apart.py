"""Passages in which no finding stands, told by their place: what opens and closes a letter, what
is listed as looked at, and the story of one child."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inspections.intake.extracting.parts import Part, Under, part_of, under_headings
from inspections.intake.extracting.places import sentences
from inspections.intake.extracting.said.phrases import phrases_of, words_of
from inspections.intake.reading.passages import Kind, Passage, Reading

_STUDY = re.compile(r"\b(?:case|practice) (?:stud(?:y|ies)|examples?)\b", re.IGNORECASE)
_ONE_CHILD = re.compile(
    r"\b[\w-]+[- ]years?[- ]olds?\b|\b(?:he|she|his|her|him|mum|dad)\b"
    r"|\b(?:this|the|a|one) (?:[\w-]+ ){0,3}?(?:young person|boy|girl|baby|teenager"
    r"|child(?! (?:protection|in need|sexual|and|death|exploitation)\b))(?!ren)\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"yours (?:sincerely|faithfully|truly)\b.{0,3}", re.IGNORECASE)
_FEWEST_TELLING = 2  # sentences, of a passage that is none of the signers' lines


@dataclass
class _Place:
    """What is known of the place by what stood before."""

    heading: str = ""
    opening: bool = True  # until a heading says what stands below it
    lists_the_visit: bool = False
    one_child: bool = False
    signed: bool = False  # until the next heading

    @property
    def is_apart(self) -> bool:
        """Whether no finding stands in the passage that was come to last."""
        return self.lists_the_visit or self.one_child or self.signed

    def come_to(self, under: Under) -> None:
        passage = under.passage
        new_heading, self.heading = under.heading != self.heading, under.heading
        if passage.kind is not Kind.ITEM or new_heading:
            self.lists_the_visit = _lists_the_visit(passage.text)
        self.opening = self.opening and part_of(under.heading) is None
        self.one_child = _STUDY.search(under.heading) is not None and (
            (self.one_child and not new_heading) or _ONE_CHILD.search(passage.text) is not None
        )
        signs = _SIGNED.fullmatch(passage.text.strip()) is not None
        self.signed = signs or (self.signed and not (new_heading or _tells_much(passage)))


def telling(reading: Reading) -> Iterator[tuple[Under, bool]]:
    """The passages where findings may stand, each with whether it opens the document by saying
    what the visit was: little is told there, and that not surely."""
    place = _Place()
    for under in under_headings(reading):
        place.come_to(under)
        apart = place.is_apart or under.part in (Part.ASKED, Part.BACKGROUND)
        if not (apart or under.passage.kind is Kind.ROW):
            yield under, place.opening and _begins_with_the_visit(under)


def _tells_much(passage: Passage) -> bool:
    return len(sentences(passage)) >= _FEWEST_TELLING


def _is_about_the_visit(text: str) -> bool:
    hits = phrases_of("directions").all_in(words_of(text))
    return any(hit.group == "about_the_visit" for hit in hits)


def _lists_the_visit(text: str) -> bool:
    """“The review has comprised:” and what is listed below it."""
    return text.endswith(":") and _is_about_the_visit(text)


def _begins_with_the_visit(under: Under) -> bool:
    told = sentences(under.passage)
    return bool(told) and _is_about_the_visit(told[0].text)
