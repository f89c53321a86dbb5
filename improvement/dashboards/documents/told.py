"""What a document tells, as the reading room marks it: each record with what it is called, the
screen that shows it, and its name in the address of the text."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from improvement.dashboards.documents.differing import grade_or_words
from improvement.dashboards.documents.taken import part_begins, read_taken
from inspections.models import (
    Document,
    Finding,
    FindingLink,
    Inspection,
    Judgement,
    Leader,
    MeasureReading,
    Milestone,
    Recommendation,
    Rival,
)
from inspections.models.time import AsAt

# Words for a kind of record, in addresses and classes.
KINDS = {
    Finding: "finding",
    Recommendation: "recommendation",
    Judgement: "judgement",
    MeasureReading: "reading",
    Milestone: "milestone",
    Leader: "leader",
    Rival: "rival",
}


def kind_of(row) -> str:
    return KINDS[type(row)]


def anchor_of(row) -> str:
    """The name of its place in the text: `finding-12`."""
    return f"{kind_of(row)}-{row.pk}"


class Screen(NamedTuple):
    """The page that shows a record: the name of its address with what belongs into it."""

    name: str
    arguments: tuple[str, ...] = ()
    query: dict[str, str] = {}
    place: str = ""  # on that page


def screen_of(row) -> Screen:
    return _SCREENS[type(row)](row)


def _inspection(row, place: str) -> Screen:
    inspection = row.inspection
    return Screen("inspection", (inspection.authority.slug, inspection.key), place=place)


def _recommendation(row) -> Screen:
    inspection = row.inspection
    return Screen("recommendation", (inspection.authority.slug, inspection.key, row.key))


def _timeline(row, place: str) -> Screen:
    return Screen("timeline", query={"authority": row.authority.slug}, place=place)


_SCREENS: dict[type, Callable[[Any], Screen]] = {
    Finding: lambda row: _inspection(row, f"finding-{row.key}"),
    Recommendation: _recommendation,
    Judgement: lambda row: _inspection(row, ""),
    MeasureReading: lambda row: Screen(
        "measure", (row.inspection.authority.slug, row.measure.key)
    ),
    Milestone: lambda row: _timeline(row, f"milestone-{row.pk}"),
    Leader: lambda row: _timeline(row, ""),  # the drawing joins what is told of one person
    Rival: lambda row: Screen(
        "document", (row.document.authority.slug, row.document.key), place="differences"
    ),
}

_LABELS: dict[type, Callable[[Any], str]] = {
    Finding: lambda row: f"Finding, {row.get_direction_display()}",
    Recommendation: lambda row: f"{row.get_kind_display()} {row.key}",
    Judgement: lambda row: f"Grade of {row.area}: {row.get_grade_display()}",
    MeasureReading: lambda row: f"Figure, {row.measure}: {row.figures}",
    Milestone: lambda row: f"What happened: {row.title}",
    Leader: lambda row: f"Who led: {row.name or 'not named'}, {row.post}",
    Rival: lambda row: f"Says otherwise, {row.fact}: {grade_or_words(row.value)}",
}


@dataclass(eq=False)
class Told:
    """A record that was taken from the document; of a finding, the recommendations that a
    person has confirmed it to speak of."""

    row: Any
    speaks_of: list[Recommendation] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return kind_of(self.row)

    @property
    def anchor(self) -> str:
        return anchor_of(self.row)

    @property
    def words(self) -> str:
        """The document's own words for it, as far as they were taken."""
        return (self.row.quote or getattr(self.row, "text", "")).strip()

    @property
    def label(self) -> str:
        return _LABELS[type(self.row)](self.row)


def read_told(
    document: Document,
    stood: dict[int, Inspection],
    authorities: Collection[int],
    as_at: AsAt,
) -> list[Told]:
    """Everything that was taken from the document, by the moment."""
    taken = read_taken(document, stood, authorities, as_at)
    links = _links_of(document, authorities, as_at) if taken["findings"] else {}
    told = [Told(row, links.get(row.pk, [])) for row in taken.pop("findings")]
    told += [Told(row) for rows in taken.values() for row in rows]
    return told + [Told(row) for row in _otherwise(document, stood, as_at)]


def _links_of(
    document: Document, authorities: Collection[int], as_at: AsAt
) -> dict[int, list[Recommendation]]:
    """By finding, what it is confirmed to speak of, as far as the reader may see that."""
    asked = Recommendation.objects.known(as_at).filter(inspection__authority__in=authorities)
    events = FindingLink.objects.filter(finding__document=document, recommendation__in=asked)
    links = defaultdict(list)
    for link in events.select_related("recommendation__inspection__authority").confirmed(as_at):
        links[link.finding_id].append(link.recommendation)
    return links


def _otherwise(document: Document, stood: dict[int, Inspection], as_at: AsAt) -> list[Rival]:
    """What it says otherwise than what stands."""
    found = Rival.objects.known(as_at).filter(document=document, inspection__in=stood)
    rivals = list(found.annotate(part_begins=part_begins(document)).order_by("pk"))
    for rival in rivals:
        rival.document, rival.inspection = document, stood[rival.inspection_id]
    return rivals
