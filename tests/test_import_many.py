"""A long report is imported in few statements, and none of it otherwise than one by one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.importing import import_drafts
from improvement.importing.writing import write_all
from inspections.models import (
    Finding,
    FindingLink,
    InspectionPerson,
    Measure,
    MeasureReading,
    Recommendation,
)
from tests.conftest import NOW
from tests.factories import AuthorityFactory, FindingFactory, InspectionFactory

pytestmark = pytest.mark.django_db

HEAD = """\
reviewed_by: Programme manager
authority: Rutland
document: {key: %(key)s, title: A letter, kind: monitoring_visit, dated: 2019-12-20, public_from: 2019-12-20}
inspections:
  - key: 2019-11-monitoring_visit
    kind: monitoring_visit
    framework: ILACS-2018
    started: 2019-11-26
"""
EARLIER = """\
  - key: 2018-06-full_inspection
    kind: full_inspection
    started: 2018-06-11
    recommendations: [{key: "1", summary: Oversee the work.}, {key: "2", summary: Plan.}]
"""


def letter(number, direction="improved"):
    """A letter with so many of each kind; each finding is confirmed to speak of one that was
    asked before, and not to speak of another."""
    asked = "rutland/2018-06-full_inspection/"
    sections = {
        "people": "name: Person {0}, role: inspector",
        "recommendations": 'key: "{0}", summary: Ask {0}., repeats: [' + asked + "1]",
        "findings": "key: f{0}, summary: Found {0}., direction: "
        + direction
        + ", theme: management_oversight, at: {{paragraph: {0}}}, "
        + f"recommendations: [{asked}1], not_about: [{asked}2]",
        "measures": "key: m{0}, name: Measure {0}, unit: '%', theme: management_oversight, "
        f"proves: [{asked}1], "
        "readings: [{{value: '{0}'}}]",
    }
    lines = [HEAD % {"key": f"letter-{number}"}]
    for section, entry in sections.items():
        lines += [f"    {section}:\n"]
        lines += [f"      - {{{entry.format(one)}}}\n" for one in range(1, number + 1)]
    return "".join([*lines, EARLIER])


def bring(text, file="letter.yaml", actor=None):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        report = import_drafts([(file, text)], actor=actor, now=NOW)
    assert report.problems == []
    return len(queries)


@pytest.fixture
def authority(db):
    return AuthorityFactory(name="Rutland", slug="rutland")


# What one statement holds differs by database; one for each row would be hundreds more.
STATEMENTS = 40


def test_many_take_hardly_more_queries_than_few(authority):
    few = bring(letter(3))
    many = bring(letter(60).replace("2019-11", "2019-09"))

    assert Finding.objects.count() == 63
    assert FindingLink.objects.count() == 126
    assert many <= few + STATEMENTS


def test_imported_again_or_changed_many_take_hardly_more_queries_than_few(authority):
    bring(letter(3))
    few = [bring(letter(3)), bring(letter(3, "declined"))]
    second = letter(60).replace("2019-11", "2019-09")
    bring(second)

    many = [bring(second), bring(letter(60, "declined").replace("2019-11", "2019-09"))]

    assert Finding.objects.filter(direction="declined").count() == 63
    assert many[0] <= few[0]
    assert many[1] <= few[1] + STATEMENTS


def test_each_of_many_has_a_history_that_says_who_imported_it_and_from_what(authority, members):
    admin = members["admin"]
    text = letter(3).replace("Rutland", admin.memberships.first().authority.name)
    text = text.replace("rutland/", f"{admin.memberships.first().authority.slug}/")
    bring(text, actor=admin)
    bring(text.replace("improved", "declined"), actor=admin)

    for model, kinds in ((Finding, "+~"), (Recommendation, "+"), (Measure, "+")):
        for one in model.objects.all():
            told = one.history.order_by("history_id")
            assert "".join(row.history_type for row in told) == kinds
            assert {row.history_user for row in told} == {admin}
            assert {row.history_change_reason for row in told} == {"imported from letter.yaml"}
    last = Finding.objects.first().history.latest()
    assert (last.direction, last.prev_record.direction) == ("declined", "improved")


def test_one_that_the_records_refuse_is_told_and_the_others_are_written(authority):
    inspection = InspectionFactory(authority=authority)
    there = FindingFactory(inspection=inspection, key="f1")
    new = [
        Finding(
            inspection=inspection, key=key, summary=words, direction="improved", known_at=NOW
        )
        for key, words in (("f2", "Better."), ("f1", "Twice."), ("f3", ""), ("f4", "Worse."))
    ]
    there.summary = "Said anew."

    refused = write_all([*new, there])

    assert set(refused) == {1, 2}
    assert "already exists" in refused[1]
    assert all(
        words.startswith("The records refuse what stands here") for words in refused.values()
    )
    kept = Finding.objects.filter(inspection=inspection).order_by("key")
    assert [(one.key, one.words) for one in kept] == [
        ("f1", "Said anew."),
        ("f2", "Better."),
        ("f4", "Worse."),
    ]
    assert [one.history.count() for one in kept] == [2, 1, 1]
    assert [one.pk is None for one in new] == [False, True, True, False]


def test_what_is_told_twice_of_a_person_or_a_figure_is_recorded_once(authority):
    told = "      - {name: Person 1, role: inspector}\n"
    text = letter(1).replace(told, told * 2)

    bring(text)
    bring(text)

    assert InspectionPerson.objects.count() == 1
    assert MeasureReading.objects.count() == 1
