"""Reviews of a safeguarding board alone, 2013 to 2017: in the form of the reports of their time,
with no judgement of the council's services."""

from inspections.intake.extracting.families.family import Facts, Family, visited
from inspections.intake.extracting.heads.head import Head
from inspections.intake.extracting.heads.people import people
from inspections.intake.extracting.judged.judgements import judged_board

_TITLE = (
    r"review of the effectiveness of (?:the )?(?:\w+ ){0,4}local safeguarding children board"
)
_SERVICES = r"inspection of services for children in need"


def _recognises(head: Head) -> bool:
    return (
        head.has_line(_TITLE)
        and not head.says(_SERVICES)
        and head.says(r"\b(?:inspection|review) dates?\b")
    )


def _inspection(head: Head) -> Facts:
    return {"kind": "governance_review", **visited(head), "people": people(head)}


FAMILY = Family(
    name="board_review",
    recognises=_recognises,
    inspection=_inspection,
    framework=lambda head, areas: "SIF",
    judges=True,
    judged=judged_board,
    title="Review of the safeguarding children board of {}",
)
