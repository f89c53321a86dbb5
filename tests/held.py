"""Documents whose words are held, as they are once an upload has been imported; a letter of
every form; and the reading room as a reader goes through it."""

import re
from dataclasses import asdict
from html import unescape
from urllib.parse import urlsplit

from django.urls import reverse
from lxml import html

from inspections.intake import reading
from inspections.models import DocumentFile, Passage
from tests.docx_made import docx, paragraph, table
from tests.factories import (
    DocumentFactory,
    FindingFactory,
    InspectionDocumentFactory,
    InspectionFactory,
    RecommendationFactory,
    VisitFactory,
)
from tests.pdf_made import Sheet, pdf


def hold(document, content, name="download(3).pdf"):
    """The file becomes the document's own; returns its passages."""
    found = reading.read(content)
    file = DocumentFile.objects.create(
        authority=document.authority,
        document=document,
        name=name,
        sha256=found.sha256,
        form=found.form,
        size=len(content),
        pages=found.pages,
        sizes=[list(size) for size in found.sizes],
        content=content,
    )
    document.held_as = found.form
    document.save()
    return Passage.objects.bulk_create(
        Passage(
            file=file,
            number=one.number,
            kind=one.kind,
            text=one.text,
            page=one.page,
            marker=one.marker,
            level=one.level,
            cells=list(one.cells),
            boxes=[asdict(box) for box in one.boxes],
        )
        for one in found.passages
    )


ABOUT = "Visit to Westmere"
BETTER = "Visits to children have improved, from 86% to 97% in time."
WORSE = "Plans are not yet good enough."
ASKED = "Make sure that every plan says who does what."
FORMS = {
    "pdf": pdf(
        Sheet()
        .words(72, 80, ABOUT, size=18, font="bold")
        .words(72, 120, f"{BETTER} {WORSE}", size=10),
        Sheet()
        .words(72, 80, "What to do", size=18, font="bold")
        .words(72, 120, f"1. {ASKED}", size=10)
        .grid([60, 300, 520], [160, 190, 220])
        .words(66, 180, "Area", size=10)
        .words(306, 180, "Grade", size=10)
        .words(66, 210, "Overall effectiveness", size=10)
        .words(306, 210, "Inadequate", size=10),
    ),
    "docx": docx(
        paragraph(ABOUT, style="Main"),
        paragraph(f"{BETTER} {WORSE}"),
        paragraph("What to do", style="H2"),
        paragraph(ASKED, listed=(1, 0)),
        table(("Area", "Grade"), ("Overall effectiveness", "Inadequate")),
    ),
    "html": f"""<!doctype html><html><body><h1>{ABOUT}</h1><p>{BETTER} {WORSE}</p>
<h2>What to do</h2><ol><li>{ASKED}</li></ol><table><tr><td>Area</td><td>Grade</td></tr>
<tr><td>Overall effectiveness</td><td>Inadequate</td></tr></table></body></html>""".encode(),
    "markdown": f"""# {ABOUT}

{BETTER} {WORSE}

## What to do

1. {ASKED}

| Area | Grade |
|---|---|
| Overall effectiveness | Inadequate |
""".encode(),
    "text": f"{ABOUT}\n\n{BETTER}\n{WORSE}\n\n1. {ASKED}\n\nOverall effectiveness\n".encode(),
}


class Letter:
    """A visit's letter, what was taken from it, and what that speaks of."""

    def __init__(self, authority):
        self.authority = authority
        self.earlier = InspectionFactory(authority=authority, key="2018-06-full_inspection")
        self.asked_before = RecommendationFactory(
            inspection=self.earlier, key="7", title="See children in time"
        )
        self.visit = VisitFactory(authority=authority, key="2019-02-visit", letter=False)
        self.paper = DocumentFactory(authority=authority, key="letter", title="The letter")
        InspectionDocumentFactory(
            inspection=self.visit, document=self.paper, is_its_report=True
        )
        self.told = {"inspection": self.visit, "document": self.paper}

    def finding(self, quote, **more):
        return FindingFactory(
            **{"text": quote, "quote": quote, "direction": "improved", **self.told, **more}
        )

    def recommendation(self, quote, **more):
        return RecommendationFactory(**{"text": quote, "quote": quote, **self.told, **more})


def address(letter, **query):
    return reverse("document-text", args=["westmere", letter.paper.key], query=query)


def read(client, where, status=200):
    page = client.get(where)
    assert page.status_code == status, where
    return html.fromstring(page.content.decode()) if status == 200 else page


def words(element):
    return re.sub(r"\s+", " ", element.text_content()).strip()


def stands_at(client, link):
    """What a click on a link to a place shows there."""
    parts = urlsplit(unescape(link))
    page = read(client, f"{parts.path}?{parts.query}")
    (found,) = page.xpath("//*[@id=$place]", place=parts.fragment)
    return found


def passage_of(element):
    return element.xpath("ancestor-or-self::*[starts-with(@id, 'p')][1]")[0]
