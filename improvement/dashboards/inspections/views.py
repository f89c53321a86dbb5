from dataclasses import dataclass

from django.db.models import Count
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.inspections.contents import (
    asked_for,
    figures_of,
    findings_with_links,
    graded_areas,
    milestones_near,
)
from improvement.dashboards.reconstructed import first_entered, is_before
from inspections.models import Finding, Inspection, Judgement, Recommendation
from inspections.models.time import AsAt


@dataclass(frozen=True)
class InspectionRow:
    inspection: Inspection
    grade: Judgement | None
    recommendations: int
    findings: int
    letter_held: bool


def count_by_inspection(records) -> dict[int, int]:
    return dict(records.values_list("inspection").annotate(number=Count("pk")))


def read_rows(authorities: list[int], as_at: AsAt) -> list[InspectionRow]:
    inspections = Inspection.objects.filter(authority__in=authorities)
    stood = inspections.annotate(entered_at=first_entered(Inspection)).that_stood(as_at)
    within = {"inspection__authority__in": authorities}
    overall = Judgement.objects.known(as_at).filter(area__key="overall", **within)
    overall = overall.select_related("document")
    grades = {judgement.inspection_id: judgement for judgement in overall}
    asked = count_by_inspection(Recommendation.objects.known(as_at).filter(**within))
    said = count_by_inspection(Finding.objects.known(as_at).filter(**within))
    return [
        InspectionRow(
            inspection,
            grades.get(inspection.pk),
            asked.get(inspection.pk, 0),
            said.get(inspection.pk, 0),
            inspection.letter_held(as_at),
        )
        for inspection in reversed(stood)
    ]


@require_safe
def inspection_list(request):
    authorities = access.authorities(request.user)
    rows = read_rows(authorities, request.as_at)
    shown = {
        "rows": rows,
        "several": len(authorities) > 1,
        "reconstructed": any(
            is_before(row.inspection.entered_at, request.as_at) for row in rows
        ),
    }
    return render(request, "dashboards/inspection_list.html", shown)


@require_safe
def inspection(request, authority, key):
    as_at = request.as_at
    around = inspections_of(request, authority, as_at)
    found = next((one for one in around if one.key == key), None)
    if found is None:
        raise Http404("There is none, or it had not taken place.")
    sources = found.sources_known(as_at)
    reports = [source.document for source in sources if source.is_its_report]
    may_link = access.may(request.user, access.Need.ADMIN, found.authority_id)
    shown = {
        "inspection": found,
        "reconstructed": is_before(found.entered_at, as_at),
        "letter_held": found.letter_held(as_at),
        "sources": sources,
        "report": reports[0] if reports else None,
        "followed": next((one for one in around if one.pk == found.follows_id), None),
        "followers": [one for one in around if one.follows_id == found.pk],
        "people": found.people.order_by("pk"),
        "graded_areas": graded_areas(found, as_at),
        **asked_for(found, as_at),
        "findings": findings_with_links(found, as_at),
        "figures": figures_of(found, as_at),
        "rivals": found.rivals.known(as_at).select_related("document").order_by("fact", "pk"),
        "milestones": milestones_near(found, as_at),
        "may_link": may_link and "as_at" not in request.GET,
    }
    return render(request, "dashboards/inspection.html", shown)


def inspections_of(request, authority: str, as_at: AsAt) -> list[Inspection]:
    """All of one authority that the member may see, in order of time: the one that is
    asked for, and those it follows or that follow it."""
    visible = access.authorities(request.user)
    here = Inspection.objects.filter(authority__in=visible, authority__slug=authority)
    return here.annotate(entered_at=first_entered(Inspection)).that_stood(as_at)
