"""Reports under the single inspection framework, 2013 to early 2018."""

import re

from inspections.intake.extracting.families.family import (
    Facts,
    Family,
    after_last_inspection,
    visited,
)
from inspections.intake.extracting.heads.head import Head
from inspections.intake.extracting.heads.people import people

_TITLE = (
    r"inspection of services for children in need of help and protection|"
    r"children looked after and care leavers and review of the effectiveness of the"
)
_AGAIN = r"\bre-?inspection of\b"


def _recognises(head: Head) -> bool:
    return head.says(_TITLE) and not head.says(r"\bdear\b")


def _inspection(head: Head) -> Facts:
    again = re.search(_AGAIN, head.text[:600], re.IGNORECASE) is not None
    facts: Facts = {"kind": "reinspection" if again else "full_inspection", **visited(head)}
    if again:
        facts |= after_last_inspection(head)
    return {**facts, "people": people(head)}


FAMILY = Family(
    name="sif",
    recognises=_recognises,
    inspection=_inspection,
    framework=lambda head, areas: "SIF",
    judges=True,
)
