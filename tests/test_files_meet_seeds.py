"""Torbay's real documents come in after their seeds, by the pages: the rows that the seeds made
get the documents' own words, and nothing stands twice."""

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
)
from tests.confirming import accept_all, import_it, left_to_look_at, upload
from tests.factories import MembershipFactory, UserFactory
from tests.places import DOCUMENTS

pytestmark = pytest.mark.documents

KINDS = (Document, Inspection, Judgement, Recommendation)
# What a file adds beside sentences and figures that its seed did not tell, and why.
KNOWN = {
    # The ten requirements of the notice come as the review's own: which of the papers in the
    # pack a list belongs to is a person's reading.
    "ee6ae29fe7c81af7": {"Recommendation": 10},
}
# Two letters; the papers and long reports as well where it is asked for (`--long-files`).
SHORT = (
    "torbay_focused-visit_2021-05-11",
    "aa813fad3a9186ce",
)
FILES = {
    **{path.stem: path for path in sorted(DOCUMENTS.glob("torbay_*.pdf"))},
    **{
        path.stem.partition("_")[2]: path
        for path in sorted((DOCUMENTS.parent / "seeds").glob("*.txt"))
    },
}


def pytest_generate_tests(metafunc):
    long = metafunc.config.getoption("long_files")
    metafunc.parametrize("name", [name for name in FILES if long or name in SHORT])


def count():
    return Counter({model.__name__: model.objects.count() for model in KINDS})


def standing():
    """The figures that stand: (measure, value, day), none of them twice."""
    rows = MeasureReading.objects.filter(voided_by=None, retracts=False)
    return Counter(rows.values_list("inspection", "measure__key", "value", "on"))


def test_a_file_meets_its_seed_and_adds_the_words(name, torbay, client_for):
    authority = Authority.objects.get(slug="torbay")
    keeper = UserFactory()
    MembershipFactory(user=keeper, authority=authority, role="admin")
    client = client_for(keeper)
    before, findings, figures = count(), Finding.objects.count(), standing()

    sent = upload(client, FILES[name].read_bytes())
    assert "Taken in." in sent.content.decode()
    waiting = WaitingDocument.objects.get()
    accept_all(client, waiting)
    imported = import_it(client, waiting)

    assert "Imported “" in imported.content.decode()
    # A figure without a unit has to be given one.
    unitless = [
        one for one in waiting.proposals.filter(kind="measure") if not one.said.get("unit")
    ]
    assert left_to_look_at(waiting) == len(unitless)
    assert count() - before == Counter(KNOWN.get(name, {}))
    told = waiting.proposals.filter(kind="finding")
    joined = told.filter(same__isnull=False).count()
    assert Finding.objects.count() - findings == told.count() - joined
    assert not [one for one, times in (standing() - figures).items() if figures[one]]
    paper = Document.objects.get(sha256=waiting.file.sha256)
    assert paper.held_as
