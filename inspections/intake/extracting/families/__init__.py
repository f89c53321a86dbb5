"""The families of documents, each known by what its documents say of themselves."""

from inspections.intake.extracting.families import (
    before_2013,
    board_review,
    committee_paper,
    focused_visit,
    ilacs,
    joint_inspection,
    monitoring_visit,
    notice,
    press,
    review,
    send_inspection,
    sif,
    unannounced,
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
    unannounced.FAMILY,
    sif.FAMILY,
    board_review.FAMILY,
    ilacs.FAMILY,
    before_2013.BOTH,
    before_2013.ALONE,
    notice.FAMILY,
    review.FAMILY,
    press.FAMILY,
)


def family_of(head: Head) -> Family | None:
    """The family that the document belongs to, if it says so."""
    return next((family for family in FAMILIES if family.recognises(head)), None)
