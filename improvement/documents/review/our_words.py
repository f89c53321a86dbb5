"""What is recorded of an inspection in our own words only, and which card is the same as it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from improvement.documents.review.needs import is_taken_as_same
from improvement.models import Proposal
from inspections.models import Finding, Inspection

if TYPE_CHECKING:
    from improvement.documents.review.desk import Desk

SHOWN = 70  # letters of a finding in a list, which every card of a page has


@dataclass(frozen=True)
class OurFinding:
    words: str
    direction: str
    is_ours_alone: bool  # no document's words are known of it

    @property
    def short(self) -> str:
        return self.words if len(self.words) <= SHOWN else f"{self.words[: SHOWN - 1]}…"


def findings_of(met: Inspection) -> dict[str, OurFinding]:
    """All that is recorded of it, by key and in its order."""
    rows = Finding.objects.filter(inspection=met).order_by("position", "pk")
    told = rows.only("key", "text", "summary", "direction")
    return {one.key: OurFinding(one.words, one.direction, not one.text) for one in told}


def holder_of(key: str, other: Proposal, desk: "Desk") -> Proposal | None:
    """Another card that is the recorded finding `key` already: accepted or put so by a person,
    or taken as it beforehand."""
    return next(
        (
            one
            for one in desk.findings
            if one.pk != other.pk
            and one.state != Proposal.State.REJECTED
            and one.inspection == other.inspection
            and key == held_by(one)
        ),
        None,
    )


def held_by(one: Proposal) -> str | None:
    """The key by which an import meets what is recorded, as the card stands."""
    return one.same["key"] if one.same and is_taken_as_same(one) else one.said.get("key")
