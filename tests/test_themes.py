"""What a board member reads about a subject that returns across inspections."""

import re

import pytest
from django.urls import reverse

from improvement.state import read_state
from improvement.state.claims import Claims
from inspections.models.time import AsAt, Reading
from tests import factories
from tests.factories import (
    ActionCommitmentFactory,
    ActionFactory,
    CommitmentFactory,
    FindingFactory,
    InspectionFactory,
    MeasureFactory,
    MeasureReadingFactory,
    PlanClosureFactory,
    PlanFactory,
    RecommendationFactory,
    RepeatLinkFactory,
    SignOffFactory,
    ThemeFactory,
    UpdateFactory,
    VisitFactory,
    on,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def oversight():
    return ThemeFactory(key="oversight", name="Management oversight")


@pytest.fixture
def autumn(authority):
    """Inspected in autumn 2015; the report came out in January 2016."""
    return InspectionFactory(
        authority=authority,
        key="2015-10",
        started="2015-10-12",
        ended="2015-11-05",
        published="2016-01-05",
        letter=True,
    )


@pytest.fixture
def reinspection(authority):
    return InspectionFactory(
        authority=authority, key="2018-06", kind="reinspection", letter=True
    )


def read(viewer, name, *args, status=200, **query):
    page = viewer.get(reverse(name, args=args, query=query))
    assert page.status_code == status
    return re.sub(r"\s+", " ", page.content.decode())


def story(viewer, theme, **query):
    return read(viewer, "theme", "westmere", theme.key, **query)


def row_of(page, theme):
    """The row of the list that is about the theme, without its tags."""
    row = next(row for row in page.split("<tr>")[1:] if f">{theme.name}</a>" in row)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row).replace("&nbsp;", " "))


# The list: what keeps being raised


def test_the_list_says_in_which_years_a_theme_was_raised_and_what_was_said_last(
    viewer, oversight, autumn, reinspection
):
    RecommendationFactory(inspection=autumn, theme=oversight)
    RecommendationFactory(inspection=reinspection, theme=oversight)
    FindingFactory(inspection=reinspection, theme=oversight, direction="no_progress")

    row = row_of(read(viewer, "theme-list"), oversight)

    assert "Raised 2016, 2018. Last said 2018: raised, found worse." in row


def test_an_inspection_known_only_from_elsewhere_goes_by_its_own_year(
    viewer, authority, oversight, autumn
):
    early = InspectionFactory(
        authority=authority, started="2013-03", ended=None, published=None, known_at=on("2016")
    )
    factories.InspectionDocumentFactory(
        inspection=early, document=autumn.documents.get(), is_its_report=False
    )
    RecommendationFactory(inspection=early, theme=oversight)

    assert "Raised 2013." in row_of(read(viewer, "theme-list"), oversight)


def test_two_that_raised_it_in_one_year_are_both_counted(viewer, authority, oversight):
    for kind in ("peer_review", "improvement_notice"):
        inspection = InspectionFactory(authority=authority, kind=kind, letter=True)
        RecommendationFactory(inspection=inspection, theme=oversight)

    assert "Raised 2018 (twice)." in row_of(read(viewer, "theme-list"), oversight)


@pytest.mark.parametrize(
    ("directions", "cell"),
    [
        (["improved", "strength", "some_progress"], "↑ Better"),
        (["declined", "weakness", "no_progress"], "↓ Worse"),
        (["improved", "weakness"], "↕ Both"),
    ],
)
def test_a_cell_says_what_the_findings_say_of_it(
    viewer, oversight, reinspection, directions, cell
):
    for direction in directions:
        FindingFactory(inspection=reinspection, theme=oversight, direction=direction)

    assert cell in row_of(read(viewer, "theme-list"), oversight)


def test_a_cell_says_that_it_was_raised_with_how_many_and_what_was_found(
    viewer, oversight, reinspection
):
    RecommendationFactory.create_batch(2, inspection=reinspection, theme=oversight)
    FindingFactory(inspection=reinspection, theme=oversight, direction="improved")

    row = row_of(read(viewer, "theme-list"), oversight)

    assert "◆ Raised (2)" in row
    assert "↑ Better" in row


def test_a_figure_alone_is_not_silence(viewer, authority, oversight, autumn, reinspection):
    RecommendationFactory(inspection=autumn, theme=oversight)
    MeasureReadingFactory(
        measure=MeasureFactory(authority=authority, theme=oversight), inspection=reinspection
    )

    row = row_of(read(viewer, "theme-list"), oversight)

    assert "# Figures" in row
    assert "Silent" not in row


@pytest.mark.parametrize(("letter", "cell"), [(True, "– Silent"), (False, "? Not held")])
def test_silence_in_a_letter_that_we_hold_is_told_from_a_letter_that_we_do_not(
    viewer, authority, oversight, reinspection, letter, cell
):
    RecommendationFactory(inspection=reinspection, theme=oversight)
    VisitFactory(authority=authority, letter=letter)

    assert cell in row_of(read(viewer, "theme-list"), oversight)


def test_a_cell_opens_the_theme_at_that_inspection(viewer, oversight, reinspection):
    RecommendationFactory(inspection=reinspection, theme=oversight)

    assert "/themes/westmere/oversight/#2018-06" in read(viewer, "theme-list")
    assert 'id="2018-06"' in story(viewer, oversight)


def test_what_has_no_theme_is_counted_apart(viewer, reinspection, oversight):
    RecommendationFactory(inspection=reinspection, theme=oversight)
    FindingFactory.create_batch(2, inspection=reinspection, theme=None)

    assert "0 recommendations and 2 findings" in read(viewer, "theme-list")


@pytest.mark.parametrize("query", [{}, {"as_at": "2001-01-01", "reading": "then"}])
def test_a_list_without_anything_says_so(viewer, query):
    page = read(viewer, "theme-list", **query)

    assert ("Nothing was known by then" if query else "No inspection is recorded yet") in page


# The page of a theme


def test_the_first_sentence_says_how_often_it_was_raised_and_what_was_said_last(
    viewer, oversight, autumn, reinspection
):
    RecommendationFactory(inspection=autumn, theme=oversight)
    RecommendationFactory(inspection=reinspection, theme=oversight)
    for direction in ("declined", "weakness", "strength"):
        FindingFactory(inspection=reinspection, theme=oversight, direction=direction)

    page = re.sub(r"<[^>]+>", "", story(viewer, oversight))

    assert "Raised twice: 2016, 2018." in page
    assert (
        "Last said: Re-inspection, 24 August 2018: raised, found both better and worse "
        "(1 better, 2 worse)." in page
    )


def test_a_theme_that_nobody_spoke_of_says_so(viewer, oversight, reinspection):
    assert "Nobody said anything of it" in story(viewer, oversight)


def test_it_tells_what_was_asked_found_and_measured_with_what_it_repeats(
    viewer, authority, oversight, autumn, reinspection
):
    first = RecommendationFactory(inspection=autumn, theme=oversight, title="Oversee")
    again = RecommendationFactory(
        inspection=reinspection, theme=oversight, title="Oversee better", says_repeat=True
    )
    RepeatLinkFactory(recommendation=again, earlier_recommendation=first)
    only_proposed = RecommendationFactory(inspection=autumn, title="Nobody confirmed this")
    RepeatLinkFactory(
        recommendation=again, earlier_recommendation=only_proposed, state="proposed"
    )
    FindingFactory(inspection=reinspection, theme=oversight, summary="Drift goes on.")
    measure = MeasureFactory(authority=authority, theme=oversight, name="Audits", unit="audits")
    MeasureReadingFactory(measure=measure, inspection=reinspection, value=15)

    page = story(viewer, oversight)

    assert "The report says that it was asked before." in page
    assert (
        f'Says again:</p> <ul><li> <a href="/inspections/westmere/2015-10/{first.key}/' in page
    )
    assert "Nobody confirmed this" not in page
    assert "Drift goes on." in page
    assert f"/measures/westmere/{measure.key}/" in page
    assert "15 audits" in page


def test_a_finding_that_repeats_an_earlier_one_says_so(viewer, oversight, autumn, reinspection):
    first = FindingFactory(inspection=autumn, theme=oversight, summary="Drift.")
    again = FindingFactory(inspection=reinspection, theme=oversight, summary="Drift again.")
    RepeatLinkFactory(
        recommendation=None, finding=again, earlier_recommendation=None, earlier_finding=first
    )

    assert "Says again:" in story(viewer, oversight)


@pytest.mark.parametrize(
    ("query", "shown", "answer"),
    [
        ({"from": "2016", "to": "2017"}, {"2015-10"}, "From 2016 to 2017."),
        ({"from": "2017"}, {"2018-06"}, "Since 2017."),
        ({"to": "2017"}, {"2015-10"}, "Up to 2017."),
        ({"from": "2015", "to": "2015"}, set(), "From 2015 to 2015."),
    ],
)
def test_only_some_years_are_shown_by_the_year_of_the_report(
    viewer, oversight, autumn, reinspection, query, shown, answer
):
    for inspection in (autumn, reinspection):
        RecommendationFactory(inspection=inspection, theme=oversight)

    page = story(viewer, oversight, **query)

    assert {key for key in ("2015-10", "2018-06") if f'id="{key}"' in page} == shown
    assert answer in page


@pytest.mark.parametrize(
    "query", [{"from": "x"}, {"from": "\0"}, {"to": "9" * 5000}, {"from": "2020", "to": "2016"}]
)
def test_years_that_are_none_are_refused_with_a_sentence(viewer, oversight, query):
    assert "There is a problem" in story(viewer, oversight, status=400, **query)


def test_a_theme_that_is_none_is_not_found(viewer):
    read(viewer, "theme", "westmere", "no-such-theme", status=404)


# What the council claimed at the time


@pytest.fixture
def claimed(authority, oversight, reinspection):
    """Done in January 2019, accepted in March; the plan closed in June."""
    asked = RecommendationFactory(inspection=reinspection, theme=oversight)
    plan = PlanFactory(authority=authority, title="Plan 2018", example=True)
    commitment = CommitmentFactory(plan=plan, recommendation=asked, title="Oversee better")
    action = ActionFactory(plan=plan, commitments=[commitment])
    claim = UpdateFactory(action=action, status="done", holds_from="2019-01-07")
    SignOffFactory(claim=claim, holds_from="2019-03-07")
    PlanClosureFactory(plan=plan, holds_from="2019-06-30")
    return commitment


def entry_of(page, key):
    return page.partition(f'<li id="{key}"')[2].partition("<li id=")[0]


def test_beside_each_inspection_stands_what_the_council_said_on_that_day(
    viewer, authority, oversight, claimed
):
    VisitFactory(authority=authority, key="february")
    VisitFactory(
        authority=authority,
        key="april",
        started="2019-04-01",
        ended="2019-04-02",
        published="2019-04-20",
    )
    VisitFactory(
        authority=authority, key="may", started="2020-05-01", ended=None, published="2020-05-20"
    )

    page = story(viewer, oversight)

    assert "<strong>Done, evidence awaited</strong>" in entry_of(page, "february")
    assert "<strong>Complete</strong>" in entry_of(page, "april")
    assert "Meanwhile" not in entry_of(page, "may")
    assert "Meanwhile" not in entry_of(page, "2018-06")


def test_the_last_word_of_a_closed_plan_stands_at_its_closing_and_is_marked_as_invented(
    viewer, oversight, claimed
):
    page = story(viewer, oversight)

    assert "30 June 2019: the plan closed" in page
    assert "Example: invented data" in page


def test_the_last_word_of_an_open_plan_stands_at_the_moment_of_the_page(
    viewer, oversight, claimed
):
    page = story(viewer, oversight, as_at="2019-02-01", reading="then")

    assert "<h3>1 February 2019</h3>" in page
    assert "<strong>Done, evidence awaited</strong>" in page


@pytest.mark.parametrize("reading", Reading)
@pytest.mark.parametrize(
    "day", ["2018-12-15", "2019-01-08", "2019-01-20", "2019-02-06", "2019-05-01"]
)
def test_what_was_claimed_at_a_visit_is_what_the_matrix_of_the_plan_says(
    authority, claimed, reading, day
):
    visit = VisitFactory(authority=authority, started=day, ended=None, published=day)
    leaves = ActionFactory(plan=claimed.plan, added="2019-01-10", known_at=on("2019-01-25"))
    ActionCommitmentFactory(action=leaves, commitment=claimed, holds_from="2018-11-30")
    ActionCommitmentFactory(
        action=leaves, commitment=claimed, change="leaves", holds_from="2019-03-01"
    )
    UpdateFactory(
        action=leaves, status="at_risk", holds_from="2019-01-15", known_at=on("2019-02-20")
    )
    as_at = AsAt(on("2019-06-01"), reading)
    plan = type(claimed.plan).objects.for_screen(as_at).get()

    [claim] = Claims([claimed.recommendation], as_at).as_at(
        AsAt.end_of(visit.stands_on, reading)
    )

    [row] = read_state(plan, as_at).commitments
    assert claim.standing == row.cells[-1].standing


def test_a_theme_takes_as_many_queries_for_many_rows_as_for_few(
    viewer, authority, oversight, django_assert_max_num_queries
):
    def grow(number):
        for _ in range(number):
            inspection = InspectionFactory(authority=authority, letter=True)
            said = {"inspection": inspection, "theme": oversight}
            sourced = {**said, "document": inspection.documents.get()}
            asked = RecommendationFactory(**sourced)
            finding = FindingFactory(**sourced)
            RepeatLinkFactory(
                recommendation=asked, earlier_recommendation=RecommendationFactory(**said)
            )
            RepeatLinkFactory(
                recommendation=None,
                finding=finding,
                earlier_recommendation=None,
                earlier_finding=FindingFactory(**said),
            )
            measure = MeasureFactory(authority=authority, theme=oversight)
            MeasureReadingFactory(measure=measure, inspection=inspection)
            commitment = CommitmentFactory(
                plan=PlanFactory(authority=authority), recommendation=asked
            )
            action = ActionFactory(plan=commitment.plan, commitments=[commitment])
            UpdateFactory(action=action)

    def queries():
        with django_assert_max_num_queries(15) as captured:
            story(viewer, oversight)
        return len(captured)

    grow(1)
    few = queries()
    grow(10)

    assert queries() == few


# As known then, and only one's own


def test_what_was_not_known_then_is_neither_counted_nor_told(
    viewer, oversight, autumn, reinspection
):
    RecommendationFactory(inspection=autumn, theme=oversight)
    RecommendationFactory(
        inspection=autumn, theme=oversight, title="Heard of in 2018", known_at=on("2018-01-01")
    )
    RecommendationFactory(inspection=reinspection, theme=oversight, title="Asked in 2018")
    then = {"as_at": "2017-01-01", "reading": "then"}

    row = row_of(read(viewer, "theme-list", **then), oversight)
    page = story(viewer, oversight, **then)

    assert "Raised 2016." in row
    assert "(2)" not in row
    assert "Raised once: 2016." in page
    assert "in 2018" not in page
    assert "as_at=2017-01-01&amp;reading=then" in page


def test_another_authoritys_records_are_nowhere(viewer, members, authority, oversight, claimed):
    elsewhere = members["other"].memberships.first().authority
    theirs = InspectionFactory(authority=elsewhere, key="theirs", letter=True)
    asked = RecommendationFactory(inspection=theirs, theme=oversight, title="Secret asked")
    ours = claimed.recommendation
    RepeatLinkFactory(recommendation=ours, earlier_recommendation=asked)
    CommitmentFactory(
        plan=PlanFactory(authority=elsewhere, title="Secret plan"), recommendation=ours
    )

    page = story(viewer, oversight)

    assert "Secret" not in page
    assert "Raised once" in page
    read(viewer, "theme", elsewhere.slug, oversight.key, status=404)
    read(viewer, "theme-list", authority=elsewhere.slug, status=404)


# The way there


def test_a_theme_is_a_link_wherever_it_is_named(viewer, authority, oversight, reinspection):
    asked = RecommendationFactory(inspection=reinspection, theme=oversight)
    FindingFactory(inspection=reinspection, theme=oversight)
    inspection = (authority.slug, reinspection.key)
    address = 'href="/themes/westmere/oversight/"'

    assert read(viewer, "inspection", *inspection).count(address) == 2
    assert address in read(viewer, "recommendation", *inspection, asked.key)
    assert 'href="/themes/"' in read(viewer, "front-page")
