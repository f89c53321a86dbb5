"""What one inspection said, asked and graded, as far as it was known."""

from datetime import timedelta

from improvement.dashboards.measures.changes import Change, change_within
from improvement.dashboards.recommendations.repeats import repeated_by
from inspections.models import (
    Area,
    FindingLink,
    Inspection,
    Judgement,
    MeasureReading,
    Milestone,
    Recommendation,
)
from inspections.models.time import AsAt

# Milestones this close to a look are shown with it.
NEAR = timedelta(days=365)


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
    ).select_related("recommendation__inspection", "recommendation__document")
    links: dict[int, list[FindingLink]] = {}
    for link in events.confirmed(as_at):
        links.setdefault(link.finding_id, []).append(link)
    findings = inspection.findings.known(as_at).select_related("theme", "document")
    return [(f, links.get(f.pk, [])) for f in findings.order_by("position", "pk")]


def figures_of(
    inspection: Inspection, as_at: AsAt
) -> list[tuple[MeasureReading, Change | None]]:
    """What it states of measures, in order of place, each with the way it tells by itself."""
    readings = inspection.measure_readings.that_stand(as_at)
    placed = readings.select_related("measure", "document").order_by(
        "part", "page", "paragraph", "pk"
    )
    return [(reading, change_within(reading)) for reading in placed]


def milestones_near(inspection: Inspection, as_at: AsAt) -> list[Milestone]:
    day = inspection.day
    milestones = Milestone.objects.known(as_at).filter(authority=inspection.authority_id)
    near = [
        milestone
        for milestone in milestones.select_related("document")
        if abs(milestone.day - day) <= NEAR and milestone.day <= as_at.day
    ]
    return sorted(near, key=lambda milestone: (milestone.day, milestone.pk))
