"""Reports of the press on an inspection: second-hand, with a headline and who wrote it."""

import re

from inspections.intake.extracting.families.family import Family
from inspections.intake.extracting.families.reported import (
    framework_named,
    reported_inspection,
)
from inspections.intake.extracting.heads.head import Head

_BYLINE = r"(?:words )?by:? [A-Z][\w'’-]+ [A-Z]"
_SAID = re.compile(r"[”\"’'],? (?:said|adds?|added|states?|says|wrote)\b|\bsaid: [“\"]")


def _recognises(head: Head) -> bool:
    about = re.search(r"\b(?:ofsted|inspectors?)\b", head.text, re.IGNORECASE) is not None
    told = head.has_line(_BYLINE) or (head.dated is not None and _SAID.search(head.whole))
    return about and bool(told) and head.salutation is None


FAMILY = Family(
    name="press",
    recognises=_recognises,
    inspection=reported_inspection,
    framework=lambda head, areas: framework_named(head),
    document_kind="press_report",
    publisher=lambda head: None,
    second_hand=True,
    asks=False,
)
