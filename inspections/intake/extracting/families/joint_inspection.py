"""Letters on joint targeted area inspections of all partners that protect children."""

from inspections.intake.extracting.families.family import Facts, Family, visited
from inspections.intake.extracting.heads.areas_covered import multi_agency_subject
from inspections.intake.extracting.heads.head import Head
from inspections.intake.extracting.heads.people import people

_TITLE = r"joint (?:targeted area inspection|inspection of the multi-agency response)"


def _recognises(head: Head) -> bool:
    return head.has_line(_TITLE) or head.says(rf"\bdear\b.{{0,80}}{_TITLE}")


def _inspection(head: Head) -> Facts:
    return {
        "kind": "joint_inspection",
        **visited(head),
        "people": people(head),
        "areas_covered": multi_agency_subject(head),
    }


FAMILY = Family(
    name="joint_inspection",
    recognises=_recognises,
    inspection=_inspection,
    framework=lambda head, areas: "JTAI",
)
