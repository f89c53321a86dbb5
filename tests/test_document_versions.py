"""A document that is recorded already, or another file of it: said before anything is decided,
and shown on both versions afterwards."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from improvement.documents.already import recorded
from improvement.documents.taking_in import take_in
from improvement.importing import import_drafts
from improvement.models import WaitingDocument
from inspections.models import Document, Finding
from tests.conftest import NOW
from tests.factories import (
    DocumentFactory,
    FindingFactory,
    InspectionDocumentFactory,
    JudgementFactory,
    RecommendationFactory,
)
from tests.rutland import OF_RUTLAND
from tests.test_waiting_import import accept, import_it, page, record, say, words
from tests.waiting_letter import BY_HAND, LETTER, PAPER, REPORT, visit

pytestmark = pytest.mark.django_db
authority, admin, client = OF_RUTLAND

MENDED = LETTER.replace("decisions are now recorded", "most decisions are now recorded")


def take(text, admin):
    return take_in(text.encode(), "letter.md", by=admin, now=NOW)


def found(waiting):
    with_file = WaitingDocument.objects.select_related("authority", "file")
    held = with_file.defer("file__content").get(pk=waiting.pk)
    return recorded(held, list(held.proposals.order_by("position")))


@pytest.fixture
def first(client, admin):
    """The letter as it came first, imported."""
    record(REPORT)
    waiting = take(LETTER, admin)
    accept(waiting, admin)
    import_it(client, waiting)
    return Document.objects.get(sha256=waiting.file.sha256)


# What is recorded already


def test_a_document_about_nothing_that_is_recorded_has_nothing_to_say(admin):
    told = found(take(LETTER, admin))

    assert (told.inspection, told.documents, told.differing) == (None, [], [])
    assert (told.same_file, told.other_file) == (None, None)


def test_a_document_about_a_recorded_inspection_names_it_and_who_tells_of_it(admin):
    record(REPORT, PAPER)

    told = found(take(LETTER, admin))

    assert told.inspection == visit()
    assert [one.key for one in told.documents] == ["committee-paper"]
    assert (told.recommendations, told.findings) == (0, 0)


def test_a_fact_that_another_document_tells_otherwise_is_named_with_it(admin):
    record(REPORT, PAPER)

    (one,) = found(take(LETTER, admin)).differing

    assert (one.name, str(one.here), str(one.there)) == (
        "started",
        "25 November 2019",
        "26 November 2019",
    )
    assert one.by.key == "committee-paper"


def test_a_coarser_date_is_no_other_date(admin):
    record(REPORT, PAPER.replace("started: 2019-11-25", "started: 2019-11"))

    assert found(take(LETTER, admin)).differing == []


def test_a_grade_that_stands_otherwise_is_named_with_the_document_that_gave_it(admin):
    record(REPORT)
    waiting = take(REPORT_2018, admin)

    (one,) = found(waiting).differing

    assert (one.name, one.here, one.there) == ("judgements/overall", "inadequate", "good")
    assert one.by.key == "report-2018"


REPORT_2018 = """\
# Inspection of Rutland local authority children’s services

Inspection dates: 11 June 2018 to 22 June 2018

Lead inspector: Ann Example, Her Majesty’s Inspector

| Judgement | Grade |
|---|---|
| The impact of leaders on social work practice with children and families | Good |
| The experiences and progress of children who need help and protection | Good |
| The experiences and progress of children in care | Good |
| Overall effectiveness | Good |

Services for children are good. Managers’ oversight has improved since 2015.
"""


def test_the_same_file_recorded_by_its_fingerprint_is_the_same_document(admin):
    waiting = take(LETTER, admin)
    document = DocumentFactory(authority=waiting.authority, sha256=waiting.file.sha256)

    told = found(waiting)

    assert (told.same_file, told.other_file) == (document, None)


def test_another_file_of_a_report_that_is_held_asks_which_of_the_two_it_is(first, admin):
    assert found(take(MENDED, admin)).other_file == first


def test_a_report_of_which_no_file_is_known_simply_gets_it(admin):
    record(REPORT)
    inspection = visit_recorded_by_hand(admin)

    told = found(take(LETTER, admin))

    assert (told.inspection, told.other_file) == (inspection, None)


def visit_recorded_by_hand(admin):
    record(BY_HAND)
    Finding.objects.all().delete()
    return visit()


def test_what_is_recorded_is_asked_in_few_queries_however_much_it_is(admin):
    record(REPORT, PAPER)
    waiting = take(LETTER, admin)
    few = queries_of(waiting)
    for _ in range(5):
        FindingFactory(inspection=visit())
        RecommendationFactory(inspection=visit())
        InspectionDocumentFactory(inspection=visit())
        JudgementFactory(inspection=visit())

    assert queries_of(waiting) == few <= 8
    told = found(waiting)
    assert (told.findings, told.recommendations, told.judgements) == (5, 5, 5)


def queries_of(waiting):
    with_file = WaitingDocument.objects.select_related("authority", "file")
    held = with_file.defer("file__content").get(pk=waiting.pk)
    proposals = list(held.proposals.order_by("position"))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        recorded(held, proposals)
    return len(asked)


# Versions


def test_another_file_under_the_same_key_is_a_question_and_never_a_silent_change(
    client, first, admin
):
    waiting = take(MENDED, admin)
    accept(waiting, admin)

    told = words(import_it(client, waiting))

    assert "is recorded with another file" in told
    first.refresh_from_db()
    assert first.sha256 != waiting.file.sha256
    assert first.file.sha256 == first.sha256


def test_a_corrected_version_stands_beside_the_old_one_and_each_names_the_other(
    client, first, admin
):
    waiting = take(MENDED, admin)
    accept(waiting, admin)
    paper = waiting.proposals.get(kind="document")
    say([paper], "accepted", admin, key=f"{first.key}-b", replaces=first.key)
    assert found(waiting).other_file is None

    response = import_it(client, waiting)

    later = Document.objects.get(sha256=waiting.file.sha256)
    assert (later.replaces, later.file.pk) == (first, waiting.file.pk)
    assert "It replaces" in words(response)
    earlier = words(client.get(reverse("document", args=["rutland", first.key])))
    assert "by a corrected version" in earlier
    first.refresh_from_db()
    assert first.file.passages.exists()
    # What both say stands once, in the words of the later one.
    assert visit().findings.filter(document=later).exists()


def test_what_the_corrected_version_changes_is_shown_before_it_is_imported(
    client, first, admin
):
    waiting = take(MENDED.replace("26 and 27", "25 and 27"), admin)
    accept(waiting, admin)
    paper = waiting.proposals.get(kind="document")
    say([paper], "accepted", admin, key=f"{first.key}-b", replaces=first.key)

    told = words(page(client, waiting))

    assert "26 November 2019" in told
    assert "25 November 2019" in told


def test_the_same_drafts_come_in_as_before(first):
    report = import_drafts([("report.yaml", REPORT)], actor=None, now=NOW, history=True)

    assert report.problems == []
