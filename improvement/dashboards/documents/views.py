"""Documents: someone who was told "it says so in the letter" asks what that paper is, what
was taken from it, and whether another says otherwise. (`improvement/documents/` is the room
where documents and drafts come in.)
"""

from typing import NamedTuple

from django.db.models import Count, OuterRef, Subquery
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.authorities import about_one_authority
from improvement.dashboards.documents.differing import (
    FIELDS,
    read_differences,
    read_stated,
    with_numbers_listed,
)
from improvement.dashboards.documents.taken import (
    came_out,
    count_rows,
    parts_of,
    read_sections,
    rows_of,
)
from improvement.dashboards.reconstructed import first_entered, is_before
from improvement.models import Plan
from inspections.models import Authority, Document, Inspection, InspectionDocument, Rival
from inspections.models.time import AsAt


def documents_at(as_at: AsAt):
    known = Document.objects.known(as_at).select_related("authority")
    return known.annotate(entered_at=first_entered(Document))


def with_versions(documents, as_at: AsAt):
    """With the version that each corrects (`replaces`), and what stands in its own place since
    (`later_key`, `later_title`, empty if nothing does)."""
    later = Document.objects.known(as_at).filter(replaces=OuterRef("pk"))
    later = later.order_by("-known_at", "-pk")
    return documents.select_related("replaces").annotate(
        later_key=Subquery(later.values("key")[:1]),
        later_title=Subquery(later.values("title")[:1]),
    )


def inspections_that_stood(authorities: list[int], as_at: AsAt) -> dict[int, Inspection]:
    """By id, newest first."""
    inspections = Inspection.objects.filter(authority__in=authorities)
    stood = with_numbers_listed(inspections, as_at).that_stood(as_at)
    return {inspection.pk: inspection for inspection in reversed(stood)}


class ToldInspection(NamedTuple):
    """An inspection that a document tells of: how it tells of it, and the facts it gave."""

    inspection: Inspection
    source: InspectionDocument
    gave: list[str]


def told_by(document: Document, stood: dict[int, Inspection]) -> list[ToldInspection]:
    """What it is the report of first, then the others, newest first."""
    told = [
        ToldInspection(one, source, facts_given(document, one))
        for one in stood.values()
        for source in one.sources.all()
        if source.document_id == document.pk
    ]
    return sorted(told, key=lambda one: not one.source.is_its_report)


def facts_given(document: Document, inspection: Inspection) -> list[str]:
    return [
        words
        for words, fact in FIELDS.items()
        if fact in inspection.imported and inspection.giver_of(fact) == document
    ]


@require_safe
def document(request, authority, key):
    as_at = request.as_at
    documents = with_versions(documents_at(as_at), as_at)
    found = access.find(request, documents, authority__slug=authority, key=key)
    visible = access.authorities(request.user)
    stood = inspections_that_stood(visible, as_at)
    parts = parts_of(found)
    ours, theirs = read_differences(found, stood, as_at)
    plans = Plan.objects.for_screen(as_at).filter(document=found, authority__in=visible)
    shown = {
        "document": found,
        "came_out_later": came_out(found) > as_at.day,
        "reconstructed": is_before(found.entered_at, as_at),
        "parts": parts,
        "told": told_by(found, stood),
        "plans": list(plans.order_by("opened", "pk")),
        "sections": read_sections(found, parts, stood, visible, as_at),
        "ours": ours,
        "theirs": theirs,
        "stated": read_stated(found, stood, as_at),
    }
    return render(request, "dashboards/document.html", shown)


class DocumentRow(NamedTuple):
    """A document of the list: how many things were taken from it, and how many it says
    otherwise than what stands."""

    document: Document
    number: int
    has_plan: bool
    otherwise: int


def newest_out(authority: Authority, as_at: AsAt) -> list[Document]:
    """What could be read by the day, the newest first."""
    documents = documents_at(as_at).filter(authority=authority)
    out = [document for document in documents if came_out(document) <= as_at.day]
    return sorted(out, key=lambda one: (one.stands_on or came_out(one), one.pk), reverse=True)


def read_rows(
    documents: list[Document], authorities: list[int], as_at: AsAt
) -> list[DocumentRow]:
    stood = inspections_that_stood(authorities, as_at)
    numbers = count_rows(rows_of(documents, stood, authorities, as_at))
    plans = Plan.objects.for_screen(as_at).filter(
        document__in=documents, authority__in=authorities
    )
    with_plan = set(plans.values_list("document", flat=True))
    rivals = Rival.objects.known(as_at).filter(document__in=documents, inspection__in=stood)
    otherwise = dict(rivals.values_list("document").annotate(number=Count("pk")))
    return [
        DocumentRow(one, numbers[one.pk], one.pk in with_plan, otherwise.get(one.pk, 0))
        for one in documents
    ]


@require_safe
@about_one_authority
def document_list(request, authority, authorities):
    as_at = request.as_at
    documents = newest_out(authority, as_at)
    shown = {
        "authority": authority,
        "authorities": authorities,
        "rows": read_rows(documents, [one.pk for one in authorities], as_at),
        "reconstructed": any(is_before(one.entered_at, as_at) for one in documents),
    }
    return render(request, "dashboards/document_list.html", shown)
