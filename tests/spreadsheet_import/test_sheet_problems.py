"""Every row's problem is told before anything of a spreadsheet is written."""

import pytest

from improvement.models import Action, Plan
from tests.sheet_walk import (
    AGAIN,
    ANSWERS,
    ROWS,
    bring_in,
    changed,
    everything,
    state_of,
    without,
    workbook,
)
from tests.spreadsheet_import.told_here import say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now_is")]


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


def test_a_long_action_keeps_its_whole_words(walk, authority, inspection):
    words = "Do what was promised and more of it " * 12
    rows = changed(ROWS, "2.1", "What?", words.strip())
    bring_in(walk, workbook(rows), authority=authority, inspection=inspection)

    action = Plan.objects.get().actions.get(reference="2.1")
    assert len(action.title) <= 300
    assert action.title.endswith("…")
    assert action.updates.get().text == f"In full: {words.strip()}"


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
