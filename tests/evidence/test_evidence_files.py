"""What may be given as evidence: a file is known by its content, and named so that it misleads nobody."""

from contextlib import suppress
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from improvement.recording import Refused
from improvement.recording.file_types import check_file, safe_name
from tests.evidence.given import JPEG, PDF, PNG

OFFICE_KIND = b"application/vnd.oasis.opendocument.text"


def packed(*names, first=None):
    """A packed file with these parts; `first` is the content of a part named mimetype."""
    kept = BytesIO()
    with ZipFile(kept, "w") as archive:
        if first is not None:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, "x")
    return kept.getvalue()


DOCX = packed("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (b"Minutes of the board\r\n", "text/plain"),
        ("Déjà vu; 5 £".encode("cp1252"), "text/plain"),
        ("team;visits\n".encode("utf-16"), "text/plain"),
        (DOCX, "vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), "spreadsheetml.sheet"),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), "presentationml.presentation"),
        (packed("content.xml", first=OFFICE_KIND), "vnd.oasis.opendocument.text"),
    ],
)
def test_a_file_is_known_by_its_content_and_not_by_its_name(content, kind):
    assert check_file("anything.exe", content).media_type.endswith(kind)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"MZ\x90\x00", "not a kind of file that is kept here"),
        (b"<html><script>alert(1)</script>", "not a kind of file that is kept here"),
        ("\ufeff <svg onload='x'>".encode(), "not a kind of file that is kept here"),
        (b"#!/bin/sh\nrm", "not a kind of file that is kept here"),
        (b"GIF89a\x01", "not a kind of file that is kept here"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not a kind of file that is kept here"),
        (packed("a.txt"), "not a kind of file that is kept here"),
        (DOCX[:-30], "not a kind of file that is kept here"),
        (b"PK\x05\x06" + b"\xff" * 18, "not a kind of file that is kept here"),
        (packed("[Content_Types].xml", "word/d.xml", "word/vbaProject.bin"), "holds macros"),
        (packed("[Content_Types].xml", "xl/macrosheets/sheet1.xml"), "holds macros"),
        (packed("Basic/script.xml", first=OFFICE_KIND), "holds macros"),
        (b"a" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_what_could_run_or_cannot_be_told_is_refused_in_words(content, sentence):
    with pytest.raises(Refused, match=sentence) as refused:
        check_file("audit.pdf", content)

    assert "“audit.pdf”" in refused.value.sentence
    assert refused.value.field == "file"


@for_any(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", DOCX[:60], DOCX[-60:]]))
def test_whatever_a_file_holds_it_is_taken_or_refused(content, head):
    with suppress(Refused):
        assert check_file("any", head + content).endings


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("audit.pdf", "audit.pdf"),
        ("Audit.PDF", "Audit.pdf"),
        ("invoice.pdf.exe", "invoice.pdf.exe.pdf"),
        ("..\\..\\audit.pdf", "audit.pdf"),
        ("/etc/passwd", "passwd.pdf"),
        ("fdp\u202e.exe", "fdp.exe.pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "evidence.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_file_is_kept_under_a_name_that_misleads_nobody(given, kept):
    assert safe_name(given, check_file("x", PDF)) == kept


@for_any(st.text(max_size=300))
def test_whatever_its_name_the_kept_one_fits_and_stays_in_its_folder(name):
    kept = safe_name(name, check_file("x", PDF))

    assert 4 < len(kept) <= 150
    assert not set(kept) & set('/\\\r\n"\u202e')
    assert kept.lower().endswith(".pdf")
