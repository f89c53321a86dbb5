"""A page of a document as it is printed: its picture, with what was taken from it marked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.http import Http404
from django.views.decorators.http import require_safe

from improvement import access
from improvement.addresses import number_in
from improvement.dashboards.documents.placing import Marked
from improvement.dashboards.documents.told import Told
from improvement.dashboards.documents.views import documents_at
from improvement.marking import Line, lines_of
from improvement.pictures import picture_of
from inspections.intake.reading.passages import Form
from inspections.models import DocumentFile, Passage


@dataclass
class PrintedMark:
    """What `documents/_printed_page.html` draws: the lines under a mark and where they lead."""

    told: Told
    passage: Passage | None = None  # none of what was told of the page as a whole
    lines: list[Line] = field(default_factory=list)

    @property
    def label(self) -> str:
        return self.told.label

    @property
    def href(self) -> str:
        return f"#{self.told.anchor}"

    @property
    def state(self) -> str:
        return self.told.kind


class PrintedPage(NamedTuple):
    number: int
    width: float  # in points, as the boxes of its words
    height: float
    marks: list[PrintedMark]
    previous: int | None
    next: int | None


def read_page(
    asked: str, file: DocumentFile, passages: Iterable[Passage], marked: Marked
) -> PrintedPage:
    """Raises Http404 where the document has no such page, or none at all."""
    number = _number(asked, file)
    width, height = file.sizes[number - 1]
    on_it = [
        *_marks_on(number, passages, marked),
        *map(PrintedMark, marked.by_page.get(number, ())),
    ]
    last = number == len(file.sizes)
    following = None if last else number + 1
    return PrintedPage(number, width, height, on_it, number - 1 or None, following)


def _number(asked: str, file: DocumentFile) -> int:
    pages = len(file.sizes) if file.form == Form.PDF else 0
    number = number_in(asked)
    if not 1 <= number <= pages:
        raise Http404("The document has no such page.")
    return number


def _marks_on(
    number: int, passages: Iterable[Passage], marked: Marked
) -> Iterable[PrintedMark]:
    found: dict[Told, PrintedMark] = {}
    for passage in passages:
        length = len(passage.text)
        for mark in marked.by_passage.get(passage.number, ()):
            lines = lines_of(passage.boxes, length, mark.span or (0, length))
            here = [line for line in lines if line.page == number]
            if here or not lines and passage.page == number:
                printed = found.setdefault(mark.told, PrintedMark(mark.told, passage))
                printed.lines += here
    return found.values()


@require_safe
def document_page(request, authority, key, number):
    held = documents_at(request.as_at).filter(file__form=Form.PDF)
    held = held.select_related("file").defer("file__content")
    found = access.find(request, held, authority__slug=authority, key=key)
    return picture_of(request, found.file, number)
