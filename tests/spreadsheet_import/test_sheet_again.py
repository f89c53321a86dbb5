"""A spreadsheet comes in again: nothing is made twice."""

from datetime import date

import pytest

from improvement.models import Plan
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

pytestmark = pytest.mark.django_db


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


def test_what_was_taken_last_time_is_proposed_again(plan, walk):
    walk.upload(workbook(), plan=plan)
    walk.columns()
    answer = walk.client.get(walk.at("sheet-meanings"))
    asked = {field.label: field for field in answer.context["form"]}

    assert asked["Head of practice; Workforce lead"].value() == "post:workforce-lead"
    assert asked["April and 31 May 2019"].value() == "2019-05-31"
    assert "When last brought in, these actions were: Off track (1)." in answer.text
