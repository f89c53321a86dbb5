"""How a file that was given as evidence is given out again."""

import pytest
from django.urls import reverse

from tests.factories import EvidenceFactory, EvidenceFileFactory


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
