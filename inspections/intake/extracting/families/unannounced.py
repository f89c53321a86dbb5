"""Letters of 2009 to 2012 on unannounced inspections of how worries about children are taken in:
two days, one subject, no grade. Most like the focused visits of today, and proposed as one."""

from inspections.intake.extracting.families.family import Facts, Family, visited
from inspections.intake.extracting.heads.head import Head
from inspections.intake.extracting.heads.people import people

_TITLE = (
    r"unannounced inspection of (?:the )?contact, (?:referral|assessment) and "
    r"(?:assessment|referral)"
)


def _inspection(head: Head) -> Facts:
    return {"kind": "focused_visit", **visited(head), "people": people(head)}


FAMILY = Family(
    name="unannounced",
    recognises=lambda head: head.salutation is not None and head.says(_TITLE),
    inspection=_inspection,
    framework=lambda head, areas: None,
    title="Letter on the unannounced inspection of contact, referral and assessment in {}",
)
