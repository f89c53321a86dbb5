"""Headings that stand inside a list: reviews and reports put what they ask for under subjects,
and count on over them."""

import re
from collections.abc import Iterator, Sequence

from inspections.intake.extracting.asked.asking import asks_for, says_how_it_is
from inspections.intake.extracting.asked.list_heads import head_of, lead_in_of, time_of
from inspections.intake.extracting.judged.grades import GRADE
from inspections.intake.extracting.places import sentences
from inspections.intake.reading.passages import Kind, Passage

_OTHER_CHAPTER = re.compile(
    r"\b(?:findings|inspection|summary|experiences|strengths?|strong|conclusion|background"
    r"|next steps|judge?ments?|progress since|good practice|what (?:works|is working)|case stud"
    r"|practice stud|impact of leaders|effective practice|annex|appendix|contents|details)"
    rf"|{GRADE}\W*$",
    re.IGNORECASE,
)
# Many files set these headings in the letters of the text, so they are read as paragraphs.
_TITLE = re.compile(r"[A-Z][^.;:!?…]{2,80}:?")


_ANY = -1  # right under its head a list may begin with any number, as a board's list does


def without_dividers(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages without headings between two numbers of one list."""
    last: int | None = None
    level = 0  # of the heading above the list
    for place, passage in enumerate(passages):
        rest = passages[place + 1 :]
        if _divides(passage) and (
            (last is not None and _asks_next(rest, last))
            or (_is_below(passage, level) and _goes_on(passage, rest, last))
        ):
            continue
        last = _last(passage, last)
        if passage.kind == Kind.HEADING:
            level = passage.level if head_of(passage) else 0
        yield passage


def _is_below(passage: Passage, level: int) -> bool:
    """Whether a heading is smaller than the one above the list: all below that belongs to it.
    One in the letters of the text is smaller than any."""
    return level > 0 and (passage.kind != Kind.HEADING or level < passage.level)


def _goes_on(divider: Passage, rest: Sequence[Passage], last: int | None) -> bool:
    """Whether entries follow, perhaps below another subject; of numbers, the next one. Below what
    may be no heading they are short and tell nothing."""
    following = next((one for one in rest[:2] if not _divides(one)), None)
    if following is None or following.kind != Kind.ITEM:
        return False
    number = _number(following)
    is_heading = divider.kind == Kind.HEADING
    if not is_heading and (divider.text.endswith(":") or len(sentences(following)) > 1):
        return False
    may_tell = is_heading and number is None
    in_order = last in ((_ANY, 0) if number is None else (_ANY, number - 1))
    return in_order and (may_tell or not says_how_it_is(following.text))


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
        and asks_for(following.text)
    )


def _number(item: Passage) -> int | None:
    number = re.fullmatch(r"\(?([0-9]{1,3})[.)]", item.marker)
    return int(number[1]) if number else None
