"""A fixed sample of broken files through the upload (`make fuzz` sends thousands), and what it
takes for one of them to be a fault."""

import pytest

from improvement.documents import uploading
from improvement.models import Proposal, WaitingDocument
from inspections.intake.confined import UnreadableError
from inspections.models import Authority, DocumentFile, Passage
from tests.documents_made import ILACS
from tests.fuzz import Faulty
from tests.fuzz_upload import TAKEN_IN, admin_of_torbay, send
from tests.mutations import KINDS, mutants

FILES, SEED = 5, "upload"
WHOLE = "\n\n".join(passage.text for passage in ILACS.passages).encode()

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_file_is_taken_in_whole_or_leaves_nothing(kind):
    client = admin_of_torbay()

    for number, content in enumerate(mutants(kind, FILES, SEED)):
        send(client, content, f"download({number}).{kind}")


def test_what_is_taken_in_is_put_away_before_the_next():
    assert send(admin_of_torbay(), WHOLE, "report.txt") == TAKEN_IN
    assert not WaitingDocument.objects.exists()


def test_what_is_refused_is_told_by_its_sentence():
    picture = b"\x89PNG\r\n\x1a\n" + bytes(99)

    assert send(admin_of_torbay(), picture, "report.pdf").startswith("This is a picture.")


def test_an_error_on_the_way_is_a_fault_and_keeps_nothing(monkeypatch):
    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr(Proposal.objects, "bulk_create", broken)

    with pytest.raises(Faulty, match="answered by 500"):
        send(admin_of_torbay(), WHOLE, "report.txt")
    assert not DocumentFile.objects.exists()


def test_a_document_without_its_last_words_is_a_fault(monkeypatch):
    create = Passage.objects.bulk_create
    monkeypatch.setattr(
        Passage.objects, "bulk_create", lambda rows, most: create(rows[:-1], most)
    )

    with pytest.raises(Faulty, match="not all of it is kept"):
        send(admin_of_torbay(), WHOLE, "report.txt")


def test_a_refused_file_of_which_something_is_kept_is_a_fault(monkeypatch):
    def half(content, name, **_):
        about = {"name": name, "sha256": "0" * 64, "form": "text", "size": 1, "content": b"x"}
        DocumentFile.objects.create(authority=Authority.objects.get(), **about)
        raise UnreadableError("The file is damaged.")

    monkeypatch.setattr(uploading, "take_in", half)

    with pytest.raises(Faulty, match="Refused, and something of it is kept"):
        send(admin_of_torbay(), WHOLE, "report.txt")


def test_a_file_that_was_never_looked_at_is_no_proof():
    with pytest.raises(Faulty, match="It was not tried: Its name may be about a child"):
        send(admin_of_torbay(), WHOLE, "Case 12345678 born 3 April 2012.txt")
