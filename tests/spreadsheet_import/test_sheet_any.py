"""Whatever stands in somebody's sheet: no error page, no half a record, and the same sheet
again changes nothing."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from improvement.models import Action, Plan, Sheet, Update
from improvement.spreadsheets.days import FIRST, LAST, read_day
from improvement.spreadsheets.foreign_plan.checking import bring_in, check, kept, table_of
from improvement.spreadsheets.foreign_plan.found import likely_matches
from improvement.spreadsheets.foreign_plan.headings import MEANINGS
from improvement.spreadsheets.foreign_plan.import_forms import ColumnsForm
from improvement.spreadsheets.foreign_plan.meanings import MeaningsForm
from improvement.spreadsheets.foreign_plan.recorded import answered_by, asked_of, posts_of
from improvement.spreadsheets.foreign_plan.told_before import ToldBefore
from improvement.spreadsheets.foreign_plan.tracker import Tracker
from improvement.spreadsheets.foreign_plan.uploading import first_answers
from inspections.intake.sheets.shown import plain
from inspections.intake.sheets.tables import Cell, Table
from inspections.models.time import AsAt
from tests.factories import on
from tests.sheet_walk import filled, inspected

pytestmark = pytest.mark.django_db
NOW = on("2019-03-01")

WORDS = st.one_of(
    st.sampled_from(
        ["", "", "1", "2.1", "new", "Do it", "Do it", "do it!", "=1+1", "Head of practice",
         "Head of practice; A partner", "31/05/2019", "31/02/2019", "May 2019", "Ongoing",
         "1/4/19 and 2/5/19", "2019-13-45", "Complete", "Amber", "Recommendation 1", "1 & 2",
         "no", "~", "a: b", "- a", "# a", "'", '"', "{", "\u2028", "x\n\ny", "x" * 301]
    ),
    st.text(max_size=30),
).map(plain)  # fmt: skip
COLOURS = st.sampled_from(["", "", "#FFC000", "#92D050"])
CELLS = st.builds(Cell, WORDS, COLOURS)
FAULTY = Cell("", "", "a formula that went wrong")
COLUMNS = st.lists(st.sampled_from(list(MEANINGS)), min_size=2, max_size=9).filter(
    lambda columns: "action" in columns
)


@st.composite
def sheets(draw):
    columns = draw(COLUMNS)
    taken = set()
    for place, meaning in enumerate(columns):
        if meaning in taken and meaning not in ("details", "outcome"):
            columns[place] = ""
        taken.add(meaning)
    row = st.lists(CELLS, min_size=len(columns), max_size=len(columns))
    rows = draw(st.lists(row, min_size=1, max_size=7))
    if draw(st.integers(0, 3)):
        # Mostly each row is an action of its own, as in any real plan.
        for n, cells in enumerate(rows):
            for place, meaning in enumerate(columns):
                if meaning in ("number", "action"):
                    cells[place] = Cell(f"{cells[place].text} {n}".strip())
    elif draw(st.booleans()):
        rows[0][0] = FAULTY
    headings = [Cell(f"{meaning or 'unused'} {n}") for n, meaning in enumerate(columns)]
    bands = draw(st.lists(st.integers(2, len(rows) + 1), max_size=2))
    table = Table("Plan", [headings, *rows], hidden_rows=bands[:1], bands=bands)
    said = {f"as-{n}": meaning for n, meaning in enumerate(columns, 1)}
    said |= {f"on-{n}": "2018-12-31" for n in range(1, 10) if draw(st.booleans())}
    return table, {**said, "fill_down": draw(st.booleans())}


def begun(table, authority, admin, plan=None):
    """The sheet as it stands once it has been uploaded and read."""
    answers = {"day": "2019-02-28", **first_answers([table], 0, date(2018, 10, 1), heading=1)}
    sheet = Sheet.objects.create(
        purpose="plan", authority=authority, plan=plan, user=admin, name="plan.xlsx",
        sha256="a" * 64, uploaded_at=NOW, table={"tables": [table.to_plain()]}, answers=answers,
    )  # fmt: skip
    if plan is None:
        inspections = [i.pk for i in authority.inspections.all()]
        new = {"key": "a-plan", "title": "A plan", "opened": "2018-10-01"}
        sheet.answers["plan"] = {**new, "answers": inspections}
    return sheet


def answer_columns(sheet, said):
    form = ColumnsForm(said, table=table_of(sheet), heading=1, proposed={})
    if not form.is_valid():
        return False
    sheet.answers |= form.told()
    return True


def answer_meanings(sheet, plan):
    """What is proposed, and something wherever nothing is."""
    tracker = Tracker(table_of(sheet), sheet.answers)
    before = ToldBefore(tracker, plan)
    asked = {
        "tracker": tracker,
        "answers": sheet.answers,
        "posts": posts_of(sheet.authority),
        "asked": asked_of(sheet.authority, answered_by(plan, sheet.answers.get("plan", {}))),
        "matches": likely_matches(tracker, before.titles),
        "before": before,
    }
    empty = MeaningsForm(None, **asked)
    values = filled(empty)
    for name, field in empty.fields.items():
        if field.required and not values.get(name):
            offered = [value for value, _ in field.choices if value]
            values[name] = "at_risk" if "at_risk" in offered else offered[-1]
            if values[name] == "other":
                values[f"{name}-other"] = "2019-06-30"
    values |= {name: "post:quality" for name in ("signer", "speaker") if name in empty.fields}
    # Words that look like a child's are let through, as somebody who has looked would.
    form = MeaningsForm(values, **asked)
    form._suspicions = lambda name, field: []
    assert form.is_valid(), form.errors
    sheet.answers |= form.told()


def outcomes(found):
    return [row["outcome"] for row in kept(found)["rows"]]


@settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=sheets())
def test_any_sheet_comes_in_whole_or_not_at_all_and_only_once(drawn, authority, members):
    table, said = drawn
    with transaction.atomic():
        inspected(authority)
        come_in_twice(table, said, authority, members["admin"])
        transaction.set_rollback(True)


def come_in_twice(table, said, authority, admin):
    sheet = begun(table, authority, admin)
    if not answer_columns(sheet, said):
        return
    answer_meanings(sheet, None)
    found = check(sheet, None, actor=admin, now=NOW)
    assert not Plan.objects.exists()
    sheet.answers["leave_out"] = True
    found = check(sheet, None, actor=admin, now=NOW)
    if not found.can_be_imported:
        assert not found.drafting.wanted
        return
    seen = kept(found)["fingerprint"]
    assert bring_in(sheet, None, actor=admin, now=NOW, seen=seen) is not None
    new = [one for one in found.drafting.results if one.is_new and not one.problems]
    assert Action.objects.count() == len(new) == len(found.drafting.wanted)
    before = (Action.objects.count(), Update.objects.count())

    plan = Plan.objects.for_screen(AsAt(NOW)).get()
    again = begun(table, authority, admin, plan)
    assert answer_columns(again, said)
    answer_meanings(again, plan)
    again.answers["leave_out"] = True
    found = check(again, plan, actor=admin, now=NOW)
    came_in = {one.row.number for one in new}
    told = {one["row"]: one["outcome"] for one in kept(found)["rows"]}
    assert {told[number] for number in came_in} <= {"same", "kept"}, told
    assert (Action.objects.count(), Update.objects.count()) == before


@given(st.one_of(st.text(max_size=60), st.dates().map(str), st.from_regex(r"[0-9/. -]{1,30}")))
def test_any_cell_is_a_day_or_a_question(text):
    read = read_day(text)

    assert all(FIRST <= day <= LAST for day in read.found)
    assert read.day is None or read.found == (read.day,)


@given(st.dates(FIRST, LAST))
def test_a_day_is_read_however_it_is_written(day):
    written = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%-d %B %Y", "%-d %b %Y", "%A %-d %B %Y")

    assert {read_day(f"{day:{form}}").day for form in written} == {day}
