"""A council's plan comes in from a spreadsheet: the file, and the plan that it is."""

import hashlib
from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from improvement import access
from improvement.access import Need
from improvement.forms import sent
from improvement.keeping.plans import inspections_of
from improvement.models import Plan, Sheet
from improvement.spreadsheets.foreign_plan.headings import heading_row, headings, propose
from improvement.spreadsheets.foreign_plan.import_forms import SheetForm, SheetPlanForm
from improvement.spreadsheets.unsettled import KEPT_FOR, take_away_old
from inspections.intake.sheets import SheetError, Table, read_sheet
from inspections.models import Authority


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    """Uploads a spreadsheet; lists those that somebody has begun and not finished."""
    kept = access.authorities(request.user, Need.ADMIN)
    take_away_old(request.now)
    plans = Plan.objects.for_screen(request.as_at).filter(authority__in=kept)
    form = SheetForm(
        sent(request),
        request.FILES or None,
        plans=[plan for plan in plans.order_by("-opened", "pk") if not plan.closed_on],
        authorities=list(Authority.objects.filter(pk__in=kept).order_by("name", "pk")),
        today=request.as_at.day,
        initial={"day": request.as_at.day, "plan": _asked_for(request, plans)},
    )
    if form.is_valid() and (sheet := _read(request, form)):
        return redirect(next_page(sheet), sheet.pk)
    unfinished = Sheet.objects.filter(authority__in=kept, purpose=Sheet.Purpose.PLAN)
    return render(
        request,
        "spreadsheets/upload.html",
        {
            "form": form,
            "unfinished": [
                (sheet, _title(sheet), next_page(sheet))
                for sheet in unfinished.select_related("plan", "authority", "user")
                .defer("table")
                .order_by("-uploaded_at", "-pk")
            ],
            "kept_for": KEPT_FOR.days,
        },
    )


def _title(sheet: Sheet) -> str:
    if sheet.plan:
        return sheet.plan.title
    return sheet.answers.get("plan", {}).get("title", "A plan that is not here yet")


def _asked_for(request, plans) -> str:
    """The plan that a link has named, to begin with."""
    named = request.GET.get("plan", "")
    return next((f"plan-{plan.pk}" for plan in plans if plan.key == named), "")


def _read(request, form) -> Sheet | None:
    file = form.cleaned_data["sheet"]
    content = file.read()
    try:
        workbook = read_sheet(content, file.name)
    except SheetError as error:
        form.add_error("sheet", error.sentence)
        return None
    chosen, day = form.cleaned_data["plan"], form.cleaned_data["day"]
    plan = form.plans.get(chosen)
    table = _likest(workbook.tables)
    answers = {
        "day": day.isoformat(),
        **first_answers(workbook.tables, table, plan and plan.opened),
    }
    sheet = Sheet.objects.create(
        purpose=Sheet.Purpose.PLAN,
        authority=plan.authority if plan else form.authorities[chosen],
        plan=plan,
        user=request.user,
        name=file.name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_at=request.now,
        table=workbook.to_plain(),
        answers=answers,
    )
    if workbook.macros:
        messages.info(request, "The workbook holds macros; they were not looked at.")
    return sheet


def _likest(tables: list[Table]) -> int:
    """The sheet that looks most like a plan: the most headings known, then the most rows."""

    def likeness(n: int) -> tuple[bool, int, int]:
        table = tables[n]
        if not table.rows:
            return False, 0, 0
        known = propose(headings(table, heading_row(table)), None).values()
        return not table.hidden, len({column["as"] for column in known}), len(table.rows)

    return max(range(len(tables)), key=likeness)


def first_answers(tables: list[Table], number: int, opened: date | None, heading=None) -> dict:
    """What is proposed of a sheet, of a plan that opened on the day, before anybody has
    looked at it."""
    table = tables[number]
    heading = heading or heading_row(table)
    columns = propose(headings(table, heading), opened)
    asked = next((int(n) - 1 for n, c in columns.items() if c["as"] == "recommendation"), None)
    below = [row[asked].text for row in table.rows[heading:]] if asked is not None else []
    return {
        "table": number,
        "heading": heading,
        "columns": columns,
        # A first one and many empty below it: that is how people write "the same".
        "fill_down": bool(below) and bool(below[0]) and below.count("") > len(below) / 3,
    }


def next_page(sheet: Sheet) -> str:
    """Where to go on with a sheet."""
    if sheet.plan_id is None and "plan" not in sheet.answers:
        return "sheet-plan"
    if not sheet.answers.get("columns_said"):
        return "sheet-columns"
    return "sheet-check" if "check" in sheet.answers else "sheet-meanings"


def find_sheet(request, pk):
    """A sheet of an authority that the member keeps."""
    sheets = Sheet.objects.filter(purpose=Sheet.Purpose.PLAN)
    return access.find(request, sheets.select_related("authority"), pk=pk)


def opened_on(sheet: Sheet, plan: Plan | None) -> date:
    return plan.opened if plan else date.fromisoformat(sheet.answers["plan"]["opened"])


def plan_of(sheet: Sheet, request) -> Plan | None:
    """The plan as it stands now, if there is one already."""
    if sheet.plan_id is None:
        return None
    return Plan.objects.for_screen(request.as_at).get(pk=sheet.plan_id)


def tables_of(sheet: Sheet) -> list[Table]:
    return [Table.from_plain(table) for table in sheet.table["tables"]]


def keep(sheet: Sheet, **answers) -> None:
    """Remember answers; what was worked out from the earlier ones no longer holds."""
    sheet.answers = {**sheet.answers, **answers}
    if "check" not in answers:
        sheet.answers.pop("check", None)
    # A check of many rows takes a while, in which a colleague may have settled the upload.
    if not Sheet.objects.filter(pk=sheet.pk).update(answers=sheet.answers):
        raise Http404("The upload was imported or deleted meanwhile.")


@require_http_methods(["GET", "HEAD", "POST"])
def new_plan(request, pk):
    sheet = find_sheet(request, pk)
    if sheet.plan_id:
        return redirect("sheet-columns", pk)
    said = sheet.answers.get("plan", {})
    inspections = inspections_of(sheet.authority)
    form = SheetPlanForm(
        sent(request),
        inspections=inspections,
        today=request.as_at.day,
        authority=sheet.authority,
        day=date.fromisoformat(sheet.answers["day"]),
        initial=said,
    )
    if form.is_valid():
        cleaned = form.cleaned_data
        told = {
            "title": cleaned["title"],
            "key": cleaned["key"],
            "opened": cleaned["opened"].isoformat(),
            "answers": [inspection.pk for inspection in cleaned["answers"]],
            **{
                name: cleaned[name].isoformat()
                for name in ("runs_until", "submit_by")
                if cleaned.get(name)
            },
        }
        if not sheet.answers.get("columns_said"):
            # Of which year a quarter is, follows from the day on which the plan opened.
            where = (sheet.answers["table"], cleaned["opened"], sheet.answers["heading"])
            keep(sheet, **first_answers(tables_of(sheet), *where))
        keep(sheet, plan=told)
        return redirect("sheet-columns", pk)
    context = {"form": form, "sheet": sheet, "step": "plan"}
    return render(request, "spreadsheets/new_plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def take_away(request, pk):
    sheet = find_sheet(request, pk)
    if request.method == "POST":
        sheet.delete()
        messages.success(
            request, f"The upload “{sheet.name}” is deleted. Nothing of it was written."
        )
        return redirect("sheet-upload")
    return render(request, "spreadsheets/take_away.html", {"sheet": sheet})
