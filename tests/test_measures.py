"""What a board member reads of a figure: how it stands, how it stood before, who says so."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from improvement.dashboards.measures.changes import (
    Change,
    Movement,
    limits,
    movement,
    points_of,
)
from improvement.dashboards.measures.courses import Course
from improvement.dashboards.measures.run_chart import draw, round_up
from inspections.intake.dates import PartialDate
from inspections.models import Measure, MeasureReading
from tests.factories import (
    DocumentFactory,
    InspectionFactory,
    MeasureFactory,
    MeasureLinkFactory,
    MeasureReadingFactory,
    RecommendationFactory,
    ThemeFactory,
    VisitFactory,
    day_of,
    on,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency(authority):
    return MeasureFactory(
        authority=authority,
        key="agency_rate",
        name="Posts filled by agency staff",
        good="lower",
        theme=ThemeFactory(key="staffing", name="Staffing"),
    )


def stated(measure, day, **reading):
    """A reading of a document that came out on the day."""
    document = DocumentFactory(
        authority=measure.authority, published=day, title=f"Letter of {day}"
    )
    told = {"document": document, "on": day, "holds_from": day, "known_at": on(day)}
    return MeasureReadingFactory(measure=measure, **{**told, **reading})


def read(viewer, name, *args, status=200, **query):
    page = viewer.get(reverse(name, args=args, query=query))
    assert page.status_code == status
    return re.sub(r"\s+", " ", page.content.decode())


def words(html):
    text = re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).replace("&nbsp;", " ")
    return re.sub(r"\s+", " ", text)


def row_of(page, measure):
    row = next(row for row in page.split("<tr>") if f">{measure.name}</a>" in row)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row).replace("&nbsp;", " "))


# The list


def test_the_agency_rate_of_2021_and_before_is_read_from_the_list(viewer, agency):
    stated(agency, "2021-08-02", on=None, value=None, earlier="34.4")

    row = row_of(read(viewer, "measure-list"), agency)

    assert "34.4%" in row
    assert "before 2 August 2021" in row
    assert "day not stated" in row
    assert "Letter of 2021-08-02" in row


def test_a_measure_shows_its_last_figure_the_one_before_and_whether_that_is_better(
    viewer, agency
):
    stated(agency, "2020-03-31", value=40)
    stated(agency, "2021-06-30", value=27)

    row = row_of(read(viewer, "measure-list"), agency)

    assert "27% 30 June 2021" in row
    assert "40% 31 March 2020" in row
    assert "↓ Better (fell)" in row
    assert "lower is better" in row


def test_the_earlier_figure_that_a_sentence_names_goes_before_an_older_reading(viewer, agency):
    stated(agency, "2018-06-30", value=55)
    stated(agency, "2021-06-30", value=27, earlier="37.8")

    row = row_of(read(viewer, "measure-list"), agency)

    assert "37.8%" in row
    assert "55%" not in row


def test_a_figure_of_a_day_nobody_states_is_not_called_better_than_an_older_one(viewer, agency):
    stated(agency, "2015-11-05", value=23, target=5)
    stated(agency, "2021-08-02", value=None, earlier="34.4")

    row = row_of(read(viewer, "measure-list"), agency)

    assert "34.4% before 2 August 2021" in row
    assert "23% 5 November 2015" in row
    assert "order in time not stated" in row
    assert "rose" not in row
    assert "reached" not in row


def test_a_fall_is_worse_where_higher_is_better_and_not_judged_where_nobody_has(
    viewer, authority
):
    visits = MeasureFactory(authority=authority, name="Visits in time", good="higher")
    children = MeasureFactory(
        authority=authority, name="Children in care", unit="children", good=""
    )
    stated(visits, "2021-06-30", value=78, earlier=90)
    stated(children, "2021-06-30", value=307, earlier=352)

    page = read(viewer, "measure-list")

    assert "↓ Worse (fell)" in row_of(page, visits)
    assert "↓ Fell, not judged" in row_of(page, children)
    assert "not judged which way is good" in row_of(page, children)


def test_two_documents_that_differ_about_one_day_both_stand(viewer, agency):
    stated(agency, "2020-03-31", value=40)
    stated(agency, "2021-06-30", value=27)
    stated(agency, "2021-06-30", value=31, document__title="Another paper")

    row = row_of(read(viewer, "measure-list"), agency)

    assert "27%" in row
    assert "31%" in row
    assert "Documents differ" in row
    assert "Better" not in row


def test_a_target_is_shown_and_whether_it_is_reached(viewer, authority):
    audits = MeasureFactory(authority=authority, name="Audits", unit="audits a month")
    stated(audits, "2021-06-30", value=15, target=25)

    assert "Target 25 audits a month: not reached" in row_of(
        read(viewer, "measure-list"), audits
    )


@pytest.mark.parametrize(
    ("good", "bound", "said"),
    [
        ("higher", "at_least", ": reached"),
        ("higher", "more_than", ": reached"),
        ("higher", "less_than", ": not reached"),
        ("higher", "at_most", ""),
        ("lower", "at_most", ": reached"),
        ("lower", "more_than", ": not reached"),
        ("lower", "at_least", ""),
        ("lower", "", ": reached"),
    ],
)
def test_a_target_is_reached_by_a_bound_that_cannot_lie_short_of_it(
    viewer, authority, good, bound, said
):
    measure = MeasureFactory(authority=authority, name="Visits", unit="%", good=good)
    stated(measure, "2021-06-30", value=90, bound=bound, target=90)

    row = row_of(read(viewer, "measure-list"), measure)

    assert re.search("Target 90%(: [a-z ]+reached|: reached)?", row)[0] == f"Target 90%{said}"


def test_a_figure_without_a_day_is_not_judged_by_a_dated_one_of_its_document(viewer, authority):
    measure = MeasureFactory(authority=authority, name="Adoptions", good="higher")
    report = DocumentFactory(authority=authority, title="Report of July 2018")
    told = {"document": report, "known_at": on("2018-08-01")}
    stated(measure, "2018-03-31", value=20, **told)
    stated(measure, "2018-07-05", value=14, on=None, **told)

    for page in (
        row_of(read(viewer, "measure-list"), measure),
        words(read(viewer, "measure", "westmere", measure.key)).partition("All figures")[0],
    ):
        assert "14" in page
        assert "31 March 2018" in page
        assert "order in time not stated" in page
        assert "fell" not in page


def test_a_figure_without_a_day_is_judged_by_that_of_an_earlier_document(viewer, agency):
    stated(agency, "2018-03-31", value=20)
    stated(agency, "2019-07-05", value=14, on=None)

    assert "Better (fell)" in row_of(read(viewer, "measure-list"), agency)


def test_a_figure_between_goes_before_the_dated_one_that_a_sentence_names(viewer, agency):
    stated(agency, "2019-06-30", value=30)
    stated(agency, "2021-06-30", value=27, earlier="37.8", earlier_on="2017-03-31")

    row = row_of(read(viewer, "measure-list"), agency)

    assert "30% 30 June 2019" in row
    assert "37.8%" not in row


def test_a_dated_figure_that_a_sentence_names_is_judged_though_its_own_has_no_day(
    viewer, agency
):
    stated(agency, "2021-06-30", on=None, value=27, earlier="37.8", earlier_on="2017-03-31")

    assert "Better (fell)" in row_of(read(viewer, "measure-list"), agency)


def test_within_a_theme_what_several_documents_follow_comes_first(viewer, authority, agency):
    newest, once = (
        MeasureFactory(authority=authority, name=name, theme=agency.theme)
        for name in ("Stated last", "Stated in March")
    )
    stated(newest, "2022-06-30", value=1)
    stated(once, "2022-03-31", value=1, earlier=2)
    stated(agency, "2018-03-31", value=20)
    stated(agency, "2019-07-05", value=14)

    page = read(viewer, "measure-list")

    names = [agency.name, newest.name, once.name]
    assert sorted(names, key=lambda name: page.index(f">{name}<")) == names


def test_a_measure_leads_to_the_recommendation_whose_effect_it_shows(viewer, agency):
    inspection = InspectionFactory(authority=agency.authority, key="2018-06")
    asked, refused = (
        RecommendationFactory(inspection=inspection, key=key, title=title)
        for key, title in (("16", "Keep staff"), ("17", "Something else"))
    )
    stated(agency, "2021-06-30", value=27)
    MeasureLinkFactory(measure=agency, recommendation=asked)
    MeasureLinkFactory(measure=agency, recommendation=refused)
    MeasureLinkFactory(
        measure=agency, recommendation=refused, state="rejected", holds_from="2019-02-01"
    )

    for page in (
        read(viewer, "measure-list"),
        read(viewer, "measure", "westmere", "agency_rate"),
    ):
        assert "/inspections/westmere/2018-06/16/" in page
        assert "16. Keep staff" in page
        assert "Something else" not in page


def test_measures_are_grouped_by_theme_and_the_address_chooses_one(viewer, authority, agency):
    other = MeasureFactory(authority=authority, name="Visits", theme=ThemeFactory(name="Zeal"))
    without = MeasureFactory(authority=authority, name="Something", theme=None)
    for measure in (agency, other, without):
        stated(measure, "2021-06-30", value=27)

    everything = read(viewer, "measure-list")
    chosen = read(viewer, "measure-list", theme="staffing")

    assert everything.index("Posts filled") < everything.index(">Visits<")
    assert everything.index(">Visits<") < everything.index(">Something<")
    assert "Posts filled" in chosen
    assert ">Visits<" not in chosen
    read(viewer, "measure-list", theme="none-such", status=404)


def test_an_empty_list_says_so(viewer):
    assert "No measure is recorded yet" in words(read(viewer, "measure-list"))


# One measure


def test_the_page_has_every_figure_in_order_of_time_with_its_source(viewer, agency):
    later = stated(agency, "2022-03-31", value=18, page=8)
    stated(agency, "2021-06-30", value=27, earlier="37.8", paragraph=9)

    page = words(read(viewer, "measure", "westmere", "agency_rate"))
    table = page.partition("All figures")[2]

    assert table.index("27%") < table.index("18%")
    assert "37.8% before (day not stated)" in table
    assert "Letter of 2021-06-30 , paragraph 9" in table
    assert f"{later.document.title} , page 8" in table


def test_a_figure_taken_back_is_not_shown(viewer, agency):
    wrong = stated(agency, "2021-06-30", value=99)
    stated(agency, "2021-06-30", value=27, voids=wrong)

    page = words(read(viewer, "measure", "westmere", "agency_rate"))

    assert "99%" not in page
    assert "27%" in page


def test_a_chart_is_drawn_from_two_figures_on(viewer, agency):
    stated(agency, "2021-06-30", value=27)
    assert "<svg" not in read(viewer, "measure", "westmere", "agency_rate")

    stated(agency, "2022-03-31", value=18)
    page = read(viewer, "measure", "westmere", "agency_rate")
    assert page.count('class="run__mark"') == 2
    assert "The table below has the numbers." in page


def test_a_measure_of_another_authority_is_not_there(members, client_for, agency):
    stated(agency, "2021-06-30", value=27)
    other = client_for(members["other"])

    read(other, "measure", "westmere", "agency_rate", status=404)
    assert "Posts filled" not in read(other, "measure-list")


# As at a day


def test_the_list_of_a_day_has_the_figures_of_that_day(viewer, agency):
    stated(agency, "2020-03-31", value=40)
    stated(agency, "2021-06-30", value=27)

    for reading in ("then", "now"):
        row = row_of(read(viewer, "measure-list", as_at="2020-12-31", reading=reading), agency)
        assert "40%" in row
        assert "27%" not in row


def test_a_figure_that_became_known_later_is_absent_from_what_was_known_then(viewer, agency):
    stated(agency, "2019-03-31", value=45)
    stated(agency, "2020-03-31", value=40, known_at=on("2021-06-30"))
    address = ("measure", "westmere", "agency_rate")

    assert "40%" in words(read(viewer, *address, as_at="2020-12-31", reading="now"))
    assert "40%" not in words(read(viewer, *address, as_at="2020-12-31", reading="then"))


def test_a_measure_whose_every_figure_was_to_come_is_not_on_the_page_of_the_day(viewer, agency):
    stated(agency, "2021-06-30", value=27)

    page = read(viewer, "measure-list", as_at="2020-12-31", reading="now")
    assert "Posts filled" not in page
    assert "No measure had a figure by 31 December 2020" in words(page)
    read(viewer, "measure", "westmere", "agency_rate", as_at="2020-12-31", status=404)


def test_a_recommendation_still_to_be_made_is_not_linked_on_the_page_of_a_day(viewer, agency):
    asked = RecommendationFactory(
        inspection=VisitFactory(
            authority=agency.authority,
            started="2021-01-01",
            ended="2021-01-02",
            published="2021-02-01",
        )
    )
    stated(agency, "2020-03-31", value=40)
    MeasureLinkFactory(measure=agency, recommendation=asked)
    then = {"as_at": "2020-12-31", "reading": "now"}

    assert asked.title in read(viewer, "measure", "westmere", "agency_rate")
    assert asked.title not in read(viewer, "measure", "westmere", "agency_rate", **then)


# On the pages of recommendations and inspections


def test_a_recommendation_shows_the_measures_that_show_whether_it_works(
    viewer, authority, agency
):
    inspection = InspectionFactory(authority=authority, key="2018-06", letter=True)
    asked = RecommendationFactory(inspection=inspection, key="16")
    other = RecommendationFactory(inspection=inspection, key="17")
    stated(agency, "2021-06-30", value=27, earlier="37.8")
    MeasureLinkFactory(measure=agency, recommendation=asked)
    link = MeasureLinkFactory(measure=agency, recommendation=other)
    MeasureLinkFactory(measure=agency, recommendation=other, voids=link, state="rejected")

    page = read(viewer, "recommendation", "westmere", "2018-06", "16")
    assert "Measures that show whether it works" in page
    assert "27%" in row_of(page, agency)
    assert "Better (fell)" in row_of(page, agency)
    without = read(viewer, "recommendation", "westmere", "2018-06", "17")
    assert "Measures that show" not in without


def test_an_inspection_shows_the_figures_it_gives(viewer, agency):
    visit = VisitFactory(authority=agency.authority, key="2019-02", letter=True)
    stated(agency, "2019-02-28", value=27, earlier="37.8", inspection=visit)

    row = row_of(read(viewer, "inspection", "westmere", "2019-02"), agency)

    assert "27% (37.8% before)" in row
    assert "Better (fell)" in row


# Which way a figure went


def reading(value, bound="", earlier_on=None, **figures):
    return MeasureReading(
        measure=Measure(unit="%", good="lower"),
        value=Decimal(value),
        bound=bound,
        earlier_on=earlier_on,
        holds_from=day_of("2021-06-30"),
        known_at=on("2021-06-30"),
        **{name: Decimal(figure) for name, figure in figures.items()},
    )


@pytest.mark.parametrize(
    ("before", "now", "way"),
    [
        ((40, ""), (27, ""), Movement.FELL),
        ((27, ""), (40, ""), Movement.ROSE),
        ((27, ""), (27, ""), Movement.SAME),
        ((90, ""), (90, "more_than"), Movement.ROSE),
        ((90, ""), (90, "at_least"), Movement.UNCLEAR),
        ((20, ""), (20, "less_than"), Movement.FELL),
        ((20, ""), (30, "at_most"), Movement.UNCLEAR),
        ((20, "more_than"), (30, "more_than"), Movement.UNCLEAR),
        ((20, "about"), (30, "about"), Movement.ROSE),
    ],
)
def test_a_figure_with_a_bound_is_compared_only_where_that_can_be_told(before, now, way):
    [first], [second] = points_of(reading(*before)), points_of(reading(*now))

    assert movement(limits(first), limits(second)) is way


@pytest.mark.parametrize(
    ("way", "good", "said"),
    [
        (Movement.ROSE, "higher", "Better (rose)"),
        (Movement.ROSE, "lower", "Worse (rose)"),
        (Movement.FELL, "", "Fell, not judged"),
        (Movement.SAME, "higher", "The same"),
        (Movement.UNCLEAR, "higher", "Cannot be compared"),
    ],
)
def test_a_change_is_said_in_words(way, good, said):
    assert Change(way, good).words == said


# The drawing


def chart_of(*readings):
    for number, one in enumerate(readings):
        one.pk = number
    return draw(Course(readings[0].measure, list(readings)))


def test_an_earlier_figure_without_a_day_is_a_hollow_mark_left_of_its_reading():
    chart = chart_of(reading(27, earlier=37))

    hollow, full = chart.marks
    assert hollow.is_hollow
    assert not full.is_hollow
    assert hollow.x < full.x
    assert hollow.y < full.y  # higher up, as the figure is higher
    [line] = chart.lines
    assert line.is_dashed


def test_an_earlier_figure_with_a_day_stands_at_its_day():
    chart = chart_of(reading(27, earlier=37, earlier_on=PartialDate("2020-06")))

    assert [mark.is_hollow for mark in chart.marks] == [False, False]
    assert [line.is_dashed for line in chart.lines] == [False]
    assert [label.words for label in chart.days] == ["Jun 2021", "Jun 2020"]


def test_every_mark_and_label_stays_within_the_drawing():
    many = [reading(100 - number) for number in range(40)]
    for number, one in enumerate(many):
        one.holds_from = day_of(f"{1990 + number}-06-30")
    chart = chart_of(*many)

    assert all(
        0 <= mark.x <= chart.width and 0 <= mark.y <= chart.height for mark in chart.marks
    )
    assert len(chart.marks) == 40
    labels = chart.figures + chart.days
    assert not any(one.touches(other) for one in labels for other in labels if one is not other)


def test_a_target_is_a_line_of_its_own():
    chart = chart_of(reading(27, earlier=37, target=10))

    assert chart.target.label.words == "target 10"
    assert chart.target.y > max(mark.y for mark in chart.marks)


@pytest.mark.parametrize(
    ("value", "top"), [("37.8", 40), ("97", 100), ("1", 1), ("101", 150), ("307", 400)]
)
def test_the_scale_ends_at_a_round_figure(value, top):
    assert round_up(Decimal(value)) == top


def test_an_earlier_figure_of_a_coarse_day_never_stands_after_the_sentence_that_names_it(
    viewer, agency
):
    stated(agency, "2019-02-06", value=40, earlier=30, earlier_on="2019", on=None)

    page = words(read(viewer, "measure", agency.authority.slug, agency.key))

    assert "Last figure 40%" in page
    assert "Before 30%" in page
    assert "Worse (rose)" in page


def test_a_measure_of_which_no_figure_stands_has_no_page(viewer, agency):
    read(viewer, "measure", agency.authority.slug, agency.key, status=404)


@pytest.mark.parametrize("theme", ["\x00", "no such", "no-such"])
def test_an_address_with_no_theme_of_ours_is_not_found(viewer, agency, theme):
    read(viewer, "measure-list", theme=theme, status=404)
