"""The page that shows what importing a document would do, and does it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from improvement import access
from improvement.documents.bringing_in import Attempt, bring_in, came_out, would_do
from improvement.documents.effects import effects_of
from improvement.documents.naming import COUNTED, called, counted
from improvement.documents.review.leaves import Leaves
from improvement.documents.splitting import left_behind
from improvement.documents.wrong import faults
from improvement.models import Proposal, WaitingDocument
from inspections.models import Finding, Recommendation

State, Kind = Proposal.State, Proposal.Kind
PAST, NOW = "past", "now"
OVERTAKEN = (
    "Nothing was imported: since you opened this page {what}. Here is what importing would do "
    "now."
)


class ImportForm(forms.Form):
    """Carries what was seen, so that nothing else is imported."""

    seen = forms.CharField(max_length=100, widget=forms.HiddenInput)
    known = forms.ChoiceField(choices=[(PAST, PAST), (NOW, NOW)], required=False)


Named = list[tuple[str, str]]  # what each is called, and where it is looked at


@dataclass(frozen=True)
class Left:
    """What is not imported: how many of each, in words."""

    undecided: list[str]
    rejected: list[str]
    behind: Named
    # Rejected only after it had been imported, with where it is corrected in the records.
    recorded: list[tuple[str, str, str]]


@require_http_methods(["GET", "HEAD", "POST"])
def waiting_import(request, pk):
    waiting = access.find(
        request,
        WaitingDocument.objects.select_related("authority", "file").defer("file__content"),
        pk=pk,
    )
    if request.method == "POST":
        return _import(request, waiting)
    known = {PAST: True, NOW: False}.get(request.GET.get("known", ""))
    attempt = would_do(waiting=waiting, by=request.user, now=request.now, history=known)
    return _show(request, attempt)


def _import(request, waiting):
    form = ImportForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    attempt = bring_in(
        waiting=waiting,
        seen=said.get("seen", ""),
        history=said.get("known") == PAST,
        by=request.user,
        now=request.now,
    )
    if attempt.document is None:
        return _show(request, attempt, overtaken=_what_changed(attempt, said.get("seen", "")))
    messages.success(request, _told(attempt))
    return redirect("document", waiting.authority.slug, attempt.document.key)


def _what_changed(attempt: Attempt, seen: str) -> str:
    """In words, nothing where problems alone kept it from being imported."""
    if attempt.seen == seen or attempt.report.problems or attempt.joined is None:
        return ""
    if attempt.seen.partition("-")[0] != seen.partition("-")[0]:
        return OVERTAKEN.format(what="what has been accepted of the document is another")
    return OVERTAKEN.format(what="somebody has changed what is recorded")


def _told(attempt: Attempt) -> SafeString:
    # The things that the page has counted, not each row of the records beside them.
    sections = effects_of(attempt.report, attempt.joined, lambda one: "").sections
    created = sum(len(section.created) for section in sections)
    changed = sum(len(section.changed) for section in sections)
    words = format_html(
        "Imported “{}”: {} created, {} changed.", attempt.document, created, changed
    )
    review = reverse("waiting", args=[attempt.waiting.pk])
    if number := sum(one.is_waiting for one in attempt.proposals):
        told = '{} <a href="{}">{} of what was read out of it</a> {} not been looked at.'
        words = format_html(told, words, review, number, "has" if number == 1 else "have")
    if number := sum(len(one.grades) for one in attempt.unplaced):
        told = '{} <a href="{}">{}</a> {} for a framework to be said.'
        waits = "waits" if number == 1 else "wait"
        again = reverse("waiting-import", args=[attempt.waiting.pk])
        words = format_html(told, words, again, counted(Kind.JUDGEMENT, number), waits)
    return format_html(
        '{} It stays on the list of <a href="{}">documents to confirm</a> until it is put away.',
        words,
        reverse("waiting-list"),
    )


def _show(request, attempt: Attempt, overtaken: str = ""):
    waiting = attempt.waiting
    leaves = _leaves(attempt)
    context = {
        "waiting": waiting,
        "attempt": attempt,
        "left": _left(attempt, leaves),
        "overtaken": overtaken,
    }
    if attempt.joined is not None:
        joined, report = attempt.joined, attempt.report
        wrong = faults(report.problems, joined, attempt.text)
        context |= {
            "public_from": joined.draft["document"].get("public_from"),
            "faults": [(one, one.proposal and _place(one.proposal, leaves)) for one in wrong],
            "effects": effects_of(report, joined, lambda one: _place(one, leaves)),
            "unplaced": [
                (one, _place(one.inspection, leaves), counted(Kind.JUDGEMENT, len(one.grades)))
                for one in attempt.unplaced
            ],
            "came_out": came_out(joined),
            "changes": report.changes_anything or waiting.imported_at is None,
        }
    return render(request, "documents/import.html", context)


def _left(attempt: Attempt, leaves: dict[int, int]) -> Left:
    def of(state: str) -> list[str]:
        numbers = Counter(one.kind for one in attempt.proposals if one.state == state)
        return [counted(kind, numbers[kind]) for kind in COUNTED if numbers[kind]]

    def named(proposals: Iterable[Proposal]) -> Named:
        return [(called(one), _place(one, leaves)) for one in proposals]

    return Left(
        undecided=of(State.UNDECIDED),
        rejected=of(State.REJECTED),
        behind=named(left_behind(attempt.proposals)),
        recorded=[
            (called(one), _place(one, leaves), address) for one, address in _recorded(attempt)
        ],
    )


def _recorded(attempt: Attempt) -> list[tuple[Proposal, str]]:
    """The findings and recommendations that were imported, and have been rejected since; each
    with its address among the records."""
    document = attempt.waiting.file.document_id
    models = {Proposal.Kind.FINDING: Finding, Proposal.Kind.RECOMMENDATION: Recommendation}
    if document is None:
        return []
    keys = {
        kind: dict(model.objects.filter(document=document).values_list("key", "pk"))
        for kind, model in models.items()
    }
    rejected = (one for one in attempt.proposals if one.state == State.REJECTED)
    return [
        (one, reverse(f"admin:inspections_{one.kind}_change", args=[pk]))
        for one in rejected
        if (pk := keys.get(one.kind, {}).get(one.said.get("key")))
    ]


def _leaves(attempt: Attempt) -> dict[int, int]:
    """By the number of each proposal the leaf on which it is looked at."""
    shown = attempt.proposals
    leaves = Leaves(attempt.waiting, [(one.passage, one.state) for one in shown])
    each = leaves.of_each(one.passage for one in shown)
    return {one.pk: leaf for one, leaf in zip(shown, each, strict=True)}


def _place(proposal: Proposal, leaves: dict[int, int]) -> str:
    """The address where it is looked at."""
    page = reverse("waiting", args=[proposal.waiting_id])
    return f"{page}?leaf={leaves[proposal.pk]}#proposal-{proposal.pk}"
