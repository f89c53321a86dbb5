"""Files that nobody should have to fear: each gets a sentence, and nothing of it is kept."""

import pytest

from improvement.documents import uploading
from inspections.intake.confined import MAX_BYTES
from inspections.models import DocumentFile
from tests.documents_sent import LIST, SCRIPT, file, nothing_is_kept, send, text_of
from tests.docx_made import docx, packed, paragraph
from tests.factories import AuthorityFactory, MembershipFactory
from tests.keepers import in_words
from tests.pdf_made import Sheet, locked_pdf, pdf

SECTION = '<h2 id="came"'


@pytest.fixture
def rutland(db):
    return AuthorityFactory(name="Rutland", slug="rutland")


@pytest.fixture
def keeper(rutland):
    return MembershipFactory(authority=rutland, role="admin").user


@pytest.fixture
def me(keeper, client_for):
    return client_for(keeper)


HOSTILE = {
    "empty": (b"", "The file is empty"),
    "blank": (b" \n\n", "empty"),
    "a password": (locked_pdf(), "password"),
    "torn": (pdf(Sheet().words(70, 200, "Saltby"))[:60], "damaged"),
    "a scan": (pdf(Sheet().rule(70, 200, 500, 200)), "recognised (OCR)"),
    "too many pages": (pdf(*[Sheet()] * 301), "over 300 pages"),
    "too large": (b"%PDF-1.7" + b"0" * MAX_BYTES, "over 10 MB"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture"),
    "macros": (docx(paragraph("x"), word__vbaProject_bin="x"), "macros"),
    "a bomb": (docx(paragraph("x"), word__media__big_txt="0" * 200_000_000), "far larger"),
    "a torn packed one": (docx(paragraph("x"))[:900], "damaged"),
    "a spreadsheet": (packed(xl__workbook_xml="<x/>"), "spreadsheet"),
    "an archive": (packed(notes_txt="words"), "Unpack"),
    "any bytes": (bytes(range(256)) * 40, "no document"),
    "a script": (b"<html><body><script>x</script></body></html>", "no text"),
    "too much text": (b"Words of a sentence. " * 200_000, "more text"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_that_cannot_be_read_gets_a_sentence_and_nothing_is_kept(me, case):
    content, sentence = HOSTILE[case]

    answer = send(me, file("report.pdf", content))

    line = in_words(answer).partition(SECTION)[2].partition("</ul>")[0]
    assert answer.status_code == 200
    assert sentence in line
    assert "Nothing of it is kept" in line
    assert nothing_is_kept()


NAMES = [
    "<img src=x onerror=alert(1)>.pdf",
    "\u202efdp.exe",
    "a" * 300 + ".pdf",
    "../../etc/passwd",
    "new\nline\r.pdf",
    "\0.pdf",
    "日本語.pdf",
    "{{ 7|add:7 }}.pdf",
]


def test_the_names_that_files_carry_do_no_harm(me, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 25
    files = [file(content=f"Notes {n}.".encode()) for n in range(len(NAMES))]
    for made, name in zip(files, NAMES, strict=True):
        made._name = name  # as it comes over the line, before anything cleans it

    page, listed = in_words(send(me, *files)), in_words(me.get(LIST))

    assert "8 of 8 files taken in" in page
    assert "<img src=x" not in page + listed
    assert "\u202e" not in page + listed
    names = list(DocumentFile.objects.order_by("pk").values_list("name", flat=True))
    assert [len(name) <= 200 and name.isprintable() for name in names] == [True] * 8
    assert {"fdp.exe", "passwd", "newline.pdf", "{{ 7|add:7 }}.pdf"} <= {*names}


def test_words_of_a_document_are_shown_as_words(me):
    send(me, file("x.txt", b"<script>alert(1)</script> is what it begins with.\n\nAnd more."))

    page = in_words(me.get(LIST))

    assert "<script>alert" not in page


def test_signs_that_no_database_keeps_do_no_harm(me):
    words = "A report\u0000 of\ufffe no \udc80 kind.\n\nAnd \u0001more.\u2028Words."

    answer = send(me, file("x.txt", words.encode("utf-8", "surrogatepass")))

    assert answer.status_code == 200
    assert in_words(me.get(LIST))


def test_a_name_that_looks_like_a_child_s_is_asked_about_and_the_others_are_taken_in(me):
    page = send(me, file("Kayla_7.txt"), file("other.txt", text_of("press")))

    assert "“Kayla 7” looks like a child&#x27;s name with an age" in in_words(page)
    assert [one.name for one in DocumentFile.objects.all()] == ["other.txt"]
    marks = page.context["guard"]
    assert f'value="{marks}"' in in_words(page)
    send(me, file("Kayla_7.txt"), **{"documents-not_about_a_child": marks})
    assert DocumentFile.objects.filter(name="Kayla_7.txt").exists()


def test_the_script_is_given_the_question_about_a_name(me):
    line = in_words(send(me, file("Kayla_7.txt"), headers=SCRIPT))

    assert "It is not about an individual child: take it in" in line
    assert nothing_is_kept()


def test_too_many_at_once_are_not_taken_in_at_all(me, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 25
    files = [file(f"{n}.txt", f"Notes {n}.".encode()) for n in range(21)]

    page = in_words(send(me, *files))

    assert "These are 21 files; at most 20 are taken at once" in page
    assert nothing_is_kept()


def test_what_there_was_no_time_for_is_told(me, monkeypatch):
    monkeypatch.setattr(uploading, "LONGEST", -1)

    page = in_words(send(me, file()))

    assert "There was no time left to read it. Send it again." in page
    assert nothing_is_kept()


@pytest.mark.parametrize("headers", [None, SCRIPT])
def test_no_file_at_all_is_told(me, headers):
    assert "Choose at least one file" in in_words(me.post(LIST, headers=headers))
    answer = me.post(LIST, {"documents": "a word, no file"}, headers=headers)
    assert "Choose at least one file" in in_words(answer)


@pytest.mark.parametrize("role", ["viewer", "officer", "approver"])
def test_only_admins_take_documents_in(rutland, client_for, role):
    client = client_for(MembershipFactory(authority=rutland, role=role).user)

    assert client.get(LIST).status_code == 403
    assert send(client, file()).status_code == 403
    assert nothing_is_kept()
