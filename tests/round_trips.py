"""A plan that goes out as a spreadsheet, is written into as a person does, and comes back."""

import io
import re
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from improvement.models import Plan, Update
from improvement.spreadsheets.round_trip.layout import BY_KEY
from improvement.spreadsheets.round_trip.uploaded import read_upload
from improvement.spreadsheets.round_trip.workbook import Download, write_workbook
from improvement.state import read_state
from inspections.intake.sheets.reading import read as read_file
from inspections.intake.sheets.tables import Workbook as ReadWorkbook
from inspections.models.time import AsAt
from tests.factories import (
    ActionFactory,
    HoldingFactory,
    OwnerFactory,
    PlanFactory,
    SheetFactory,
    on,
)

TODAY = on("2019-02-11")


def state_of(plan, now=TODAY):
    as_at = AsAt(now)
    return read_state(Plan.objects.for_screen(as_at).get(pk=plan.pk), as_at)


def download(client, plan, **query):
    response = client.get(reverse("plan-workbook", args=[plan.key]), query)
    assert response.status_code == 200
    return response.content


def file_of(plan):
    """The plan's file as an officer downloads it, and what is kept of it once uploaded."""
    plan = Plan.objects.for_screen(AsAt(timezone.now())).get(pk=plan.pk)
    as_at = AsAt(timezone.now())
    content = write_workbook(Download(plan, read_state(plan, as_at).actions, as_at))
    return content, read_upload(ReadWorkbook.from_plain(read_file(content))).to_plain()


def keep_upload(plan, user, **cells):
    """An upload that says the same of every action of the plan, and waits to be recorded."""
    table = file_of(plan)[1]
    for row in table["rows"]:
        row["cells"].update(cells)
        row["edited"] = tuple(cells)
    return SheetFactory(
        purpose="round_trip", plan=plan, authority=plan.authority, user=user, table=table
    )


class Workbook:
    """A downloaded file in somebody's spreadsheet program."""

    def __init__(self, content):
        self.book = load_workbook(io.BytesIO(content))
        self.sheet = self.book["Plan"]
        self.columns = {cell.value: cell.column for cell in self.sheet[1]}

    def column(self, key):
        return self.columns[BY_KEY[key].heading]

    def row(self, reference):
        for number in range(2, self.sheet.max_row + 1):
            if self.sheet.cell(number, self.column("reference")).value == reference:
                return number
        raise AssertionError(f"no row {reference}")

    def cell(self, reference, key):
        return self.sheet.cell(self.row(reference), self.column(key))

    def write(self, reference, **values):
        for key, value in values.items():
            cell = self.cell(reference, key)
            cell.value = value
            if isinstance(value, str) and value.startswith("="):
                cell.data_type = "s"
            if isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"
        return self

    def values(self, reference):
        row = self.row(reference)
        return {key: self.sheet.cell(row, self.column(key)).value for key in BY_KEY}

    def saved(self):
        content = io.BytesIO()
        self.book.save(content)
        return content.getvalue()


def upload(client, content, name="plan.xlsx"):
    """The page that the upload leads to: what it would change, or why it was not taken."""
    content = content.saved() if isinstance(content, Workbook) else content
    return client.post(
        reverse("round-trip"), {"file": SimpleUploadedFile(name, content)}, follow=True
    )


def told(response):
    """The page's main part in words."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    words = re.sub(r"<[^>]+>", " ", main)
    for name, sign in {"&#x27;": "'", "&quot;": '"', "&amp;": "&"}.items():
        words = words.replace(name, sign)
    return " ".join(words.split())


def comparison(response):
    return response.context["form"].comparison


def apply(client, response, **choices):
    """Press “Record” on the page, with the choices made on it."""
    form, asked = response.context["form"], response.request
    address = f"{asked['PATH_INFO']}?{asked['QUERY_STRING']}"
    return client.post(address, {"seen": form["seen"].value(), **choices}, follow=True)


class Council:
    """A plan of three actions, all of the officer's post."""

    def __init__(self, authority, members, client_for):
        self.authority, self.members, self.client_for = authority, members, client_for
        self.plan = PlanFactory(authority=authority, key="westmere-2018")
        self.post = OwnerFactory(authority=authority, post="Head of practice")
        HoldingFactory(owner=self.post, user=members["officer"])
        self.actions = [
            ActionFactory(
                plan=self.plan,
                reference=f"1.{n}",
                owner=self.post,
                start="2019-01-01",
                first_due="2099-03-29",
            )
            for n in range(1, 4)
        ]
        self.officer = client_for(members["officer"])
        self.admin = client_for(members["admin"])

    def file(self, client=None, **query):
        return Workbook(download(client or self.officer, self.plan, **query))

    def texts(self):
        said = Update.objects.exclude(said_by=None).order_by("action__reference", "pk")
        return [f"{u.action.reference} {u.text}" for u in said.select_related("action")]
