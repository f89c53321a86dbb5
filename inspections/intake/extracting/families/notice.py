"""What the Secretary of State requires: improvement notices, and directions by law."""

from inspections.intake.extracting.families.family import Facts, Family
from inspections.intake.extracting.heads.head import Head

_DIRECTION = (
    r"(?:statutory )?direction\b.{0,150}(?:section 497A|Education Act 1996|council|authority)"
)
_NOTICE = r"improvement notice\W*$|improvement notice (?:to|for|issued|in relation)\b"
_FROM = r"\bsecretary of state\b|\bdepartment for education\b|\bminister\b"


def _recognises(head: Head) -> bool:
    named = head.has_line(_NOTICE) or head.has_line(_DIRECTION)
    return named and head.salutation is None and head.says(_FROM)


def _inspection(head: Head) -> Facts:
    kind = "improvement_notice" if head.has_line(_NOTICE) else "direction"
    when = _signed(head)
    return {"kind": kind, **({"started": when, "ended": when} if when else {})}


def _signed(head: Head) -> str | None:
    return head.dated.isoformat() if head.dated else None


FAMILY = Family(
    name="notice",
    recognises=_recognises,
    inspection=_inspection,
    framework=lambda head, areas: None,
    publisher=lambda head: "Department for Education",
)
