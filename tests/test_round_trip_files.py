"""Downloaded plans that come back in another shape than they went out, or with faults."""

import csv
import io
from datetime import date

import pytest
from django.utils import timezone
from openpyxl import Workbook as NewBook

from improvement import recording
from improvement.models import Action, DateRequest, Sheet, Update
from improvement.spreadsheets.foreign_plan.headings import heading_row, headings, propose
from improvement.spreadsheets.round_trip.layout import BY_KEY, COLUMNS
from inspections.intake.sheets import read_sheet
from tests.factories import (
    ActionFactory,
    SignOffFactory,
    UpdateFactory,
)
from tests.round_trips import Council, Workbook, apply, comparison, download, told, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(authority, members, client_for):
    return Council(authority, members, client_for)


SAID = {"status": "On track", "text": "Begun."}


# Files that were changed beside what was written


def test_rows_taken_out_leave_their_actions_as_they_are(world):
    book = world.file().write("1.3", **SAID)
    book.sheet.delete_rows(book.row("1.1"))

    page = upload(world.officer, book)

    assert "1 row of the downloaded file is not in it. Nothing happens to that action." in told(
        page
    )
    apply(world.officer, page)
    assert world.texts() == ["1.3 Begun."]


def test_rows_may_stand_in_another_order_under_a_title_in_a_renamed_sheet(world):
    book = world.file().write("1.2", **SAID)
    rows = [[cell.value for cell in row] for row in book.sheet.iter_rows()]
    other = NewBook()
    other.active.append(["Our plan in March"])
    other.active.append([])
    for row in [rows[0], *reversed(rows[1:])]:
        other.active.append(row)
    content = io.BytesIO()
    other.save(content)

    page = upload(world.officer, content.getvalue())

    assert "2 changes." in told(page)
    apply(world.officer, page)
    assert world.texts() == ["1.2 Begun."]


def test_columns_may_move_and_others_be_added(world):
    book = world.file().write("1.2", **SAID)
    book.sheet.insert_cols(1)
    book.sheet.cell(1, 1, "My notes")
    book.sheet.cell(3, 1, "ask again")

    page = upload(world.officer, book)

    assert "The column “My notes” is not one of the plan’s. It is left out." in told(page)
    apply(world.officer, page)
    assert world.texts() == ["1.2 Begun."]


def test_a_column_that_is_gone_changes_nothing(world):
    book = world.file().write("1.2", **SAID)
    book.sheet.delete_cols(book.column("reason"))

    page = upload(world.officer, book)

    assert "There is no column “Why at risk or off track”. Nothing changes in it." in told(page)
    assert "2 changes." in told(page)


def test_a_copied_row_that_says_the_same_counts_once(world):
    book = world.file().write("1.2", **SAID)
    book.sheet.append([cell.value for cell in book.sheet[book.row("1.2")]])

    apply(world.officer, upload(world.officer, book))

    assert world.texts() == ["1.2 Begun."]


def test_two_rows_about_one_action_that_differ_are_both_left(world):
    book = world.file().write("1.2", **SAID)
    book.sheet.append([cell.value for cell in book.sheet[book.row("1.2")]])
    book.write("1.2", text="Not begun.")

    page = upload(world.officer, book)

    assert "Rows 3 and 5 are about the same action and say different things." in told(page)
    assert comparison(page).parts == []


def test_a_row_that_was_added_makes_no_action(world):
    book = world.file(world.admin)
    book.sheet.append(["1.4", "One more thing"])

    page = upload(world.admin, book)

    assert "A new row makes no new action" in told(page)
    assert Action.objects.count() == 3


def test_rows_sorted_apart_from_the_hidden_column_are_left(world):
    book = world.file()
    one, other = book.row("1.1"), book.row("1.2")
    for column in range(1, book.sheet.max_column):
        a, b = book.sheet.cell(one, column), book.sheet.cell(other, column)
        a.value, b.value = b.value, a.value
    book.write("1.3", **SAID)

    page = upload(world.officer, book)

    assert "The row says 1.2 for its reference, and its hidden cell 1.1" in told(page)
    assert [row.state.number for row in comparison(page).rows] == ["1.3"]


def test_dates_that_a_program_wrote_as_text_are_no_edits(world):
    book = world.file()
    for key in ("first_due", "due"):
        book.write("1.1", **{key: "29/03/2099"})
    book.write("1.2", start="01 January 2019", due="29-Mar-99")

    assert comparison(upload(world.officer, book)).rows == []


def test_blanks_and_line_ends_that_a_program_changed_are_no_edits(world):
    world.actions[0].title = "Two  words\nand a line"
    world.actions[0].save()
    book = world.file(world.admin).write("1.1", title=" Two words_x000D_\n and a line ")

    assert comparison(upload(world.admin, book)).rows == []


def test_saved_as_csv_it_is_still_the_same_file(world):
    book = world.file().write("1.2", **SAID)
    text = io.StringIO()
    for row in book.sheet.iter_rows():
        values = [f"{v:%d/%m/%Y}" if isinstance(v, date) else v for v in (c.value for c in row)]
        csv.writer(text).writerow(values)

    page = upload(world.officer, text.getvalue().encode("cp1252"), name="plan.csv")

    assert "2 changes." in told(page)
    apply(world.officer, page)
    assert world.texts() == ["1.2 Begun."]


@pytest.mark.parametrize("version", ["0", "2", "17"])
def test_a_file_of_another_form_asks_for_a_fresh_download(world, version):
    book = world.file()
    head = book.sheet.cell(1, book.sheet.max_column)
    head.value = head.value.replace("tracker 1 ", f"tracker {version} ")

    assert "in a form that is no longer read" in told(upload(world.officer, book))


def test_the_plan_twice_in_one_file_is_refused(world):
    book = world.file()
    book.book.copy_worksheet(book.sheet)

    assert "The plan is in the file more than once" in told(upload(world.officer, book))


def test_a_file_that_was_never_downloaded_here_is_refused(world):
    for content in (b"", b"a,b\n1,2\n", b"%PDF-1.4", b"PK\x03\x04 no", b"\x00\xff" * 99):
        page = upload(world.officer, content)
        assert page.status_code == 200
        assert page.context["form"].errors
    assert Sheet.objects.count() == 0


@pytest.mark.parametrize("hidden", ["", "1", "x" * 400, "9" * 18 + " update-1 " + "0" * 12])
def test_a_hidden_cell_that_was_changed_takes_nothing(world, hidden):
    book = world.file().write("1.1", **SAID)
    book.sheet.cell(book.row("1.1"), book.sheet.max_column).value = hidden

    assert comparison(upload(world.officer, book)).parts == []


def test_a_forged_mark_of_what_was_seen_only_makes_a_conflict(world):
    UpdateFactory(action=world.actions[0])
    book = world.file().write("1.1", text="More.")
    cell = book.sheet.cell(book.row("1.1"), book.sheet.max_column)
    action, _, prints = cell.value.split(" ")
    cell.value = f"{action} update-99999 {prints}"

    assert comparison(upload(world.officer, book)).conflicts == 1


def test_a_row_of_another_plan_is_left(world):
    other = ActionFactory(plan__authority=world.authority, reference="1.1", owner=world.post)
    book = world.file()
    theirs = Workbook(download(world.officer, other.plan)).write("1.1", **SAID)
    book.sheet.append([cell.value for cell in theirs.sheet[2]])

    page = upload(world.officer, book)

    assert "The plan has no such action: the row comes from another file." in told(page)
    assert world.texts() == []


# What cannot be recorded as written


FAULTS = {
    "a status that is none": ({"status": "Amber"}, "“Amber” is no status. Choose one of:"),
    "a decision": ({"status": "Complete"}, "once an approver has signed it off"),
    "a status without words": ({"status": "On track"}, "Say what changed"),
    "at risk without a reason": (
        {"status": "At risk", "text": "It slips."},
        "Say why it is at risk",
    ),
    "an emptied status": ({"status": None, "text": "Words"}, "The status is empty"),
    "words on what nobody has said": ({"text": "Words"}, "Choose under “Status” how it stands"),
    "no answer": ({"no_change": "perhaps"}, "“perhaps” is no answer"),
    "nothing to confirm": ({"no_change": "yes"}, "so there is nothing to confirm"),
    "both": ({"no_change": "yes", **SAID}, "Keep one."),
    "no day": ({"to": "end of March"}, "“end of March” is no one day"),
    "a day gone by": ({"to": "1/1/2020"}, "must be later than today"),
    "the day it has": ({"to": "29/3/2099"}, "That is the date it has now"),
    "a date without why": ({"to": "30/6/2099"}, "Say why it needs another date"),
    "why without a date": ({"why": "Late."}, "Give the new date."),
    "too many words": ({"status": "On track", "text": "x" * 5001}, "5,001 characters"),
    "the first date": ({"first_due": "1/4/2099"}, "The first due date is set once"),
    "the date itself": ({"due": "1/4/2099"}, "A due date moves by a request"),
    "what was said": ({"last": "Better."}, "stays as it was said"),
    "no words": ({"title": None}, "Only admins"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_recorded_is_said_before_anything_is(world, fault):
    values, sentence = FAULTS[fault]

    page = upload(world.officer, world.file().write("1.1", **values))

    assert sentence in told(page)
    assert (Update.objects.count(), DateRequest.objects.count()) == (0, 0)
    assert not [p for _, p in comparison(page).parts if p.kind not in ("update", "no_change")]


def test_faults_do_not_hold_up_the_rest(world):
    book = world.file().write("1.1", status="Amber", text="Words").write("1.2", **SAID)
    page = upload(world.officer, book)
    assert "2 changes, 1 that cannot be recorded as written." in told(page)

    apply(world.officer, page)
    apply(world.officer, upload(world.officer, book.write("1.1", status="On track")))

    assert world.texts() == ["1.1 Words", "1.2 Begun."]


def test_a_formula_that_was_never_worked_out_is_no_answer(world):
    book = world.file().write("1.1", status="On track")
    book.cell("1.1", "text").value = "=A1"

    page = upload(world.officer, book)

    assert "a formula without a saved value" in told(page)


def test_a_complete_action_takes_no_update(world):
    done = UpdateFactory(action=world.actions[0], status="done")
    SignOffFactory(claim=done, holds_from="2019-01-10")

    page = upload(world.officer, world.file().write("1.1", **SAID))

    assert "until an approver has reopened it" in told(page)


def test_a_closed_plan_takes_nothing(world):
    book = world.file().write("1.1", **SAID)
    page = upload(world.officer, book)
    by, now = world.members["admin"], timezone.now()
    recording.close_plan(plan=world.plan, by=by, now=now, reason="It is done.")

    again = apply(world.officer, page)

    assert "Nothing can be recorded from this file." in told(again)
    assert "takes no updates" in told(upload(world.officer, book))
    assert world.texts() == []


def test_words_that_look_like_a_child_s_are_asked_about(world):
    book = world.file().write(
        "1.1", status="On track", text="Seen with Amelia, aged 7, in May."
    )
    page = upload(world.officer, book)
    assert "looks like a child's name with an age" in told(page)

    asked = apply(world.officer, page)
    assert "tick that they are not" in told(asked)
    assert world.texts() == []
    apply(world.officer, asked, not_about_a_child="on")

    assert len(world.texts()) == 1


def test_a_downloaded_plan_can_also_be_imported_as_one_kept_elsewhere(world):
    content = world.file().saved()
    plan = read_sheet(content, "plan.xlsx").tables[1]

    found = headings(plan, heading_row(plan))
    meanings = {found[int(n) - 1]: told["as"] for n, told in propose(found, None).items()}

    assert {heading: meaning for heading, meaning in meanings.items() if meaning} == {
        "Reference": "number",
        "Action": "action",
        "Recommendation": "recommendation",
        "Owner": "owner",
        "Start": "start",
        "First due date": "due",
        "Status": "status",
        "Last update": "progress",
        "What changed": "outcome",
        "What difference it makes": "outcome",
        "Why at risk or off track": "reason",
        "Success measure": "success_measure",
    }


def test_every_column_can_be_recognised_by_its_heading():
    headings = [column.heading.casefold() for column in COLUMNS]

    assert len(set(headings)) == len(headings)
    assert set(BY_KEY) == {column.key for column in COLUMNS}
