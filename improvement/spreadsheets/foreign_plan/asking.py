"""What the columns of a sheet are, and what its values mean: asked of the admin."""

from datetime import date

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from improvement.forms import sent
from improvement.spreadsheets.foreign_plan.checking import table_of
from improvement.spreadsheets.foreign_plan.found import likely_matches
from improvement.spreadsheets.foreign_plan.import_forms import ColumnsForm, HeadingForm
from improvement.spreadsheets.foreign_plan.meanings import MeaningsForm
from improvement.spreadsheets.foreign_plan.previewing import try_rows
from improvement.spreadsheets.foreign_plan.recorded import answered_by, asked_of, posts_of
from improvement.spreadsheets.foreign_plan.told_before import ToldBefore
from improvement.spreadsheets.foreign_plan.tracker import Tracker
from improvement.spreadsheets.foreign_plan.uploading import (
    find_sheet,
    first_answers,
    keep,
    next_page,
    opened_on,
    plan_of,
    tables_of,
)

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def columns(request, pk):
    sheet = find_sheet(request, pk)
    if next_page(sheet) == "sheet-plan":
        return redirect("sheet-plan", pk)
    tables, answers = tables_of(sheet), sheet.answers
    looking = "look" in request.POST
    where = HeadingForm(
        request.POST if looking else None,
        tables=tables,
        initial={"table": answers["table"], "heading": answers["heading"]},
    )
    if looking and where.is_valid():
        said = where.cleaned_data
        opened = opened_on(sheet, plan_of(sheet, request))
        proposed = first_answers(tables, said["table"], opened, said["heading"])
        keep(sheet, **proposed, columns_said=False)
        return redirect("sheet-columns", pk)
    form = ColumnsForm(
        None if looking else sent(request),
        table=tables[answers["table"]],
        heading=answers["heading"],
        proposed=answers["columns"],
        initial=answers,
    )
    if form.is_valid():
        keep(sheet, **form.told(), columns_said=True)
        return redirect("sheet-meanings", pk)
    return render(
        request,
        "spreadsheets/columns.html",
        {
            "sheet": sheet,
            "step": "columns",
            "form": where if looking else form,
            "columns": form,
            "where": where,
            "table": tables[answers["table"]],
            "rows": len(tables[answers["table"]].rows) - answers["heading"],
        },
    )


@require_http_methods(METHODS)
def meanings(request, pk):
    sheet = find_sheet(request, pk)
    if next_page(sheet) not in ("sheet-meanings", "sheet-check"):
        return redirect(next_page(sheet), pk)
    plan = plan_of(sheet, request)
    tracker = Tracker(table_of(sheet), sheet.answers)
    before = ToldBefore(tracker, plan)
    form = MeaningsForm(
        sent(request),
        tracker=tracker,
        answers=sheet.answers,
        posts=posts_of(sheet.authority),
        asked=asked_of(sheet.authority, answered_by(plan, sheet.answers.get("plan", {}))),
        matches=likely_matches(tracker, before.titles),
        before=before,
    )
    if request.method == "POST":
        # What was answered well is kept, whatever else is still to be answered.
        is_complete = form.is_valid()
        keep(sheet, **form.told())
        if is_complete:
            try_rows(request, sheet, plan)
            return redirect("sheet-check", pk)
    return render(
        request,
        "spreadsheets/meanings.html",
        {
            "sheet": sheet,
            "step": "meanings",
            "form": form,
            "rows": len(tracker.rows),
            "day": date.fromisoformat(sheet.answers["day"]),
        },
    )
