"""A document that is not for publication is marked so, and so is everything taken from it,
wherever it is shown; what was taken from others is not."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from tests.factories import (
    AreaFactory,
    DocumentFactory,
    FindingFactory,
    FindingLinkFactory,
    FrameworkFactory,
    InspectionDocumentFactory,
    InspectionFactory,
    JudgementFactory,
    LeaderFactory,
    MeasureFactory,
    MeasureReadingFactory,
    MilestoneFactory,
    RecommendationFactory,
    RepeatLinkFactory,
    RivalFactory,
    ThemeFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db

FLAG = "not for publication"
# What a reader takes for one thing of a list.
A_ROW = "self::tr or self::li or self::section or self::div[dt] or self::div[@class='asked']"

# Drawn from the judgement alone: its document is named on the inspection's page.
A_GRADE_OF_THE_TIMELINE = (
    "ancestor::table[@class='grades'] or ancestor::ul[@class='lane-now'] "
    "or self::section[h2/@id='drawing']"
)


class World:
    """Two papers that tell of the same inspections, one of them not for publication: whatever
    was taken from that one has "Hidden" among its words, from the other "Open"."""

    def __init__(self, authority):
        self.authority = authority
        self.theme = ThemeFactory(name="Oversight")
        self.framework = FrameworkFactory()
        told = {"authority": authority, "framework": self.framework}
        self.report = InspectionFactory(**told, key="report")
        self.visit = VisitFactory(**told, key="visit", letter=False)
        self.hidden = self.paper("Hidden", public_from=None)
        self.open = self.paper("Open", public_from=date(2018, 8, 24))
        self.measure = MeasureFactory(authority=authority, theme=self.theme)
        for paper, value in ((self.hidden, 40), (self.open, 80)):
            self.taken_from(paper, value)
        self.link()

    def paper(self, name, **said):
        kept = {"authority": self.authority, "title": f"{name} paper", **said}
        paper = DocumentFactory(**kept, key=name.lower())
        for inspection in (self.report, self.visit):
            is_its = inspection == self.visit and name == "Hidden"
            InspectionDocumentFactory(
                inspection=inspection, document=paper, is_its_report=is_its
            )
        return paper

    def taken_from(self, paper, value):
        name = paper.title.partition(" ")[0]
        place = {"document": paper, "page": 3}
        said = {**place, "theme": self.theme}
        asked = RecommendationFactory(
            inspection=self.report, title=f"{name} asks", key=str(value), **said
        )
        found = FindingFactory(inspection=self.visit, text=f"{name} finds", **said)
        setattr(self, f"{name.lower()}_asks", asked)
        setattr(self, f"{name.lower()}_finds", found)
        area = AreaFactory(framework=self.framework, name=f"{name} area")
        JudgementFactory(inspection=self.report, area=area, **place)
        MeasureReadingFactory(
            measure=self.measure,
            inspection=self.visit,
            value=value,
            quote=f"{name} figure",
            on=f"2019-0{value // 20}-01",
            **place,
        )
        RivalFactory(inspection=self.report, fact="ended", value=f"{name} day", **place)
        MilestoneFactory(authority=self.authority, title=f"{name} milestone", **place)
        LeaderFactory(authority=self.authority, name=f"{name} leader", **place)

    def link(self):
        FindingLinkFactory(finding=self.hidden_finds, recommendation=self.hidden_asks)
        FindingLinkFactory(finding=self.open_finds, recommendation=self.open_asks)
        later = RecommendationFactory(
            inspection=self.visit, title="Says again", theme=self.theme
        )
        for asked in (self.hidden_asks, self.open_asks):
            RepeatLinkFactory(recommendation=later, earlier_recommendation=asked)
        self.says_again = later


@pytest.fixture
def world(authority):
    return World(authority)


def read(viewer, name, *args, **query):
    response = viewer.get(reverse(name, args=args, query=query))
    assert response.status_code == 200
    return html.fromstring(response.content).find(".//main")


def rows(main, word):
    """The rows with the word in them that hold no smaller row with it."""
    of_it = f".//*[{A_ROW}][contains(., '{word}')]"
    found = [row for row in main.xpath(of_it) if not row.xpath(of_it)]
    return [row for row in found if not row.xpath(A_GRADE_OF_THE_TIMELINE)]


def is_marked(row):
    return any(FLAG in flag.text_content() for flag in row.find_class("flag--unpublished"))


def pages(world):
    slug = world.authority.slug
    asked = world.hidden_asks
    return {
        "inspection": ("inspection", slug, "report"),
        "visit": ("inspection", slug, "visit"),
        "recommendation": ("recommendation", slug, "report", asked.key),
        "says again": ("recommendation", slug, "visit", world.says_again.key),
        "measure": ("measure", slug, world.measure.key),
        "measures": ("measure-list",),
        "theme": ("theme", slug, world.theme.key),
        "timeline": ("timeline",),
        "documents": ("document-list",),
    }


NAMES = "inspection visit recommendation says-again measure measures theme timeline documents"


@pytest.mark.parametrize("name", NAMES.split())
def test_what_was_taken_from_it_is_marked_wherever_it_is_shown(viewer, world, name):
    main = read(viewer, *pages(world)[name.replace("-", " ")])

    hidden = rows(main, "Hidden")
    assert hidden, "the page shows nothing of it"
    assert [row.text_content().split() for row in hidden if not is_marked(row)] == []


# Where things of both papers stand apart.
APART = "inspection visit says-again measure theme timeline documents"


@pytest.mark.parametrize("name", APART.split())
def test_what_was_taken_from_another_document_is_not_marked(viewer, world, name):
    main = read(viewer, *pages(world)[name.replace("-", " ")])

    told = [row for row in rows(main, "Open") if "Hidden" not in row.text_content()]
    assert told, "the page shows nothing of it"
    assert [row.text_content().split() for row in told if is_marked(row)] == []


def test_the_words_at_the_head_of_a_recommendation_are_marked(viewer, world):
    slug = world.authority.slug
    marked = read(viewer, "recommendation", slug, "report", world.hidden_asks.key)
    other = read(viewer, "recommendation", slug, "report", world.open_asks.key)

    assert is_marked(marked.find_class("lede")[0])
    assert not is_marked(other.find_class("lede")[0])


def test_what_a_search_finds_is_marked(viewer, world):
    found = read(viewer, "search", q="hidden").find_class("results")[0]
    others = read(viewer, "search", q="open").find_class("results")[0]

    assert all(is_marked(row) for row in found.xpath("./li"))
    assert len(found.xpath("./li")) == 2
    assert not any(is_marked(row) for row in others.xpath("./li"))


def test_the_documents_own_page_says_it_at_its_head(viewer, world):
    slug = world.authority.slug

    assert "Not for publication." in read(viewer, "document", slug, "hidden").text_content()
    assert "Not for publication." not in read(viewer, "document", slug, "open").text_content()


def test_what_may_be_published_later_says_from_when(viewer, world):
    tomorrow = timezone.localdate() + timedelta(days=1)
    type(world.open).objects.filter(pk=world.open.pk).update(public_from=tomorrow)

    main = read(viewer, "inspection", world.authority.slug, "report")

    (row, *_) = rows(main, "Open asks")
    day = f"{tomorrow.day} {tomorrow:%B %Y}"
    assert f"not for publication before {day}" in row.text_content()


@pytest.mark.parametrize("name", NAMES.split())
def test_the_mark_costs_no_query(viewer, world, name):
    address = pages(world)[name.replace("-", " ")]
    type(world.open).objects.update(public_from=date(2018, 8, 24))
    without = queries(viewer, address)
    type(world.open).objects.update(public_from=None)

    assert queries(viewer, address) == without


def queries(viewer, address):
    with CaptureQueriesContext(connection) as asked:
        read(viewer, *address)
    return len(asked)
