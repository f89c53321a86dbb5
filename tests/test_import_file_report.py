"""What an import would do, for a page beside the draft: by entry, by section, with its source."""

from datetime import datetime

import pytest

from improvement.importing import Outcome, import_drafts
from inspections.intake.dates import LONDON
from inspections.models import Inspection

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 10, tzinfo=LONDON)

REPORT = """\
reviewed_by: Programme manager
document: {key: report, title: The report, kind: full_inspection, published: 2018-08-24}
authority: Westmere
inspections:
  - key: 2018-06-full_inspection
    kind: full_inspection
    framework: SIF
    started: 2018-06-04
    judgements: [{area: overall, grade: inadequate}]
    recommendations:
      - {key: "1", summary: Oversee work.}
      - {key: "2", summary: Visit in time.}
"""

PAPER = """\
reviewed_by: Programme manager
document: {key: paper, title: In the paper, kind: press_report, second_hand: yes, published: 2018-08-30}
authority: Westmere
inspections:
  - {key: 2018-08-monitoring_visit, kind: monitoring_visit}
  - key: 2018-06-full_inspection
    kind: full_inspection
    started: 2018-07-01
    judgements: [{area: overall, grade: good}]
    people: [{name: An Inspector, role: inspector}]
"""  # fmt: skip


def load(*texts, **options):
    files = [(f"{number}.yaml", text) for number, text in enumerate(texts, 1)]
    return import_drafts(files, **{"actor": None, "now": NOW, **options})


def test_every_line_leads_to_its_entry_of_the_draft():
    report = load(REPORT, dry_run=True)

    assert [(line.path, line.key) for line in report.lines] == [
        (("document",), "report"),
        (("inspections", 0), "2018-06-full_inspection"),
        (("inspections", 0, "judgements", 0), "overall"),
        (("inspections", 0, "recommendations", 0), "1"),
        (("inspections", 0, "recommendations", 1), "2"),
    ]


def test_what_stays_as_it_is_leads_there_too():
    load(REPORT)

    report = load(REPORT.replace("Visit in time", "Visit soon"))

    (changed,) = report.lines
    assert (changed.path, changed.field) == (
        ("inspections", 0, "recommendations", 1),
        "our summary",
    )
    assert (changed.old, changed.new) == ("Visit in time.", "Visit soon.")
    assert [line.path for line in report.unchanged] == [
        ("document",),
        ("inspections", 0),
        ("inspections", 0, "judgements", 0),
        ("inspections", 0, "recommendations", 0),
    ]


def test_an_entry_after_one_that_is_left_out_keeps_its_place_in_the_draft():
    broken = REPORT.replace('{key: "1", summary: Oversee work.}', '{key: "1"}')

    report = load(broken)

    asked = [line.path for line in report.lines if "recommendations" in line.path]
    assert asked == [("inspections", 0, "recommendations", 1)]


def test_a_differing_value_says_what_stands_and_from_which_document():
    load(REPORT)

    report = load(PAPER)

    told = report.by_outcome(Outcome.RIVAL)
    assert [(line.path, line.field, line.old, line.old_from, line.new) for line in told] == [
        (("inspections", 1), "started", "4 June 2018", "The report", "1 July 2018"),
        (
            ("inspections", 1, "judgements", 0),
            "Overall effectiveness",
            "Inadequate",
            "The report",
            "Good",
        ),
    ]


def test_a_value_that_replaces_another_documents_says_whose_it_was():
    load(PAPER.replace("judgements", "# judgements"))

    report = load(REPORT)

    (line,) = (line for line in report.lines if line.field == "started")
    assert (line.outcome, line.old, line.old_from, line.new) == (
        Outcome.CHANGED,
        "1 July 2018",
        "In the paper",
        "4 June 2018",
    )


def test_a_kept_value_says_that_a_person_has_given_it():
    load(REPORT)
    inspection = Inspection.objects.get()
    inspection.started = "2018-06-05"
    inspection.save()

    report = load(REPORT.replace("2018-06-04", "2018-06-06"))

    (line,) = report.lines
    assert (line.outcome, line.old, line.old_from, line.new) == (
        Outcome.KEPT,
        "5 June 2018",
        "entered here",
        "6 June 2018",
    )


def test_a_person_named_leads_to_where_they_are_named():
    load(REPORT)

    report = load(PAPER)

    named = [line.path for line in report.by_outcome(Outcome.CREATED) if "people" in line.path]
    assert named == [("inspections", 1, "people", 0)]
