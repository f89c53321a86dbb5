"""Every row of a sheet, its problems and what it would do, before anything is written; then
it is imported as oneself."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from improvement.dashboards.front import choose_plan
from improvement.models import Plan
from improvement.recording import why_closed
from improvement.spreadsheets.foreign_plan.checking import bring_in, check, kept
from improvement.spreadsheets.foreign_plan.uploading import (
    find_sheet,
    keep,
    next_page,
    opened_on,
    plan_of,
)

OUTCOMES = {
    "problem": "with a problem",
    "new": "new",
    "changed": "changed",
    "kept": "left as it is here",
    "same": "unchanged",
}
NOT_LOOKED = "Look at the marked rows, then say that none of it is about an individual child."
LISTED = 300  # rows of a kind on one page


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request, pk):
    sheet = find_sheet(request, pk)
    if next_page(sheet) != "sheet-check":
        return redirect(next_page(sheet), pk)
    plan = plan_of(sheet, request)
    if plan is not None and plan.closed_on:
        messages.error(request, f"{why_closed(plan)} Open it again first, if it is to go on.")
        return redirect("sheet-upload")
    found = sheet.answers["check"]
    is_guarded = found.get("warnings") and "not_about_a_child" not in request.POST
    if "import" in request.POST and not is_guarded:
        return _import(request, sheet, plan, found)
    if request.method == "POST" and "import" not in request.POST:
        try_rows(request, sheet, plan, **_choices(request, sheet))
        return redirect("sheet-check", pk)
    return render(
        request,
        "spreadsheets/check.html",
        {
            "sheet": sheet,
            "step": "check",
            "plan": plan,
            "found": found,
            "form_error": NOT_LOOKED if request.method == "POST" else "",
            "groups": _groups(found),
            "has_choices": any(_offers_a_choice(row, sheet) for row in found["rows"]),
            "rows": len(found["rows"]),
            **(_of_new_plan(request, sheet, found) if plan is None else {}),
        },
    )


def try_rows(request, sheet, plan, **choices):
    """What every row would do, kept with the sheet and shown until an answer changes."""
    sheet.answers = {**sheet.answers, **choices}
    found = kept(check(sheet, plan, actor=request.user, now=request.now))
    keep(sheet, **choices, check=found)


def _choices(request, sheet) -> dict:
    """Those that the page offers, if it offered them."""
    if "choose" not in request.POST:
        return {}
    return {
        "take": _taken(sheet, request.POST.getlist("take")),
        "leave_out": "leave_out" in request.POST,
    }


def _taken(sheet, sent: list[str]) -> list[str]:
    """The actions of which the sheet's word is taken, of those that the page asks about."""
    rows = sheet.answers["check"]["rows"]
    asked = {row["reference"] for row in rows if _asks_whose_word(row, sheet)}
    return [reference for reference in dict.fromkeys(sent) if reference in asked]


def _asks_whose_word(row, sheet) -> bool:
    return row["is_conflict"] or row["reference"] in sheet.answers.get("take", ())


def _offers_a_choice(row, sheet) -> bool:
    """To leave it out, or to take the sheet's word for it."""
    return row["outcome"] == "problem" or _asks_whose_word(row, sheet)


def _of_new_plan(request, sheet, found) -> dict:
    """What else the import of a plan that is not here yet would do: to the front page, which
    shows the newest open plan."""
    plans = list(Plan.objects.for_screen(request.as_at).filter(authority=sheet.authority))
    front = choose_plan(plans) if plans else None
    stays = front and not front.closed_on and front.opened > opened_on(sheet, None)
    return {
        "new_actions": sum(row["outcome"] == "new" for row in found["rows"]),
        "front_stays": front if stays else None,
    }


def _import(request, sheet, plan, found):
    counts = None
    if found.get("can_be_imported"):
        seen = found["fingerprint"]
        counts = bring_in(sheet, plan, actor=request.user, now=request.now, seen=seen)
    if counts is None:
        try_rows(request, sheet, plan)
        messages.error(
            request,
            "Something has changed since you looked, so nothing was written. This is what it "
            "would do now.",
        )
        return redirect("sheet-check", sheet.pk)
    key = plan.key if plan else sheet.answers["plan"]["key"]
    messages.success(
        request,
        f"Imported {sheet.name}: {counts['created']} records created, "
        f"{counts['changed']} changed.",
    )
    sheet.delete()
    return redirect("plan", key)


def _groups(found) -> list:
    """For the page: each outcome with its rows, what matters first."""
    groups = []
    for outcome, words in OUTCOMES.items():
        rows = [row for row in found["rows"] if row["outcome"] == outcome]
        if rows:
            groups.append((outcome, words, rows[:LISTED], len(rows)))
    return groups
