"""The reading room: somebody who came from a figure or a finding asks what exactly the letter
says there, and around it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.documents.blocks import blocks, outline
from improvement.dashboards.documents.placing import place
from improvement.dashboards.documents.printed import read_page
from improvement.dashboards.documents.taken import came_out
from improvement.dashboards.documents.told import read_told
from improvement.dashboards.documents.views import (
    documents_at,
    inspections_that_stood,
    with_versions,
)
from inspections.models import Document, Inspection, Passage


def reported(document: Document, stood: dict[int, Inspection]) -> set[int]:
    """The inspections that it is the report or letter of; of others a note says which."""
    return {
        pk
        for pk, one in stood.items()
        for source in one.sources.all()
        if source.document_id == document.pk and source.is_its_report
    }


@require_safe
def document_text(request, authority, key):
    """Its whole text, or one page of it as it is printed."""
    as_at = request.as_at
    held = with_versions(documents_at(as_at), as_at)
    held = held.select_related("file").defer("file__content")
    found = access.find(request, held, authority__slug=authority, key=key)
    file = getattr(found, "file", None)
    shown = {
        "document": found,
        "file": file,
        "came_out_later": came_out(found) > as_at.day,
        "may_upload": access.may(request.user, access.Need.ADMIN, found.authority_id),
    }
    if file is None:
        return render(request, "dashboards/document_not_held.html", shown)
    visible = access.authorities(request.user)
    stood = inspections_that_stood(visible, as_at)
    taken = read_told(found, stood, visible, as_at)
    shown["reported"] = reported(found, stood)
    if "page" in request.GET:
        passages = list(Passage.objects.filter(file=file).order_by("number"))
        marked = place(taken, passages)
        shown["page"] = read_page(request.GET["page"], file, passages, marked)
        return render(request, "dashboards/document_printed.html", shown)
    passages = list(Passage.objects.filter(file=file).defer("boxes").order_by("number"))
    marked = place(taken, passages)
    whole = blocks(passages, marked)
    shown |= {
        "blocks": whole,
        "outline": outline(whole),
        "not_found": marked.not_found,
        "has_marks": bool(marked.by_passage or marked.by_page),
    }
    return render(request, "dashboards/document_text.html", shown)
