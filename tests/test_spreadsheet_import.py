"""A council's plan comes in from its own spreadsheet, by an admin in the browser."""

from datetime import date

import pytest
from django.http import Http404

from improvement.models import Owner, Plan, Sheet, SignOff
from improvement.spreadsheets.foreign_plan.uploading import keep
from inspections.models import Document
from tests.factories import PlanFactory
from tests.sheet_walk import (
    AGAIN,
    ANSWERS,
    ROWS,
    UPLOAD,
    band,
    bring_in,
    changed,
    everything,
    inspected,
    state_of,
    without,
    workbook,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(authority):
    return inspected(authority)


@pytest.fixture
def plan(walk, authority, inspection):
    """The tracker, imported for the first time."""
    bring_in(walk, workbook(), authority=authority, inspection=inspection)
    return Plan.objects.get()


def begin(walk, authority, inspection, rows=ROWS):
    """As far as the page that asks what the values mean."""
    walk.upload(workbook(rows), authority=authority)
    walk.new_plan(inspection)
    walk.columns()


def test_a_councils_tracker_becomes_a_plan(plan, walk):
    assert [action.reference for action in plan.actions.order_by("position")] == [
        "1.1", "1.2", "2.1", "2.2"
    ]  # fmt: skip
    first = plan.actions.get(reference="1.1")
    assert first.title == "Managers read every plan each month"
    assert first.first_due == date(2019, 3, 31)
    assert first.success_measure == "95% of plans read"
    assert Sheet.objects.count() == 0
    assert "Imported plan.xlsx" in walk.answer.content.decode()


def test_its_colours_and_words_mean_what_the_admin_said(plan):
    states = state_of(plan)

    assert states["1.1"].standing.value == "complete"
    assert states["1.2"].standing.value == "at_risk"
    assert states["2.1"].standing.value == "off_track"
    assert states["2.2"].standing.value == "not_stated"
    assert SignOff.objects.get().by_post.key == "quality"


def test_a_heading_across_the_table_is_the_recommendation_of_the_rows_below(plan):
    served = {
        number: [row.recommendation.key for row in one.commitments]
        for number, one in state_of(plan).items()
    }

    assert served == {"1.1": ["1"], "1.2": ["1"], "2.1": ["2"], "2.2": ["2"]}


def test_a_new_post_is_made_once_and_one_that_is_there_is_taken(plan):
    owners = {number: str(one.owner) for number, one in state_of(plan).items()}

    assert owners["1.1"] == "Head of practice"
    assert owners["1.2"] == "Workforce lead"
    assert owners["2.1"] == owners["2.2"] == "Service manager"
    assert Owner.objects.count() == 4


def test_what_is_no_day_is_kept_as_it_is_written(plan):
    ongoing, several = plan.actions.filter(reference__startswith="2").order_by("reference")

    assert (ongoing.first_due, ongoing.due_as_printed) == (None, "Ongoing")
    assert several.first_due == date(2019, 5, 31)
    assert several.due_as_printed == "April and 31 May 2019"


def test_what_is_told_of_an_earlier_quarter_is_said_of_that_day(plan):
    said = plan.actions.get(reference="1.1").updates.oldest_first()

    assert [(str(one.holds_from), one.status) for one in said] == [
        ("2018-12-31", "not_stated"),
        ("2019-02-28", "done"),
    ]
    assert "List in use" in said[0].text
    assert "How: A monthly list" in said[1].text
    assert "Read by all" in said[1].text  # the quarter is not over: told with the rest


def test_the_file_is_the_document_that_the_plan_names(plan):
    document = Document.objects.get()

    assert plan.document == document
    assert document.title == "Spreadsheet “plan.xlsx”"
    assert len(document.sha256) == 64


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


def test_the_same_file_again_changes_nothing(plan, walk):
    before = everything()
    rows = bring_in(walk, workbook(), plan=plan, said=AGAIN)

    assert {row["outcome"] for row in rows.values()} == {"same"}
    assert "There is nothing to import" in walk.page()
    assert everything() == before


def test_the_same_rows_in_another_order_and_file_change_nothing(plan, walk):
    before = everything()
    shuffled = [ROWS[3], ROWS[5], ROWS[4], ROWS[0], ROWS[2], ROWS[1]]
    rows = bring_in(walk, workbook(shuffled), plan=plan, said=AGAIN, day="2019-03-01")

    assert {row["outcome"] for row in rows.values()} == {"same"}
    assert everything() == before


def test_a_corrected_file_changes_what_it_corrects_and_makes_nothing_twice(plan, walk):
    rows = changed(ROWS, "2.1", "Current status", "In progress")
    rows = changed(rows, "1.2", "What?", "Teach every manager to challenge")
    rows.append(["2.3", "Ask children", "Service manager", *[None] * 6])
    said = AGAIN
    told = bring_in(
        walk, workbook(rows), plan=plan, said=without(said, "Red"), day="2019-03-01"
    )

    assert [row["outcome"] for row in told.values()] == [
        "same", "changed", "changed", "same", "new"
    ]  # fmt: skip
    assert plan.actions.count() == 5
    assert plan.actions.get(reference="1.2").title == "Teach every manager to challenge"
    assert plan.actions.get(reference="2.3").added == date(2019, 3, 1)
    assert state_of(plan)["2.1"].standing.value == "at_risk"
    assert [a.reference for a in plan.actions.order_by("position")][-1] == "2.3"


def test_without_numbers_the_words_find_the_action_again(walk, authority, inspection):
    rows = [[None, *row[1:]] if row[1] else row for row in ROWS]
    bring_in(walk, workbook(rows), authority=authority, inspection=inspection)
    plan = Plan.objects.get()
    given = {action.title: action.reference for action in plan.actions.all()}
    again = bring_in(walk, workbook([rows[3], rows[5], rows[4]]), plan=plan,
                     said=without(ANSWERS, "COMPLETED", "In progress", "signer",
                                  "Head of practice; Workforce lead"))  # fmt: skip

    assert given["Managers read every plan each month"] == "1.1"
    assert given["See children alone"] == "2.1"
    assert {row["outcome"] for row in again.values()} == {"same"}


def test_nearly_the_same_words_are_asked_about_never_guessed(walk, authority, inspection):
    rows = [[None, *row[1:]] if row[1] else row for row in ROWS[3:]]
    bring_in(walk, workbook(rows), authority=authority, inspection=inspection, said={
        "Red": "off_track", "April and 31 May 2019": "2019-05-31"})  # fmt: skip
    plan = Plan.objects.get()
    rows[1] = [None, "See all children alone", *rows[1][2:]]
    walk.upload(workbook(rows), plan=plan)
    walk.columns()

    page = walk.client.get(walk.at("sheet-meanings")).content.decode()
    assert "It is action 2.1" in page
    walk.meanings(**{"Red": "off_track", "April and 31 May 2019": "2019-05-31",
                     "See all children alone": "2.1"})  # fmt: skip
    rows = walk.check()
    walk.bring_in()
    assert [row["outcome"] for row in rows.values()] == ["changed", "same"]
    assert plan.actions.count() == 2
    assert plan.actions.get(reference="2.1").title == "See all children alone"


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


def test_what_was_taken_last_time_is_proposed_again(plan, walk):
    walk.upload(workbook(), plan=plan)
    walk.columns()
    answer = walk.client.get(walk.at("sheet-meanings"))
    asked = {field.label: field for field in answer.context["form"]}

    assert asked["Head of practice; Workforce lead"].value() == "post:workforce-lead"
    assert asked["April and 31 May 2019"].value() == "2019-05-31"
    assert "When last brought in, these actions were: Off track (1)." in answer.text
