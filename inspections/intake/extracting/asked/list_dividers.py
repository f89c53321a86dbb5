"""Headings that stand inside a list: reviews and reports put what they ask for under subjects,
and count on over them."""

import re
from collections.abc import Iterator, Sequence

from inspections.intake.extracting.asked.list_heads import head_of, lead_in_of, time_of
from inspections.intake.reading.passages import Kind, Passage

# The paragraphs of a report count on behind its recommendations too, but they ask for nothing.
_VERB = (
    "accelerate|act|address|adopt|agree|align|appoint|assess|assure|bring|build|clarify|collate"
    "|commission|complete|conduct|consider|consolidate|continue|coordinate|create|deliver|develop"
    "|drive|eliminate|embed|enable|encourage|engage|enhance|ensure|establish|evaluate|expand"
    "|expedite|extend|finalise|give|hold|identify|implement|improve|introduce|investigate|involve"
    "|keep|launch|learn|maintain|make|maximise|minimise|prepare|prioritise|produce|promote|provide"
    "|publish|raise|recruit|reduce|refresh|resolve|revise|scrutinise|secure|seek|set|simplify"
    "|speed|strengthen|take|tackle|undertake|update|urgently|use|widen"
)
# “Work with schools” asks; “Work is under way”, “Support for carers is good” and “Review of” tell.
_VERB_OR_NOUN = (
    "analyse|audit|challenge|focus|increase|monitor|plan|record|report|review|share|support|target"
    "|test|train|work"
)
_TELLS = r"is|are|was|were|has|have|had|continues?|remains?|needs?|can|will|for|of|in|to|by|from|between"
_ASKS_FOR = re.compile(
    rf"(?:(?:to|that)\b|(?:[a-z]+ly,? )?(?:(?:{_VERB})\b|(?:{_VERB_OR_NOUN})\b(?!\s+(?:{_TELLS})\b)))"
    r"|[^.;:]{0,80}\b(?:should|must)\b",
    re.IGNORECASE,
)
_OTHER_CHAPTER = re.compile(
    r"\b(?:findings|inspection|summary|experiences|strengths?|strong|conclusion|background"
    r"|next steps|judge?ments?|progress since|good practice|what (?:works|is working))\b",
    re.IGNORECASE,
)
# Many files set these headings in the letters of the text, so they are read as paragraphs.
_TITLE = re.compile(r"[A-Z][^.;:!?…]{2,80}:?")


_ANY = -1  # right under its head a list may begin with any number, as a board's list does


def without_dividers(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages without headings between two numbers of one list."""
    last: int | None = None
    for place, passage in enumerate(passages):
        if last is not None and _divides(passage) and _asks_next(passages[place + 1 :], last):
            continue
        last = _last(passage, last)
        yield passage


def _last(passage: Passage, before: int | None) -> int | None:
    """The number after which a list would go on; None outside of any list."""
    if passage.kind == Kind.HEADING:
        return _ANY if head_of(passage) else None
    number = _number(passage) if passage.kind == Kind.ITEM else None
    if number is not None:
        return number
    return 0 if before == _ANY else before


def _divides(passage: Passage) -> bool:
    """Whether it may be the heading of a subject: no new list, haste or chapter."""
    is_title = passage.kind == Kind.PARAGRAPH and _TITLE.fullmatch(passage.text.strip())
    return (
        (passage.kind == Kind.HEADING or bool(is_title))
        and head_of(passage) is None
        and lead_in_of(passage) is None
        and time_of(passage) is None
        and not _OTHER_CHAPTER.search(passage.text)
    )


def _asks_next(rest: Sequence[Passage], last: int) -> bool:
    """Whether the list goes on by one, perhaps after another subject, and still asks."""
    following = next((passage for passage in rest[:2] if not _divides(passage)), None)
    number = None if following is None else _number(following)
    return (
        following is not None
        and number is not None
        and last in (_ANY, number - 1)
        and bool(_ASKS_FOR.match(following.text))
    )


def _number(item: Passage) -> int | None:
    number = re.fullmatch(r"\(?([0-9]{1,3})[.)]", item.marker)
    return int(number[1]) if number else None
