"""What somebody finds who comes with a word."""

import re

import pytest
from django.urls import reverse

from improvement.templatetags.words import marked
from tests.factories import (
    ActionCommitmentFactory,
    ActionFactory,
    CommitmentFactory,
    FindingFactory,
    InspectionFactory,
    PlanFactory,
    RecommendationFactory,
    ThemeFactory,
    VisitFactory,
    on,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(authority):
    return InspectionFactory(authority=authority, key="2018-06", letter=True)


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, title="Plan 2018", example=True)


def search(viewer, status=200, **query):
    page = viewer.get(reverse("search", query=query))
    assert page.status_code == status
    return re.sub(r"\s+", " ", page.content.decode())


def found(page):
    """The heads of what was found, without their tags, in order."""
    heads = re.findall(r'<h2 class="results__head">(.*?)</h2>', page)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", head)).strip() for head in heads]


def counts(page):
    return re.findall(r'(\w+) <span class="lists__number">(\d+)</span>', page)


# Words


def test_every_word_must_occur_in_any_order_and_in_either_case(viewer, inspection):
    for title in ("Return interviews", "INTERVIEWS on return", "Return home"):
        RecommendationFactory(inspection=inspection, title=title)

    heads = found(search(viewer, q="interview RETURN"))

    assert [head.split(". ")[1] for head in heads] == [
        "Return interviews",
        "INTERVIEWS on return",
    ]


def test_a_word_is_found_wherever_it_may_stand(viewer, inspection, plan):
    RecommendationFactory(inspection=inspection, title="Neglect", key="r1")
    RecommendationFactory(inspection=inspection, text="The neglect tool.", key="r2")
    RecommendationFactory(inspection=inspection, summary="Of neglect.", key="r3")
    FindingFactory(inspection=inspection, text="Neglect was seen.")
    FindingFactory(inspection=inspection, summary="Neglect was not.")
    ActionFactory(plan=plan, reference="neglect-1", title="Training")
    ActionFactory(plan=plan, title="One neglect tool")
    ActionFactory(plan=plan, title="Audit", success_measure="Neglect is named.")

    page = search(viewer, q="neglect")

    assert counts(page) == [
        ("All", "8"),
        ("Recommendations", "3"),
        ("Findings", "2"),
        ("Actions", "3"),
    ]
    assert len(found(page)) == 8


def test_percent_and_underscore_are_only_signs(viewer, inspection):
    RecommendationFactory(inspection=inspection, title="All of it", summary="100% of visits.")
    RecommendationFactory(inspection=inspection, title="Some of it", summary="Most visits.")

    assert len(found(search(viewer, q="%"))) == 1
    assert found(search(viewer, q="_")) == []


def test_the_words_are_marked_and_nothing_else_of_the_text_is_markup(viewer, inspection):
    RecommendationFactory(inspection=inspection, summary="<b>Neglect</b> & <script>")

    page = search(viewer, q="neglect <b>")

    assert "<mark>&lt;b&gt;</mark><mark>Neglect</mark>&lt;/b&gt; &amp; &lt;script&gt;" in page


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Visits", [], "Visits"),
        ("Visits & visits", ["visit"], "<mark>Visit</mark>s &amp; <mark>visit</mark>s"),
        ("a.b axb", ["a.b"], "<mark>a.b</mark> axb"),
        ("visits", ["vis", "visits"], "<mark>visits</mark>"),
        ("amp &", ["amp"], "<mark>amp</mark> &amp;"),
    ],
)
def test_marking(text, words, shown):
    assert marked(text, words) == shown


def test_each_result_says_what_it_is_where_it_is_from_and_when(viewer, inspection, plan):
    FindingFactory(inspection=inspection, summary="Neglect.", direction="declined", key="f7")
    ActionFactory(plan=plan, reference="1.1", title="Neglect tool")

    page = search(viewer, q="neglect")

    assert found(page) == [
        "Action 1.1 Neglect tool",
        "Finding Full inspection, 4 June 2018 to 28 June 2018, finding f7",
    ]
    assert "/inspections/westmere/2018-06/#finding-f7" in page
    assert "Declined" in page
    assert "In the plan since 30 November 2018" in page
    assert "Example: invented data" in page


def test_a_finding_can_be_pointed_at_on_the_page_of_its_inspection(viewer, inspection):
    FindingFactory(inspection=inspection, key="f7")
    page = viewer.get(reverse("inspection", args=["westmere", "2018-06"]))

    assert 'id="finding-f7"' in page.content.decode()


# Filters


@pytest.fixture
def theme(inspection, plan):
    """A theme with a recommendation, a finding and an action that answers; and others."""
    theme = ThemeFactory(key="visits")
    asked = RecommendationFactory(inspection=inspection, theme=theme, title="Visit", key="1")
    other = RecommendationFactory(inspection=inspection, title="Visit else", key="2")
    FindingFactory(inspection=inspection, theme=theme, summary="Visits.", direction="declined")
    FindingFactory(inspection=VisitFactory(authority=plan.authority), summary="Visits.")
    for reference, recommendation in (("A", asked), ("B", other)):
        commitment = CommitmentFactory(plan=plan, recommendation=recommendation)
        ActionFactory(plan=plan, reference=reference, title="Visit", commitments=[commitment])
    return theme


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, "6222"),
        ({"theme": "visits"}, "3111"),
        ({"theme": "none"}, "3111"),
        ({"inspection": "westmere/2018-06"}, "5212"),
        ({"direction": "declined"}, "1010"),
        ({"theme": "visits", "direction": "improved"}, ""),
    ],
)
def test_filters_choose(viewer, theme, query, numbers):
    page = search(viewer, q="visit", **query)

    assert "".join(number for _, number in counts(page)) == numbers


def test_an_action_that_left_the_commitment_answers_it_no_more(viewer, plan, theme):
    action = plan.actions.get(reference="A")
    [joined] = action.action_commitments.all()
    ActionCommitmentFactory(action=action, commitment=joined.commitment, change="leaves")

    assert found(search(viewer, theme="visits", **{"in": "actions"})) == []


def test_one_kind_is_shown_while_all_are_counted(viewer, theme):
    page = search(viewer, q="visit", **{"in": "findings"})

    assert [head.split()[0] for head in found(page)] == ["Finding", "Finding"]
    assert counts(page)[0] == ("All", "6")


def test_filters_alone_choose_too(viewer, theme):
    assert len(found(search(viewer, theme="visits"))) == 3


# Pages, and what is not found


def test_long_lists_come_in_pages_that_keep_the_question(viewer, inspection):
    FindingFactory.create_batch(30, inspection=inspection, summary="Neglect.")

    first = search(viewer, q="neglect", direction="some_progress")
    second = search(viewer, q="neglect", direction="some_progress", page=2)

    assert len(found(first)) == 25
    assert "?q=neglect&amp;direction=some_progress&amp;page=2" in first
    assert len(found(second)) == 5
    assert 'href="/search/?q=neglect&amp;direction=some_progress&amp;in=findings"' in second
    assert not set(found(first)) & set(found(second))


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e9", "9" * 5000, "²", "\0"])
def test_an_odd_page_number_shows_a_page(viewer, inspection, page):
    FindingFactory(inspection=inspection, summary="Neglect.")

    assert len(found(search(viewer, q="neglect", page=page))) == 1


@pytest.mark.parametrize(
    "query",
    [
        {"q": "\0"},
        {"q": "a" * 10_000},
        {"in": "users"},
        {"theme": "no-such-theme"},
        {"theme": "\0"},
        {"inspection": "eastmere/theirs"},
        {"direction": "sideways"},
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(viewer, members, query):
    elsewhere = members["other"].memberships.first().authority
    InspectionFactory(authority=elsewhere, key="theirs")

    assert "There is a problem" in search(viewer, status=400, **query)


@pytest.mark.parametrize("q", ["'; --", "\\", "<script>", "\ud7ff\U0001f600", "a " * 99, "('"])
def test_strange_words_are_only_words(viewer, inspection, q):
    RecommendationFactory(inspection=inspection)

    assert "<script>" not in search(viewer, q=q)


def test_nothing_typed_tells_what_is_searched(viewer):
    assert "What is searched" in search(viewer, q="   ")


def test_nothing_found_says_so_and_offers_to_ask_for_less(viewer, theme):
    page = search(viewer, q="visit zebra", theme="visits")

    assert "<strong>Nothing</strong> found" in page
    assert f"without the theme “{theme.name}”" in page
    assert 'href="/search/?q=visit+zebra"' in page
    assert 'href="/search/?q=zebra&amp;theme=visits"' in page


def test_a_search_takes_as_many_queries_for_many_rows_as_for_few(
    viewer, authority, inspection, plan, django_assert_max_num_queries
):
    def grow(number):
        for _ in range(number):
            where = InspectionFactory(authority=authority, letter=True)
            document = where.documents.get()
            RecommendationFactory(
                inspection=where, title="Neglect", theme=ThemeFactory(), document=document
            )
            FindingFactory(
                inspection=where, summary="Neglect", theme=ThemeFactory(), document=document
            )
            other = PlanFactory(authority=authority)
            ActionFactory(plan=other, title="Neglect")

    def queries():
        with django_assert_max_num_queries(15) as captured:
            search(viewer, q="neglect")
        return len(captured)

    grow(1)
    few = queries()
    grow(10)

    assert queries() == few


# Only one's own, and as known then


def test_another_authoritys_records_are_not_found(viewer, members):
    elsewhere = members["other"].memberships.first().authority
    theirs = InspectionFactory(authority=elsewhere)
    RecommendationFactory(inspection=theirs, title="Neglect")
    FindingFactory(inspection=theirs, summary="Neglect.")
    ActionFactory(plan=PlanFactory(authority=elsewhere), title="Neglect")

    page = search(viewer, q="neglect")

    assert found(page) == []
    assert str(elsewhere) not in page


def test_a_member_of_several_authorities_chooses_one(client_for, members, inspection):
    superuser = members["admin"]
    superuser.is_superuser = True
    superuser.save()
    elsewhere = members["other"].memberships.first().authority
    RecommendationFactory(inspection=inspection, title="Neglect here")
    theirs = InspectionFactory(authority=elsewhere, key="2018-06")
    RecommendationFactory(inspection=theirs, title="Neglect there")
    client = client_for(superuser)

    assert len(found(search(client, q="neglect"))) == 2
    [only] = found(search(client, q="neglect", authority="eastmere"))
    assert only.endswith("Neglect there")
    [only] = found(search(client, q="neglect", inspection="westmere/2018-06"))
    assert only.endswith("Neglect here")
    assert (
        found(search(client, q="neglect", authority="eastmere", inspection="westmere/2018-06"))
        == []
    )


def test_what_was_not_known_or_had_not_happened_then_is_not_found(viewer, inspection, plan):
    RecommendationFactory(inspection=inspection, title="Neglect known")
    RecommendationFactory(
        inspection=inspection, title="Neglect learnt", known_at=on("2019-06-01")
    )
    FindingFactory(inspection=VisitFactory(authority=plan.authority), summary="Neglect.")
    ActionFactory(plan=plan, title="Neglect tool")
    ActionFactory(plan=plan, title="Neglect audit", added="2019-06-01")

    page = search(viewer, q="neglect", as_at="2018-09-01", reading="then")

    assert [head.split(". ")[1] for head in found(page)] == ["Neglect known"]
    assert '<input type="hidden" name="as_at" value="2018-09-01">' in page
    assert len(found(search(viewer, q="neglect", as_at="2018-09-01", reading="now"))) == 2
    assert len(found(search(viewer, as_at="2019-01-01", q="neglect", **{"in": "actions"}))) == 1
