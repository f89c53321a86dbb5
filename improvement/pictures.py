"""The picture of a page of a document, as a browser is given it."""

from django.http import Http404, HttpResponse

from inspections.intake.confined import UnreadableError
from inspections.intake.drawing import draw_page
from inspections.models import DocumentFile

WIDTH = 1240  # pixels: of a sheet of A4 150 an inch


def picture_of(request, file: DocumentFile, number: int) -> HttpResponse:
    """One that cannot be drawn is not there; its words are. The file's content is only read
    where it is drawn: it comes deferred."""
    if not 1 <= number <= len(file.sizes):
        raise Http404
    # A browser may keep it, and asks each time whether it may still be shown.
    kept = {"ETag": f'"{file.sha256}-{number}-{WIDTH}"', "Cache-Control": "private, no-cache"}
    if request.headers.get("If-None-Match") == kept["ETag"]:
        return HttpResponse(status=304, headers=kept)
    try:
        picture = draw_page(bytes(file.content), number, WIDTH)
    except UnreadableError as error:
        raise Http404(str(error)) from None
    return HttpResponse(picture, content_type="image/png", headers=kept)
