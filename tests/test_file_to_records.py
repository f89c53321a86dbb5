"""From a real file to true records: upload, confirm, import, all by the pages. What somebody
told by hand before the file came gets its words, and nothing stands twice."""

from collections import Counter

import pytest

from improvement.models import WaitingDocument
from inspections.models import (
    Authority,
    Document,
    Finding,
    Inspection,
    Judgement,
    MeasureReading,
    Recommendation,
    Rival,
)
from tests.confirming import accept_all, import_it, left_to_look_at, upload
from tests.factories import AuthorityFactory, MembershipFactory, UserFactory
from tests.places import DOCUMENTS
from tests.test_waiting_import import record
from tests.waiting_letter import BY_HAND, LETTER, REPORT, visit

KINDS = (Document, Inspection, Judgement, Recommendation, Finding, MeasureReading, Rival)


def count():
    return Counter({model.__name__: model.objects.count() for model in KINDS})


def admin_of(authority):
    user = UserFactory(email=f"keeper@{authority.slug}.example")
    MembershipFactory(user=user, authority=authority, role="admin")
    return user


def words(response):
    return " ".join(response.content.decode().split())


@pytest.mark.django_db
def test_a_letter_told_by_hand_before_gets_its_words_and_stands_once(client_for):
    client = client_for(admin_of(AuthorityFactory(name="Rutland", slug="rutland")))
    record(REPORT, BY_HAND)
    before = count()

    assert "Taken in." in words(upload(client, LETTER.encode(), "letter.md"))
    waiting = WaitingDocument.objects.get()
    accept_all(client, waiting)
    assert left_to_look_at(waiting) == 0
    import_it(client, waiting)

    joined = waiting.proposals.filter(kind="finding", same__isnull=False)
    assert count() - before == Counter(Finding=3 - joined.count())
    assert joined.count() == 1
    assert visit().findings.get(key="f1").text
    assert "This file is here already." in words(upload(client, LETTER.encode(), "other.md"))


@pytest.mark.documents
def test_the_report_of_2018_meets_its_seed_and_adds_the_inspectors_words(torbay, client_for):
    client = client_for(admin_of(Authority.objects.get(slug="torbay")))
    report = (DOCUMENTS / "torbay_inspection_2018-08-24.pdf").read_bytes()
    inspection = Inspection.objects.get(key="2018-06-reinspection")
    worded = inspection.findings.exclude(text="").count()
    before = count()

    upload(client, report)
    waiting = WaitingDocument.objects.get()
    accept_all(client, waiting)
    assert left_to_look_at(waiting) == 0
    joined = waiting.proposals.filter(kind="finding", same__isnull=False).count()
    told = waiting.proposals.filter(kind="finding").count()
    response = import_it(client, waiting)

    assert "Imported “" in words(response)
    added = count() - before
    # Beside what the seed told stand only sentences that it did not tell, and new figures.
    assert added.pop("Finding") == told - joined
    assert added.keys() <= {"MeasureReading", "Rival"}
    assert joined > 20
    assert inspection.findings.exclude(text="").count() == worded + told
    assert not inspection.recommendations.filter(text="").exists()
    document = Document.objects.get(sha256=waiting.file.sha256)
    assert (document.held_as, document.key) == ("pdf", "2018-08-24-reinspection-report")
    assert "This file is here already." in words(upload(client, report, "report.pdf"))
