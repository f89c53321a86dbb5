"""Documents as an admin sends them: made here, in the shape of real ones."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from improvement.models import Proposal, WaitingDocument
from inspections.models import DocumentFile, Passage
from tests.documents_made import FAMILIES

LIST = reverse("waiting-list")
SCRIPT = {"X-Fragment": "yes"}  # the script asks for the line of one file


def text_of(family):
    """A plain text of a document of that family, about Rutland's services."""
    return "\n\n".join(passage.text for passage in FAMILIES[family].passages).encode()


def file(name="download(3).pdf", content=None):
    return SimpleUploadedFile(name, text_of("monitoring_visit") if content is None else content)


def send(client, *files, headers=None, **answers):
    return client.post(LIST, {"documents": list(files), **answers}, headers=headers)


def nothing_is_kept():
    kept = (DocumentFile, Passage, WaitingDocument, Proposal)
    return not any(model.objects.exists() for model in kept)
