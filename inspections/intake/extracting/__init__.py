"""From a document as it was read to the draft of what it says, by plain rules; nothing that is
not there. What the rules find is a proposal: a person confirms it before it becomes true."""

from typing import Any

from inspections.intake.extracting.drafting import Extracted, extracted_of
from inspections.intake.extracting.families import FAMILIES, family_of
from inspections.intake.extracting.families.family import Family
from inspections.intake.extracting.heads.head import head_of
from inspections.intake.reading.passages import Reading

__all__ = ["Extracted", "NotRecognisedError", "extract", "extracted"]


class NotRecognisedError(Exception):
    """The document says of itself nothing that any family knows."""


def extract(reading: Reading, family: str | None = None) -> dict[str, Any]:
    """The draft of a document, all scalars strings; `family` where a person has said which.

    Raises NotRecognisedError for a document of no known family.
    """
    return extracted(reading, family).draft


def extracted(reading: Reading, family: str | None = None) -> Extracted:
    """The same with what could not be read surely."""
    head = head_of(reading)
    found = _named(family) if family else family_of(head)
    if found is None:
        raise NotRecognisedError(
            "It does not say what kind of document it is: it is no inspection report, letter on "
            "a visit, review, committee paper or press report that is known here."
        )
    return extracted_of(reading, head, found)


def _named(name: str) -> Family | None:
    return next((family for family in FAMILIES if family.name == name), None)
