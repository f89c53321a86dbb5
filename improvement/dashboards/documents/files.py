"""The original of a document, to download."""

from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.documents.views import documents_at
from improvement.dashboards.downloads import download_of
from inspections.intake.reading.passages import Form

# Told by what the file is, never by the name under which somebody sent it: its media type, and
# what its own name ends in.
MEDIA = {
    Form.PDF: ("application/pdf", "pdf"),
    Form.DOCX: (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
    ),
    Form.HTML: ("text/html", "html"),
    Form.MARKDOWN: ("text/markdown", "md"),
    Form.TEXT: ("text/plain", "txt"),
}


@require_safe
def document_file(request, authority, key):
    held = documents_at(request.as_at).filter(file__isnull=False).select_related("file")
    found = access.find(request, held, authority__slug=authority, key=key)
    media, ending = MEDIA[Form(found.file.form)]
    return download_of(found.file.content, media, f"{found.key}.{ending}")
