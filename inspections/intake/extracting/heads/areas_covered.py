"""What a visit looked at, by the words of its letter."""

import re

from inspections.intake.extracting.heads.head import Head
from inspections.intake.extracting.heads.visits import sentences_of
from inspections.intake.reading.passages import Kind, Passage

_heading = re.compile(r"[\W_]*areas? covered by (?:the|this) visit\W*$", re.IGNORECASE)
_looked_at = re.compile(
    r"(?:Specifically, )?(?:During [^,]{0,60}, )?(?:Inspectors|They|We|The inspectors|The visit)\s+"
    r"(?:also\s+|specifically\s+)?(?:looked at|evaluated|considered|reviewed|focused on|examined)\b"
)
_evidence = re.compile(
    r"evidence|case discussions|\brecords\b|case files|observ|spoke (?:to|with)|information",
    re.IGNORECASE,
)
_subject = re.compile(r"multi-agency response to ([^.]{5,150}?) in (?:the )?[A-Z]")
_AT_MOST = 30


def areas_covered(head: Head) -> list[str]:
    """The list under “Areas covered by the visit”, else the sentences that say what was looked at."""
    passages = head.reading.passages
    for position, passage in enumerate(passages):
        if _heading.match(passage.text):
            return _items_after(passages[position + 1 :][:_AT_MOST])
    sentences = sentences_of(head.letter)
    return [one for one in sentences if _looked_at.match(one) and not _evidence.search(one)][:4]


def multi_agency_subject(head: Head) -> list[str]:
    """“…the multi-agency response to” this."""
    found = _subject.search(head.text)
    return [found.group(1)] if found else []


def _items_after(passages: tuple[Passage, ...]) -> list[str]:
    """The items up to the next heading; before any item a paragraph may lead in."""
    items: list[str] = []
    for passage in passages:
        if passage.kind is Kind.HEADING or (items and passage.kind is not Kind.ITEM):
            break
        if passage.kind is Kind.ITEM:
            items.append(passage.text.strip().rstrip(";"))
    return items
