"""What else a document states, into the records: figures, counts, who led, what has no day."""

from datetime import date, datetime

import pytest

from improvement.importing import Outcome, import_drafts
from improvement.models import Plan
from improvement.state import read_state
from improvement.state.columns import fetch_inspections, visits_of
from inspections.intake.dates import LONDON
from inspections.models import (
    Inspection,
    Leader,
    LinkState,
    Measure,
    MeasureLink,
    MeasureReading,
    Milestone,
)
from inspections.models.time import AsAt, Reading
from tests.factories import (
    AuthorityFactory,
    InspectionFactory,
    MeasureReadingFactory,
    RecommendationFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 10, tzinfo=LONDON)

REVIEW = """\
reviewed_by: Programme manager
document: {key: review, title: The review, kind: governance_review, dated: 2021-08-02}
authority: Westmere
inspections:
  - key: 2021-07-governance_review
    kind: governance_review
    started: 2021-07-21
    ended: 2021-08-04
    recommendations: [{key: "1", summary: Recruit.}]
    measures:
      - key: agency_rate
        name: Agency share
        unit: "%"
        good: lower
        theme: workforce
        proves: ["1"]
        at: {paragraph: 9}
        readings:
          - {value: "27", from: "37.8", on: 2021-06}
      - key: audits
        name: Audits
        unit: audits a month
        readings: [{value: 15, target: 25, at: {paragraph: 12}}]
"""


@pytest.fixture(autouse=True)
def westmere(authority):
    return authority


def load(*texts, **options):
    files = [(f"{number}.yaml", text) for number, text in enumerate(texts, 1)]
    return import_drafts(files, **{"actor": None, "now": NOW, "history": True, **options})


def draft(body, **document):
    printed = {"key": "d", "title": "D", "kind": "scrutiny_report", "dated": "2018-09-19"}
    head = ", ".join(f"{name}: {value}" for name, value in {**printed, **document}.items())
    return f"reviewed_by: Someone\ndocument: {{{head}}}\nauthority: Westmere\n{body}"


def sentences(report):
    return [problem.sentence for problem in report.problems]


# Measures and their readings


def test_a_figure_becomes_a_reading_with_its_source():
    assert load(REVIEW).problems == []

    reading = MeasureReading.objects.get(measure__key="agency_rate")
    assert reading.figures == "27% (37.8% before)"
    assert str(reading.on) == "June 2021"
    assert (reading.document.key, reading.paragraph) == ("review", 9)
    assert reading.holds_from == date(2021, 6, 30)
    audits = MeasureReading.objects.get(measure__key="audits")
    assert audits.figures == "15 audits a month (target 25 audits a month)"


def test_a_figure_without_a_day_stands_at_the_end_of_its_inspection_once_that_is_known():
    load(REVIEW)  # signed before the review was over

    assert MeasureReading.objects.get(measure__key="audits").holds_from == date(2021, 8, 2)


def test_a_measure_proves_the_recommendation_that_a_person_says_it_proves():
    load(REVIEW)

    link = MeasureLink.objects.get()
    assert (link.recommendation.key, link.state) == ("1", LinkState.CONFIRMED)


def test_importing_the_figures_again_changes_nothing():
    load(REVIEW)

    again = load(REVIEW)

    assert again.lines == []
    assert MeasureReading.objects.count() == 2


def test_a_mended_figure_takes_the_place_of_the_mistaken_one():
    load(REVIEW)

    load(REVIEW.replace('value: "27"', 'value: "26.4"'))

    standing = MeasureReading.objects.as_at(AsAt(NOW)).get(measure__key="agency_rate")
    assert standing.figures == "26.4% (37.8% before)"
    assert MeasureReading.objects.filter(measure__key="agency_rate").count() == 2


def standing_figures(key):
    readings = MeasureReading.objects.as_at(AsAt(NOW)).filter(measure__key=key)
    return sorted(reading.figures for reading in readings)


SEVERAL = REVIEW.replace(
    '{value: "27", from: "37.8", on: 2021-06}',
    '{value: "27"}\n          - {value: "30"}\n          - {value: "33"}',
)


def test_of_several_figures_at_one_place_each_stands_once():
    load(SEVERAL)

    load(SEVERAL.replace('          - {value: "27"}\n', ""))
    assert standing_figures("agency_rate") == ["27%", "30%", "33%"]
    load(SEVERAL.replace('"27"', '"28"').replace('"33"', '"34"'))
    assert standing_figures("agency_rate") == ["28%", "30%", "34%"]


@pytest.mark.parametrize(
    "mended",
    [
        '{value: "27", from: "37.8", on: 2021-05}',
        '{value: "27", from: "37.8", on: 2021-06, at: {paragraph: 10}}',
        '{value: "26", from: "37.8", on: 2021-05}',
        '{value: "26", from: "37.8", on: 2021-06, at: {paragraph: 10}}',
        '{value: "26", from: "38", on: 2021-05, at: {paragraph: 10}}',
    ],
)
def test_a_figure_whose_day_or_place_is_mended_stands_once(mended):
    load(REVIEW)

    load(REVIEW.replace('{value: "27", from: "37.8", on: 2021-06}', mended))

    assert len(standing_figures("agency_rate")) == 1


def test_a_figure_that_goes_back_to_what_it_was_stands_once():
    load(REVIEW)
    load(REVIEW.replace('value: "27"', 'value: "26.4"'))
    load(REVIEW)

    assert standing_figures("agency_rate") == ["27% (37.8% before)"]
    assert load(REVIEW).lines == []


def test_a_figure_written_with_more_noughts_is_the_same_figure():
    load(REVIEW)

    assert load(REVIEW.replace('value: "27"', 'value: "27.0"')).lines == []


def test_a_figure_that_a_person_corrected_here_is_kept():
    load(REVIEW)
    told = MeasureReading.objects.get(measure__key="agency_rate")
    MeasureReadingFactory(
        measure=told.measure, inspection=told.inspection, value=28, voids=told, known_at=NOW
    )

    report = load(REVIEW, now=NOW)

    assert Outcome.KEPT in {line.outcome for line in report.lines}
    standing = MeasureReading.objects.as_at(AsAt(NOW)).get(measure__key="agency_rate")
    assert standing.value == 28


LATER = """\
inspections:
  - key: 2022-03-full_inspection
    kind: full_inspection
    started: 2022-03-21
    measures:
      - {key: agency_rate, name: Agency social workers, readings: [{value: 21}]}
"""


def test_another_document_adds_a_reading_to_the_same_measure():
    report = load(REVIEW, draft(LATER, key="report", dated="2022-05-18"))

    assert report.problems == []
    measure = Measure.objects.get(key="agency_rate")
    assert measure.name == "Agency share"
    assert [r.figures for r in measure.readings.order_by("holds_from")] == [
        "27% (37.8% before)",
        "21%",
    ]


def test_a_measure_in_another_unit_is_a_question_for_the_person():
    later = LATER.replace("name: Agency social workers", "unit: posts")

    report = load(REVIEW, draft(later, key="report", dated="2022-05-18"))

    assert "agency_rate is measured in %: give another key." in sentences(report)


def test_a_new_measure_needs_its_name_and_unit():
    report = load(draft(LATER, dated="2022-05-18"))

    assert "agency_rate is new here: give its name and its unit." in sentences(report)


@pytest.mark.parametrize("figure", ["many", "1,5", "12 %", "9999999999", "1e5", "0.12345"])
def test_what_is_not_a_plain_number_is_no_figure(figure):
    report = load(REVIEW.replace('value: "27"', f'value: "{figure}"'))

    assert any("a figure is a plain number" in sentence for sentence in sentences(report))


def test_what_was_measured_is_not_known_before_its_document():
    load(REVIEW)
    before = AsAt.end_of(date(2021, 8, 1), Reading.THEN)

    assert not MeasureReading.objects.as_at(before).exists()
    assert not Measure.objects.known(before).exists()


# Counts without words


def test_a_paper_that_only_counts_the_recommendations_is_kept_as_such():
    body = """\
inspections:
  - {key: 2018-06-reinspection, kind: reinspection, counts: {recommendations: 16, immediate: 3}}
"""
    assert load(draft(body)).problems == []

    told = Inspection.objects.get()
    assert (told.recommendations_stated, told.immediate_stated) == (16, 3)
    assert not told.recommendations.exists()


# Who led, and what has no day


def test_who_led_is_told_by_each_document_that_names_them():
    body = "led_by: [{post: Director, name: Jo Head, since: 2018-07-06, at: {paragraph: 3}}]\n"

    load(draft(body), draft(body.replace("since", "on"), key="e", dated="2019-02-07"))

    assert [str(one.since or one.on) for one in Leader.objects.order_by("document__dated")] == [
        "6 July 2018",
        "6 July 2018",
    ]
    again = load(draft(body))
    assert Leader.objects.count() == 2
    assert again.lines == []


def test_a_document_names_a_leader_once():
    body = (
        "led_by: [{post: Head, name: Jo, on: 2018-01}, {post: Head, name: Jo, on: 2018-02}]\n"
    )

    assert "“Head, Jo” stands on line 4 too." in sentences(load(draft(body)))


def test_a_milestone_without_a_day_stands_by_its_documents():
    body = "milestones: [{title: A new commissioner was appointed}]\n"

    assert load(draft(body)).problems == []

    milestone = Milestone.objects.get()
    assert milestone.when == "by 19 September 2018"
    assert milestone.stands_on == date(2018, 9, 19)
    load(draft(body))
    assert Milestone.objects.count() == 1


def test_a_milestone_that_two_documents_tell_keeps_the_place_where_it_was_read_first():
    body = "milestones: [{on: 2018-04, title: The contract began, at: {paragraph: 2}}]\n"
    both = draft(body), draft(body.replace("2}", "7}"), key="e", dated="2019-02-07")
    load(*both)

    again = load(*both)

    assert Milestone.objects.get().paragraph == 2
    assert again.lines == []


NOTICE = """\
inspections:
  - {key: 2012-05-peer_review, kind: peer_review, started: 2012-05-21, ended: 2012-05-25}
  - key: 2012-05-improvement_notice
    kind: improvement_notice
    by: 2012-05-25
    recommendations: [{key: "1", kind: requirement, summary: Assess in time.}]
"""


def test_a_notice_without_a_date_stands_before_the_look_that_found_it_in_force(authority):
    assert load(draft(NOTICE, dated="2012-07-18")).problems == []

    visits = visits_of(fetch_inspections({authority.pk}), AsAt(NOW))

    assert [str(visit) for visit in visits] == [
        "Improvement notice, by 25 May 2012",
        "Peer review, 21 May 2012 to 25 May 2012",
    ]


def test_by_is_only_for_what_has_no_date_of_its_own():
    report = load(draft(NOTICE.replace("ended: 2012-05-25", "by: 2012-05-25")))

    assert "“by” is for an inspection without dates of its own." in sentences(report)


# Parts


def test_a_place_names_a_part_that_the_document_has():
    body = "milestones: [{title: Something, at: {part: lettr, paragraph: 2}}]\n"

    report = load(draft(body, parts="[{key: letter}, {key: slides}]"))

    assert "part: “lettr” is not known; the nearest is “letter”." in sentences(report)


# A plan that is known only from a paper


def test_a_plan_known_only_from_a_paper_stops_there_without_having_closed(authority):
    asked = RecommendationFactory(
        inspection=InspectionFactory(authority=authority, key="2012-05"), key="1"
    )
    body = """\
plan:
  key: westmere-2012
  title: Response of 2012
  opened: 2012-07-18
  last_known: 2012-07-18
  commitments: [{recommendation: westmere/2012-05/1, title: Assess in time}]
  actions:
    - {reference: "1.1", title: Shorter forms, due_as_printed: mid July, commitments: [westmere/2012-05/1]}
"""
    paper = draft(body, kind="improvement_plan", dated="2012-07-18")
    assert load(paper).problems == []

    plan = Plan.objects.for_screen(AsAt(NOW)).get()
    assert plan.is_lost_sight_of
    state = read_state(plan, AsAt(NOW))
    assert state.as_at.day == date(2012, 7, 18)
    assert not any(action.late or action.unconfirmed for action in state.actions)
    assert asked.commitments.count() == 1
    assert load(paper).lines == []


PAPER_2012 = "plan: {key: p, title: Plan, opened: 2012-07-18, last_known: 2012-07-18}\n"


@pytest.mark.parametrize(
    ("later", "ended"),
    [
        ("closed: 2012-07-18", ("closed", date(2012, 7, 18))),
        ("closed: 2013-01-31", ("closed", date(2013, 1, 31))),
        ("last_known: 2013-01-31", ("last_known", date(2013, 1, 31))),
        ("last_known: 2012-07-18", ("last_known", date(2012, 7, 18))),
    ],
)
def test_a_plan_that_was_lost_sight_of_is_found_again(authority, later, ended):
    paper = draft(PAPER_2012, kind="improvement_plan", dated="2012-07-18")
    found = PAPER_2012.replace("last_known: 2012-07-18", later).replace(
        "}", ", actions: [{reference: '1', title: Go on}]}"
    )
    load(paper)

    report = load(draft(found, key="q", kind="improvement_plan", dated="2013-02-01"))

    plan = Plan.objects.for_screen(AsAt(NOW)).get()
    assert (plan.last_closure, plan.closed_on) == ended
    assert report.problems == []
    assert load(draft(found, key="q", kind="improvement_plan", dated="2013-02-01")).lines == []


def test_nothing_of_a_plan_comes_after_its_end():
    body = PAPER_2012.replace(
        "}", ", actions: [{reference: '1', title: Go on, added: 2012-09-01}]}"
    )

    report = load(draft(body, kind="improvement_plan", dated="2012-10-01"))

    assert "“added” is after the plan's end." in sentences(report)


def test_a_plan_either_closed_or_was_lost_sight_of():
    body = """\
plan: {key: p, title: Plan, opened: 2012-07-18, closed: 2012-08-01, last_known: 2012-09-01}
"""
    report = load(draft(body, kind="improvement_plan", dated="2012-10-01"))

    assert "A plan that closed is not lost sight of: give one." in sentences(report)


def test_a_later_document_may_name_what_a_paper_with_a_plan_tells(authority):
    paper = draft(
        NOTICE + "plan: {key: p, title: Plan, opened: 2012-07-18}\n", dated="2012-07-18"
    )
    later = draft(
        "inspections:\n"
        "  - key: 2016-01-full_inspection\n"
        "    kind: full_inspection\n"
        "    recommendations:\n"
        '      - {key: "1", summary: Assess., repeats: [westmere/2012-05-improvement_notice/1]}\n',
        key="report",
        dated="2016-01-05",
    )

    assert load(later, paper).problems == []


# What was mistyped is mended


def test_a_mended_name_or_day_takes_the_place_of_the_mistyped_one():
    body = """\
milestones: [{on: 2018-10-01, title: Plan is due, at: {paragraph: 40}}]
led_by: [{post: Director, name: Jon Smth, on: 2018-09-19, at: {paragraph: 2}}]
"""
    load(draft(body))

    load(draft(body.replace("2018-10-01", "2018-11-30").replace("Jon Smth", "Jon Smith")))

    assert str(Milestone.objects.get()) == "30 November 2018: Plan is due"
    assert str(Leader.objects.get()) == "Jon Smith, Director"


def test_a_name_that_a_person_mended_here_is_kept():
    body = "led_by: [{post: Director, name: Jon Smth, on: 2018-09-19, at: {paragraph: 2}}]\n"
    load(draft(body))
    Leader.objects.update(name="Jon Smith")

    assert load(draft(body)).lines == []
    assert Leader.objects.get().name == "Jon Smith"


def test_the_unit_is_mended_by_the_document_that_gave_it():
    load(REVIEW.replace('unit: "%"', "unit: percnt"))

    assert load(REVIEW).problems == []
    assert Measure.objects.get(key="agency_rate").unit == "%"


ASKED = "inspections: [{key: i, kind: peer_review, recommendations: [{%s}]}]\n"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            "milestones: [{title: Twice, at: {page: 1}}, {title: Twice, at: {page: 2}}]\n",
            "“Twice” stands on line 4 too.",
        ),
        (
            LATER + "  - {key: other, kind: peer_review, measures: "
            "[{key: agency_rate, name: Another, readings: [{value: 1}]}]}\n",
            "agency_rate: line 9 says otherwise.",
        ),
        (
            LATER + "  - {key: twin, kind: full_inspection, started: 2022-03-21}\n",
            "This is 2022-03-full_inspection, which stands above.",
        ),
        (
            "inspections: [{key: n, kind: direction, by: 2035}]\n",
            "“by” is after the day of the document.",
        ),
        (
            ASKED % "key: '1', summary: Ask., repeats: ['1']",
            "1 cannot be what it says again itself.",
        ),
        (
            ASKED % "key: visits, summary: Ask.",
            "“visits” will not do: a recommendation's key is the number printed",
        ),
    ],
)
def test_what_cannot_be_is_told(body, sentence):
    load(REVIEW)

    told = sentences(load(draft(body, dated="2022-05-18")))

    assert any(sentence in each for each in told), told


def test_a_notice_shown_by_a_year_stands_no_later_than_its_document():
    load(draft("inspections: [{key: n, kind: direction, by: 2018}]\n"))

    assert Inspection.objects.for_list().get().stands_on == date(2018, 9, 19)


def test_another_authoritys_document_is_named_where_it_differs():
    AuthorityFactory(name="Eastmere", slug="eastmere")
    ours = "{authority: Westmere, key: i, kind: peer_review, started: 2018-01-0%d}]\n"
    own = "inspections: [{key: own, kind: focused_visit}, "
    theirs = draft(own + ours % 2).replace("authority: Westmere\n", "authority: Eastmere\n", 1)

    load(theirs, draft("inspections: [" + ours % 3, dated="2018-10-01", kind="peer_review"))

    [rival] = Inspection.objects.get(key="i").rivals.all()
    assert rival.document.authority.slug == "eastmere"
    assert load(theirs).lines == []


def test_what_a_document_calls_an_inspection_is_kept_and_mended():
    body = "inspections: [{key: i, kind: peer_review, as_printed: the 2015 judgement}]\n"
    load(draft(body))
    assert load(draft(body)).lines == []

    report = load(draft(body.replace("2015", "2016")))

    assert [line.new for line in report.lines] == ["the 2016 judgement"]
    assert Inspection.objects.get().sources.get().as_printed == "the 2016 judgement"
