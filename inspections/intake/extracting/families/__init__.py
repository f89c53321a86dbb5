"""The families of documents, each known by what its documents say of themselves."""

from inspections.intake.extracting.families import (
    committee_paper,
    focused_visit,
    ilacs,
    joint_inspection,
    monitoring_visit,
    press,
    review,
    send_inspection,
    sif,
)
from inspections.intake.extracting.families.family import Family
from inspections.intake.extracting.heads.head import Head

# In the order in which they are tried: a paper that encloses a letter is a paper, and a report
# names itself more surely than an article that tells of it.
FAMILIES: tuple[Family, ...] = (
    committee_paper.FAMILY,
    send_inspection.FAMILY,
    joint_inspection.FAMILY,
    monitoring_visit.FAMILY,
    focused_visit.FAMILY,
    sif.FAMILY,
    ilacs.FAMILY,
    review.FAMILY,
    press.FAMILY,
)


def family_of(head: Head) -> Family | None:
    """The family that the document belongs to, if it says so."""
    return next((family for family in FAMILIES if family.recognises(head)), None)
