"""Evidence: what may be given, what is kept of it, and how it is given out again."""

from contextlib import suppress
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given as for_any
from hypothesis import strategies as st

from improvement import recording
from improvement.models import Evidence, EvidenceFile, Update
from improvement.recording import FileGiven, Given, Refused, SaidAlready
from improvement.recording.file_types import check_file, safe_name
from tests.factories import (
    EvidenceFactory,
    EvidenceFileFactory,
    MembershipFactory,
    PlanClosureFactory,
    SignOffFactory,
    UpdateFactory,
    UserFactory,
    on,
)
from tests.office import NOON, address, fields, messages_of, words

OFFICE_KIND = b"application/vnd.oasis.opendocument.text"


def packed(*names, first=None):
    """A packed file with these parts; `first` is the content of a part named mimetype."""
    kept = BytesIO()
    with ZipFile(kept, "w") as archive:
        if first is not None:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, "x")
    return kept.getvalue()


DOCX = packed("[Content_Types].xml", "word/document.xml")
PDF, PNG, JPEG = b"%PDF-1.7\n%x", b"\x89PNG\r\n\x1a\n...", b"\xff\xd8\xff\xe0..."


# What a file is, told from its content


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (b"Minutes of the board\r\n", "text/plain"),
        ("Déjà vu; 5 £".encode("cp1252"), "text/plain"),
        ("team;visits\n".encode("utf-16"), "text/plain"),
        (DOCX, "vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), "spreadsheetml.sheet"),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), "presentationml.presentation"),
        (packed("content.xml", first=OFFICE_KIND), "vnd.oasis.opendocument.text"),
    ],
)
def test_a_file_is_known_by_its_content_and_not_by_its_name(content, kind):
    assert check_file("anything.exe", content).media_type.endswith(kind)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"MZ\x90\x00", "not a kind of file that is kept here"),
        (b"<html><script>alert(1)</script>", "not a kind of file that is kept here"),
        ("\ufeff <svg onload='x'>".encode(), "not a kind of file that is kept here"),
        (b"#!/bin/sh\nrm", "not a kind of file that is kept here"),
        (b"GIF89a\x01", "not a kind of file that is kept here"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not a kind of file that is kept here"),
        (packed("a.txt"), "not a kind of file that is kept here"),
        (DOCX[:-30], "not a kind of file that is kept here"),
        (b"PK\x05\x06" + b"\xff" * 18, "not a kind of file that is kept here"),
        (packed("[Content_Types].xml", "word/d.xml", "word/vbaProject.bin"), "holds macros"),
        (packed("[Content_Types].xml", "xl/macrosheets/sheet1.xml"), "holds macros"),
        (packed("Basic/script.xml", first=OFFICE_KIND), "holds macros"),
        (b"a" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_what_could_run_or_cannot_be_told_is_refused_in_words(content, sentence):
    with pytest.raises(Refused, match=sentence) as refused:
        check_file("audit.pdf", content)

    assert "“audit.pdf”" in refused.value.sentence
    assert refused.value.field == "file"


@for_any(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", DOCX[:60], DOCX[-60:]]))
def test_whatever_a_file_holds_it_is_taken_or_refused(content, head):
    with suppress(Refused):
        assert check_file("any", head + content).endings


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("audit.pdf", "audit.pdf"),
        ("Audit.PDF", "Audit.pdf"),
        ("invoice.pdf.exe", "invoice.pdf.exe.pdf"),
        ("..\\..\\audit.pdf", "audit.pdf"),
        ("/etc/passwd", "passwd.pdf"),
        ("fdp\u202e.exe", "fdp.exe.pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "evidence.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_file_is_kept_under_a_name_that_misleads_nobody(given, kept):
    assert safe_name(given, check_file("x", PDF)) == kept


@for_any(st.text(max_size=300))
def test_whatever_its_name_the_kept_one_fits_and_stays_in_its_folder(name):
    kept = safe_name(name, check_file("x", PDF))

    assert 4 < len(kept) <= 150
    assert not set(kept) & set('/\\\r\n"\u202e')
    assert kept.lower().endswith(".pdf")


# The verbs


def a_link(**told):
    return Given(
        **{"kind": "audit", "shows": "Nine of ten.", "link": "https://example.org/a"} | told
    )


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "x"}, "kind"),
        ({"shows": "  "}, "shows"),
        ({"link": ""}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "S:\\audits\\may.docx"}, "link"),
        ({"link": "https://name:secret@example.org/"}, "link"),
        ({"file": FileGiven("a.pdf", PDF)}, "link"),
        ({"link": "", "file": FileGiven("a.exe", b"MZ\x00")}, "file"),
        ({"dated": on("2019-01-22").date()}, "dated"),
    ],
)
def test_what_is_no_evidence_is_refused_and_nothing_is_written(action, members, told, field):
    said = {"action": action, "by": members["officer"], "now": NOON}

    with pytest.raises(Refused) as alone:
        recording.add_evidence(**said, given=a_link(**told))
    with pytest.raises(Refused):
        recording.record_update(
            **said, status="on_track", text="Two.", evidence=[a_link(), a_link(**told)]
        )

    assert alone.value.field == field
    counted = [kind.objects.count() for kind in (Evidence, EvidenceFile, Update)]
    assert counted == [0, 0, 0]


def test_the_same_file_twice_is_stored_once_and_shown_twice(action, members):
    for shows in ("Nine of ten.", "Five of six."):
        recording.add_evidence(
            action=action,
            by=members["officer"],
            now=NOON,
            given=a_link(link="", shows=shows, file=FileGiven("a.pdf", PDF)),
        )

    assert (Evidence.objects.count(), EvidenceFile.objects.count()) == (2, 1)


def test_the_very_same_evidence_is_kept_once(action, members):
    said = {"action": action, "by": members["officer"], "now": NOON, "given": a_link()}
    recording.add_evidence(**said)

    with pytest.raises(SaidAlready):
        recording.add_evidence(**said)

    assert Evidence.objects.count() == 1


def test_the_same_words_with_other_evidence_are_not_the_same(action, members):
    said = {"action": action, "by": members["officer"], "now": NOON}
    said |= {"status": "done", "text": "All visited."}
    recording.record_update(**said)

    recording.record_update(**said, evidence=[a_link()])
    with pytest.raises(SaidAlready):
        recording.record_update(**said, evidence=[a_link()])

    assert (Update.objects.count(), Evidence.objects.count()) == (2, 1)


@pytest.mark.parametrize("role", ["viewer", "approver", "admin", "other"])
def test_only_who_answers_for_an_action_gives_evidence(action, members, role):
    with pytest.raises(PermissionDenied):
        recording.add_evidence(action=action, by=members[role], now=NOON, given=a_link())


def test_evidence_comes_later_too_but_not_to_a_closed_plan(action, members, post):
    said = {"action": action, "by": members["officer"], "now": NOON}
    claim = UpdateFactory(action=action, status="done", by_post=post)
    SignOffFactory(claim=claim, holds_from="2019-01-14")

    recording.add_evidence(**said, given=a_link())
    PlanClosureFactory(plan=action.plan, holds_from="2019-01-14")
    with pytest.raises(Refused, match="The plan closed on 14 January 2019"):
        recording.add_evidence(**said, given=a_link(shows="More."))

    assert Evidence.objects.count() == 1


# On the screens


@pytest.fixture
def typed():
    return {
        "status": "done",
        "text": "All visited.",
        "kind_1": "audit",
        "link_1": "https://example.org/audit",
        "shows_1": "Nine of ten in time.",
        "dated_1": "2019-01-18",
    }


def a_file(name="Audit of May.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "text/html")


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


def test_who_takes_back_a_file_need_not_say_why_and_its_content_is_deleted(
    officer, action, members
):
    file = EvidenceFileFactory()
    given = EvidenceFactory(
        action=action, said_by=members["officer"], link="", file=file, file_name="audit.pdf"
    )
    back = reverse("evidence-take-back", args=[given.pk])

    assert "its content is deleted for good" in words(officer.get(back))
    assert officer.post(back, {"reason": ""}).url == address("action")

    size = file.size
    file.refresh_from_db()
    assert (bytes(file.content), file.size) == (b"", size)


def test_evidence_is_added_later_and_taken_back_by_who_gave_it(officer, action, members):
    there = address("evidence-add")
    assert there in officer.get(address("action")).text
    sent = {"kind_1": "audit", "link_1": "https://example.org/a", "shows_1": "Nine of ten."}

    response = officer.post(there, fields(officer.get(there)) | sent)

    assert response.url == address("action")
    given = Evidence.objects.get()
    assert (given.update, given.said_by) == (None, members["officer"])
    page = officer.get(address("action"))
    back = reverse("evidence-take-back", args=[given.pk])
    assert "Evidence added: Audit of practice" in words(page)
    assert f'href="{back}"' in page.text

    assert "It stays on record, struck through" in words(officer.get(back))
    assert officer.post(back, {"reason": "The wrong audit."}).url == address("action")
    page = officer.get(address("action"))
    assert "Why: The wrong audit." in words(page)
    assert "<s>Nine of ten.</s>" in page.text
    assert "https://example.org/a" not in page.text
    assert "Takes an earlier entry back" in words(page)
    assert "Taken back: see by whom" in words(page)
    assert f'href="{back}"' not in page.text
    assert "It was taken back already." in words(officer.get(back))


def test_nothing_but_a_piece_is_recorded_as_one(officer, action):
    page = officer.post(address("evidence-add"), {"kind_1": "audit"})

    assert "Give a link or a file, and say what it shows." in words(page)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_takes_back_what_somebody_else_gave(officer, action, method):
    given = EvidenceFactory(action=action)

    page = getattr(officer, method)(reverse("evidence-take-back", args=[given.pk]))

    assert "Only who gave the evidence takes it back." in words(page)
    assert not Evidence.objects.filter(retracts=True).exists()


def test_a_page_about_the_past_shows_what_was_given_by_then(officer, action):
    given = EvidenceFactory(action=action, shows="Nine of ten.", holds_from="2019-01-10")
    EvidenceFactory(
        action=action,
        voids=given,
        retracts=True,
        kind="",
        shows="",
        link="",
        holds_from="2019-01-10",
        known_at=on("2019-01-18"),
    )

    def then(day):
        return officer.get(address("action", as_at=day, reading="then")).text

    assert "No evidence had been given by then" in then("2019-01-09")
    assert "<s>Nine of ten.</s>" not in then("2019-01-12")
    assert "Nine of ten." in then("2019-01-12")
    assert "<s>Nine of ten.</s>" in then("2019-01-19")


# A file given out


@pytest.fixture
def given(action):
    file = EvidenceFileFactory(content=b"<b>a,b</b>", media_type="text/plain")
    return EvidenceFactory(action=action, link="", file=file, file_name="Übersicht.txt")


def test_a_file_is_given_out_as_it_was_and_never_shown(officer, given):
    response = officer.get(reverse("evidence-file", args=[given.pk]))

    assert response.content == b"<b>a,b</b>"
    assert response["Content-Type"] == "text/plain"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%C3%9Cbersicht.txt"
    )
    assert response["Content-Security-Policy"] == "sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("role", "status"), [("viewer", 200), ("approver", 200), ("admin", 200), ("other", 404)]
)
def test_whoever_may_read_the_action_may_open_its_evidence(
    client_for, members, given, role, status
):
    there = reverse("evidence-file", args=[given.pk])

    assert client_for(members[role]).get(there).status_code == status


@pytest.mark.parametrize("gone", ["taken back", "a link", "not given yet"])
def test_what_is_no_file_any_more_or_not_yet_is_not_there(officer, action, given, gone):
    there = reverse("evidence-file", args=[given.pk])
    if gone == "taken back":
        blank = {"kind": "", "shows": "", "link": ""}
        EvidenceFactory(action=action, voids=given, retracts=True, **blank)
    elif gone == "a link":
        there = reverse("evidence-file", args=[EvidenceFactory(action=action).pk])
    else:
        there += "?as_at=2019-01-06&reading=then"

    assert officer.get(there).status_code == 404


def test_a_stranger_to_the_post_is_told_whose_it_is(client_for, authority, action):
    stranger = UserFactory()
    MembershipFactory(user=stranger, authority=authority, role="officer")

    page = client_for(stranger).post(address("evidence-add"), {"shows_1": "Nine of ten."})

    assert page.status_code == 403
    assert "What you wrote is not recorded" in words(page)
    assert "Nine of ten." in words(page)
    assert not Evidence.objects.exists()
