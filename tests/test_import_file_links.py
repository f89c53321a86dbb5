"""Links that a person has rejected are remembered, so that they are not proposed again."""

from datetime import date, datetime, timedelta

import pytest

from improvement.importing import Outcome, import_drafts
from inspections.intake.dates import LONDON
from inspections.models import FindingLink, LinkState, RepeatLink
from inspections.models.time import AsAt
from tests.factories import FindingLinkFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 10, tzinfo=LONDON)

REPORT = """\
reviewed_by: Programme manager
document: {key: report, title: The report, kind: full_inspection, published: 2018-08-24}
authority: Westmere
inspections:
  - key: 2018-06-full_inspection
    kind: full_inspection
    started: 2018-06-04
    recommendations:
      - {key: "1", summary: Oversee work.}
      - {key: "2", summary: Visit in time.}
"""

LETTER = """\
reviewed_by: Programme manager
document: {key: letter, title: The letter, kind: monitoring_visit, dated: 2019-03-20}
authority: Westmere
inspections:
  - key: 2019-02-monitoring_visit
    kind: monitoring_visit
    started: 2019-02-26
    recommendations:
      - {key: "1", summary: Oversee more., not_repeats: [westmere/2018-06-full_inspection/2]}
    findings:
      - key: f1
        summary: Visits are late.
        direction: no_progress
        recommendations: [westmere/2018-06-full_inspection/2]
        not_about: [westmere/2018-06-full_inspection/1]
        proposed: [{ref: westmere/2018-06-full_inspection/1, score: 0.4}]
"""


def load(*texts, **options):
    files = [(f"{number}.yaml", text) for number, text in enumerate(texts, 1)]
    return import_drafts(files, **{"actor": None, "now": NOW, **options})


def links():
    return {
        (link.recommendation.key, link.state) for link in FindingLink.objects.oldest_first()
    }


def test_what_a_person_has_rejected_is_recorded_and_not_proposed():
    report = load(REPORT, LETTER)

    assert report.problems == []
    assert links() == {("1", "rejected"), ("2", "confirmed")}
    repeat = RepeatLink.objects.get()
    assert (repeat.earlier_recommendation.key, repeat.state) == ("2", "rejected")


def test_rejected_again_it_is_recorded_once():
    load(REPORT, LETTER)

    assert load(REPORT, LETTER).lines == []
    assert FindingLink.objects.count() == 2


def test_what_was_proposed_before_is_rejected_now():
    proposed = LETTER.replace("        not_about: [westmere/2018-06-full_inspection/1]\n", "")
    load(REPORT, proposed)
    assert ("1", "proposed") in links()

    load(LETTER)

    assert ("1", "rejected") in links()
    assert load(proposed).lines == []


def test_a_pair_that_a_person_has_confirmed_since_is_kept_and_said():
    load(REPORT, LETTER)
    rejected = FindingLink.objects.get(state="rejected")
    FindingLinkFactory(
        finding=rejected.finding,
        recommendation=rejected.recommendation,
        state=LinkState.CONFIRMED,
        holds_from=date(2019, 2, 26),
        known_at=NOW + timedelta(hours=1),
    )

    report = load(LETTER)

    assert [(line.outcome, line.old, line.old_from, line.new) for line in report.lines] == [
        (Outcome.KEPT, "confirmed", "entered here", "rejected")
    ]
    confirmed = FindingLink.objects.confirmed(AsAt(NOW + timedelta(hours=2)))
    assert {link.recommendation.key for link in confirmed} == {"1", "2"}


def test_a_later_draft_may_reject_what_an_earlier_one_confirmed():
    before = LETTER.replace("        not_about: [westmere/2018-06-full_inspection/1]\n", "")
    both = before.replace(
        "recommendations: [westmere/2018-06-full_inspection/2]",
        "recommendations: [westmere/2018-06-full_inspection/1, westmere/2018-06-full_inspection/2]",
    )
    load(REPORT, both)

    load(LETTER, now=NOW + timedelta(hours=1))

    later = AsAt(NOW + timedelta(hours=2))
    standing = FindingLink.objects.confirmed(later)
    assert [link.recommendation.key for link in standing] == ["2"]
    assert load(both, now=NOW + timedelta(hours=2)).lines == []
    assert load(LETTER, now=NOW + timedelta(hours=3)).lines == []


def test_one_pair_is_not_confirmed_and_rejected_at_once():
    report = load(REPORT, LETTER.replace("not_about: [westmere/2018-06-full_inspection/1]",
        "not_about: [westmere/2018-06-full_inspection/2]"))  # fmt: skip

    assert [(problem.file, problem.line) for problem in report.problems] == [("2.yaml", 15)]
    assert "stands under “recommendations” too" in report.problems[0].sentence


def test_what_is_rejected_must_be_there():
    report = load(REPORT, LETTER.replace("not_about: [westmere/2018-06-full_inspection/1]",
        "not_about: [westmere/2018-06-full_inspection/9]"))  # fmt: skip

    assert "There is no westmere/2018-06-full_inspection/9" in report.problems[0].sentence
    assert FindingLink.objects.count() == 0
