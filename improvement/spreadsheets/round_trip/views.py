"""A plan goes out as a spreadsheet and comes back with what somebody wrote into it: download,
upload, see every change, record it as oneself."""

from collections import Counter
from hashlib import sha256

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from improvement import access, members
from improvement.access import Need
from improvement.addresses import number_in
from improvement.dashboards.plans.shown import find_plan_shown
from improvement.forms import Guarded
from improvement.models import Plan, Sheet
from improvement.recording import why_closed, why_not_open
from improvement.spreadsheets.round_trip.apply import NotRecordedError, record
from improvement.spreadsheets.round_trip.changes import Speaker
from improvement.spreadsheets.round_trip.choices import ChoicesForm
from improvement.spreadsheets.round_trip.compare import compare
from improvement.spreadsheets.round_trip.review import Review
from improvement.spreadsheets.round_trip.uploaded import NotOursError, Uploaded, read_upload
from improvement.spreadsheets.round_trip.workbook import Download, in_order, write_workbook
from improvement.spreadsheets.unsettled import take_away_old
from improvement.state import ActionState, PlanState, read_state, read_states
from improvement.two_at_once import lock_descriptions
from inspections.intake.confined import MAX_BYTES, MOST
from inspections.intake.sheets import SheetError, read_sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NAME = Sheet._meta.get_field("name").max_length


@require_safe
def download(request, key):
    """The plan as a workbook; with `?part=mine` the open actions that one speaks for."""
    plan = find_plan_shown(request, key)
    state = read_state(plan, request.as_at)
    is_mine = request.GET.get("part") == "mine"
    states = state.actions
    if is_mine:
        states = _of_posts(state, members.posts_spoken_for(request.user, request.as_at))
    is_admin = access.may(request.user, Need.ADMIN, plan.authority_id)
    asked = Download(
        plan=plan,
        states=states,
        as_at=request.as_at,
        is_past=bool(request.GET.get("as_at")),
        is_mine=is_mine,
        is_of_officer=access.may(request.user, Need.UPDATE, plan.authority_id),
        owners=in_order(state.owners.values()) if is_admin else (),
    )
    response = HttpResponse(write_workbook(asked), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{asked.file_name}"'
    return response


def _of_posts(state: PlanState, posts: set[int]) -> list[ActionState]:
    """The plan's open actions for which these posts answer."""
    return [one for one in state.actions if one.is_open and one.owner and one.owner.pk in posts]


class UploadForm(Guarded, forms.Form):
    file = forms.FileField(
        label="The file as you saved it",
        help_text="An Excel workbook (.xlsx) that was downloaded here. Nothing is recorded until "
        "you have seen every change.",
        error_messages={
            "required": "Choose the file.",
            "empty": "The file is empty. Nothing was recorded.",
        },
    )

    def __init__(self, *args, plans, **kwargs):
        super().__init__(*args, **kwargs)
        self.plans = {plan.key: plan for plan in plans}

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(f"The file is over {MOST}; a plan is far smaller.")
        content = file.read()
        try:
            self.uploaded = read_upload(read_sheet(content, file.name))
        except (SheetError, NotOursError) as error:
            raise forms.ValidationError(f"{error.sentence} Nothing was recorded.") from None
        self.plan = self.plans.get(self.uploaded.named.plan)
        if self.plan is None:
            raise forms.ValidationError(
                "The file belongs to a plan that you do not update here. Nothing was recorded."
            )
        if closed := why_closed(self.plan):
            raise forms.ValidationError(f"{closed} Nothing was recorded.")
        self.sha256 = sha256(content).hexdigest()
        return file


@require_http_methods(["GET", "HEAD", "POST"])
def spreadsheets(request):
    plans = _plans_updated(request)
    form = UploadForm(request.POST or None, request.FILES or None, plans=plans)
    if request.method == "POST" and form.is_valid():
        return redirect(
            reverse("round-trip-preview", query={"upload": _keep(form, request).pk})
        )
    take_away_old(request.now)
    mine = Sheet.objects.filter(purpose=Sheet.Purpose.ROUND_TRIP)
    context = {
        "form": form,
        "plans": _offered([plan for plan in plans if plan.closed_on is None], request),
        "waiting": mine.filter(
            user=request.user, authority__in=access.authorities(request.user, Need.HOLD)
        )
        .select_related("plan")
        .defer("table")
        .order_by("-uploaded_at"),
    }
    return render(request, "spreadsheets/round_trip.html", context)


def _offered(plans: list[Plan], request) -> list[tuple[Plan, bool, bool]]:
    """Each plan, whether the member updates its actions, and whether any is theirs to update."""
    updates = access.authorities(request.user, Need.UPDATE)
    posts = members.posts_spoken_for(request.user, request.as_at)
    updated = [plan for plan in plans if posts and plan.authority_id in updates]
    mine = {
        state.plan.pk
        for state in read_states(updated, request.as_at)
        if _of_posts(state, posts)
    }
    return [(plan, plan.authority_id in updates, plan.pk in mine) for plan in plans]


def _plans_updated(request):
    shown = Plan.objects.for_screen(request.as_at)
    authorities = access.authorities(request.user, Need.HOLD)
    return list(shown.filter(authority__in=authorities).order_by("-opened", "pk"))


@transaction.atomic
def _keep(form, request) -> Sheet:
    """The upload, kept until it is settled; the same file twice is one."""
    told = {"purpose": Sheet.Purpose.ROUND_TRIP, "user": request.user, "sha256": form.sha256}
    Sheet.objects.filter(**told).delete()
    return Sheet.objects.create(
        **told,
        authority=form.plan.authority,
        plan=form.plan,
        name=form.cleaned_data["file"].name[-LONGEST_NAME:],
        uploaded_at=request.now,
        table=form.uploaded.to_plain(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request):
    sheet = _find(request)
    if sheet is None:
        messages.info(request, "That upload of yours is recorded already, or deleted.")
        return redirect("round-trip")
    if "discard" in request.POST:
        sheet.delete()
        messages.success(
            request, f"The upload “{sheet.name}” is deleted. Nothing was recorded from it."
        )
        return redirect("round-trip")
    if request.method != "POST":
        form, ended = _form(request, sheet)
    else:
        form, ended, counted = _settle(request, sheet)
        if counted is not None:
            messages.success(request, in_words(counted))
            if access.may(request.user, Need.UPDATE, sheet.authority_id):
                return redirect("my-actions")
            return redirect("plan", sheet.plan.key)
    review = Review(form) if form else None
    context = {"sheet": sheet, "form": form, "review": review, "ended": ended}
    return render(request, "spreadsheets/round_trip_preview.html", context)


def _find(request) -> Sheet | None:
    """The upload that the address names, if it is the member's own and still theirs to record."""
    pk = number_in(request.GET.get("upload", ""))
    own = Sheet.objects.filter(
        purpose=Sheet.Purpose.ROUND_TRIP,
        user=request.user,
        authority__in=access.authorities(request.user, Need.HOLD),
    )
    return own.select_related("plan").filter(pk=pk).first()


def _form(request, sheet, data=None):
    """The form with what stands now; or why the plan takes no more."""
    plan = Plan.objects.for_screen(request.as_at).filter(pk=sheet.plan_id).first()
    if ended := why_not_open(plan) or why_closed(plan):
        return None, ended
    speaker = Speaker.of(request.user, plan.authority_id, request.as_at)
    uploaded = Uploaded.from_plain(sheet.table)
    state = read_state(plan, request.as_at)
    return ChoicesForm(data, comparison=compare(uploaded, state, speaker, request.as_at)), ""


@transaction.atomic
def _settle(request, sheet):
    """Under the plan's lock: compare once more, and record all that was chosen or nothing.
    The form, why the plan takes no more, and how many of each kind were recorded."""
    lock_descriptions(sheet.authority_id)
    Plan.objects.select_for_update(no_key=True).get(pk=sheet.plan_id)
    form, ended = _form(request, sheet, request.POST)
    if not Sheet.objects.filter(pk=sheet.pk).exists():
        return form, "This upload has been settled already.", None
    if form is None or not form.is_valid():
        return form, ended, None
    try:
        counted = record(form.chosen(), by=request.user, now=request.now)
    except NotRecordedError as refused:
        form.add_error(None, f"{refused.sentence} So nothing was recorded.")
        return form, "", None
    Sheet.objects.filter(pk=sheet.pk).delete()
    return form, "", counted


KINDS = {
    "update": ("update", "updates"),
    "no_change": ("confirmation that nothing changed", "confirmations that nothing changed"),
    "request": ("request for a date", "requests for a date"),
    "owner": ("change of owner", "changes of owner"),
    "title": ("action reworded", "actions reworded"),
    "measure": ("success measure reworded", "success measures reworded"),
}


def in_words(counted: Counter) -> str:
    said = [
        f"{counted[kind]} {one if counted[kind] == 1 else several}"
        for kind, (one, several) in KINDS.items()
        if counted[kind]
    ]
    if not said:
        return "Nothing was left to record from the file."
    return f"Recorded as yours: {', '.join(said)}."
