"""An admin brings a draft in by the browser: sees what it would do, then imports as themself."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from improvement.models import Plan, Sheet, Update
from inspections.models import Inspection, Recommendation
from tests.test_import_draft import LETTER, PLAN, REPORT

UPLOAD = reverse("draft-upload")


@pytest.fixture
def admin(members, client_for):
    return client_for(members["admin"])


def upload(client, text, **fields):
    content = text if isinstance(text, bytes) else text.encode()
    draft = SimpleUploadedFile("draft.yaml", content)
    return client.post(UPLOAD, {"draft": draft, **fields})


def confirm(client, response):
    return client.post(
        UPLOAD, {**response.context["confirm"].initial, "confirm": "yes"}, follow=True
    )


def test_the_preview_shows_what_would_be_created_and_writes_nothing(admin):
    page = upload(admin, REPORT).content.decode()

    assert "5 created" in page
    assert "Import as admin@westmere.example" in page
    assert Inspection.objects.count() == 0


def test_what_was_seen_is_imported_as_the_admin(admin, members):
    response = confirm(admin, upload(admin, REPORT))

    assert "Imported draft.yaml: 5 created, 0 changed." in response.content.decode()
    assert Recommendation.objects.get(key="1").history.get().history_user == members["admin"]


def test_the_past_can_be_loaded(admin):
    for text in (REPORT, LETTER, PLAN):
        confirm(admin, upload(admin, text, history="on"))

    assert Plan.objects.get().known_at.year == 2018
    assert Update.objects.filter(said_by=None).count() == 2


def test_a_draft_that_is_recorded_already_says_so(admin):
    confirm(admin, upload(admin, REPORT))

    page = upload(admin, REPORT).content.decode()

    assert "Everything in this draft is recorded already" in page
    assert "Import as" not in page


def test_every_problem_is_shown_with_its_line_and_nothing_can_be_imported(admin):
    page = upload(
        admin, REPORT.replace("SIF", "SIFF").replace("page: 5", "page: x")
    ).content.decode()

    assert "2 problems: nothing was written" in page
    assert "Line 7" in page
    assert "Import as" not in page


def test_a_changed_value_is_shown_with_the_old_one(admin):
    confirm(admin, upload(admin, REPORT))

    page = upload(
        admin, REPORT.replace("title: Oversight", "title: Supervise")
    ).content.decode()

    assert "1 changed" in page
    assert "Oversight" in page
    assert "Supervise" in page


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"%PDF-1.7 \x80", b"[" * 9999, b"a: &a [*a]", b"\x00", b"x" * 2_100_000]
)  # fmt: skip
def test_what_is_no_draft_gets_a_sentence(admin, content):
    response = upload(admin, content)

    assert response.status_code == 200
    page = response.content.decode()
    assert "problem" in page or "error" in page.lower()
    assert Inspection.objects.count() == 0


@pytest.mark.parametrize(("form", "field"), [("sheet-upload", "sheet"), ("round-trip", "file")])
def test_a_spreadsheet_that_was_cut_on_its_way_is_refused_and_not_read_in_part(
    admin, form, field
):
    # Two bytes a letter: it stays a whole table wherever it is cut.
    table = "No;What\n" + "1;what was done\n" * 400_000
    file = SimpleUploadedFile("plan.csv", table.encode("utf-16"))

    page = admin.post(reverse(form), {field: file}).content.decode()

    assert "MB; a plan is far smaller" in page
    assert Sheet.objects.count() == 0


def test_another_authoritys_draft_is_refused(admin):
    page = upload(admin, REPORT.replace("Westmere", "Eastmere")).content.decode()

    assert "You are not an admin of “Eastmere”" in page


def test_what_was_tampered_with_is_checked_again(admin):
    response = admin.post(
        UPLOAD, {"confirm": "yes", "name": "x", "content": REPORT.replace("SIF", "SIFF")}
    )

    assert "nothing was written" in response.content.decode()
    assert Inspection.objects.count() == 0


def test_a_confirmation_without_its_text_says_so(admin):
    response = admin.post(UPLOAD, {"confirm": "yes"}, follow=True)

    assert "did not arrive whole" in response.content.decode()


def test_the_schema_is_published(admin):
    assert admin.get(reverse("draft-schema")).json()["title"] == "Draft"


@pytest.mark.parametrize("role", ["viewer", "officer", "approver"])
def test_only_an_admin_may_import(members, client_for, role):
    assert upload(client_for(members[role]), REPORT).status_code == 403
    assert Inspection.objects.count() == 0
