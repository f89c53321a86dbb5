"""The pages on the way from a spreadsheet to a plan: what they show, ask and keep."""

import pytest
from django.http import Http404

from improvement.models import Plan, Sheet
from improvement.spreadsheets.foreign_plan.uploading import keep
from inspections.models import Document
from tests.factories import PlanFactory
from tests.sheet_walk import ANSWERS, ROWS, UPLOAD, band, changed, everything, workbook

pytestmark = pytest.mark.django_db


def begin(walk, authority, inspection, rows=ROWS):
    """As far as the page that asks what the values mean."""
    walk.upload(workbook(rows), authority=authority)
    walk.new_plan(inspection)
    walk.columns()


def test_nothing_is_written_before_the_import(walk, authority, inspection):
    walk.upload(workbook(), authority=authority)
    walk.new_plan(inspection)
    walk.columns()
    walk.meanings(**ANSWERS)
    rows = walk.rows()

    assert {row["outcome"] for row in rows.values()} == {"new"}
    assert everything() == [0, 0, 0, 0, 2]
    assert Plan.objects.count() == Document.objects.count() == 0


def test_what_an_import_makes_stands_above_its_button(walk, authority, inspection):
    begin(walk, authority, inspection)
    walk.meanings(**ANSWERS)
    before = walk.page().partition("Import as")[0]

    assert "a new plan</strong>, “Plan 2018”, with 4 actions." in before
    assert "It becomes the front page at once" in before
    assert "2 new posts</strong>: Workforce lead, Service manager." in before
    newer = PlanFactory(authority=authority, opened="2019-01-01", title="The newest plan")
    assert f"goes on showing the newer plan “{newer.title}”" in walk.page()
    assert "It becomes the front page at once" not in walk.page()


def test_who_has_answered_sees_every_row_and_is_asked_nothing_without_a_choice(
    walk, authority, inspection
):
    begin(walk, authority, inspection)
    assert walk.client.get(walk.at("sheet-check")).url == walk.at("sheet-meanings")
    assert walk.at("sheet-check") not in walk.client.get(walk.at("sheet-meanings")).text

    assert walk.meanings(**ANSWERS).url == walk.at("sheet-check")

    assert "See children alone" in walk.page()
    assert "with these choices" not in walk.page()


def test_each_value_stands_beside_actions_by_which_to_judge_it(walk, authority, inspection):
    begin(walk, authority, inspection, changed(ROWS, "2.1", "What?", "See <b>them</b> alone"))
    page = walk.client.get(walk.at("sheet-meanings")).text

    assert "Row 8: “See &lt;b&gt;them&lt;/b&gt; alone”." in page
    assert "Rows 4 and 8" not in page
    assert "decided what is withdrawn</label>" in page  # needed, so not called optional


def test_of_several_days_the_latest_is_proposed_as_due(walk, authority, inspection):
    days = "31/05/2019, then 30 September 2019 (was 1.4.19)"
    begin(walk, authority, inspection, changed(ROWS, "2.2", "When?", days))
    page = walk.client.get(walk.at("sheet-meanings"))
    (key, field), *_ = [
        (name, page.context["form"][name])
        for name, asked in page.context["form"].fields.items()
        if asked.label == days
    ]

    assert "It names 3 days. The latest is proposed: please check." in field.help_text
    offered = [words for _, words in page.context["form"].fields[key].choices]
    assert {"31 May 2019", "30 September 2019", "1 April 2019"} <= {*offered}
    assert field.value() == "2019-09-30"


def test_only_an_admin_of_the_authority_sees_a_sheet(walk, members, client_for, authority):
    walk.upload(workbook(), authority=authority)

    for role in ("viewer", "officer", "approver"):
        assert client_for(members[role]).get(walk.at("sheet-plan")).status_code == 403
    assert walk.client.get(walk.at("sheet-plan")).status_code == 200


def test_one_may_leave_and_go_on_where_one_was(walk, authority, inspection):
    walk.upload(workbook(), authority=authority)
    walk.new_plan(inspection)

    page = walk.client.get(UPLOAD).content.decode()

    assert walk.at("sheet-columns") in page
    assert "Begun and not finished" in page
    assert "Delete this upload" in page
    assert walk.at("sheet-take-away") in page


def test_an_upload_is_deleted_by_hand_or_after_a_week(walk, authority):
    walk.upload(workbook(), authority=authority)
    walk.client.post(walk.at("sheet-take-away"))
    assert not Sheet.objects.exists()

    walk.upload(workbook(), authority=authority)
    Sheet.objects.update(uploaded_at="2019-01-01T12:00Z")
    walk.client.get(UPLOAD)
    assert not Sheet.objects.exists()


def test_what_was_deleted_while_its_rows_were_tried_stays_deleted(walk, authority):
    walk.upload(workbook(), authority=authority)
    read_before = Sheet.objects.get()
    walk.client.post(walk.at("sheet-take-away"))

    with pytest.raises(Http404):  # and not a page that says nothing, nor a sheet brought back
        keep(read_before, check={})

    assert not Sheet.objects.exists()


def test_a_heading_row_may_be_named_by_hand(walk, authority, inspection):
    walk.upload(workbook(above=["Plan"] * 5), authority=authority)
    walk.new_plan(inspection)

    walk.client.post(walk.at("sheet-columns"), {"look": "yes", "table": 0, "heading": 1})
    walk.sheet.refresh_from_db()
    assert walk.sheet.answers["heading"] == 1

    page = walk.client.post(
        walk.at("sheet-columns"), {"look": "yes", "table": 0, "heading": 999}
    ).content.decode()
    assert "has only" in page


def test_two_columns_cannot_mean_the_same(walk, authority, inspection):
    walk.upload(workbook(), authority=authority)
    walk.new_plan(inspection)

    page = walk.columns(**{"as-4": "owner"}).content.decode()

    assert "Two columns cannot both mean this." in page


def test_what_was_answered_is_kept_while_something_is_missing(walk, authority, inspection):
    walk.upload(workbook(), authority=authority)
    walk.new_plan(inspection)
    walk.columns()

    page = walk.meanings(Red="off_track").content.decode()

    assert "Name the post that signed off or decided." in page
    walk.sheet.refresh_from_db()
    assert "off_track" in walk.sheet.answers["statuses"].values()
    # Every row is reached only once all is answered.
    assert walk.client.get(walk.at("sheet-check")).status_code == 302


def test_a_row_of_only_a_heading_is_no_action(walk, authority, inspection):
    rows = [*ROWS[:3], band("Priority 2"), *ROWS[3:]]
    walk.upload(workbook(rows), authority=authority)
    walk.new_plan(inspection)
    walk.columns()
    page = walk.client.get(walk.at("sheet-meanings"))

    assert page.context["rows"] == 4


def test_each_row_shows_what_is_recorded_of_it_and_what_is_not(walk, authority, inspection):
    begin(walk, authority, inspection)
    walk.meanings(**ANSWERS)
    page = walk.page()

    assert "Workforce lead answers for it; Head of practice is left out." in page
    assert "How: Two courses" in page
    assert "All taught" in page
    assert "No reason was given in the spreadsheet." in page
