"""A document that is not for publication is marked so, and so is everything taken from it,
wherever it is shown; what was taken from others is not."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from improvement.dashboards.publishing import MARK
from tests.factories import (
    ActionFactory,
    AreaFactory,
    CommitmentFactory,
    DocumentFactory,
    FindingFactory,
    FindingLinkFactory,
    FrameworkFactory,
    InspectionDocumentFactory,
    InspectionFactory,
    JudgementFactory,
    LeaderFactory,
    MeasureFactory,
    MeasureLinkFactory,
    MeasureReadingFactory,
    MilestoneFactory,
    PlanFactory,
    RecommendationFactory,
    RepeatLinkFactory,
    RivalFactory,
    ThemeFactory,
    UpdateFactory,
    VisitFactory,
)
from tests.held import hold
from tests.pdf_made import Sheet, pdf
from tests.test_page_queries import PAGES, READ

pytestmark = pytest.mark.django_db

FLAG = "not for publication"
# What a reader takes for one thing of a list.
A_ROW = "self::tr or self::li or self::section or self::div[dt] or self::div[@class='asked']"
A_DRAWING = "descendant-or-self::svg"  # looked at by its marks, below


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
        self.grades()
        self.link()
        self.answer()
        hold(self.hidden, pdf(Sheet().words(72, 100, "A page of it.")))

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
        found = FindingFactory(
            inspection=self.visit, text=f"{name} finds", direction="no_progress", **said
        )
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

    def grades(self):
        JudgementFactory(
            inspection=self.report,
            area=AreaFactory(framework=self.framework, key="overall"),
            printed="Hidden grade",
            document=self.hidden,
        )

    def answer(self):
        """A plan of the council's, in words of its own, done where a visit found no progress."""
        self.plan = PlanFactory(
            authority=self.authority, key="plan", document=None, opened="2018-12-01"
        )
        self.plan.answers.add(self.report)
        for asked in (self.hidden_asks, self.open_asks):
            ours = CommitmentFactory(plan=self.plan, recommendation=asked, title="We promise")
            action = ActionFactory(plan=self.plan, commitments=[ours])
            UpdateFactory(action=action, status="done", holds_from="2018-12-10")
        self.action = action

    def link(self):
        MeasureLinkFactory(measure=self.measure, recommendation=self.hidden_asks)
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
    return [row for row in found if not row.xpath(A_DRAWING)]


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
        "inspections": ("inspection-list",),
        "matrix": ("inspection-matrix", slug, "report"),
    }


NAMES = (
    "inspection visit recommendation says-again measure measures theme timeline documents "
    "inspections matrix"
)


@pytest.mark.parametrize("name", NAMES.split())
def test_what_was_taken_from_it_is_marked_wherever_it_is_shown(viewer, world, name):
    main = read(viewer, *pages(world)[name.replace("-", " ")])

    hidden = rows(main, "Hidden")
    assert hidden, "the page shows nothing of it"
    assert [row.text_content().split() for row in hidden if not is_marked(row)] == []


# Where things of both papers stand apart.
APART = "inspection visit says-again measure theme timeline documents matrix"


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


# Pages on which none of it stands: their words are the council's own. And what is the document
# itself, as it came: who looks at a page or downloads the file has passed its mark.
COUNCILS_OWN = {"plan-list", "action-list", "action", "round-list", "round", "plan-workbook"}
FILES = {"document-page", "document-file"}


def addresses(world):
    """Every page that PAGES lists for readers, for this world."""
    slug, plan = world.authority.slug, world.plan.key
    of_all = {name: (name, *args) for name, *args in pages(world).values()}
    of_plan = ("plan", "plan-matrix", "plan-rows", "plan-compare", "plan-check")
    return {
        **of_all,
        **{name: (name, plan) for name in of_plan},
        "front-page": ("front-page",),
        "theme-list": ("theme-list",),
        "search": ("search",),
        "document": ("document", slug, "hidden"),
        "document-text": ("document-text", slug, "hidden"),
    }


def test_every_page_that_readers_have_is_looked_at(world):
    assert set(READ) - COUNCILS_OWN - FILES == set(addresses(world))


@pytest.mark.parametrize("name", sorted(set(READ) - COUNCILS_OWN - FILES))
def test_every_page_that_shows_anything_of_it_has_the_mark(
    viewer, client_for, members, world, name
):
    asked = {
        "search": {"q": "hidden"},
        "plan-rows": {"show": "disagree"},
        "plan-compare": {"from": "2019-01-01"},
    }.get(name, {})
    reader = client_for(members[PAGES[name][0]])
    main = read(reader, *addresses(world)[name], **asked)

    assert is_marked(main) or "Not for publication." in main.text_content()


@pytest.mark.parametrize("name", ["inspection-matrix", "plan-matrix"])
def test_what_a_visit_said_is_marked_in_its_cell(viewer, world, name):
    main = read(viewer, *addresses(world)[name])

    marked = {
        row.find("./th/a").text[:2]: [is_marked(cell) for cell in row.findall("./td")[1:2]]
        for row in main.xpath("//table[contains(@class, 'matrix')]/tbody/tr[td]")
    }
    assert marked == {"40": [True], "80": [False]}


def test_what_a_public_finding_speaks_of_is_marked_where_that_is_not_public(viewer, world):
    FindingLinkFactory(finding=world.open_finds, recommendation=world.hidden_asks)

    main = read(viewer, *pages(world)["visit"])

    spoken_of = main.xpath("//tr[contains(., 'Open finds')]/td[@data-label='Speaks of']/p")
    marked = {one.find("a").text[:2]: is_marked(one) for one in spoken_of}
    assert marked == {"40": True, "80": False}


def test_a_disagreement_with_what_is_not_for_publication_is_marked(viewer, world):
    main = read(viewer, "plan", world.plan.key)

    said = {
        row.find(".//a").text[:2]: row for row in main.xpath("//ul[@class='disagreements']/li")
    }
    assert is_marked(said["40"])
    assert not is_marked(said["80"])


def test_the_check_of_a_plan_marks_what_it_quotes(viewer, world):
    for paper in (world.hidden, world.open):
        name = paper.title.partition(" ")[0]
        RecommendationFactory(inspection=world.report, title=f"{name} is new", document=paper)

    main = read(viewer, "plan-check", world.plan.key)

    said = {
        name: [is_marked(row) for row in main.xpath(f"//li[contains(., '{name}')]")]
        for name in ("Hidden is new", "Open is new", "40. We promise:", "80. We promise:")
    }
    assert said == {
        "Hidden is new": [True],
        "Open is new": [False],
        "40. We promise:": [True],
        "80. We promise:": [False],
    }


def test_what_the_timeline_draws_of_it_says_so_in_words_and_by_a_mark(viewer, world):
    main = read(viewer, "timeline")

    drawn = {name: main.xpath(f"//svg//a[title[contains(., '{name}')]]") for name in FEW}
    assert len(drawn["Hidden"]) == 4  # two grades, a milestone and who led
    assert len(drawn["Open"]) == 3
    for one in {*drawn["Hidden"], *drawn["Open"]}:
        is_hidden = one in drawn["Hidden"]
        assert (FLAG in one.findtext("title")) == is_hidden, one.findtext("title")
        assert (MARK in one.findtext("text")) == is_hidden, one.findtext("text")


FEW = ("Hidden", "Open")


def test_the_last_word_of_inspectors_on_a_recommendation_is_marked(viewer, world):
    for asked, is_hidden in ((world.hidden_asks, True), (world.open_asks, False)):
        main = read(viewer, "recommendation", world.authority.slug, "report", asked.key)

        (word,) = main.xpath(f"//li[@id='visit-{world.hidden_finds.inspection_id}']/p")
        assert is_marked(word) == is_hidden


def test_who_decides_sees_what_of_the_inspectors_is_not_for_publication(
    client_for, members, world
):
    approver = client_for(members["approver"])
    for asked, is_hidden in ((world.hidden_asks, True), (world.open_asks, False)):
        ours = world.plan.commitments.get(recommendation=asked)
        said_done = ours.action_commitments.get().action

        reopened = read(approver, "action-reopen", world.plan.key, said_done.reference)
        impact = read(approver, "commitment-impact", world.plan.key, ours.pk)

        (word,) = reopened.xpath("//div[dt='Inspectors']/dd/p")
        (words,) = impact.xpath("//div[dt='Recommendation']")
        assert (is_marked(word), is_marked(words)) == (is_hidden, is_hidden)


def test_who_keeps_the_records_sees_what_of_them_is_not_for_publication(
    client_for, members, world
):
    for found in (world.hidden_finds, world.open_finds):
        FindingLinkFactory(finding=found, recommendation=world.says_again, state="proposed")
    admin = client_for(members["admin"])
    slug, plan = world.authority.slug, world.plan
    for paper in (world.hidden, world.open):
        name = paper.title.partition(" ")[0]
        RecommendationFactory(inspection=world.report, title=f"{name} new", document=paper)

    pages = {
        "home": read(admin, "keeping").xpath("//section[@aria-labelledby='waiting']//li"),
        "plan": read(admin, "plan-keeping", plan.key).xpath("//li[contains(., ' new')]"),
        "links": read(admin, "finding-links", slug, "visit", world.hidden_finds.key).xpath(
            "//div[label[contains(., 'asks')]]"
        ),
        "commitment": [
            read(admin, "commitment-amend", plan.key, one.pk).xpath(
                "//div[dt='Recommendation']"
            )[0]
            for one in plan.commitments.order_by("pk")
        ],
    }

    for name, told in pages.items():
        marked = [is_marked(row) for row in told]
        assert sorted(marked) == [False, True], name


def test_a_theme_is_marked_in_the_cells_that_count_any_of_it(viewer, world):
    world.hidden_finds.theme = None
    world.hidden_finds.save()
    type(world.measure).objects.update(theme=None)

    row = read(viewer, "theme-list").find(".//table/tbody/tr")

    report, visit = row.findall("./td")
    assert is_marked(report)
    assert not is_marked(visit)


def test_an_inspection_that_no_public_document_tells_of_is_marked(viewer, world):
    def marked(name):
        found = read(viewer, name).xpath("//tr[.//a[contains(@href, '/visit/')]]")
        return [is_marked(row) for row in found]

    def drawn():
        main = read(viewer, "timeline")
        (mark,) = main.xpath("//svg//a[contains(@href, '/visit/')][text]")
        now = main.xpath("//div[dt='Last from outside']/dd")
        return FLAG in mark.findtext("title"), MARK in mark.findtext("text"), is_marked(now[0])

    assert (marked("inspection-list"), marked("timeline")) == ([False], [False])
    assert drawn() == (False, False, False)
    type(world.open).objects.update(public_from=None)
    assert (marked("inspection-list"), marked("timeline")) == ([True], [True])
    assert drawn() == (True, True, True)


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
