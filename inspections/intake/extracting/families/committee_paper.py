"""Papers for a council's committee: second-hand, with a block of labels at their head."""

from inspections.intake.extracting.families.family import Family
from inspections.intake.extracting.families.reported import (
    framework_named,
    reported_inspection,
)
from inspections.intake.extracting.heads.authorities import council_on_a_line
from inspections.intake.extracting.heads.head import Head

ENOUGH = 2  # labels: one alone may stand in any letter

_LABELS = (
    "subject",
    "committee",
    "report (?:to|of|by|author)",
    "(?:lead |contact )?(?:officer|author)",
    "wards?(?:/divisions?)? affected",
    "(?:cabinet|cmt|executive) member",
    "portfolio holder",
    "key decision",
    "purpose of (?:the )?report",
    "decision maker",
)
_BOARDS = r"overview and scrutiny|scrutiny (?:committee|board|panel)|cabinet|improvement board"
_MEETING = (
    r"(?:agenda|minutes)\b",
    r"a meeting of\b",
    rf"(?:.{{0,40}}\b)?(?:{_BOARDS})\b.{{0,30}}$",
    r"(?:\d+\.? )?apologies\b",
)


def _recognises(head: Head) -> bool:
    labels = sum(head.has_line(rf"{label}\W*[:|]") for label in _LABELS)
    meeting = sum(head.has_line(line) for line in _MEETING)
    is_letter = head.salutation is not None and head.salutation < ENOUGH * 10
    return labels + meeting >= ENOUGH and not is_letter


FAMILY = Family(
    name="committee_paper",
    recognises=_recognises,
    inspection=reported_inspection,
    framework=lambda head, areas: framework_named(head),
    document_kind="scrutiny_report",
    publisher=council_on_a_line,
    second_hand=True,
    judges=True,
)
