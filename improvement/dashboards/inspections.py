from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, OuterRef, Subquery
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.courses import Change, change_within
from improvement.dashboards.moments import is_before
from improvement.dashboards.repeats import repeated_by
from inspections.models import (
    Area,
    Finding,
    FindingLink,
    Inspection,
    Judgement,
    MeasureReading,
    Milestone,
    Recommendation,
)
from inspections.models.time import AsAt, Reading, london_day

# Milestones this close to a look are shown with it.
NEAR = timedelta(days=365)


def first_entered(model):
    """When a record was first written here, which may be long after it was known."""
    entries = model.history.model.objects.filter(id=OuterRef("pk")).order_by("history_date")
    return Subquery(entries.values("history_date")[:1])


def stood_by(inspection: Inspection, as_at: AsAt) -> bool:
    """Whether it had taken place; one without any date stands where we heard of it."""
    return day_of(inspection) <= as_at.day


def day_of(record: Inspection | Milestone):
    return record.stands_on or london_day(record.known_at)


def newest_first(inspections, as_at: AsAt) -> list[Inspection]:
    held = [inspection for inspection in inspections if stood_by(inspection, as_at)]
    return sorted(held, key=lambda one: (day_of(one), one.pk), reverse=True)


@dataclass(frozen=True)
class Row:
    inspection: Inspection
    grade: Judgement | None
    recommendations: int
    findings: int
    letter_held: bool


def count_by_inspection(records) -> dict[int, int]:
    return dict(records.values_list("inspection").annotate(number=Count("pk")))


def read_rows(authorities: list[int], as_at: AsAt) -> list[Row]:
    inspections = (
        Inspection.objects.known(as_at)
        .filter(authority__in=authorities)
        .for_list()
        .annotate(entered_at=first_entered(Inspection))
    )
    within = {"inspection__authority__in": authorities}
    overall = Judgement.objects.known(as_at).filter(area__key="overall", **within)
    grades = {judgement.inspection_id: judgement for judgement in overall}
    asked = count_by_inspection(Recommendation.objects.known(as_at).filter(**within))
    said = count_by_inspection(Finding.objects.known(as_at).filter(**within))
    return [
        Row(
            inspection,
            grades.get(inspection.pk),
            asked.get(inspection.pk, 0),
            said.get(inspection.pk, 0),
            inspection.letter_held(as_at),
        )
        for inspection in newest_first(inspections, as_at)
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
    sources = sources_of(found, as_at)
    reports = [source.document for source in sources if source.is_its_report]
    may_link = access.may(request.user, access.Need.ADMIN, found.authority_id)
    shown = {
        "inspection": found,
        "reconstructed": is_before(found.entered_at, as_at),
        "letter_held": found.letter_held(as_at),
        "sources": sources,
        "report": reports[0] if reports else None,
        "followed": next((one for one in around if one.pk == found.follows_id), None),
        "followers": [one for one in reversed(around) if one.follows_id == found.pk],
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
    """All of one authority that the member may see, the newest first: the one that is
    asked for, and those it follows or that follow it."""
    visible = access.authorities(request.user)
    known = Inspection.objects.known(as_at).filter(authority__in=visible)
    here = known.filter(authority__slug=authority).for_list()
    return newest_first(here.annotate(entered_at=first_entered(Inspection)), as_at)


def sources_of(inspection: Inspection, as_at: AsAt):
    if as_at.reading == Reading.NOW:
        return inspection.sources.all()
    return [s for s in inspection.sources.all() if s.document.known_at <= as_at.moment]


def graded_areas(inspection: Inspection, as_at: AsAt) -> list[tuple[Area, Judgement | None]]:
    """The areas of its framework in their order, each with its grade or None; none at all
    for a look that gives no grades."""
    judgements = inspection.judgements.known(as_at).select_related("area", "document")
    given = {judgement.area_id: judgement for judgement in judgements}
    if not given and not inspection.is_graded:
        return []
    in_order = {area.pk: area for area in areas_of(inspection)}
    in_order |= {judgement.area_id: judgement.area for judgement in given.values()}
    return [(area, given.get(pk)) for pk, area in in_order.items()]


def areas_of(inspection: Inspection):
    return Area.objects.filter(framework=inspection.framework_id).order_by("position", "pk")


def asked_for(inspection: Inspection, as_at: AsAt) -> dict:
    """Its recommendations, each with what it says again of what was said before; how many
    do, and how many of them repeat which earlier inspection."""
    repeats = repeated_by(inspection, as_at)
    asked = inspection.recommendations.known(as_at).select_related("theme", "document")
    rows = [(r, repeats.get(r.pk, [])) for r in asked.order_by("position", "pk")]
    earlier = {repeat.inspection: repeat for _, found in rows for repeat in found}
    return {
        "recommendations": rows,
        "repeating": sum(bool(found or r.says_repeat) for r, found in rows),
        "repeated": [
            (repeat, sum(one in [r.inspection for r in found] for _, found in rows))
            for one, repeat in earlier.items()
        ],
    }


def findings_with_links(inspection: Inspection, as_at: AsAt):
    """Each finding with the links of the same authority that a person has confirmed."""
    events = FindingLink.objects.filter(
        finding__inspection=inspection,
        recommendation__in=Recommendation.objects.known(as_at).filter(
            inspection__authority=inspection.authority_id
        ),
    ).select_related("recommendation__inspection")
    links: dict[int, list[FindingLink]] = {}
    for link in events.confirmed(as_at):
        links.setdefault(link.finding_id, []).append(link)
    findings = inspection.findings.known(as_at).select_related("theme", "document")
    return [(f, links.get(f.pk, [])) for f in findings.order_by("position", "pk")]


def figures_of(
    inspection: Inspection, as_at: AsAt
) -> list[tuple[MeasureReading, Change | None]]:
    """What it states of measures, in order of place, each with the way it tells by itself."""
    readings = inspection.measure_readings.as_at(as_at).filter(retracts=False)
    placed = readings.select_related("measure", "document").order_by(
        "part", "page", "paragraph", "pk"
    )
    return [(reading, change_within(reading)) for reading in placed]


def milestones_near(inspection: Inspection, as_at: AsAt) -> list[Milestone]:
    day = day_of(inspection)
    milestones = Milestone.objects.known(as_at).filter(authority=inspection.authority_id)
    near = [
        milestone
        for milestone in milestones.select_related("document")
        if abs(day_of(milestone) - day) <= NEAR and day_of(milestone) <= as_at.day
    ]
    return sorted(near, key=lambda milestone: (day_of(milestone), milestone.pk))
