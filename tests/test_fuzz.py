"""A sample of broken files, always the same one: each is read, or has its sentence. `make fuzz`
does ten thousand of each type."""

from collections import Counter
from itertools import islice

import pytest

from inspections.intake.confined import UnreadableError
from inspections.intake.extracting import Extracted
from inspections.intake.reading_out import (
    RULES_FAIL,
    ReadOut,
    read_out,
    read_with,
    reader_of_many,
)
from tests.documents_made import ILACS
from tests.fuzz import KINDS, OUTCOMES, Faulty, mutants, outcome_of
from tests.mutations import mutant

SEED = "a fixed sample"
IN_A_WORKER, AFRESH = 25, 2


@pytest.fixture(scope="module")
def reader():
    with reader_of_many() as worker:
        yield read_with(worker)


@pytest.mark.parametrize("kind", KINDS)
def test_broken_files_are_read_or_have_a_sentence(kind, reader):
    ended = Counter(outcome_of(content, reader) for content in mutants(kind, IN_A_WORKER, SEED))

    assert {*ended} <= {*OUTCOMES}
    assert ended["refused"]
    # What is only refused has tried nobody who reads it.
    assert ended["read"] + ended["not recognised"] > IN_A_WORKER // 4


@pytest.mark.parametrize("kind", KINDS)
def test_broken_files_in_a_process_of_their_own(kind):
    for content in mutants(kind, AFRESH, "another sample"):
        assert outcome_of(content, read_out) in OUTCOMES


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_breaks_the_same_files_alike(kind):
    first = list(islice(mutants(kind, 20, SEED), 5))

    assert first == [mutant(kind, number, SEED) for number in range(5)]
    assert first != list(islice(mutants(kind, 20, "another"), 5))


# What it takes for a fault


def draft(**more):
    return {"document": {"key": "x", "sha256": ILACS.sha256}, "authority": "Rutland", **more}


@pytest.mark.parametrize(
    ("found", "why_not", "fault"),
    [
        (None, RULES_FAIL.format("KeyError", "x"), "the rules that look for what it says fail"),
        (Extracted(draft(nonsense="x")), "", "The draft is refused"),
        (Extracted({"at": {"paragraph": "1", "quote": "never said"}}), "", "The draft is refused"),
    ],
)  # fmt: skip
def test_what_must_not_happen_is_told(found, why_not, fault):
    with pytest.raises(Faulty, match=fault):
        outcome_of(b"", lambda _: ReadOut(ILACS, found, why_not))


def test_a_quote_that_is_not_in_the_document_is_told(reader):
    read = reader("\n\n".join(passage.text for passage in ILACS.passages).encode())
    read.found.draft["inspections"][0]["findings"][0]["at"]["quote"] = "Nobody said this."

    with pytest.raises(Faulty, match="Not in the document: invented: Nobody said this."):
        outcome_of(b"", lambda _: read)


def test_a_refusal_without_a_sentence_is_told():
    def reader(_):
        raise UnreadableError("42")

    with pytest.raises(Faulty, match="No sentence: 42"):
        outcome_of(b"", reader)
