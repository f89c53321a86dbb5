"""Where documents differ: what one says of an inspection otherwise than the value that
stands, and the number of recommendations that is stated beside the number that is listed.
"""

from typing import NamedTuple

from django.db.models import Count, OuterRef, Q, Subquery

from inspections.models import (
    Document,
    Grade,
    Inspection,
    Judgement,
    Recommendation,
    Rival,
)
from inspections.models.time import AsAt

FIELDS = {field.verbose_name: field.name for field in Inspection._meta.fields}


# What one says otherwise than another


class Difference(NamedTuple):
    """A value that one document gives beside the one that stands, from `by`."""

    inspection: Inspection
    rival: Rival
    stands: str
    by: Document | None

    @property
    def said(self) -> str:
        return grade_or_words(self.rival.value)


def grade_or_words(value) -> str:
    return Grade(value).label if value in Grade.values else str(value or "")


def rivals_at(as_at: AsAt):
    """With the grade that stands, for a rival that is one."""
    grades = Judgement.objects.known(as_at).filter(
        inspection=OuterRef("inspection"), area__name=OuterRef("fact")
    )
    return (
        Rival.objects.known(as_at)
        .select_related("document")
        .annotate(
            grade=Subquery(grades.values("grade")[:1]),
            graded_by=Subquery(grades.values("document")[:1]),
        )
        .order_by("inspection", "fact", "pk")
    )


def read_differences(
    document: Document, stood: dict[int, Inspection], as_at: AsAt
) -> tuple[list[Difference], list[Difference]]:
    """What the document says otherwise than what stands, and what others say otherwise than
    it where its own word stands."""
    told = [one for one in stood.values() if tells(document, one)]
    rivals = rivals_at(as_at).filter(Q(document=document) | Q(inspection__in=told))
    found = [
        difference_of(rival, stood, as_at) for rival in rivals.filter(inspection__in=stood)
    ]
    ours = [one for one in found if one.rival.document_id == document.pk]
    theirs = [one for one in found if one.by == document and one not in ours]
    return ours, theirs


def tells(document: Document, inspection: Inspection) -> bool:
    return any(source.document_id == document.pk for source in inspection.sources.all())


def difference_of(rival: Rival, stood: dict[int, Inspection], as_at: AsAt) -> Difference:
    inspection = stood[rival.inspection_id]
    fact = FIELDS.get(rival.fact)
    if fact is None:
        documents = {s.document_id: s.document for s in inspection.sources.all()}
        by = documents.get(rival.graded_by)
        return Difference(inspection, rival, grade_or_words(rival.grade), by)
    stands = getattr(inspection, fact)
    if isinstance(stands, Inspection):
        stands = stood.get(stands.pk, stands)  # with the documents that its day may need
    by = inspection.giver_of(fact)
    if by is not None and not as_at.knows(by.known_at):
        by = None
    return Difference(inspection, rival, grade_or_words(stands), by)


# The number stated beside the number listed


def with_numbers_listed(inspections, as_at: AsAt):
    """With how many recommendations of each we hold, and how many for immediate action."""
    asked = Recommendation.objects.known(as_at).filter(inspection=OuterRef("pk"))
    numbers = asked.order_by().values("inspection")
    immediate = Count("pk", filter=Q(immediate=True))
    return inspections.annotate(
        listed=Subquery(numbers.annotate(number=Count("pk")).values("number")),
        immediate_listed=Subquery(numbers.annotate(number=immediate).values("number")),
    )


class Stated(NamedTuple):
    """A number of recommendations that a document states, beside the number listed here."""

    inspection: Inspection
    what: str
    stated: int
    listed: int
    by: Document | None

    @property
    def words(self) -> str:
        if self.stated == self.listed:
            return "They agree."
        if not self.listed:
            return "None of them is held here."
        apart = self.stated - self.listed
        more_or_fewer = f"{apart} more" if apart > 0 else f"{-apart} fewer"
        return f"They differ: {more_or_fewer} stated than listed."


def read_stated(document: Document, stood: dict[int, Inspection], as_at: AsAt) -> list[Stated]:
    """For the inspections that the document tells of, whichever document known by then
    states it."""
    found = [
        Stated(one, what, getattr(one, fact), listed or 0, one.giver_of(fact))
        for one in stood.values()
        if tells(document, one)
        for fact, what, listed in (
            ("recommendations_stated", "recommendations", one.listed),
            ("immediate_stated", "for immediate action", one.immediate_listed),
        )
        if getattr(one, fact) is not None
    ]
    return [one for one in found if one.by is None or as_at.knows(one.by.known_at)]
