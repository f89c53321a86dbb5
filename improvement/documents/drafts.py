"""A draft comes in by the browser: upload, see what it would do, import as oneself."""

from django import forms
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from improvement.forms import Guarded
from improvement.importing import Outcome, import_drafts
from inspections.intake.draft import MAX_BYTES
from inspections.intake.draft import schema as draft_schema

HISTORY = forms.BooleanField(
    label="This tells of the past",
    required=False,
    help_text="Each fact counts as known since the document was published, or since an "
    "event's own day, and not only since today.",
)


class UploadForm(Guarded, forms.Form):
    draft = forms.FileField(
        label="Draft",
        help_text="A YAML file of at most 500 kB. Nothing is written until you have seen what "
        "it would do.",
    )
    history = HISTORY

    def clean_draft(self):
        draft = self.cleaned_data["draft"]
        if draft.size > MAX_BYTES:
            raise forms.ValidationError(
                "The file is over 500 kB; a draft is a far smaller text."
            )
        content = draft.read()
        try:
            return draft.name, content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(
                "This is not a text in UTF-8, so it is not a draft. Nothing was written."
            ) from None


class ConfirmForm(forms.Form):
    """Carries the text that was previewed, so that what is imported is what was seen."""

    name = forms.CharField(max_length=200, widget=forms.HiddenInput)
    content = forms.CharField(max_length=MAX_BYTES, strip=False, widget=forms.HiddenInput)
    history = forms.BooleanField(required=False, widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    if "confirm" in request.POST:
        return _import(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        name, content = form.cleaned_data["draft"]
        return _preview(request, name, content, form.cleaned_data["history"])
    return render(request, "documents/upload.html", {"form": form})


@require_safe
def schema(request):
    return JsonResponse(draft_schema(), json_dumps_params={"indent": 1})


def _preview(request, name, content, history):
    report = import_drafts(
        [(name, content)],
        actor=request.user,
        now=request.now,
        history=history,
        dry_run=True,
    )
    confirm = ConfirmForm(initial={"name": name, "content": content, "history": history})
    return render(
        request,
        "documents/preview.html",
        {"name": name, "report": report, "outcomes": _grouped(report), "confirm": confirm},
    )


def _import(request):
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, "The draft did not arrive whole. Nothing was written.")
        return redirect("draft-upload")
    said = form.cleaned_data
    report = import_drafts(
        [(said["name"], said["content"])],
        actor=request.user,
        now=request.now,
        history=said["history"],
    )
    if report.problems:
        return _preview(request, said["name"], said["content"], said["history"])
    created, changed = report.counts[Outcome.CREATED], report.counts[Outcome.CHANGED]
    messages.success(request, f"Imported {said['name']}: {created} created, {changed} changed.")
    return redirect("inspection-list")


def _grouped(report):
    """For the page: each outcome with its lines, in the order of what matters."""
    return [
        (outcome, report.by_outcome(outcome)) for outcome in Outcome if outcome != "unchanged"
    ]
