"""`manage.py extract_draft`: documents in, drafts out, nobody's word yet."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from inspections.intake.draft import read_draft
from tests.documents_made import FAMILIES


def as_text(family):
    """A plain text of the same words."""
    return "\n\n".join(passage.text for passage in FAMILIES[family].passages)


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def folder(tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    (files / "download(3).txt").write_text(as_text("monitoring_visit"))
    (files / "another.txt").write_text(as_text("press"))
    return files


@pytest.fixture
def extract(tmp_path):
    def run(*paths, **options):
        said, complained = io.StringIO(), io.StringIO()
        options = {"out": tmp_path / "out", "jobs": 1, **options}
        try:
            call_command(
                "extract_draft", *map(str, paths), stdout=said, stderr=complained, **options
            )
            refused = ""
        except CommandError as error:
            refused = str(error)
        return said.getvalue(), complained.getvalue() + refused

    run.out = tmp_path / "out"
    return run


def test_a_folder_of_documents_becomes_drafts_beside_a_table(folder, extract):
    said, complained = extract(folder)

    draft = (extract.out / "download(3).yaml").read_text()
    assert draft.startswith("# Read out of a document by rules; nobody has confirmed it.")
    read = read_draft(draft.encode(), "download(3).yaml")
    assert read.problems == []
    assert read.draft.root["authority"] == "Rutland"
    assert "reviewed_by" not in read.draft.root
    assert "2 of 2" in said
    assert "2 written" in said
    (row,) = (line for line in said.splitlines() if line.startswith("download(3).txt  "))
    assert row.split()[1:4] == ["monitoring_visit", "Rutland", "2019-11-26"]
    assert complained == ""


def test_a_bad_file_is_told_and_passed_over(folder, extract):
    (folder / "bread.txt").write_text("How to bake bread\n\nTake flour.")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 cut off")

    said, complained = extract(folder)

    assert "bread.txt: It does not say what kind of document it is" in complained
    assert "broken.pdf: " in complained
    assert "2 of 4 could not be read." in complained
    assert "2 written" in said
    assert sorted(path.name for path in extract.out.iterdir()) == [
        "another.yaml",
        "download(3).yaml",
    ]


def test_a_second_run_goes_on_where_the_first_stopped(folder, extract):
    extract(folder / "another.txt")
    before = (extract.out / "another.yaml").stat().st_mtime_ns

    said, _ = extract(folder)

    assert "1 written" in said
    assert "1 kept" in said
    assert (extract.out / "another.yaml").stat().st_mtime_ns == before
    said, _ = extract(folder, again=True)
    assert "2 written" in said


def test_what_a_person_has_reviewed_is_never_written_again(folder, extract):
    extract(folder)
    draft = extract.out / "another.yaml"
    draft.write_text("reviewed_by: a post\n" + draft.read_text())

    said, _ = extract(folder, again=True)

    assert "1 written" in said
    assert "A person has reviewed it." in said
    assert draft.read_text().startswith("reviewed_by: a post")


def test_two_documents_of_one_name_have_two_drafts(folder, extract, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "another.txt").write_text(as_text("review"))

    extract(folder, other)
    extract(folder, other)

    assert len(list(extract.out.glob("another*.yaml"))) == 2
    assert len(list(extract.out.iterdir())) == 3


def test_several_at_once_give_the_same(folder, extract):
    said, complained = extract(folder, jobs=2)

    assert "2 written" in said
    assert complained == ""


def test_a_terminal_shows_a_bar(folder, extract):
    terminal = Terminal()

    call_command("extract_draft", str(folder), out=extract.out, jobs=1, stdout=terminal)

    said = terminal.getvalue()
    assert "█" in said
    assert "2 of 2" in said


def test_nothing_there_is_said(extract, tmp_path):
    _, complained = extract(tmp_path / "nowhere")

    assert "There is nothing at" in complained
