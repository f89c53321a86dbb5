"""Measures: a board member asks how a figure stood, then and before, and who says so."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Min, Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.courses import Course, read_courses
from improvement.dashboards.front import choose_authority
from improvement.dashboards.inspections import first_entered
from improvement.dashboards.moments import is_before
from improvement.dashboards.repeats import asked_on, named
from improvement.dashboards.run_chart import draw
from inspections.models import (
    Authority,
    LinkState,
    Measure,
    MeasureLink,
    MeasureReading,
    Recommendation,
    Theme,
)
from inspections.models.time import AsAt


def measures_at(as_at: AsAt):
    """Without those whose every figure was still to come."""
    began = Measure.objects.known(as_at).annotate(began=Min("readings__holds_from"))
    return (
        began.filter(Q(began=None) | Q(began__lte=as_at.day))
        .select_related("authority", "theme", "document")
        .annotate(entered_at=first_entered(Measure))
    )


class Proved(NamedTuple):
    """A recommendation whose effect a measure shows, and the year in which it was asked."""

    recommendation: Recommendation
    year: int


def proved_by(measures: Iterable[Measure], as_at: AsAt) -> dict[int, list[Proved]]:
    """By measure, the recommendations of the same authority that a person has confirmed."""
    authority_of = {measure.pk: measure.authority_id for measure in measures}
    links = MeasureLink.objects.filter(
        measure__in=authority_of, recommendation__in=Recommendation.objects.known(as_at)
    ).select_related("recommendation__inspection", "recommendation__document")
    proved: dict[int, list[Proved]] = {}
    for link in links.standing(as_at, "measure_id", "recommendation_id"):
        asked = link.recommendation
        is_ours = asked.inspection.authority_id == authority_of[link.measure_id]
        day = asked_on(asked)
        if link.state == LinkState.CONFIRMED and is_ours and day <= as_at.day:
            proved.setdefault(link.measure_id, []).append(Proved(asked, day.year))
    return proved


class Row(NamedTuple):
    course: Course
    proves: list[Proved]


class Group(NamedTuple):
    theme: Theme | None
    rows: list[Row]


def by_theme(rows: list[Row]) -> list[Group]:
    """In the order of the themes' names, last those without one; within each the measure
    with the newest figure first."""
    groups: dict[Theme | None, list[Row]] = {}
    for row in sorted(rows, key=newest_figure_first):
        groups.setdefault(row.course.measure.theme, []).append(row)
    return sorted(
        (Group(theme, found) for theme, found in groups.items()),
        key=lambda group: (group.theme is None, group.theme.name if group.theme else ""),
    )


def newest_figure_first(row: Row) -> tuple:
    points = row.course.points
    return (-points[-1].day.toordinal() if points else 0, row.course.measure.name)


def read_rows(authority: Authority, as_at: AsAt) -> list[Row]:
    courses = read_courses(measures_at(as_at).filter(authority=authority), as_at)
    proved = proved_by([course.measure for course in courses], as_at)
    return [Row(course, proved.get(course.measure.pk, [])) for course in courses]


@require_safe
def measure_list(request):
    as_at = request.as_at
    visible = access.authorities(request.user)
    authorities = list(Authority.objects.filter(pk__in=visible).order_by("name"))
    if not authorities:
        return render(request, "dashboards/no_authority.html")
    authority = choose_authority(authorities, request.GET.get("authority"))
    key = request.GET.get("theme", "")
    theme = get_object_or_404(Theme, key=key) if key else None
    rows = read_rows(authority, as_at)
    groups = by_theme(rows)
    shown = {
        "authority": authority,
        "authorities": authorities,
        "theme": theme,
        "groups": groups,
        "shown": [group for group in groups if theme in (None, group.theme)],
        "total": len(rows),
        "reconstructed": any(is_before(r.course.measure.entered_at, as_at) for r in rows),
    }
    return render(request, "dashboards/measure_list.html", shown)


class Told(NamedTuple):
    """A reading, and what the page calls the inspection that it comes from."""

    reading: MeasureReading
    inspection_name: str


@require_safe
def measure(request, authority, key):
    as_at = request.as_at
    found = access.find(request, measures_at(as_at), authority__slug=authority, key=key)
    [course] = read_courses([found], as_at)
    shown = {
        "measure": found,
        "course": course,
        "chart": draw(course),
        "told": [Told(one, named(one.inspection, one.document)) for one in course.readings],
        "proves": proved_by([found], as_at).get(found.pk, []),
        "reconstructed": is_before(found.entered_at, as_at),
    }
    return render(request, "dashboards/measure.html", shown)
