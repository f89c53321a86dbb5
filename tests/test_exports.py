"""What people take away is what stands on the screen: the same rows, of the same moment."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from improvement.exports.files import as_csv, as_xlsx
from improvement.exports.table import Column, Table
from tests.factories import ActionFactory, CommitmentFactory, OwnerFactory, PlanFactory
from tests.large_plan import day, large_plan

MOMENTS = [
    {},
    {"as_at": day(400).isoformat(), "reading": "then"},
    {"as_at": day(400).isoformat(), "reading": "now"},
]


def read_csv(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def read_xlsx(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    heads, *rows = book["Rows"].iter_rows(values_only=True)
    about = dict(book["What this is"].iter_rows(values_only=True))
    return [dict(zip(heads, row, strict=True)) for row in rows], about


def fetch(viewer, page, plan, **query):
    answer = viewer.get(reverse(page, args=[plan.key], query=query))
    assert answer.status_code == 200
    return answer


@pytest.mark.django_db
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(
    ("page", "number", "shows"),
    [
        ("action-list", "Action", ["all", "late", "slipped", "complete", "due-not-closed"]),
        ("plan-rows", "Recommendation", ["all", "disagree", "claimed", "late"]),
    ],
)
def test_screen_csv_and_xlsx_have_the_same_rows(viewer, authority, page, number, shows, moment):
    plan = large_plan(authority, recommendations=6, visits=3)
    for show in shows:
        asked = {"show": show, **moment}
        count = fetch(viewer, page, plan, **asked).context["count"]
        on_screen = [row.number for row in count.rows]

        told = read_csv(fetch(viewer, page, plan, file="csv", **asked).content)
        rows, about = read_xlsx(fetch(viewer, page, plan, file="xlsx", **asked).content)

        assert [row[number] for row in told] == on_screen
        assert [row[number] for row in rows] == on_screen
        assert f"({len(on_screen)} of {count.total} " in about["Rows"]


@pytest.mark.django_db
def test_a_file_says_of_which_plan_and_of_when_it_is(viewer, authority):
    plan = large_plan(authority, recommendations=2, visits=1)
    asked = {"as_at": day(400).isoformat(), "reading": "then", "file": "csv"}

    answer = fetch(viewer, "action-list", plan, **asked)

    (row, *_) = read_csv(answer.content)
    assert row["Plan"] == "Large plan (invented example)"
    assert (row["As at"], row["Reading"]) == (day(400).isoformat(), "as known then")
    assert f"large-actions-all-{day(400).isoformat()}.csv" in answer["Content-Disposition"]
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.django_db
def test_the_matrix_is_taken_away_as_it_is_narrowed_and_ordered(viewer, authority):
    plan = large_plan(authority, recommendations=9, visits=3)
    theme = plan.commitments.order_by("pk").first().recommendation.theme
    asked = {"theme": theme.key, "sort": "worst"}
    page = fetch(viewer, "plan-matrix", plan, **asked)
    on_screen = [row.number for group in page.context["groups"] for row in group.rows]

    rows, about = read_xlsx(fetch(viewer, "plan-matrix", plan, file="xlsx", **asked).content)

    assert [row["Recommendation"] for row in rows] == on_screen != []
    assert f"theme: {theme.key}" in about["Rows"]
    first = page.context["groups"][0].rows[0].cells[0]
    assert rows[0][f"{first.visit}: they said"] == first.progress.words
    assert rows[0][f"{first.visit}: we said"] == first.standing.words


@pytest.mark.django_db
def test_what_changed_is_taken_away_row_by_row(viewer, authority):
    plan = large_plan(authority, recommendations=4, visits=2)
    days = {"from": day(100).isoformat(), "to": day(400).isoformat()}
    page = fetch(viewer, "plan-compare", plan, **days)
    of_actions = page.context["sections"][0]

    told = read_csv(fetch(viewer, "plan-compare", plan, file="csv", **days).content)

    numbers = {row["Number"] for row in told if row["Kind"] == "actions"}
    assert numbers == {row.name for row in of_actions.comparison.rows}
    assert {row["Since"] for row in told} == {day(100).isoformat()}


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["action-list", "plan-rows", "plan-matrix", "plan-compare"])
def test_another_kind_of_file_is_not_found(viewer, authority, page):
    plan = PlanFactory(authority=authority)
    CommitmentFactory(plan=plan)

    assert viewer.get(reverse(page, args=[plan.key], query={"file": "exe"})).status_code == 404


@pytest.mark.django_db
def test_an_empty_list_is_a_file_with_its_heads(viewer, authority):
    plan = PlanFactory(authority=authority)

    rows, about = read_xlsx(fetch(viewer, "action-list", plan, file="xlsx").content)

    assert rows == []
    assert about["Plan"] == plan.title


@pytest.mark.django_db
def test_text_that_looks_like_a_formula_stays_text(viewer, authority):
    plan = PlanFactory(authority=authority)
    title = '=HYPERLINK("http://example.org","look")'
    ActionFactory(plan=plan, title=title, owner=OwnerFactory(authority=authority, post="+1"))

    (told,) = read_csv(fetch(viewer, "action-list", plan, file="csv").content)
    content = fetch(viewer, "action-list", plan, file="xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = {cell.value: cell.data_type for cell in book["Rows"][2] if cell.value is not None}

    assert (told["Title"], told["Owner"]) == (f"'{title}", "'+1")
    assert cells[title] == cells["+1"] == "s"


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_no_words_begin_a_formula_or_break_a_file(words):
    columns = [Column("Words", lambda row: row)]
    table = Table("t", "T", columns, words, [("As at", None)])

    told = [row["Words"] for row in read_csv(as_csv(table))]

    assert len(told) == len(words)
    assert not [one for one in told if one.startswith(("=", "+", "-", "@", "\t", "\r"))]
    rows, _ = read_xlsx(as_xlsx(table))
    assert len(rows) <= len(words)  # an empty line at the end is none
