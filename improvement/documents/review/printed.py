"""A page of a document that waits, as it is printed, with the words of each proposal marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.views.decorators.http import require_safe

from improvement import access
from improvement.documents.review.shown import stretches_of
from improvement.marking import Line, lines_of
from improvement.models import Proposal, WaitingDocument
from improvement.pictures import picture_of
from improvement.stretches import Text
from inspections.models import DocumentFile, Passage


@dataclass(frozen=True)
class PrintedPage:
    number: int
    width: float  # in points, as the boxes of its words
    height: float


@dataclass(frozen=True)
class PrintedMark:
    """The lines of a page under the words of one proposal."""

    proposal: int
    label: str
    href: str
    state: str
    lines: list[Line]


def as_printed(
    file: DocumentFile, waiting: int, number: int, passages: Sequence[Passage], proposals
) -> dict:
    """What `documents/_printed_page.html` draws; nothing where there is no such page."""
    if not 1 <= number <= len(file.sizes):
        return {}
    width, height = file.sizes[number - 1]
    text = Text(passages)
    marks = (_mark(one, number, text) for one in proposals)
    return {
        "page": PrintedPage(number, width, height),
        "image": reverse("waiting-page", args=[waiting, number]),
        "marks": [mark for mark in marks if mark.lines],
    }


def _mark(one: Proposal, number: int, text: Text) -> PrintedMark:
    held = {passage.number: passage for passage in text.passages}
    lines = [
        line
        for passage, span in stretches_of(text, one).items()
        for line in lines_of(held[passage].boxes, len(held[passage].text), span)
        if line.page == number
    ]
    label = f"{one.get_kind_display()}, {one.get_state_display()}"
    return PrintedMark(one.pk, label, f"#proposal-{one.pk}", one.state, lines)


@require_safe
def waiting_page(request, pk, number):
    waiting = WaitingDocument.objects.select_related("file").defer("file__content")
    return picture_of(request, access.find(request, waiting, pk=pk).file, number)
