"""Spreadsheets as councils keep them, made here, and the way through the pages of an import."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from improvement.models import Action, Commitment, Owner, Plan, Sheet, SignOff, Update
from improvement.state import read_state
from inspections.models.time import AsAt
from tests.factories import InspectionFactory, OwnerFactory, RecommendationFactory

UPLOAD = reverse("sheet-upload")

# The shape of a council's tracker of 2017; its words are invented.
HEADINGS = ["NOS", "What?", "Who?", "How?", "When?", "Success measures", "Current status",
            "Outcome (report for Q3)", "Outcome (report for Q4)"]  # fmt: skip


def band(words):
    return [words, *[None] * 8]


ROWS = [
    band("Recommendation 1: Oversight by managers"),
    ["1.1", "Managers read every plan each month", "Head of practice", "A monthly list",
     date(2019, 3, 31), "95% of plans read", "COMPLETED", "List in use", "Read by all"],
    ["1.2", "Teach managers to challenge", "Head of practice; Workforce lead", "Two courses",
     "31/05/2019", "All taught", "In progress", None, None],
    band("Recommendation 2: Visits to children"),
    ["2.1", "See children alone", "Service manager", None, "Ongoing", None, "Red", None, None],
    ["2.2", "Report visits that are late", "Service manager", None, "April and 31 May 2019",
     None, None, None, None],
]  # fmt: skip
ANSWERS = {
    "COMPLETED": "complete",
    "In progress": "at_risk",
    "Red": "off_track",
    "signer": "post:quality",
    "Head of practice; Workforce lead": ["new", "Workforce lead"],
    "April and 31 May 2019": "2019-05-31",
}
# What is asked again of the same file: the post is there now.
AGAIN = ANSWERS | {"Head of practice; Workforce lead": "post:workforce-lead"}
COLOURS = {"COMPLETED": "92D050", "In progress": "FFC000"}


def workbook(rows=ROWS, headings=HEADINGS, above=("Improvement plan v17", None)):
    """The bytes of an XLSX file; a row with one cell is merged across, as people do."""
    book = Workbook()
    sheet = book.active
    for words in above:
        sheet.append([words])
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
        if len([cell for cell in row if cell is not None]) == 1:
            here = {"start_row": sheet.max_row, "end_row": sheet.max_row}
            sheet.merge_cells(**here, start_column=1, end_column=len(headings))
        for cell in sheet[sheet.max_row]:
            if cell.value in COLOURS:
                cell.fill = PatternFill("solid", fgColor=COLOURS[cell.value])
    return saved(book)


def saved(book):
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def changed(rows, reference, column, value):
    """The rows with one cell written anew."""
    place = HEADINGS.index(column)
    return [
        [*row[:place], value, *row[place + 1 :]] if row[0] == reference else row for row in rows
    ]


class Walk:
    """Goes through the pages as an admin does, taking what is proposed unless told."""

    def __init__(self, client):
        self.client = client

    def upload(self, content, *, plan=None, authority=None, day="2019-02-28", name="plan.xlsx"):
        chosen = f"plan-{plan.pk}" if plan else f"new-{authority.pk}"
        sent = {"sheet": SimpleUploadedFile(name, content), "plan": chosen, "day": day}
        response = self.client.post(UPLOAD, sent)
        self.sheet = Sheet.objects.order_by("pk").last()
        return response

    def at(self, page):
        return reverse(page, args=[self.sheet.pk])

    def new_plan(self, inspection, title="Plan 2018", opened="2018-10-01"):
        said = {"title": title, "opened": opened, "answers": [inspection.pk]}
        return self.client.post(self.at("sheet-plan"), said)

    def columns(self, **said):
        form = self.client.get(self.at("sheet-columns")).context["columns"]
        return self.client.post(self.at("sheet-columns"), {**filled(form), **said})

    def meanings(self, **said):
        """What is said by the value as it stands in the sheet, or by the name of a field."""
        form = self.client.get(self.at("sheet-meanings")).context["form"]
        values = filled(form)
        for words, meaning in said.items():
            values.update(zip(fields_of(form, words), listed(meaning), strict=False))
        return self.client.post(self.at("sheet-meanings"), values)

    def check(self, **choices):
        """Look at every row; with choices, try them once more."""
        if choices:
            self.client.post(self.at("sheet-check"), {"choose": "yes", **choices})
        return self.rows()

    def rows(self):
        """What stands on the page of every row, by the row's number."""
        found = self.client.get(self.at("sheet-check")).context["found"]
        return {row["row"]: row for row in found["rows"]}

    def page(self):
        return self.client.get(self.at("sheet-check")).content.decode()

    def bring_in(self, **said):
        address = self.at("sheet-check")
        return self.client.post(address, {"import": "yes", **said}, follow=True)


def filled(form):
    """A form's fields as a browser sends them back untouched."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, "", False)}


def listed(meaning):
    return meaning if isinstance(meaning, list | tuple) else [meaning]


def fields_of(form, words):
    """The fields of the question about a value of the sheet."""
    if words in form.fields:
        return [words, f"{words}-name"]
    for _, questions in form.questions():
        for question in questions:
            if question.fields[0].label.startswith(words):
                return [field.name for field in question.fields]
    raise AssertionError(f"Nothing asks about {words}.")


def inspected(authority):
    """An inspection with two recommendations, and two posts."""
    OwnerFactory(authority=authority, key="practice", post="Head of practice")
    OwnerFactory(authority=authority, key="quality", post="Head of quality")
    inspection = InspectionFactory(authority=authority, key="2018-06-inspection")
    told = {"inspection": inspection}
    RecommendationFactory(**told, key="1", position=1, title="Oversight by managers")
    RecommendationFactory(**told, key="2", position=2, title="Visits to children")
    return inspection


def bring_in(walk, content, *, inspection=None, said=ANSWERS, **where):
    walk.upload(content, **where)
    if inspection:
        walk.new_plan(inspection)
    walk.columns()
    walk.meanings(**said)
    rows = walk.check()
    walk.answer = walk.bring_in()
    return rows


def state_of(plan, day=date(2019, 3, 1)):
    as_at = AsAt.end_of(day)
    stands = Plan.objects.for_screen(as_at).get(pk=plan.pk)
    return {one.number: one for one in read_state(stands, as_at).actions}


def everything():
    """How much is recorded, of whatever may be recorded twice."""
    return [model.objects.count() for model in (Action, Update, SignOff, Commitment, Owner)]


def without(said, *words):
    return {key: value for key, value in said.items() if key not in words}


@pytest.fixture
def walk(members, client_for):
    return Walk(client_for(members["admin"]))
