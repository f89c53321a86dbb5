"""Taking a document off the list: what goes with it, and what stays."""

import pytest
from django.urls import reverse

from improvement.documents.put_away import how_it_stands, take_off_list
from improvement.models import Proposal, WaitingDocument
from inspections.models import DocumentFile, Passage
from tests.documents_sent import file, send
from tests.keepers import in_words, told
from tests.sending import sent_from
from tests.waits import NOON, Waits


@pytest.fixture
def admin(members):
    return members["admin"]


@pytest.fixture
def letter(authority, admin):
    return Waits(authority, admin, title="Letter of March")


def test_putting_away_is_asked_first(me, letter):
    letter.decide("accepted", "rejected")

    page = in_words(me.get(letter.away))

    assert "Put this document away?" in page
    assert "Nothing of it has been imported" in page
    assert "2 decisions on it go as well" in page
    assert "the last by admin@westmere.example on 20 November 2026, 12:00" in page
    assert WaitingDocument.objects.exists()


def test_put_away_before_anything_was_imported_nothing_of_it_stays(me, letter):
    page = me.post(letter.away, sent_from(me.get(letter.away), "seen"), follow=True)

    assert told(page) == ["“Letter of March” is off the list."]
    for model in (WaitingDocument, Proposal, DocumentFile, Passage):
        assert not model.objects.exists()


def test_put_away_it_can_be_taken_in_again(me):
    send(me, file(content=b"Notes of a talk."))
    away = reverse("waiting-put-away", args=[WaitingDocument.objects.get().pk])
    me.post(away, sent_from(me.get(away), "seen"))

    send(me, file(content=b"Notes of a talk."))

    assert WaitingDocument.objects.count() == 1


@pytest.mark.parametrize("decided", [2, 5])
def test_put_away_after_an_import_its_file_and_text_stay(me, letter, decided):
    letter.decide(*["accepted"] * decided)
    letter.imported()
    page = me.get(letter.away)

    me.post(letter.away, sent_from(page, "seen"))

    assert "stays, and so do its file and its text" in in_words(page)
    assert ("3 proposals have not been looked at" in in_words(page)) == (decided == 2)
    assert not WaitingDocument.objects.exists()
    assert DocumentFile.objects.get().document.title == "Recorded"
    assert Passage.objects.count() == 1


def test_not_put_away_where_a_colleague_has_decided_meanwhile(me, letter):
    sent = sent_from(me.get(letter.away), "seen")
    letter.decide("accepted")

    page = me.post(letter.away, sent)

    assert "Somebody has worked on it since this page was shown" in in_words(page)
    assert "1 decision on it goes as well" in in_words(page)
    assert WaitingDocument.objects.exists()
    me.post(letter.away, sent_from(page, "seen"))
    assert not WaitingDocument.objects.exists()


def test_not_put_away_where_it_was_imported_meanwhile(me, letter):
    sent = sent_from(me.get(letter.away), "seen")
    letter.imported()

    page = me.post(letter.away, sent)

    assert "so it is still on the list" in in_words(page)
    assert "stays, and so do its file and its text" in in_words(page)
    assert WaitingDocument.objects.exists()


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "x" * 9_000}, {"seen": "\0"}])
def test_not_put_away_unseen(me, letter, seen):
    assert me.post(letter.away, seen).status_code == 200
    assert WaitingDocument.objects.exists()


def test_only_its_authority_s_admins_put_it_away(members, client_for, letter):
    answers = {
        role: client_for(members[role]).post(letter.away).status_code
        for role in ("viewer", "officer", "approver", "other")
    }

    assert answers == {"viewer": 403, "officer": 403, "approver": 403, "other": 404}
    assert WaitingDocument.objects.exists()


def test_two_who_put_it_away_at_once_do_no_harm(me, letter, admin):
    said = {"seen": how_it_stands(letter.waiting), "by": admin, "now": NOON}

    take_off_list(waiting=letter.waiting, **said)
    again = WaitingDocument(pk=99, authority=letter.waiting.authority, file=letter.file)
    take_off_list(waiting=again, **said)

    assert not WaitingDocument.objects.exists()
