"""An admin comes with files in hand: "take these in". Each is taken in, or gets a sentence."""

import hashlib

import pytest
from django.urls import reverse

from improvement.models import WaitingDocument
from inspections.models import DocumentFile
from tests.documents_sent import LIST, SCRIPT, file, nothing_is_kept, send, text_of
from tests.docx_made import docx, paragraph
from tests.factories import AuthorityFactory, DocumentFactory, MembershipFactory, UserFactory
from tests.keepers import in_words
from tests.pdf_made import Sheet, pdf

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


@pytest.fixture
def leicester(keeper):
    """A second authority that the same admin keeps."""
    authority = AuthorityFactory(name="Leicester", slug="leicester")
    MembershipFactory(user=keeper, authority=authority, role="admin")
    return authority


# What is taken in


def test_the_import_page_begins_with_documents(me):
    page = in_words(me.get(reverse("draft-upload")))

    assert page.index("Take these in") < page.index("spreadsheet in") < page.index("A draft")
    assert f'action="{LIST}"' in page


def test_a_letter_is_taken_in_by_what_it_says_whatever_it_is_called(me, keeper, rutland):
    page = in_words(send(me, file("download(3).pdf")))

    waiting = WaitingDocument.objects.get()
    assert (waiting.authority, waiting.added_by) == (rutland, keeper)
    assert waiting.title.startswith("Letter on the monitoring visit to Rutland")
    assert waiting.file.sha256 == hashlib.sha256(text_of("monitoring_visit")).hexdigest()
    assert bytes(waiting.file.content) == text_of("monitoring_visit")
    assert waiting.file.passages.count() > 10
    assert waiting.proposals.filter(kind="inspection").count() >= 1
    assert "1 of 1 file taken in" in page
    assert f'href="{reverse("waiting", args=[waiting.pk])}"' in page
    assert "to look at." in page


def test_several_are_taken_in_and_a_bad_one_between_them_does_no_harm(me):
    bad = file("torn.pdf", b"%PDF-1.7 torn")

    page = in_words(send(me, file("a.txt"), bad, file("b.txt", text_of("press"))))

    assert "2 of 3 files taken in" in page
    assert sorted(DocumentFile.objects.values_list("name", flat=True)) == ["a.txt", "b.txt"]
    assert WaitingDocument.objects.count() == 2


def test_pdf_and_word_are_taken_in(me):
    sheet = Sheet().lines(70, 200, *text_of("press").decode().split("\n\n"), size=8)

    send(me, file("x", pdf(sheet)), file("y", docx(paragraph("Words of a report."))))

    forms = DocumentFile.objects.order_by("pk").values_list("form", "pages")
    assert list(forms) == [("pdf", 1), ("docx", None)]


def test_a_document_of_no_known_kind_is_kept_with_its_words(me):
    page = in_words(send(me, file("notes.txt", b"Notes of a talk.\n\nNobody knows them.")))

    waiting = WaitingDocument.objects.get()
    assert waiting.title == "Notes of a talk."
    assert "nothing was recognised in it" in page
    assert [one.kind for one in waiting.proposals.all()] == ["document"]


def test_the_script_is_given_the_line_of_its_one_file(me):
    answer = send(me, file(), headers=SCRIPT)

    assert answer["X-Fragment"] == "yes"
    assert in_words(answer).count("<li") == 1
    assert "Taken in." in in_words(answer)
    assert "<html" not in in_words(answer)


# The same file again


def test_the_same_file_again_leads_to_where_it_waits(me):
    send(me, file("first.pdf"))

    page = in_words(send(me, file("second.pdf")))

    waiting = WaitingDocument.objects.get()
    assert "This file is here already. It waits on the list since" in page
    assert page.partition(SECTION)[2].count(reverse("waiting", args=[waiting.pk])) >= 1
    assert DocumentFile.objects.get().name == "first.pdf"


def test_the_same_file_twice_in_one_sending_is_taken_in_once(me):
    page = in_words(send(me, file("a.txt"), file("b.txt")))

    assert "1 of 2 files taken in" in page
    assert WaitingDocument.objects.count() == 1


def test_the_same_file_of_a_recorded_document_leads_to_its_page(me, rutland):
    send(me, file())
    document = DocumentFactory(authority=rutland, title="The third letter")
    DocumentFile.objects.update(document=document)
    WaitingDocument.objects.all().delete()

    page = in_words(send(me, file()))

    assert reverse("document", args=["rutland", document.key]) in page
    assert "The third letter" in page
    assert not WaitingDocument.objects.exists()


def test_the_same_file_imported_in_part_leads_to_both(me, rutland):
    send(me, file())
    document = DocumentFactory(authority=rutland)
    DocumentFile.objects.update(document=document)

    page = in_words(send(me, file())).partition(SECTION)[2].partition("</ul>")[0]

    assert reverse("waiting", args=[WaitingDocument.objects.get().pk]) in page
    assert reverse("document", args=["rutland", document.key]) in page


def test_a_document_known_by_its_fingerprint_alone_gets_its_file(me, rutland):
    sha256 = hashlib.sha256(text_of("monitoring_visit")).hexdigest()
    DocumentFactory(authority=rutland, sha256=sha256)

    send(me, file())

    assert WaitingDocument.objects.get().file.sha256 == sha256


def test_the_same_file_of_a_document_known_by_its_fingerprint_leads_to_both(me, rutland):
    sha256 = hashlib.sha256(text_of("monitoring_visit")).hexdigest()
    document = DocumentFactory(authority=rutland, sha256=sha256, title="The third letter")
    send(me, file())

    page = in_words(send(me, file())).partition(SECTION)[2].partition("</ul>")[0]

    assert reverse("waiting", args=[WaitingDocument.objects.get().pk]) in page
    assert reverse("document", args=["rutland", document.key]) in page
    assert "Its document is recorded: " in page


def test_what_another_authority_has_taken_in_is_not_told(me, client_for):
    elsewhere = MembershipFactory(role="admin", authority__name="Oakham")
    send(client_for(elsewhere.user), file())

    page = in_words(send(me, file()))

    assert "1 of 1 file taken in" in page
    assert "Oakham" not in page
    assert WaitingDocument.objects.count() == 2


# Whose it is


def test_who_keeps_several_is_not_asked_where_the_document_says_it(me, leicester, rutland):
    send(me, file())

    assert WaitingDocument.objects.get().authority == rutland


def test_who_keeps_several_is_asked_where_it_does_not(me, leicester):
    content = b"Notes of a talk.\n\nNobody knows them."

    page = in_words(send(me, file("notes.txt", content)))

    assert "It does not say whose it is" in page
    assert "As each document says" in page
    assert nothing_is_kept()
    send(me, file("notes.txt", content), authority=leicester.pk)
    assert WaitingDocument.objects.get().authority == leicester


def test_who_keeps_several_is_asked_of_a_council_that_they_do_not_keep(me, leicester):
    page = in_words(send(me, file(content=text_of("ilacs")), headers=SCRIPT))

    assert "It says that it is about Stockton-on-Tees, which you do not keep here" in page
    assert f'<option value="{leicester.pk}">Leicester</option>' in page
    assert nothing_is_kept()


def test_who_keeps_one_is_told_that_it_names_another(me):
    page = in_words(send(me, file(content=text_of("ilacs"))))

    assert "It names <bdi>Stockton-on-Tees</bdi>, and was taken in for Rutland" in page
    assert WaitingDocument.objects.get().names_authority == "Stockton-on-Tees"
    assert "It names <bdi>Stockton-on-Tees" in in_words(me.get(LIST))


@pytest.mark.parametrize("odd", ["", "0", "x", "9" * 40, "\0", "-1"])
def test_an_odd_answer_is_no_answer(me, leicester, odd):
    page = in_words(send(me, file("n.txt", b"Notes of a talk."), authority=odd))

    assert "It does not say whose it is" in page
    assert nothing_is_kept()


def test_another_authority_cannot_be_chosen(me, leicester):
    theirs = AuthorityFactory()

    send(me, file("n.txt", b"Notes of a talk."), authority=theirs.pk)

    assert nothing_is_kept()


def test_before_there_is_an_authority_the_page_says_so(client_for, db):
    first = client_for(UserFactory(is_superuser=True))

    assert "There is no authority yet" in in_words(first.get(LIST))
    assert "There is no authority yet" in in_words(send(first, file()))
    assert nothing_is_kept()
