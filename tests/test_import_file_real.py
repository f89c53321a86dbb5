"""The seeds first, then the real files they were written from: the same rows, with the words.

Findings and plans are left out: which sentence says what a summary says, a person chooses.
"""

import pytest

from improvement.importing import Outcome, import_drafts
from inspections.intake.extracting import Extracted, extract
from inspections.intake.extracting_files import as_yaml
from inspections.intake.reading import read
from inspections.models import Document, Inspection, Judgement, Recommendation, Rival
from tests.conftest import NOW
from tests.score import sources

pytestmark = pytest.mark.documents

# The pack of 2012 asks in several lists. The rules read its digest of six as areas for
# improvement, where the seed has the table of 23, and give the ten requirements of a notice
# to the review whose feedback repeats them.
REVIEW = "2012-05-peer_review"
ASKED_TWICE = {f"req-{number}" for number in range(1, 11)}
WITHOUT_WORDS = {f"afc-{number}" for number in range(7, 24)}


@pytest.fixture(scope="module")
def extracted(rows_of_the_seeds):
    """The drafts of the real files, as extracted, by the fingerprint of the file."""
    return {sha256: extract(read(path.read_bytes())) for sha256, path in sources().items()}


def confirmed(draft):
    """As a person lets it through who has looked at all of it but the findings."""
    inspections = []
    for inspection in draft["inspections"]:
        told = {name: value for name, value in inspection.items() if name != "findings"}
        # What is counted without a unit waits until a person gives one.
        told["measures"] = [one for one in told.get("measures", ()) if "unit" in one]
        inspections.append(told)
    said = {name: draft[name] for name in ("document", "authority")}
    return {"reviewed_by": "an admin", **said, "inspections": inspections}


@pytest.fixture
def files(torbay, extracted):
    """Of the documents that the seeds were written from, all of which are there."""
    recorded = Document.objects.exclude(sha256="").order_by("pk")
    drafts = [(one.key, confirmed(extracted[one.sha256])) for one in recorded]
    assert len(drafts) == 11
    return [(key, as_yaml(Extracted(draft)).encode()) for key, draft in drafts]


def load(files):
    return import_drafts(files, actor=None, now=NOW, history=True)


@pytest.fixture
def before(torbay):
    """How many rows there are, and the grades, when only the seeds are in."""
    grades = set(Judgement.objects.values_list("inspection", "area", "grade"))
    return rows(), grades


def rows():
    kinds = (Document, Inspection, Judgement, Recommendation, Rival)
    return {kind.__name__: kind.objects.count() for kind in kinds}


def test_the_real_files_give_the_same_rows_with_the_words(before, files):
    report = load(files)

    assert report.problems == []
    rows_before, grades_before = before
    asked_before = rows_before.pop("Recommendation")
    assert rows() == {**rows_before, "Recommendation": asked_before + len(ASKED_TWICE)}
    created = report.by_outcome(Outcome.CREATED)
    assert {one.key for one in created if one.kind == "recommendation"} == ASKED_TWICE

    told = Inspection.objects.filter(
        sources__is_its_report=True, sources__document__sha256__gt=""
    ).distinct()
    asked = Recommendation.objects.filter(inspection__in=told)
    assert asked.count() == 98
    wordless = {(one.inspection.key, one.key) for one in asked.filter(text="")}
    assert wordless == {(REVIEW, key) for key in WITHOUT_WORDS}
    assert not asked.exclude(text="").filter(quote="").exists()
    assert not asked.filter(summary="").exclude(key__in=ASKED_TWICE).exists()

    assert set(Judgement.objects.values_list("inspection", "area", "grade")) == grades_before
    first_hand = Judgement.objects.filter(document__second_hand=False)
    assert not first_hand.filter(quote="").exists()


def test_the_same_files_again_change_nothing(files):
    load(files)

    assert load(files).lines == []
