"""A spreadsheet comes in again, after people here have gone on: what they said stays."""

from datetime import date

import pytest

from improvement import recording
from improvement.models import DateRequest, Owner, SignOff, Update
from improvement.recording import Refused
from tests.factories import MembershipFactory, on
from tests.sheet_walk import (
    AGAIN,
    ANSWERS,
    ROWS,
    UPLOAD,
    bring_in,
    changed,
    state_of,
    without,
    workbook,
)
from tests.spreadsheet_import.told_here import say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now_is")]


def test_what_an_officer_said_since_stays_and_the_page_says_so(plan, walk, officer, now_is):
    say(officer, plan, "1.2", "on_track", text="The first course was held.")
    now_is("2019-03-01", 11)
    rows = changed(ROWS, "1.2", "Current status", "Red")
    told = bring_in(walk, workbook(rows), plan=plan, day="2019-03-01",
                    said=without(AGAIN, "In progress"))  # fmt: skip

    row = next(row for row in told.values() if row["reference"] == "1.2")
    assert row["outcome"] == "kept"
    assert "has spoken of it here since, on 1 March 2019: on track" in row["kept"][0]
    assert state_of(plan)["1.2"].standing.value == "on_track"


def test_the_sheets_word_can_be_taken_all_the_same(plan, walk, officer, now_is):
    say(officer, plan, "1.2", "on_track", text="The first course was held.")
    now_is("2019-03-01", 11)
    rows = changed(ROWS, "1.2", "Current status", "Red")
    bring_in(walk, workbook(rows), plan=plan, day="2019-03-01",
             said=without(AGAIN, "In progress"))  # fmt: skip
    walk.check(take="1.2")
    walk.bring_in()

    assert state_of(plan)["1.2"].standing.value == "off_track"
    assert Update.objects.filter(said_by=officer).count() == 1


def test_a_due_date_never_moves_by_a_sheet(plan, walk):
    rows = changed(ROWS, "1.1", "When?", date(2019, 9, 30))
    told = bring_in(walk, workbook(rows), plan=plan, said=AGAIN)

    first = next(row for row in told.values() if row["reference"] == "1.1")
    assert "here it is due on 31 March 2019" in first["kept"][0]
    assert plan.actions.get(reference="1.1").first_due == date(2019, 3, 31)
    assert not DateRequest.objects.exists()


def test_words_that_somebody_has_changed_here_stay(plan, walk):
    action = plan.actions.get(reference="2.1")
    action.title = "See each child alone"
    action.save()
    rows = changed(ROWS, "2.1", "What?", "See every child")
    told = bring_in(walk, workbook(rows), plan=plan, said=AGAIN)

    row = next(row for row in told.values() if row["reference"] == "2.1")
    assert row["kept"] == ["Somebody has changed what will be done here; theirs stays."]
    assert plan.actions.get(reference="2.1").title == "See each child alone"


def test_an_owner_that_was_given_here_stays(plan, walk, members):
    quality = Owner.objects.get(key="quality")
    action = plan.actions.get(reference="2.1")
    recording.give_owner(
        action=action, owner=quality, by=members["admin"], now=on("2019-03-01"), text="Moved."
    )
    same = bring_in(walk, workbook(), plan=plan, said=AGAIN)
    rows = changed(ROWS, "2.1", "Who?", "Head of practice")
    told = bring_in(walk, workbook(rows), plan=plan, said=AGAIN)

    row = next(row for row in told.values() if row["reference"] == "2.1")
    assert {row["outcome"] for row in same.values()} == {"same"}
    assert "theirs stays" in row["kept"][0]
    assert str(state_of(plan, date(2019, 3, 2))["2.1"].owner) == "Head of quality"


def test_another_owner_in_the_sheet_is_a_handover_in_the_history(plan, walk):
    rows = changed(ROWS, "2.1", "Who?", "Head of practice")
    bring_in(walk, workbook(rows), plan=plan, said=AGAIN, day="2019-03-01")

    before, after = state_of(plan, date(2019, 2, 28)), state_of(plan, date(2019, 3, 1))
    assert str(before["2.1"].owner) == "Service manager"
    assert str(after["2.1"].owner) == "Head of practice"


def test_what_is_complete_here_takes_nothing_from_a_sheet(plan, walk):
    rows = changed(ROWS, "1.1", "Current status", "In progress")
    told = bring_in(walk, workbook(rows), plan=plan, day="2019-03-01",
                    said=without(AGAIN, "COMPLETED", "signer"))  # fmt: skip

    row = next(row for row in told.values() if row["reference"] == "1.1")
    assert "It is complete here" in row["kept"][0]
    assert state_of(plan)["1.1"].standing.value == "complete"


def test_a_closed_plan_takes_no_sheet(plan, walk, members):
    walk.upload(workbook(), plan=plan)
    walk.columns()
    walk.meanings(**AGAIN)
    recording.close_plan(
        plan=plan, by=members["admin"], now=on("2019-03-01"), reason="Succeeded."
    )

    page = walk.client.post(walk.at("sheet-check"), follow=True).content.decode()

    assert "Open it again first" in page
    assert plan.title not in walk.client.get(UPLOAD).context["form"].fields["plan"].choices


# Where members speak


def test_no_sheet_signs_off_where_members_speak(plan, walk, officer, now_is):
    say(officer, plan, "1.2", "done", text="All were taught.")
    now_is("2019-03-01", 11)
    rows = changed(ROWS, "1.2", "Current status", "COMPLETED")
    rows = changed(rows, "2.1", "Current status", "COMPLETED")
    said = without(AGAIN, "In progress", "Red") | {"COMPLETED": "complete"}
    bring_in(walk, workbook(rows), plan=plan, day="2019-03-01", said=said)
    walk.upload(workbook(rows), plan=plan, day="2019-03-01", name="again.xlsx")
    walk.columns()
    walk.meanings(**said)
    walk.check()
    told = {row["reference"]: row for row in walk.check(take="1.2").values()}
    walk.bring_in()

    assert "decided here by an approver, not by an import" in told["1.2"]["kept"][0]
    assert told["2.1"]["outcome"] == "same"
    states = state_of(plan)
    assert states["1.2"].standing.value == states["2.1"].standing.value == "done"
    assert SignOff.objects.count() == 1  # of the first import


def test_no_sheet_withdraws_where_members_speak(plan, walk, officer, now_is):
    say(officer, plan, "1.2", "on_track", text="The first course was held.")
    now_is("2019-03-01", 11)
    told = bring_in(walk, workbook(), plan=plan, day="2019-03-01",
                    said=AGAIN | {"Red": "withdrawn"})  # fmt: skip

    row = next(row for row in told.values() if row["reference"] == "2.1")
    assert (row["outcome"], len(row["kept"])) == ("kept", 1)
    assert "decided here by an approver" in row["kept"][0]
    assert state_of(plan)["2.1"].standing.value == "off_track"


def test_who_brought_a_claim_in_does_not_answer_it(walk, authority, inspection, members):
    said = without(ANSWERS, "signer") | {"COMPLETED": "done"}
    bring_in(walk, workbook(), authority=authority, inspection=inspection, said=said)
    claim = Update.objects.get(action__reference="1.1", status="done")
    admin = members["admin"]
    MembershipFactory(user=admin, authority=authority, role="approver")
    answer = {
        "claim": claim,
        "outcome": "accepted",
        "text": "Seen.",
        "now": on("2019-03-01", 10),
    }

    with pytest.raises(Refused, match="You brought this in yourself"):
        recording.sign_off(by=admin, **answer)
    recording.sign_off(by=members["approver"], **answer)

    assert SignOff.objects.count() == 1


def test_only_what_the_page_asks_about_is_taken(plan, walk, officer, now_is):
    say(officer, plan, "1.2", "on_track", text="The first course was held.")
    now_is("2019-03-01", 11)
    rows = changed(ROWS, "1.2", "Current status", "Red")
    bring_in(walk, workbook(rows), plan=plan, day="2019-03-01",
             said=without(AGAIN, "In progress"))  # fmt: skip
    walk.upload(workbook(changed(rows, "1.2", "Outcome (report for Q4)", "Two")), plan=plan,
                day="2019-03-01")  # fmt: skip
    walk.columns()
    walk.meanings(**without(AGAIN, "In progress"))
    walk.check()
    walk.check(take=["1.2", "2.1", "\0", "1.2"])

    walk.sheet.refresh_from_db()
    assert walk.sheet.answers["take"] == ["1.2"]
