"""A plan, or somebody's part of it, as an Excel workbook to read or to write updates in."""

import io
from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from improvement.exports.cells import as_cell, put
from improvement.models import Owner, Plan
from improvement.spreadsheets.round_trip.guide import guide
from improvement.spreadsheets.round_trip.layout import (
    ADMINS,
    COLUMNS,
    READ,
    STATUSES,
    VERSION,
    WRITE,
    Column,
    FileName,
    RowName,
    shown,
)
from improvement.state import ActionState
from inspections.intake.dates import LONDON, in_full
from inspections.models.time import AsAt

DAY = "d mmm yyyy"
A3 = 8
# What only whoever writes needs, and is empty until they do.
EMPTY_TO_READ = {"text", "difference", "no_change", "to", "why", "meanwhile", "holds_up"}
EMPTY_TO_READ |= {"told_by"}
OWNER_PROMPT = (
    "Choose the post that is to answer for it. A handover note is needed then: the page asks for "
    "it after the upload."
)

TEAL, YELLOW, LIGHT, GREY = "0F4C5C", "FFEFCB", "FFFAEB", "B4C0C6"
EDGE = Side(style="thin", color=GREY)
BORDER = Border(EDGE, EDGE, EDGE, EDGE)
WRAPPED = Alignment(wrap_text=True, vertical="top")


def _filled(colour):
    return PatternFill("solid", fgColor=colour)


HEADS = {
    READ: (Font(bold=True, color="FFFFFF"), _filled(TEAL)),
    WRITE: (Font(bold=True), _filled(YELLOW)),
}


@dataclass(frozen=True)
class Download:
    """What is asked for: which actions of which plan, of when, and who may write in it."""

    plan: Plan
    states: list[ActionState]
    as_at: AsAt
    is_past: bool = False
    is_mine: bool = False
    is_of_officer: bool = True  # only officers update actions
    owners: tuple[Owner, ...] = ()  # those that an admin may choose from

    @property
    def may_be_uploaded(self) -> bool:
        if self.is_past or self.plan.closed_on is not None:
            return False
        return self.is_of_officer or self.is_of_admin

    @property
    def is_of_admin(self) -> bool:
        return bool(self.owners)

    @property
    def columns(self) -> list[Column]:
        if self.may_be_uploaded:
            return list(COLUMNS)
        return [column for column in COLUMNS if column.key not in EMPTY_TO_READ]

    def writes(self, column: Column) -> bool:
        if not self.may_be_uploaded:
            return False
        if column.whose == WRITE:
            return self.is_of_officer
        return column.whose == ADMINS and self.is_of_admin

    @property
    def file_name(self) -> str:
        mine = "-my-actions" if self.is_mine else ""
        return f"{self.plan.key}{mine}-{self.as_at.day.isoformat()}.xlsx"


def write_workbook(download: Download) -> bytes:
    book = Workbook()
    _write_guide(book.active, download)
    _write_plan(book.create_sheet("Plan"), download)
    if download.may_be_uploaded:
        _write_lists(book.create_sheet("Lists"), download)
    book.properties.title = as_cell(download.plan.title)
    book.properties.creator = "Improvement tracker"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _write_guide(sheet, download):
    sheet.title = "How to use"
    sheet.column_dimensions["A"].width = 100
    for number, (kind, line) in enumerate(guide(download), 1):
        cell = sheet.cell(number, 1)
        put(cell, line)
        cell.alignment = WRAPPED
        cell.font = Font(bold=kind != "line", size=14 if kind == "title" else 11)
    _prepare_print(sheet, download, "portrait")


def _write_plan(sheet, download):
    columns = download.columns
    for number, column in enumerate(columns, 1):
        head = sheet.cell(1, number, column.heading)
        head.font, head.fill = HEADS[WRITE if download.writes(column) else READ]
        head.alignment, head.border = WRAPPED, BORDER
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    for row, state in enumerate(download.states, 2):
        _write_row(sheet, row, state, download)
    last = max(len(download.states) + 1, 2)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    sheet.print_title_rows = "1:1"
    _prepare_print(sheet, download, "landscape")
    if download.may_be_uploaded:
        _write_names(sheet, download)
        _offer_choices(sheet, download, last)
        _protect(sheet)


def _write_row(sheet, row, state, download):
    values = shown(state, download.as_at)
    for number, column in enumerate(download.columns, 1):
        cell = sheet.cell(row, number)
        put(cell, values[column.key])
        cell.alignment, cell.border = WRAPPED, BORDER
        if column.is_day:
            cell.number_format = DAY
        if download.writes(column):
            cell.protection = Protection(locked=False)
            cell.fill = _filled(LIGHT)


def _write_names(sheet, download):
    """The hidden cells: which file it is, and of each row which action."""
    number = len(download.columns) + 1
    plan, rows = download.plan.key, len(download.states)
    named = FileName(VERSION, plan, download.as_at.moment.isoformat(), rows)
    sheet.cell(1, number, str(named))
    for row, state in enumerate(download.states, 2):
        sheet.cell(row, number, str(RowName.of(state, download.as_at)))
    sheet.column_dimensions[get_column_letter(number)].hidden = True


def _write_lists(sheet, download):
    """What may be chosen from: too long for a cell's own list."""
    for row, status in enumerate(STATUSES, 1):
        sheet.cell(row, 1, status)
    for row, owner in enumerate(download.owners, 1):
        put(sheet.cell(row, 2), str(owner))
    sheet.sheet_state = "hidden"


def _offer_choices(sheet, download, last):
    for number, column in enumerate(download.columns, 1):
        if download.writes(column):
            rule = _rule(column, download)
            rule.add(f"{get_column_letter(number)}2:{get_column_letter(number)}{last}")
            sheet.add_data_validation(rule)


def _rule(column, download):
    told = {"promptTitle": column.heading[:32], "prompt": column.hint, "showInputMessage": True}
    kept = {"allow_blank": True, "errorStyle": "warning", "showErrorMessage": True}
    if column.key == "status":
        listed = f"Lists!$A$1:$A${len(STATUSES)}"
        return DataValidation("list", listed, error="Choose one of the list.", **told, **kept)
    if column.key == "owner":
        listed = f"Lists!$B$1:$B${len(download.owners)}"
        told["prompt"] = OWNER_PROMPT
        return DataValidation("list", listed, error="There is no such post.", **told, **kept)
    if column.key == "no_change":
        return DataValidation("list", '"yes"', error="Write yes, or nothing.", **told, **kept)
    return DataValidation(None, **told)


def _protect(sheet):
    """Without a password: it shows where to write, and keeps rows and hidden cells together."""
    sheet.protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "autoFilter"):
        setattr(sheet.protection, allowed, False)  # False is “not forbidden”


def _prepare_print(sheet, download, orientation):
    sheet.page_setup.orientation = orientation
    if orientation == "landscape":
        sheet.page_setup.paperSize = A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    title = as_cell(download.plan.title).replace("&", "&&")[:150]
    sheet.oddHeader.left.text = title
    sheet.oddHeader.right.text = in_full(download.as_at.moment.astimezone(LONDON).date())
    sheet.oddFooter.right.text = "Page &P of &N"


def in_order(owners: Iterable[Owner]) -> tuple[Owner, ...]:
    return tuple(sorted(owners, key=lambda owner: (str(owner).lower(), owner.pk)))
