"""Reports of inspections of local authority children's services, 2018 to today."""

import re
from collections.abc import Iterable

from inspections.intake.extracting.families.family import (
    Facts,
    Family,
    after_last_inspection,
    visited,
)
from inspections.intake.extracting.heads.frameworks import ilacs_version
from inspections.intake.extracting.heads.head import Head
from inspections.intake.extracting.heads.people import people
from inspections.intake.extracting.heads.visits import visit_days

# “Inspection of Torbay local authority children's services”, the council's name before or within
_TITLE = r"(?:re-?)?inspection of .{0,120}?children.s (?:social care )?services"
_DATES = r"\binspection dates?\b"


def _recognises(head: Head) -> bool:
    return head.says(_TITLE) and head.says(_DATES)


def _inspection(head: Head) -> Facts:
    again = re.search(r"\bre-?inspection of\b", head.text[:300], re.IGNORECASE) is not None
    return {
        "kind": "reinspection" if again else "full_inspection",
        **visited(head),
        **after_last_inspection(head),
        "people": people(head),
    }


def _framework(head: Head, areas: Iterable[str]) -> str | None:
    days = visit_days(head)
    return ilacs_version(days.last if days else head.dated, areas)


FAMILY = Family(
    name="ilacs",
    recognises=_recognises,
    inspection=_inspection,
    framework=_framework,
    judges=True,
)
