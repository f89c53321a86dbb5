"""Reports of 2009 to 2013: safeguarding with looked after children, then child protection alone."""

from inspections.intake.extracting.families.family import Facts, Family, visited
from inspections.intake.extracting.heads.head import Head
from inspections.intake.extracting.heads.people import people
from inspections.intake.extracting.judged import two_chapters

# At the beginning of a line: later reports name them as what came before.
_BOTH = r"(?:re-?)?inspection of safeguarding and (?:services for )?looked[- ]after children"
_ALONE = (
    r"(?:re-?)?inspection of (?:local authority )?arrangements for the protection of children"
)


def _inspection(head: Head) -> Facts:
    again = head.has_line(rf"(?=re-?inspection)(?:{_BOTH}|{_ALONE})")
    kind = "reinspection" if again else "full_inspection"
    return {"kind": kind, **visited(head), "people": people(head)}


def _recognises(title: str, head: Head) -> bool:
    return head.has_line(title) and head.says(r"\binspection dates?\b")


BOTH = Family(
    name="safeguarding_and_looked_after",
    recognises=lambda head: _recognises(_BOTH, head),
    inspection=_inspection,
    framework=lambda head, areas: "SLAC",
    judges=True,
    judged=two_chapters.judged,
)
ALONE = Family(
    name="child_protection",
    recognises=lambda head: _recognises(_ALONE, head),
    inspection=_inspection,
    framework=lambda head, areas: "CP",
    judges=True,
)
