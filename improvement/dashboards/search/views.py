"""Where some words occur: in recommendations, findings and actions.

Somebody comes with a word ("neglect", "return interviews") and asks who said it, where and
when, and what was to be done; the counts of each kind answer, and each row opens its page.
"""

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.search.form import SearchForm
from improvement.dashboards.search.hits import KINDS, Hit, SearchedKind, find_hits
from improvement.models import Action
from inspections.models import Authority, Finding, Inspection, Recommendation, Theme
from inspections.models.time import AsAt

A_PAGE = 25


@dataclass(frozen=True)
class Result:
    """A row in which every word occurs."""

    hit: Hit
    row: Model

    @property
    def kind(self) -> SearchedKind:
        return KINDS[self.hit.kind]


@require_safe
def search(request):
    form = read_form(request)
    if not form.is_valid():
        return render(request, "dashboards/search.html", {"form": form}, status=400)
    shown = {"form": form, "words": form.words, "filters": form.filters}
    if form.words or any(name != "authority" for name, *_ in form.filters):
        shown |= results_of(form, request.as_at, request.GET.get("page"))
    return render(request, "dashboards/search.html", shown)


def read_form(request) -> SearchForm:
    visible = access.authorities(request.user)
    stood = Inspection.objects.filter(authority__in=visible).that_stood(request.as_at)
    return SearchForm(
        request.GET,
        authorities=list(Authority.objects.filter(pk__in=visible).order_by("name")),
        themes=list(Theme.objects.order_by("name")),
        inspections=stood[::-1],
    )


def results_of(form: SearchForm, as_at: AsAt, number: str | None) -> dict:
    """A page of what was found, and how many there are of each kind, chosen or not."""
    asked = form.asked(as_at)
    hits = find_hits(asked)
    of_kind = Counter(hit.kind for hit in hits)
    chosen = form.cleaned_data["in"]
    page = Paginator([h for h in hits if chosen in ("", h.kind)], A_PAGE).get_page(number)
    return {
        "page": page,
        "results": read_results(page, asked.inspections),
        "total": len(hits),
        "counts": [(name, kind, of_kind[name]) for name, kind in KINDS.items()],
    }


def read_results(page: Page, inspections: list[Inspection]) -> list[Result]:
    """The rows of one page, in one query a kind."""
    by_pk = {one.pk: one for one in inspections}
    said = ("document", "theme")
    rows = {
        "recommendations": Recommendation.objects.select_related(*said),
        "findings": Finding.objects.select_related(*said),
        "actions": Action.objects.select_related("plan__authority"),
    }
    found = {}
    for kind, queryset in rows.items():
        for pk, row in queryset.in_bulk([h.pk for h in page if h.kind == kind]).items():
            found[kind, pk] = row
            if kind != "actions":
                row.inspection = by_pk[row.inspection_id]
    return [Result(hit, found[hit.kind, hit.pk]) for hit in page]
