"""Every row of a sheet, its problems and what it would do, before anything is written; then
it is imported as oneself."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from improvement.recording import why_closed
from improvement.spreadsheets.checking import bring_in, check, kept
from improvement.spreadsheets.uploading import find_sheet, keep, next_page, plan_of

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
    if not sheet.answers.get("meanings_said") or not sheet.answers.get("columns_said"):
        page = next_page(sheet)
        return redirect("sheet-meanings" if page == "sheet-check" else page, pk)
    plan = plan_of(sheet, request)
    if plan is not None and plan.closed_on:
        messages.error(request, f"{why_closed(plan)} Open it again first, if it is to go on.")
        return redirect("sheet-upload")
    found = sheet.answers.get("check") or {}
    is_guarded = found.get("warnings") and "not_about_a_child" not in request.POST
    if "import" in request.POST and not is_guarded:
        return _import(request, sheet, plan, found)
    if request.method == "POST" and "import" not in request.POST:
        _check_again(request, sheet, plan)
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
            "groups": _groups(found) if found else (),
            "rows": _number_of_rows(sheet),
        },
    )


def _check_again(request, sheet, plan):
    """With the choices that the page offers, if it offered them."""
    choices = {}
    if "choose" in request.POST:
        choices = {
            "take": _taken(sheet, request.POST.getlist("take")),
            "leave_out": "leave_out" in request.POST,
        }
        sheet.answers = {**sheet.answers, **choices}
    found = kept(check(sheet, plan, actor=request.user, now=request.now))
    keep(sheet, **choices, check=found)


def _taken(sheet, sent: list[str]) -> list[str]:
    """The actions of which the sheet's word is taken, of those that the page asks about."""
    before = sheet.answers.get("take", ())
    rows = (sheet.answers.get("check") or {}).get("rows", ())
    asked = {r["reference"] for r in rows if r["is_conflict"] or r["reference"] in before}
    return [reference for reference in dict.fromkeys(sent) if reference in asked]


def _import(request, sheet, plan, found):
    counts = None
    if found.get("can_be_imported"):
        seen = found["fingerprint"]
        counts = bring_in(sheet, plan, actor=request.user, now=request.now, seen=seen)
    if counts is None:
        _check_again(request, sheet, plan)
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


def _number_of_rows(sheet) -> int:
    return len(sheet.table["tables"][sheet.answers["table"]]["rows"])
