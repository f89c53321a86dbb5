"""What someone reads of a document: what paper it is, what was taken from it, and where
another says otherwise."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from improvement.importing import import_drafts
from inspections.models import Inspection
from tests.factories import (
    DocumentFactory,
    DocumentPartFactory,
    FindingFactory,
    InspectionDocumentFactory,
    InspectionFactory,
    JudgementFactory,
    LeaderFactory,
    MeasureFactory,
    MeasureReadingFactory,
    MilestoneFactory,
    PlanFactory,
    RecommendationFactory,
    VisitFactory,
    on,
)

pytestmark = pytest.mark.django_db

REPORT = """\
reviewed_by: Programme manager
document: {key: report, title: The report, kind: full_inspection, publisher: Ofsted,
  dated: 2018-08-24, published: 2018-08-24, public_from: 2018-08-24}
authority: Westmere
inspections:
  - key: 2018-06-full_inspection
    kind: full_inspection
    framework: SIF
    started: 2018-06-04
    ended: 2018-06-28
    judgements: [{area: overall, grade: inadequate, at: {page: 1}}]
    recommendations:
      - {key: "1", title: Visit in time, summary: Visit children in time., at: {page: 9}}
      - {key: "2", title: Keep staff, summary: Keep social workers., at: {page: 9}}
"""

PAPER = """\
reviewed_by: Programme manager
document: {key: paper, title: Paper of the board, kind: scrutiny_report, second_hand: yes,
  dated: 2018-09-19, public_from: 2018-09-19}
authority: Westmere
inspections:
  - key: 2018-06-full_inspection
    kind: full_inspection
    framework: SIF
    started: 2018-06-04
    ended: 2018-07-05
    judgements: [{area: overall, grade: good, at: {page: 3}}]
    counts: {recommendations: 16}
"""


@pytest.fixture
def both(authority):
    """A report, and a second-hand paper that says some of it otherwise."""
    files = [("report.yaml", REPORT), ("paper.yaml", PAPER)]
    report = import_drafts(files, actor=None, now=timezone.now(), history=True)
    assert report.problems == []


def read(viewer, name, *args, status=200, **query):
    page = viewer.get(reverse(name, args=args, query=query))
    assert page.status_code == status
    return page.content.decode()


def words(html):
    text = re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).replace("&nbsp;", " ")
    return re.sub(r"\s+", " ", text)


def rows(html):
    return [words(f"<main{row}") for row in html.split("<tr>")[1:]]


def the_row(html, *said):
    return next(row for row in rows(html) if all(one in row for one in said))


# What paper it is


def test_a_document_says_what_paper_it_is(viewer, authority):
    letter = DocumentFactory(
        authority=authority,
        key="letter",
        title="The letter",
        dated="2018-08",
        sha256="a" * 64,
        url="https://council.example/letter.pdf",
    )
    InspectionDocumentFactory(
        inspection=InspectionFactory(authority=authority, key="2018-06"), document=letter
    )

    page = read(viewer, "document", "westmere", "letter")

    said = words(page)
    assert "Full inspection, first-hand" in said
    assert "Publisher Ofsted" in said
    assert "Date on it August 2018" in said
    assert "Public from 24 August 2018" in said
    assert "a" * 64 in said
    assert 'href="https://council.example/letter.pdf"' in page
    assert "/inspections/westmere/2018-06/" in page
    assert "its report or letter" in said


def test_what_is_not_known_of_it_is_said_too(viewer, authority):
    DocumentFactory(
        authority=authority,
        key="note",
        published=None,
        dated=None,
        public_from=None,
        second_hand=True,
    )

    said = words(read(viewer, "document", "westmere", "note"))

    assert "Not for publication" in said
    assert "Second-hand." in said
    assert "none: no file of it is known here" in said
    assert "What was taken from it Nothing yet." in said


def test_a_plan_is_linked_from_the_paper_that_it_is(viewer, authority):
    paper = DocumentFactory(authority=authority, key="paper", kind="improvement_plan")
    PlanFactory(authority=authority, key="ours", title="Our plan", document=paper, example=True)

    page = read(viewer, "document", "westmere", "paper")

    assert 'href="/plans/ours/"' in page
    assert "Example: invented data." in words(page)
    assert "a plan" in the_row(read(viewer, "document-list"), paper.title)


# What was taken from it


@pytest.fixture
def pack(authority):
    """A file of two parts that tells of one inspection."""
    pack = DocumentFactory(authority=authority, key="pack", title="The pack")
    for key, title, start in (("slides", "The slides", 90), ("letter", "The letter", 1)):
        DocumentPartFactory(document=pack, key=key, title=title, from_paragraph=start)
    InspectionDocumentFactory(
        inspection=InspectionFactory(authority=authority, key="2018-06"), document=pack
    )
    return pack


def test_everything_taken_from_it_is_counted_and_stands_in_its_section(viewer, pack):
    inspection = Inspection.objects.get(key="2018-06")
    of_it = {"document": pack, "inspection": inspection}
    JudgementFactory(area__name="Overall", **of_it)
    RecommendationFactory(title="Visit in time", **of_it)
    FindingFactory(summary="Visits are late.", **of_it)
    FindingFactory(summary="Another document said that.", inspection=inspection)
    measure = MeasureFactory(authority=pack.authority, name="Visits in time")
    MeasureReadingFactory(measure=measure, value=78, earlier=50, **of_it)
    MilestoneFactory(authority=pack.authority, document=pack, title="A commissioner comes")
    LeaderFactory(authority=pack.authority, document=pack, name="The director of then")

    page = read(viewer, "document", "westmere", "pack")

    for section, row in {
        "grades": "Overall Inadequate",
        "recommendations": "Visit in time",
        "findings": "Visits are late.",
        "figures": "78% (50% before)",
        "milestones": "A commissioner comes",
        "leaders": "The director of then",
    }.items():
        assert f'href="#{section}"' in page
        assert re.search(f'<h2 id="{section}">.*\\(1\\)', page)
        assert row in words(page.replace(f'id="{section}"', "<main"))
    assert "Another document said that." not in page
    assert "6" in the_row(read(viewer, "document-list"), "The pack")


def test_a_leader_whom_a_document_does_not_name_is_called_not_named(viewer, authority):
    paper = DocumentFactory(authority=authority, key="paper")
    LeaderFactory(authority=authority, document=paper, post="Chief executive", name="")

    page = read(viewer, "document", "westmere", "paper")

    assert "Chief executive Not named" in the_row(page, "Chief executive")


def test_what_its_parts_hold_stands_in_the_order_of_the_file(viewer, pack):
    inspection = Inspection.objects.get(key="2018-06")
    for part, paragraph, title in (
        ("slides", 2, "Slide two"),
        ("letter", 10, "Letter ten"),
        ("letter", 9, "Letter nine"),
        ("", None, "Nowhere"),
    ):
        RecommendationFactory(
            inspection=inspection, document=pack, part=part, paragraph=paragraph, title=title
        )

    said = words(read(viewer, "document", "westmere", "pack")).partition("Recommendations (4)")[
        2
    ]

    order = (
        "The letter (2)",
        "Letter nine",
        "Paragraph 9",
        "Letter ten",
        "The slides (1)",
        "Slide two",
        "No part named (1)",
        "Nowhere",
    )
    places = [said.index(one) for one in order]
    assert places == sorted(places)


# Where documents differ


def test_a_second_hand_paper_shows_what_it_says_otherwise_and_what_stands(viewer, both):
    page = read(viewer, "document", "westmere", "paper")

    ended = the_row(page, "Last day")
    assert "5 July 2018" in ended
    assert "28 June 2018" in ended
    assert "The report" in ended
    grade = the_row(page, "Good", "Inadequate")
    assert "The report" in grade
    assert "Page 3" in grade


def test_the_report_shows_what_others_say_otherwise_than_it(viewer, both):
    page = read(viewer, "document", "westmere", "report")

    said = words(page)
    assert "What others say otherwise than it; its own value stands:" in said
    assert "What it says otherwise" not in said
    ended = the_row(page, "Last day")
    assert (
        ended.index("28 June 2018")
        < ended.index("5 July 2018")
        < ended.index("Paper of the board")
    )
    assert "gives: framework, first day, last day" in said


def test_an_inspection_says_in_words_what_another_document_says_of_it(viewer, both):
    page = read(viewer, "inspection", "westmere", "2018-06-full_inspection")

    differing = page.partition("Where documents differ")[2]
    assert "Last day 5 July 2018" in the_row(differing, "Last day")
    assert "Good" in the_row(differing, "Paper of the board", "Good")


def test_what_a_person_has_corrected_here_comes_from_no_document(viewer, both):
    inspection = Inspection.objects.get()
    inspection.ended = "2018-06-29"
    inspection.save()

    ended = the_row(read(viewer, "document", "westmere", "paper"), "Last day")

    assert "29 June 2018" in ended
    assert "entered or corrected here" in ended
    report = read(viewer, "document", "westmere", "report")
    assert not any("Last day" in row for row in rows(report))


@pytest.mark.parametrize(
    ("listed", "verdict"),
    [(2, "They differ: 14 more stated than listed."), (16, "They agree."), (0, "None of them")],
)
def test_the_number_stated_stands_beside_the_number_listed(
    viewer, authority, both, listed, verdict
):
    inspection = Inspection.objects.get()
    if not listed:
        inspection.recommendations.all().delete()
    for number in range(3, listed + 1):  # the draft has the first two
        RecommendationFactory(inspection=inspection, key=str(number))

    for document in ("paper", "report"):
        row = the_row(read(viewer, "document", "westmere", document), "16")
        assert str(listed) in row
        assert verdict in row


def test_a_number_that_a_later_document_stated_was_not_known_then(viewer, both):
    then = read(viewer, "document", "westmere", "report", as_at="2018-08-30", reading="then")

    assert "The number stated" not in words(then)
    assert "The number stated" in words(read(viewer, "document", "westmere", "report"))


# Links to it


def test_the_source_of_a_finding_leads_to_its_document(viewer, authority):
    visit = VisitFactory(authority=authority, key="2019-02")
    letter = DocumentFactory(authority=authority, key="letter", title="The letter")
    FindingFactory(inspection=visit, document=letter, page=4)

    page = read(viewer, "inspection", "westmere", "2019-02")

    assert '<a href="/documents/westmere/letter/">The letter</a>, page 4' in page


def test_a_link_keeps_the_moment_and_leads_only_to_what_was_known_then(viewer, authority):
    visit = VisitFactory(authority=authority, key="2019-02")
    early, late = (
        DocumentFactory(authority=authority, key=key, known_at=on(day))
        for key, day in (("early", "2019-02-28"), ("late", "2020-02-28"))
    )
    for document in (early, late):
        FindingFactory(inspection=visit, document=document, page=4)

    page = read(viewer, "inspection", "westmere", "2019-02", as_at="2019-03-31", reading="then")

    assert "/documents/westmere/early/?as_at=2019-03-31&amp;reading=then" in page
    assert "/documents/westmere/late/" not in page


def test_the_documents_of_an_inspection_lead_to_their_pages(viewer, authority, both):
    page = read(viewer, "inspection", "westmere", "2018-06-full_inspection")

    assert page.count('href="/documents/westmere/paper/"') >= 1
    assert page.count('href="/documents/westmere/report/"') >= 1
    assert 'href="/documents/"' in read(viewer, "inspection-list")


# The list, other authorities, other days


def test_the_list_has_the_newest_first(viewer, authority):
    old = DocumentFactory(authority=authority, published="2012-07-18", title="Old")
    new = DocumentFactory(authority=authority, published="2021-08-02", sha256="b" * 64)

    page = read(viewer, "document-list")

    assert page.index(new.title) < page.index(f">{old.title}<")
    assert "Held" in the_row(page, new.title)
    assert "none" in the_row(page, "Old")


def test_the_list_says_which_documents_differ_from_what_stands(viewer, both):
    page = read(viewer, "document-list")

    assert "in 2 facts" in the_row(page, "Paper of the board")
    assert "in 2 facts" not in the_row(page, "The report")


def test_an_empty_list_says_so(viewer):
    assert "None is recorded yet." in words(read(viewer, "document-list"))


def test_what_it_tells_of_another_authority_is_shown_to_nobody_from_elsewhere(
    viewer, members, client_for, authority
):
    paper = DocumentFactory(authority=authority, key="paper", title="Paper of the board")
    theirs = InspectionFactory(authority__name="Northmere", key="their-inspection")
    InspectionDocumentFactory(inspection=theirs, document=paper)
    FindingFactory(inspection=theirs, document=paper, summary="Told of Northmere.")

    page = read(viewer, "document", "westmere", "paper")

    assert "their-inspection" not in page
    assert "Told of Northmere." not in page
    other = client_for(members["other"])
    read(other, "document", "westmere", "paper", status=404)
    assert "Paper of the board" not in read(other, "document-list")


def test_a_document_not_yet_known_is_not_there(viewer, authority):
    DocumentFactory(authority=authority, key="paper", title="Paper of the board")
    before = {"as_at": "2018-08-01", "reading": "then"}

    read(viewer, "document", "westmere", "paper", status=404, **before)
    assert "Paper of the board" not in read(viewer, "document-list", **before)


def test_one_that_came_out_later_tells_only_what_had_happened_by_the_day(viewer, authority):
    paper = DocumentFactory(authority=authority, key="paper", title="Paper of the board")
    ended = InspectionFactory(authority=authority)
    RecommendationFactory(inspection=ended, document=paper, title="Asked by then")
    later = VisitFactory(authority=authority)
    RecommendationFactory(inspection=later, document=paper, title="Asked later")
    for title, day in (("Had happened", "2018-06-01"), ("Was to come", "2018-12-31")):
        MilestoneFactory(authority=authority, document=paper, title=title, on=day)
        LeaderFactory(authority=authority, document=paper, name=f"Who {title}", on=day)

    at = {"as_at": "2018-07-01", "reading": "now"}
    said = words(read(viewer, "document", "westmere", "paper", **at))

    assert "It came out after 1 July 2018." in said
    assert "Asked by then" in said
    assert "Asked later" not in said
    assert said.count("Had happened") == 2
    assert "Was to come" not in said
    assert "Paper of the board" not in read(viewer, "document-list", **at)
    assert "Was to come" in read(viewer, "document", "westmere", "paper")


def test_every_number_of_the_lists_leads_to_what_it_counts(viewer, both):
    documents, inspections = read(viewer, "document-list"), read(viewer, "inspection-list")

    for number, address in (
        (documents, "/documents/westmere/report/#taken"),
        (inspections, "/inspections/westmere/2018-06-full_inspection/#asked"),
    ):
        assert f'href="{address}"' in number
        page, _, anchor = address.partition("#")
        assert f'id="{anchor}"' in viewer.get(page).content.decode()
