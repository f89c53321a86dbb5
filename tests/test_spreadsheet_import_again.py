"""A spreadsheet comes in again, after people here have gone on: what they said stays, every
row's problem is told before anything is written."""

from datetime import date

import pytest

from improvement import recording
from improvement.models import Action, DateRequest, Owner, Plan, SignOff, Update
from improvement.recording import Refused
from tests.factories import HoldingFactory, MembershipFactory, on
from tests.sheet_walk import (
    AGAIN,
    ANSWERS,
    ROWS,
    UPLOAD,
    bring_in,
    changed,
    everything,
    inspected,
    state_of,
    without,
    workbook,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now_is(monkeypatch):
    """It is the morning of 1 March 2019; `now_is(day)` sets the day on."""

    def strike(day, hour=9):
        monkeypatch.setattr("django.utils.timezone.now", lambda: on(day, hour))

    strike("2019-03-01")
    return strike


@pytest.fixture
def inspection(authority):
    return inspected(authority)


@pytest.fixture
def plan(walk, authority, inspection):
    """The tracker, imported for the first time."""
    bring_in(walk, workbook(), authority=authority, inspection=inspection)
    return Plan.objects.get()


@pytest.fixture
def officer(members, plan):
    """Who holds the post that answers for 1.2, and has said that it is done."""
    member = members["officer"]
    post = Owner.objects.get(key="workforce-lead")
    HoldingFactory(owner=post, user=member, name="", holds_from="2018-12-01")
    return member


def say(officer, plan, reference, status, **words):
    return recording.record_update(
        action=plan.actions.get(reference=reference),
        by=officer,
        now=on("2019-03-01", 10),
        status=status,
        **words,
    )


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


def test_every_rows_problem_is_told_and_nothing_is_written(walk, authority, inspection):
    rows = [
        *ROWS,
        ["2.2", "The same number again", "Service manager", *[None] * 6],
        ["2.4", None, "Service manager", *[None] * 6],
        ["2.5", "x" * 200, "Service manager", "y" * 5_000, *[None] * 5],
    ]
    told = bring_in(walk, workbook(rows), authority=authority, inspection=inspection)

    problems = {n: row["problems"] for n, row in told.items() if row["problems"]}
    assert problems[10] == ["Row 9 is action 2.2 already."]
    assert problems[11] == ["It has no words for what will be done."]
    assert problems[12] == ["Its progress is longer than 5,000 characters."]
    assert everything() == [0, 0, 0, 0, 2]
    assert not Plan.objects.exists()
    assert "Import as" not in walk.page()


def test_rows_with_a_problem_can_be_left_out(walk, authority, inspection):
    rows = [*ROWS, ["2.2", "The same number again", "Service manager", *[None] * 6]]
    bring_in(walk, workbook(rows), authority=authority, inspection=inspection)

    assert not Action.objects.exists()
    walk.check(leave_out="yes")
    walk.bring_in()
    assert Action.objects.count() == 4


def test_a_problem_that_only_the_records_know_is_told_of_its_row(walk, authority, inspection):
    said = {**ANSWERS, "signer": "post:practice"}  # who also answers for it
    told = bring_in(walk, workbook(), authority=authority, inspection=inspection, said=said)

    assert told[5]["problems"] == ["The post that said done cannot sign it off."]
    assert not Plan.objects.exists()


def test_the_plan_that_changed_meanwhile_is_shown_again_before_it_is_written(
    plan, walk, officer, now_is
):
    rows = changed(ROWS, "1.2", "Current status", "Red")
    walk.upload(workbook(rows), plan=plan, day="2019-03-01")
    walk.columns()
    walk.meanings(**without(AGAIN, "In progress"))
    walk.check()
    say(officer, plan, "1.2", "on_track", text="The first course was held.")
    now_is("2019-03-01", 11)

    page = walk.bring_in().content.decode()

    assert "Something has changed since you looked, so nothing was written." in page
    assert state_of(plan)["1.2"].standing.value == "on_track"


def test_words_that_look_like_a_childs_are_shown_and_need_a_look(walk, authority, inspection):
    rows = changed(ROWS, "2.1", "How?", "Visit Jamie, aged 7, twice")
    bring_in(walk, workbook(rows), authority=authority, inspection=inspection)

    page = walk.page()
    assert "1 row may name an individual child." in page
    assert not Plan.objects.exists()
    walk.bring_in(not_about_a_child="yes")
    assert Plan.objects.exists()


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


def test_a_long_action_keeps_its_whole_words(walk, authority, inspection):
    words = "Do what was promised and more of it " * 12
    rows = changed(ROWS, "2.1", "What?", words.strip())
    bring_in(walk, workbook(rows), authority=authority, inspection=inspection)

    action = Plan.objects.get().actions.get(reference="2.1")
    assert len(action.title) <= 300
    assert action.title.endswith("…")
    assert action.updates.get().text == f"In full: {words.strip()}"


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


# What the guard and the page look at


@pytest.mark.parametrize("column", ["NOS", "When?"])
def test_every_word_that_would_come_in_is_looked_at(walk, authority, inspection, column):
    rows = changed(ROWS, "2.1", column, "Jamie, aged 7")
    bring_in(walk, workbook(rows), authority=authority, inspection=inspection)

    assert "1 row may name an individual child." in walk.page()
    assert not Plan.objects.exists()


def test_a_reason_is_told_to_be_too_long_and_never_cut(walk, authority, inspection):
    rows = changed(ROWS, "2.1", "How?", "y" * 5_001)
    walk.upload(workbook(rows), authority=authority)
    walk.new_plan(inspection)
    walk.columns(**{"as-4": "reason"})
    walk.meanings(**ANSWERS)

    told = walk.check()[8]["problems"]

    assert told == ["Its reason is longer than 5,000 characters."]


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
