"""A confined process that lives for many files: each has limits of its own, and none keeps the
next from being read."""

import os
from pathlib import Path

import pytest

from inspections.intake import confined
from inspections.intake.confined import MAX_BYTES, UnreadableError, Worker
from inspections.intake.reading_out import read_out, read_with, reader_of_many
from tests.documents_made import FAMILIES

PROBE = "tests.confined_probes:does_as_told"


@pytest.fixture
def worker():
    with Worker(PROBE) as started:
        yield started


def said(worker, content):
    return worker.run(content)["said"]


def test_many_files_go_through_one_process(worker):
    first, second = worker.run(b"one"), worker.run(b"two")

    assert (first["said"], second["said"]) == ("one", "two")
    assert first["process"] == second["process"] != os.getpid()


@pytest.mark.parametrize(
    ("order", "sentence"),
    [(b"die", "time a page may take"), (b"eat", "more memory"), (b"raise", "damaged")],
)
def test_a_file_that_ends_it_has_its_sentence_and_the_next_goes_on(worker, order, sentence):
    with pytest.raises(UnreadableError, match=sentence):
        worker.run(order)

    assert said(worker, b"the next") == "the next"


def test_a_file_that_takes_too_long_is_ended_and_never_answers_for_the_next(
    worker, monkeypatch
):
    said(worker, b"first")
    monkeypatch.setattr(confined, "WALL_SECONDS", 1)
    with pytest.raises(UnreadableError, match="time a page may take"):
        worker.run(b"sleep")

    assert said(worker, b"the next") == "the next"


def test_a_file_that_is_too_large_is_not_given(worker):
    with pytest.raises(UnreadableError, match="over 10 MB"):
        worker.run(b"x" * (MAX_BYTES + 1))

    assert said(worker, b"the next") == "the next"


def test_each_file_has_processor_time_of_its_own(worker):
    first = worker.run(b"compute")

    second = worker.run(b"what is left")

    assert first["process"] == second["process"]
    assert first["seconds_left"] < 5 < second["seconds_left"] <= 6.6


def test_a_process_is_replaced_after_its_share_of_files():
    with Worker(PROBE, files=2) as worker:
        processes = [worker.run(b"x")["process"] for _ in range(4)]

    assert processes[0] == processes[1] != processes[2] == processes[3]


def test_no_process_is_left_behind():
    with Worker(PROBE) as worker:
        process = worker.run(b"x")["process"]

    assert not Path(f"/proc/{process}").exists()
    assert worker.process is None


# Reading and taking out


def words_of(family):
    return "\n\n".join(passage.text for passage in FAMILIES[family].passages).encode()


def test_a_document_is_read_and_what_it_says_taken_out_of_it():
    read = read_out(words_of("monitoring_visit"))

    assert read.found.draft["authority"] == "Rutland"
    assert read.reading.passages[0].text == "20 December 2019"
    assert read.why_not == ""


def test_a_document_that_is_not_recognised_keeps_its_reading():
    read = read_out(b"How to bake bread\n\nTake flour.")

    assert read.found is None
    assert read.why_not.startswith("It does not say what kind of document it is")
    assert [passage.text for passage in read.reading.passages][-1] == "Take flour."


def test_what_cannot_be_read_is_refused():
    with pytest.raises(UnreadableError, match="damaged"):
        read_out(b"%PDF-1.7 cut off")


def test_memory_stays_flat_over_many_documents():
    documents = [words_of(family) for family in FAMILIES] + [b"%PDF-1.7 cut off"]
    with reader_of_many() as worker:
        read = read_with(worker)
        sizes = []
        for number in range(120):
            try:
                read(documents[number % len(documents)])
            except UnreadableError:
                continue
            sizes.append(resident(worker.process))

    assert max(sizes[-20:]) < 1.05 * max(sizes[20:40])


def resident(process):
    """Bytes of memory that a process holds."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
