"""Area inspections of special educational needs and disabilities: reports, earlier letters."""

import re

from inspections.intake.extracting.families.family import Facts, Family, visited
from inspections.intake.extracting.heads.days import spans
from inspections.intake.extracting.heads.head import Head
from inspections.intake.extracting.heads.people import people

_TITLE = (
    r"area SEND (?:\w+ )?(?:re-?)?(?:inspection|visit) (?:of|in|to)"
    r"|joint (?:local )?area (?:SEND )?(?:(?:re-?)?inspection|re-?visit)"
)
_previous = re.compile(r"dates? of (?:the )?previous inspection\s*[:|]?\s*", re.IGNORECASE)


def _recognises(head: Head) -> bool:
    return head.has_line(rf"(?:{_TITLE})") or head.says(
        rf"{_TITLE}.{{0,400}}inspection dates?:"
    )


def _inspection(head: Head) -> Facts:
    facts: Facts = {"kind": "send_inspection", **visited(head)}
    label = _previous.search(head.text)
    before = next(spans(head.text[label.end() :][:80], head.dated), None) if label else None
    if label is not None and before is not None:
        facts["follows"] = {"kind": "send_inspection", "when": before.first.isoformat()[:7]}
        facts["follows_as_printed"] = head.text[label.start() : label.end() + before.end]
    return {**facts, "people": people(head)}


FAMILY = Family(
    name="send_inspection",
    recognises=_recognises,
    inspection=_inspection,
    framework=lambda head, areas: "SEND",
)
