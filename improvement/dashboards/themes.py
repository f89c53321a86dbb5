"""Which subjects return across the inspections of an authority.

A board member comes with the question what keeps being raised, and what was said of it
last; each row answers in a sentence, the most often raised first.
"""

from collections import defaultdict

from django.db.models import Count
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.front import choose_authority
from improvement.dashboards.inspections import first_entered, newest_first
from improvement.dashboards.moments import is_before
from improvement.dashboards.said import Record, Said
from improvement.state.rules import POSITIVE
from inspections.models import (
    Authority,
    Finding,
    Inspection,
    MeasureReading,
    Recommendation,
    Theme,
)
from inspections.models.time import AsAt


def read_inspections(authority: Authority, as_at: AsAt) -> list[Inspection]:
    """Everything outsiders did at the authority by the moment, in order of time: what asks
    without looking (a notice, a direction) raises themes too."""
    known = Inspection.objects.known(as_at).filter(authority=authority).for_list()
    entered = known.annotate(entered_at=first_entered(Inspection))
    return newest_first(entered, as_at)[::-1]


def read_records(authority: Authority, inspections, as_at: AsAt) -> list[Record]:
    """Each theme that anything was said of, the most often raised first; what has none goes
    under the theme None."""
    counts = count_what_was_said(authority, as_at)
    held = {inspection.pk: inspection.letter_held(as_at) for inspection in inspections}
    records = [
        Record(
            theme,
            [
                Said(one, held[one.pk], **counts[theme and theme.pk, one.pk])
                for one in inspections
            ],
        )
        for theme in [*Theme.objects.order_by("name"), None]
    ]
    spoken_of = [record for record in records if record.last]
    return sorted(spoken_of, key=lambda record: record.weight, reverse=True)


def count_what_was_said(authority: Authority, as_at: AsAt) -> dict[tuple, dict[str, int]]:
    """By (theme, inspection): how often it was raised, found better, found worse."""
    here = {"inspection__authority": authority}
    asked = Recommendation.objects.known(as_at).filter(**here)
    findings = Finding.objects.known(as_at).filter(**here)
    readings = MeasureReading.objects.as_at(as_at).filter(retracts=False, **here)
    counts: dict[tuple, dict[str, int]] = defaultdict(dict)
    for *pair, number in counted(asked, "theme", "inspection"):
        counts[tuple(pair)]["raised"] = number
    for *pair, direction, number in counted(findings, "theme", "inspection", "direction"):
        said = counts[tuple(pair)]
        name = "better" if direction in POSITIVE else "worse"
        said[name] = said.get(name, 0) + number
    for *pair, number in counted(readings, "measure__theme", "inspection"):
        counts[tuple(pair)]["figures"] = number
    return counts


def counted(rows, *by):
    return rows.order_by().values_list(*by).annotate(number=Count("pk"))


@require_safe
def theme_list(request):
    visible = access.authorities(request.user)
    authorities = list(Authority.objects.filter(pk__in=visible).order_by("name"))
    if not authorities:
        return render(request, "dashboards/no_authority.html")
    authority = choose_authority(authorities, request.GET.get("authority"))
    inspections = read_inspections(authority, request.as_at)
    records = read_records(authority, inspections, request.as_at)
    shown = {
        "authority": authority,
        "authorities": authorities,
        "inspections": [Said(one, one.letter_held(request.as_at)) for one in inspections],
        "records": [record for record in records if record.theme],
        "without_theme": next((r for r in records if not r.theme), None),
        "reconstructed": any(is_before(i.entered_at, request.as_at) for i in inspections),
    }
    return render(request, "dashboards/theme_list.html", shown)
