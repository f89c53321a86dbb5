"""What was taken from documents: how much, and the rows in order of place."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, OuterRef, QuerySet, Subquery

from inspections.models import (
    Document,
    DocumentPart,
    Finding,
    Inspection,
    Judgement,
    Leader,
    MeasureReading,
    Milestone,
    Recommendation,
)
from inspections.models.time import AsAt, london_day

KINDS = {
    "grades": "Grades",
    "recommendations": "Recommendations",
    "findings": "Findings",
    "figures": "Figures",
    "milestones": "What happened",
    "leaders": "Who led",
}

# Told of the authority, and of no inspection of it.
OF_THE_AUTHORITY = (Milestone, Leader)


def came_out(document: Document):
    """The first day on which it could be read: when it was out, or when we had it."""
    held_on = london_day(document.known_at)
    return min(document.stands_on or held_on, held_on)


def rows_of(
    documents: Collection[Document],
    inspections: Collection[int],
    authorities: Collection[int],
    as_at: AsAt,
) -> dict[str, QuerySet]:
    """By kind, what stands of what was taken from the documents; of inspections only of
    these, which had taken place."""
    said = {"document__in": documents, "inspection__in": inspections}
    told = {"document__in": documents, "authority__in": authorities}
    return {
        "grades": Judgement.objects.known(as_at).filter(**said).select_related("area"),
        "recommendations": Recommendation.objects.known(as_at)
        .filter(**said)
        .select_related("theme"),
        "findings": Finding.objects.known(as_at).filter(**said).select_related("theme"),
        "figures": MeasureReading.objects.that_stand(as_at)
        .filter(**said)
        .select_related("measure"),
        "milestones": Milestone.objects.known(as_at).filter(**told).select_related("authority"),
        "leaders": Leader.objects.known(as_at).filter(**told).select_related("authority"),
    }


def count_rows(rows: dict[str, QuerySet]) -> Counter:
    """How many were taken from each document, by its id; one query for all kinds."""
    first, *others = (
        found.order_by().values_list("document").annotate(number=Count("pk"))
        for found in rows.values()
    )
    numbers: Counter = Counter()
    for document, number in first.union(*others, all=True):
        numbers[document] += number
    return numbers


def part_begins(document: Document) -> Subquery:
    """For rows taken from it: at which of its paragraphs the part begins that they name."""
    parts = DocumentPart.objects.filter(document=document, key=OuterRef("part"))
    return Subquery(parts.values("from_paragraph")[:1])


class PartTaken(NamedTuple):
    """What one part of a document holds; of a document without parts, everything."""

    part: DocumentPart | None
    rows: list


@dataclass(frozen=True)
class KindTaken:
    key: str
    rows: list
    parts: list[DocumentPart]

    @property
    def words(self) -> str:
        return KINDS[self.key]

    @property
    def template(self) -> str:
        return f"dashboards/_taken_{self.key}.html"

    @cached_property
    def groups(self) -> list[PartTaken]:
        """In the order of the parts, and last what names none of them."""
        by_part: dict[str, list] = {}
        for row in sorted(self.rows, key=in_order_of_place):
            by_part.setdefault(row.part, []).append(row)
        named = [PartTaken(part, by_part.pop(part.key, [])) for part in self.parts]
        others = [row for rows in by_part.values() for row in rows]
        return [group for group in [*named, PartTaken(None, others)] if group.rows]


def in_order_of_place(row) -> tuple:
    return (row.page or 0, row.paragraph or 0, getattr(row, "position", 0), row.pk)


def parts_of(document: Document) -> list[DocumentPart]:
    return sorted(document.parts.all(), key=lambda part: (part.from_paragraph or 0, part.pk))


def read_sections(
    document: Document,
    parts: list[DocumentPart],
    stood: dict[int, Inspection],
    authorities: Collection[int],
    as_at: AsAt,
) -> list[KindTaken]:
    """One for each kind of which the document tells anything, by the moment."""
    taken = read_taken(document, stood, authorities, as_at)
    return [KindTaken(key, rows, parts) for key, rows in taken.items() if rows]


def read_taken(
    document: Document,
    stood: dict[int, Inspection],
    authorities: Collection[int],
    as_at: AsAt,
) -> dict[str, list]:
    """What was taken from the document by kind, by the moment, each with its `part_begins`."""
    taken = {}
    for key, found in rows_of([document], stood, authorities, as_at).items():
        rows = [
            row
            for row in found.annotate(part_begins=part_begins(document))
            if had_happened(row, document, as_at)
        ]
        for row in rows:
            row.document = document
            if not isinstance(row, OF_THE_AUTHORITY):
                row.inspection = stood[row.inspection_id]
        taken[key] = rows
    return taken


def had_happened(row, document: Document, as_at: AsAt) -> bool:
    """A document that was out tells what it tells, days to come included. One that came out
    later tells a page about the past only what had happened by then."""
    if came_out(document) <= as_at.day or not isinstance(row, OF_THE_AUTHORITY):
        return True
    on = row.on or getattr(row, "since", None)
    return on is not None and on.last_day <= as_at.day
