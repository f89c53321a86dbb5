"""What says again what was said before, as far as a person has confirmed it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from inspections.models import (
    Document,
    Inspection,
    LinkState,
    Recommendation,
    RepeatLink,
)
from inspections.models.time import AsAt, london_day

# An inspection without a date is placed by all of its documents, which would cost a query
# for each one that is named here. The document at hand does nearly as well.


def has_a_date(inspection: Inspection) -> bool:
    return bool(inspection.last_day_stated or inspection.by or inspection.published)


def asked_on(recommendation: Recommendation) -> date:
    inspection, document = recommendation.inspection, recommendation.document
    if has_a_date(inspection):
        return inspection.stands_on
    told_on = document.stands_on if document else None
    return told_on or london_day(inspection.known_at)


def named(inspection: Inspection, document: Document | None) -> str:
    if has_a_date(inspection):
        return str(inspection)
    printed = document and (document.published or document.dated)
    when = f"before {printed}" if printed else "date not stated"
    return f"{inspection.numbered_kind}, {when}"


@dataclass(frozen=True)
class Repeat:
    """One end of a confirmed link: a recommendation, a finding or a whole inspection."""

    link: RepeatLink
    is_earlier: bool

    @property
    def recommendation(self):
        return self.link.earlier_recommendation if self.is_earlier else self.link.recommendation

    @property
    def finding(self):
        return self.link.earlier_finding if self.is_earlier else self.link.finding

    @property
    def inspection(self):
        said = self.recommendation or self.finding
        return said.inspection if said else self.link.earlier_inspection

    @property
    def inspection_name(self):
        said = self.recommendation or self.finding
        return named(self.inspection, said.document if said else None)

    def known(self, as_at: AsAt) -> bool:
        return as_at.knows((self.recommendation or self.finding or self.inspection).known_at)


def repeats_of(recommendation: Recommendation, as_at: AsAt) -> list[Repeat]:
    """What it repeats and what repeats it, at its own authority."""
    links = RepeatLink.objects.filter(
        Q(recommendation=recommendation) | Q(earlier_recommendation=recommendation)
    )
    repeats = [
        Repeat(link, is_earlier=link.recommendation_id == recommendation.pk)
        for link in confirmed(links, as_at)
    ]
    return known_at(recommendation.inspection, repeats, as_at)


def repeated_by(inspection: Inspection, as_at: AsAt) -> dict[int, list[Repeat]]:
    """What each recommendation of an inspection repeats, by its id."""
    links = RepeatLink.objects.filter(recommendation__inspection=inspection)
    repeats = [Repeat(link, is_earlier=True) for link in confirmed(links, as_at)]
    found = defaultdict(list)
    for repeat in known_at(inspection, repeats, as_at):
        found[repeat.link.recommendation_id].append(repeat)
    return found


def confirmed(links, as_at: AsAt) -> list[RepeatLink]:
    ends = ("recommendation", "finding", "earlier_recommendation", "earlier_finding")
    named_by = links.select_related(
        "earlier_inspection",
        *(f"{end}__{of}" for end in ends for of in ("inspection", "document")),
    )
    standing = named_by.standing(as_at, *RepeatLink.PAIR)
    return [link for link in standing if link.state == LinkState.CONFIRMED]


def known_at(inspection: Inspection, repeats: list[Repeat], as_at: AsAt) -> list[Repeat]:
    """Those of the inspection's own authority that were known."""
    ours = inspection.authority_id
    return [r for r in repeats if r.inspection.authority_id == ours and r.known(as_at)]
