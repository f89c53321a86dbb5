"""A corrected version of a document stands beside the one it replaces, and speaks over it."""

from datetime import datetime

import pytest

from improvement.importing import Outcome, import_drafts
from inspections.intake.dates import LONDON
from inspections.models import (
    Document,
    Inspection,
    Judgement,
    Leader,
    Measure,
    MeasureReading,
    Milestone,
    Recommendation,
    Rival,
)
from tests.factories import AuthorityFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 10, tzinfo=LONDON)
FIRST, SECOND, THIRD = ("a" * 64, "b" * 64, "c" * 64)

REPORT = """\
reviewed_by: Programme manager
document: {key: report, title: The report, kind: full_inspection, published: 2018-08-24, sha256: SHA256}
authority: Westmere
inspections:
  - key: 2018-06-full_inspection
    kind: full_inspection
    framework: SIF
    started: 2018-06-04
    ended: 2018-06-28
    published: 2018-08-24
    judgements:
      - {area: overall, grade: inadequate, at: {page: 2, quote: Inadequate}}
    recommendations:
      - {key: "1", text: Oversee work., at: {page: 5, paragraph: 40, quote: Oversee work.}}
      - {key: "2", text: Visit in time., at: {page: 5, paragraph: 41, quote: Visit in time.}}
    measures:
      - {key: visits, name: Visits in time, unit: "%", readings: [{value: 41, at: {page: 6, paragraph: 50}}]}
milestones: [{on: 2018-09-01, title: A commissioner, at: {page: 7, paragraph: 60}}]
led_by: [{post: Director, name: A Director, at: {page: 7, paragraph: 61}}]
""".replace("SHA256", FIRST)  # fmt: skip


def version(number, sha256, replaces, text=REPORT):
    return text.replace(
        f"key: report, title: The report, kind: full_inspection, published: 2018-08-24, "
        f"sha256: {FIRST}",
        f"key: report-{number}, title: Version {number}, kind: full_inspection, "
        f"published: 2018-09-10, sha256: {sha256}, replaces: {replaces}",
    )


CORRECTED = (
    version(2, SECOND, "report")
    .replace("grade: inadequate", "grade: requires_improvement")
    .replace("ended: 2018-06-28", "ended: 2018-06-29")
    .replace("Visit in time.", "Visit every child in time.")
    .replace("value: 41", "value: 43")
)


def load(*texts, **options):
    files = [(f"{number}.yaml", text) for number, text in enumerate(texts, 1)]
    return import_drafts(files, **{"actor": None, "now": NOW, **options})


def sentences(report):
    return [problem.sentence for problem in report.problems]


def test_a_corrected_version_is_a_document_beside_the_old_one():
    load(REPORT)

    report = load(CORRECTED)

    assert report.problems == []
    corrected = Document.objects.get(key="report-2")
    assert corrected.replaces.key == "report"
    assert Document.objects.get(key="report").sha256 == FIRST
    assert Inspection.objects.count() == 1


def test_what_it_says_otherwise_stands_and_the_old_is_kept_beside_it():
    load(REPORT)

    load(CORRECTED)

    inspection = Inspection.objects.get()
    assert str(inspection.ended) == "29 June 2018"
    assert inspection.giver_of("ended").key == "report-2"
    assert Judgement.objects.get().grade == "requires_improvement"
    assert {(one.fact, one.value, one.document.key) for one in Rival.objects.all()} == {
        ("ended", "28 June 2018", "report"),
        ("Overall effectiveness", "inadequate", "report"),
    }


def test_what_it_says_again_is_now_taken_from_it():
    load(REPORT)

    load(CORRECTED)

    assert Inspection.objects.get().giver_of("started").key == "report-2"
    assert {one.document.key for one in Recommendation.objects.all()} == {"report-2"}
    assert Recommendation.objects.get(key="2").text == "Visit every child in time."
    assert Recommendation.objects.get(key="2").history.count() == 2


def test_what_it_leaves_out_is_not_deleted():
    load(REPORT)
    without = "\n".join(line for line in CORRECTED.splitlines() if '{key: "1"' not in line)

    report = load(without)

    assert report.problems == []
    first = Recommendation.objects.get(key="1")
    assert (first.text, first.document.key) == ("Oversee work.", "report")


def test_its_figures_take_the_place_of_the_old_ones():
    load(REPORT)

    load(CORRECTED)

    (standing,) = MeasureReading.objects.filter(voided_by=None)
    assert (standing.value, standing.document.key) == (43, "report-2")
    assert standing.voids.value == 41
    assert Measure.objects.get().document.key == "report-2"
    assert (Milestone.objects.count(), Leader.objects.count()) == (1, 1)
    assert Leader.objects.get().document.key == "report-2"


def test_versions_again_in_any_order_change_nothing():
    load(REPORT)
    load(CORRECTED)

    assert [load(text).lines for text in (CORRECTED, REPORT, CORRECTED)] == [[], [], []]
    assert load(CORRECTED, REPORT).lines == []
    assert Judgement.objects.get().grade == "requires_improvement"


def test_both_at_once_are_imported_the_old_one_first():
    report = load(CORRECTED.replace("published: 2018-09-10", "published: 2018-08-01"), REPORT)

    assert report.problems == []
    assert Judgement.objects.get().grade == "requires_improvement"
    assert Document.objects.get(key="report-2").replaces.key == "report"


def test_a_third_version_speaks_over_both():
    third = version(3, THIRD, "report-2").replace("grade: inadequate", "grade: good")
    load(REPORT, CORRECTED)

    report = load(third)

    assert report.problems == []
    assert Judgement.objects.get().grade == "good"
    kept = Rival.objects.filter(fact="Overall effectiveness")
    assert {(one.value, one.document.key) for one in kept} == {
        ("inadequate", "report"),
        ("requires_improvement", "report-2"),
    }
    assert [load(text).lines for text in (REPORT, CORRECTED, third)] == [[], [], []]


def test_a_version_that_only_mentions_an_inspection_still_speaks_over_the_report_it_corrects():
    load(REPORT)
    other = CORRECTED.replace(
        "inspections:\n", "inspections:\n  - {key: 2019-01-peer_review, kind: peer_review}\n"
    )

    report = load(other)

    assert report.problems == []
    assert str(Inspection.objects.get(key__startswith="2018").ended) == "29 June 2018"
    assert load(REPORT).lines == []


def test_a_persons_correction_outlives_a_version():
    load(REPORT)
    recommendation = Recommendation.objects.get(key="2")
    recommendation.text = "Visit on time."
    recommendation.save()

    report = load(CORRECTED)

    (line,) = report.by_outcome(Outcome.KEPT)
    assert (line.old, line.new) == ("Visit on time.", "Visit every child in time.")


def test_another_file_under_a_recorded_key_is_a_question():
    load(REPORT)
    other = REPORT.replace(FIRST, SECOND)

    report = load(other)

    (problem,) = report.problems
    assert problem.line == 2
    assert "recorded with another file" in problem.sentence
    assert "replaces: report" in problem.sentence
    assert Document.objects.get().sha256 == FIRST


LETTER = """\
reviewed_by: Programme manager
document: {key: letter, title: The letter, kind: monitoring_visit, dated: 2019-03-20}
authority: Westmere
inspections:
  - key: 2019-02-monitoring_visit
    kind: monitoring_visit
    findings:
      - {key: f1, summary: So., direction: improved, recommendations: [westmere/2018-07-full_inspection/1]}
"""  # fmt: skip


def test_what_names_something_of_a_refused_file_is_no_further_problem():
    load(REPORT)
    other = REPORT.replace(FIRST, SECOND).replace("2018-06-full", "2018-07-full")

    report = load(other, LETTER)

    assert [problem.file for problem in report.problems] == ["1.yaml"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (version(2, SECOND, "nothing"), "There is no document “nothing” to replace"),
        (version(2, SECOND, "report-2"), "A document does not replace itself"),
    ],
)
def test_a_version_of_nothing_or_of_itself_is_a_problem(text, sentence):
    load(REPORT)

    report = load(text)

    (told,) = sentences(report)
    assert sentence in told
    assert Document.objects.count() == 1


def test_two_versions_of_one_document_are_a_question():
    load(REPORT, CORRECTED)

    report = load(version(3, THIRD, "report"))

    assert sentences(report) == [
        "“report” has been replaced by “report-2”: say which one this corrects."
    ]


def test_versions_do_not_run_in_a_circle():
    load(REPORT, CORRECTED)
    back = REPORT.replace(f"sha256: {FIRST}", f"sha256: {FIRST}, replaces: report-2")

    report = load(back)

    assert sentences(report) == ["“report-2” is a later version than this, or this one itself."]
    assert Document.objects.get(key="report").replaces is None


def test_a_document_of_another_authority_is_not_replaced():
    load(REPORT)
    AuthorityFactory(name="Eastmere", slug="eastmere")

    report = load(CORRECTED.replace("authority: Westmere", "authority: Eastmere"))

    assert "There is no document “report” to replace" in sentences(report)[0]


def test_a_version_is_not_taken_for_a_report_that_has_no_fingerprint_yet():
    load(REPORT.replace(f", sha256: {FIRST}", ""))

    report = load(CORRECTED)

    assert report.problems == []
    assert {one.key: one.sha256 for one in Document.objects.all()} == {
        "report": "",
        "report-2": SECOND,
    }
