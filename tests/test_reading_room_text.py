"""The reading room: how a document reads in it, as text and as printed; its original; who may
read it; and what a page costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspections.models import Document
from tests.docx_made import docx, paragraph, table
from tests.factories import (
    DocumentFactory,
    DocumentPartFactory,
    FindingLinkFactory,
    InspectionDocumentFactory,
    JudgementFactory,
    LeaderFactory,
    MeasureFactory,
    MeasureReadingFactory,
    MilestoneFactory,
    RivalFactory,
)
from tests.held import (
    ASKED,
    BETTER,
    FORMS,
    WORSE,
    Letter,
    address,
    hold,
    read,
    stands_at,
    words,
)
from tests.pdf_made import Sheet, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(authority):
    return Letter(authority)


# How the text reads


def test_headings_are_an_outline_without_gaps_below_the_pages_own(letter, viewer):
    levels = "# A\n\nWords.\n\n### B\n\n### C\n\n## D\n\n# E\n"
    hold(letter.paper, levels.encode())

    page = read(viewer, address(letter))

    text = page.xpath("//div[@class='passages']//*[self::h3 or self::h4 or self::h5]")
    assert [(one.tag, words(one)) for one in text] == [
        ("h3", "A"),
        ("h4", "B"),
        ("h4", "C"),
        ("h4", "D"),
        ("h3", "E"),
    ]
    for link, letters in zip(
        page.xpath("//details[@class='outline']//a"), "ABCDE", strict=True
    ):
        (passage,) = page.xpath("//*[@id=$id]", id=link.get("href")[1:])
        assert letters == words(link)
        assert letters in words(passage)


def test_items_below_items_are_lists_in_lists(letter, viewer):
    listed = [paragraph(f"Item {n}", listed=(1, level)) for n, level in enumerate((0, 1, 1, 0))]
    hold(letter.paper, docx(*listed))

    page = read(viewer, address(letter))

    assert page.xpath("//li[@id='p1']/ul/li/@id") == ["p2", "p3"]
    assert [words(one) for one in page.xpath("//*[@class='passage__marker']")] == [
        "1.",
        "(a)",
        "(b)",
        "2.",
    ]


def test_a_table_is_a_table_also_where_rows_have_fewer_cells(letter, viewer):
    hold(letter.paper, docx(table(("A", "B", "C"), ("One | two",))))

    page = read(viewer, address(letter))
    first, second = page.xpath("//div[@class='passages']//tr")

    assert [words(cell) for cell in first.xpath("td")][1:] == ["A", "B", "C"]
    assert second.xpath("td/@colspan") == ["3"]


def test_markup_in_a_document_is_shown_and_never_obeyed(letter, viewer):
    evil = "<script>alert(1)</script> & <b>bold</b> “is” better."
    hold(letter.paper, evil.encode())
    letter.finding("<b>bold</b> “is” better.", paragraph=1)

    page = read(viewer, address(letter))

    assert words(page.xpath("//*[@id='p1']/p")[0]) == evil
    assert words(page.xpath("//mark")[0]) == "<b>bold</b> “is” better."
    assert not page.xpath("//main//script | //main//b")


def test_writing_that_goes_the_other_way_turns_nothing_but_its_own_words(letter, viewer):
    turned = "\u05db\u05d5\u05ea\u05e8\u05ea (2019)"
    sign = "\u2067"  # turns what follows it round; the reader leaves it out
    hold(letter.paper, docx(paragraph(sign + turned, style="H2"), paragraph(BETTER)))

    page = read(viewer, address(letter))

    assert words(page.xpath("//details[@class='outline']//a/bdi")[0]) == turned
    assert words(page.xpath("//*[@id='p1']/h3")[0]) == turned
    assert words(page.xpath("//*[@id='p2']/p")[0]) == BETTER


# Pages as printed


def test_a_page_as_printed_has_its_marks_where_the_words_stand(letter, viewer):
    hold(letter.paper, FORMS["pdf"])
    on_it = letter.finding(WORSE, page=1, paragraph=2)
    letter.recommendation(ASKED, page=2)

    page = read(viewer, address(letter, page=1))

    (link,) = page.xpath("//*[local-name()='svg']//a")
    (mark,) = link.xpath("*[local-name()='rect']")
    left, top, width = (float(mark.get(name)) for name in ("x", "y", "width"))
    assert 105 < top < 120  # the foot of its line is 120 points below the edge
    assert left > 72 + width  # it is the second and shorter sentence of the line
    (listed,) = page.xpath("//*[@id=$id]", id=link.get("href")[1:])
    assert listed.get("id") == f"finding-{on_it.pk}"
    back = listed.xpath(".//a[contains(., 'paragraph')]/@href")[0]
    assert words(stands_at(viewer, back)) == WORSE


def test_the_text_leads_to_the_pages_as_printed_and_they_to_each_other(letter, viewer):
    hold(letter.paper, FORMS["pdf"])

    text = read(viewer, address(letter))
    marks = text.xpath("//*[@class='passage__page']/a/@href")
    first, second = (read(viewer, link) for link in marks)

    assert first.xpath("//nav[@aria-label='Pages']//a/@rel") == ["next"]
    assert second.xpath("//nav[@aria-label='Pages']//a/@rel") == ["prev"]
    (image,) = second.xpath("//*[local-name()='image']/@href")
    assert image == reverse("document-page", args=["westmere", "letter", 2])


def test_the_picture_of_a_page_is_asked_for_each_time_and_drawn_once(letter, viewer):
    hold(letter.paper, FORMS["pdf"])
    where = reverse("document-page", args=["westmere", "letter", 2])

    picture = viewer.get(where)
    again = viewer.get(where, headers={"If-None-Match": picture["ETag"]})
    viewer.logout()
    signed_out = viewer.get(where, headers={"If-None-Match": picture["ETag"]})

    assert picture.content.startswith(b"\x89PNG")
    assert picture["Content-Type"] == "image/png"
    assert picture["Cache-Control"] == again["Cache-Control"] == "private, no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert signed_out.status_code == 302


@pytest.mark.parametrize("asked", ["0", "3", "-1", "x", "", "9" * 40, "1.5", "²"])
def test_a_page_that_is_not_there_is_not_found(asked, letter, viewer):
    hold(letter.paper, FORMS["pdf"])

    read(viewer, address(letter, page=asked), status=404)


def test_a_document_without_pages_has_none_as_printed(letter, viewer):
    hold(letter.paper, FORMS["docx"])

    page = read(viewer, address(letter))

    assert "printed" not in words(page.xpath("//main")[0])
    read(viewer, address(letter, page=1), status=404)
    read(viewer, reverse("document-page", args=["westmere", "letter", 1]), status=404)


def test_a_page_that_cannot_be_drawn_is_not_found_and_its_words_stay(letter, viewer):
    hold(letter.paper, FORMS["pdf"])
    letter.paper.file.content = b"%PDF-1.7 damaged"
    letter.paper.file.save()

    read(viewer, reverse("document-page", args=["westmere", "letter", 1]), status=404)
    assert BETTER in words(read(viewer, address(letter)))


# The original


@pytest.mark.parametrize(
    ("form", "media", "name"),
    [
        ("pdf", "application/pdf", "letter.pdf"),
        ("docx", "wordprocessingml.document", "letter.docx"),
        ("html", "text/html", "letter.html"),
        ("markdown", "text/markdown", "letter.md"),
        ("text", "text/plain", "letter.txt"),
    ],
)
def test_the_original_is_given_to_keep_whatever_its_name_said(
    form, media, name, letter, viewer
):
    hold(letter.paper, FORMS[form], name='x".svg')

    given = viewer.get(reverse("document-file", args=["westmere", "letter"]))

    assert given.content == FORMS[form]
    assert given["Content-Type"].endswith(media)
    assert given["Content-Disposition"] == f'attachment; filename="{name}"'
    assert given["Content-Security-Policy"] == "sandbox"
    assert given["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in given["Cache-Control"]
    assert "private" in given["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "more"), [("document-text", []), ("document-page", [1]), ("document-file", [])]
)
def test_nobody_else_sees_a_document(name, more, letter, members, client_for):
    hold(letter.paper, FORMS["pdf"])
    where = reverse(name, args=["westmere", "letter", *more])

    assert client_for(members["other"]).get(where).status_code == 404
    assert client_for().get(where).status_code == 302
    assert client_for(members["officer"]).get(where).status_code == 200


# Not held, and the past


def test_a_document_whose_words_are_not_held_says_what_can_be_done(letter, members, client_for):
    finding = letter.finding(BETTER, paragraph=2, page=1)
    where = reverse("inspection", args=["westmere", letter.visit.key])

    for role, offered in (("viewer", False), ("admin", True)):
        client = client_for(members[role])
        page = read(client, address(letter))
        assert "Its words are not held here" in words(page)
        uploads = page.xpath("//main//a[@href=$to]", to=reverse("waiting-list"))
        assert bool(uploads) is offered
        assert page.xpath("//main//a[contains(@href, '#taken')]")
        row = read(client, where).xpath("//tr[@id=$id]", id=f"finding-{finding.key}")[0]
        assert not row.xpath(".//a[contains(@href, '/text/')]")
    for name in ("document-file", "document-page"):
        more = [1] if name == "document-page" else []
        read(client, reverse(name, args=["westmere", "letter", *more]), status=404)


def test_on_a_page_about_the_past_only_what_was_known_is_marked(letter, viewer, on):
    hold(letter.paper, FORMS["docx"])
    Document.objects.filter(pk=letter.paper.pk).update(known_at=on("2019-02-28"))
    letter.finding(BETTER, paragraph=2, known_at=on("2019-03-01"))
    letter.finding(WORSE, paragraph=2, known_at=on("2019-05-01"))

    past = {"as_at": "2019-04-01", "reading": "then"}
    page = read(viewer, address(letter, **past))

    assert [words(mark) for mark in page.xpath("//mark")] == [BETTER]
    assert all("as_at=2019-04-01" in link for link in page.xpath("//mark/a/@href"))
    read(viewer, address(letter, as_at="2019-02-01", reading="then"), status=404)


def test_the_documents_page_offers_to_read_it_and_to_keep_it(letter, viewer):
    where = reverse("document", args=["westmere", "letter"])
    before = words(read(viewer, where))
    hold(letter.paper, FORMS["docx"])

    links = read(viewer, where).xpath("//main//a/@href")

    assert "Read it" not in before
    assert {address(letter), reverse("document-file", args=["westmere", "letter"])} <= {*links}


def test_versions_of_a_document_lead_to_each_other(letter, viewer):
    hold(letter.paper, FORMS["docx"])
    corrected = DocumentFactory(
        authority=letter.authority, title="Corrected letter", replaces=letter.paper
    )

    for name in ("document", "document-text"):
        earlier, later = (
            words(read(viewer, reverse(name, args=["westmere", one.key])))
            for one in (letter.paper, corrected)
        )
        assert "Replaced by a corrected version: Corrected letter" in earlier
        if name == "document":
            assert "It replaces The letter" in later


# How much it costs


@pytest.mark.parametrize("query", [{}, {"page": 1}])
def test_a_long_report_takes_as_many_queries_as_a_short_letter(
    query, letter, viewer, authority
):
    counts = []
    for number in (1, 40):
        letter.paper = DocumentFactory(authority=authority, known_at=letter.visit.known_at)
        letter.told = {"inspection": letter.visit, "document": letter.paper}
        InspectionDocumentFactory(inspection=letter.visit, document=letter.paper)
        lines = [f"{n}. Plan {n} is better." for n in range(number)]
        hold(letter.paper, pdf(Sheet().lines(72, 60, *lines, size=10, pitch=18)))
        grow(letter, number)
        with CaptureQueriesContext(connection) as captured:
            page = read(viewer, address(letter, **query))
        assert len(page.xpath("//li[starts-with(@class, 'told-notes__finding')]")) == number
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 15


def grow(letter, number):
    """So many of every kind, each in a part of its own."""
    for n in range(number):
        part = DocumentPartFactory(document=letter.paper, from_paragraph=n + 1)
        place = {"quote": f"Plan {n} is better.", "part": part.key, "paragraph": 1}
        finding = letter.finding(**place)
        FindingLinkFactory(finding=finding, recommendation=letter.asked_before)
        letter.recommendation(**place)
        told = {**letter.told, **place}
        JudgementFactory(**told)
        MeasureReadingFactory(measure=MeasureFactory(authority=letter.authority), **told)
        RivalFactory(**told)
        here = {"authority": letter.authority, "document": letter.paper, **place}
        MilestoneFactory(**here)
        LeaderFactory(**here)
