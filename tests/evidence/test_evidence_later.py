"""Evidence added later and taken back, and what a page about the past shows of it."""

import pytest
from django.urls import reverse

from improvement.models import Evidence
from tests.factories import (
    EvidenceFactory,
    EvidenceFileFactory,
    MembershipFactory,
    UserFactory,
    on,
)
from tests.office import address, fields, words


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


def test_a_stranger_to_the_post_is_told_whose_it_is(client_for, authority, action):
    stranger = UserFactory()
    MembershipFactory(user=stranger, authority=authority, role="officer")

    page = client_for(stranger).post(address("evidence-add"), {"shows_1": "Nine of ten."})

    assert page.status_code == 403
    assert "What you wrote is not recorded" in words(page)
    assert "Nine of ten." in words(page)
    assert not Evidence.objects.exists()
