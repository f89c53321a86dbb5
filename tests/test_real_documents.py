"""Real documents are read as careful readers read them (`tests/readings`)."""

import pytest
import yaml

from inspections.intake.extracting import extract
from inspections.intake.reading import read
from tests.score import READINGS, score, sources

pytestmark = pytest.mark.documents

# What the rules still miss, so that whoever mends it is told, and whoever breaks more is too.
KNOWN = {
    "brent-2019-11-focused_visit": {"findings"},
    "nottingham-2022-07-full_inspection": {"findings"},
    "plymouth-2014-10-full_inspection": {"findings", "directions"},
    "plymouth-2018-10-full_inspection": {"findings", "directions"},
    "plymouth-2025-07-focused_visit": {"directions"},
    "surrey-2015-06-governance_review": {"directions"},
    "torbay-2018-06-scrutiny_report": {"published"},
    "torbay-2019-02-press_report": {"findings"},
}


@pytest.fixture(scope="module")
def files():
    return sources()


@pytest.mark.parametrize("path", READINGS, ids=lambda path: path.stem)
def test_a_document_is_read_as_careful_readers_read_it(path, files):
    facts = yaml.safe_load(path.read_text())
    reading = read(files[facts["sha256"]].read_bytes())

    told = list(score(facts, reading, extract(reading)))

    missed = {name: what for name, _, found, extra, what in told if extra or not found}
    assert {*missed} == KNOWN.get(path.stem, set()), missed
    assert any(name == "quotes" for name, *_ in told)
