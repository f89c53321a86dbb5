"""Evidence given with an update, on its screen."""

import pytest

from improvement.models import Evidence, EvidenceFile, Update
from tests.evidence.given import a_file
from tests.factories import EvidenceFactory, UpdateFactory
from tests.office import address, fields, messages_of, words


def test_evidence_is_given_with_an_update_and_stands_on_the_actions_page(
    officer, action, typed
):
    page = officer.get(address("action-update"))
    second = {"kind_2": "minutes", "file_2": a_file(), "shows_2": "The board agreed."}

    response = officer.post(address("action-update"), fields(page) | typed | second)

    assert messages_of(response) == ["Your update is recorded."]
    link, file = Evidence.objects.order_by("pk")
    assert link.update == file.update == Update.objects.get()
    said = words(officer.get(address("action")))
    assert (
        "Audit of practice Nine of ten in time. https://example.org/audit 18 January 2019"
        in said
    )
    assert "Minutes or a paper The board agreed. Audit of May.pdf Not given" in said
    assert "Evidence: Audit of practice: Nine of ten in time. Open the link" in said


def test_a_claim_without_evidence_is_taken_and_told_what_is_missing(officer, action):
    sent = {"status": "done", "text": "All visited."}

    response = officer.post(address("action-update"), sent)

    assert "Whoever signs it off looks for evidence" in messages_of(response)[0]
    said = words(officer.get(address("action")))
    assert "No evidence is given yet" in said
    assert "to be signed off" not in said


def test_a_claim_counts_what_was_given_before(officer, action):
    back = EvidenceFactory(action=action)
    EvidenceFactory(action=action, voids=back, retracts=True, kind="", shows="", link="")
    EvidenceFactory.create_batch(2, action=action)

    response = officer.post(address("action-update"), {"status": "done", "text": "All."})

    (message,) = messages_of(response)
    assert "It waits to be signed off, with the evidence given before." in message
    assert "as soon as there is some" not in message
    told = "2 pieces of evidence given, waits to be signed off"
    assert told in words(officer.get(address("action")))


def test_the_boxes_for_evidence_stand_open_where_done_is_chosen(officer, action):
    def folded(page):
        return page.text.partition("<summary>Evidence")[0].rstrip().endswith("<details>")

    assert folded(officer.get(address("action-update")))
    assert not folded(officer.get(address("action-update", status="done")))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"shows_1": ""}, "Say in one sentence what it shows."),
        ({"kind_1": ""}, "Choose what it is."),
        ({"link_1": "example"}, "This is not a web address."),
        ({"link_1": "Audit.pdf"}, "This is not a web address."),
        ({"link_1": "board@example.org"}, "This is not a web address."),
        ({"link_1": "ftp://example.org/a"}, "This is not a web address."),
        ({"dated_1": "2019-02-30"}, "the calendar"),
        ({"dated_1": "2019-01-22"}, "still to come"),
        ({"kind_1": "gossip"}, "Select a valid choice"),
    ],
)
def test_evidence_that_is_not_whole_is_told_and_nothing_is_recorded(
    officer, action, typed, wrong, sentence
):
    page = officer.post(address("action-update"), typed | wrong)

    assert sentence in words(page)
    assert fields(page)["text"] == "All visited."
    assert not Update.objects.exists()
    assert not Evidence.objects.exists()


def test_a_chosen_file_has_to_be_chosen_again_and_the_page_says_so(officer, action, typed):
    sent = typed | {"text": "", "link_1": "", "file_1": a_file()}

    page = officer.post(address("action-update"), sent)

    assert "Choose “Audit of May.pdf” once more" in words(page)
    assert "Say what changed." in words(page)
    assert not EvidenceFile.objects.exists()


def test_of_a_link_and_a_file_one_is_asked_for_and_the_file_is_told_to_be_gone(
    officer, action, typed
):
    for there in ("action-update", "evidence-add"):
        both = typed | {"kind_1": "", "shows_1": "", "file_1": a_file()}

        page = officer.post(address(there), both)

        assert "Give a link or a file, one of the two." in words(page)
        assert "“Audit of May.pdf” is not kept, as there is a link too." in words(page)
        assert "empty the link and choose the file once more" in words(page)
    assert not EvidenceFile.objects.exists()


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("example.org", "https://example.org"),
        ("Minutes.Example.org/a.pdf?b=1", "https://Minutes.Example.org/a.pdf?b=1"),
        ("http://example.org/minutes", "http://example.org/minutes"),
    ],
)
def test_a_link_may_be_written_without_https(officer, action, typed, written, link):
    # And the browser does not refuse it first.
    assert 'type="url"' not in officer.get(address("evidence-add")).text

    officer.post(address("evidence-add"), typed | {"link_1": written})

    assert Evidence.objects.get().link == link


def test_of_two_who_write_at_once_the_second_is_asked_for_the_file_again(
    officer, action, typed
):
    sent = fields(officer.get(address("action-update")))
    UpdateFactory(action=action)
    sent |= typed | {"link_1": "", "file_1": a_file()}

    page = officer.post(address("action-update"), sent)

    assert "Recorded while you were writing" in words(page)
    assert "Choose “Audit of May.pdf” once more" in words(page)
    assert not EvidenceFile.objects.exists()


def test_a_file_that_is_too_large_is_told_so(officer, action, typed):
    large = a_file(content=b"%PDF-" + b"x" * (11 * 1024 * 1024))

    page = officer.post(address("action-update"), typed | {"link_1": "", "file_1": large})

    assert "is larger than 10 MB. Give a link to it" in words(page)


def test_of_a_file_beyond_all_measure_no_more_is_read_than_is_taken(officer, action, typed):
    huge = a_file(content=b"%PDF-" + b"x" * (30 * 1024 * 1024))

    page = officer.post(address("action-update"), typed | {"link_1": "", "file_1": huge})

    assert page.context["form"].files["file_1"].size < 10.2 * 1024 * 1024
