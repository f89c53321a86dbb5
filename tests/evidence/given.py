"""Files and links as people give them for evidence."""

from django.core.files.uploadedfile import SimpleUploadedFile

from improvement.recording import Given

PDF, PNG, JPEG = b"%PDF-1.7\n%x", b"\x89PNG\r\n\x1a\n...", b"\xff\xd8\xff\xe0..."


def a_link(**told):
    return Given(
        **{"kind": "audit", "shows": "Nine of ten.", "link": "https://example.org/a"} | told
    )


def a_file(name="Audit of May.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "text/html")
