"""Measures: a board member asks how a figure stood, then and before, and who says so."""

from typing import NamedTuple

from django.core.validators import slug_re
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.authorities import about_one_authority
from improvement.dashboards.measures.courses import Course, read_courses
from improvement.dashboards.measures.proofs import Proved, proved_by
from improvement.dashboards.measures.run_chart import draw
from improvement.dashboards.recommendations.repeats import named
from improvement.dashboards.reconstructed import first_entered, is_before
from inspections.models import Authority, Measure, MeasureReading, Theme
from inspections.models.time import AsAt


def measures_at(as_at: AsAt):
    """Without those of which no figure stands."""
    readings = MeasureReading.objects.that_stand(as_at).filter(measure=OuterRef("pk"))
    return (
        Measure.objects.known(as_at)
        .filter(Exists(readings))
        .select_related("authority", "theme", "document")
        .annotate(entered_at=first_entered(Measure))
    )


class MeasureRow(NamedTuple):
    course: Course
    proves: list[Proved]


class ThemeMeasures(NamedTuple):
    theme: Theme | None
    rows: list[MeasureRow]


def by_theme(rows: list[MeasureRow]) -> list[ThemeMeasures]:
    """In the order of the themes' names, last those without one."""
    groups: dict[Theme | None, list[MeasureRow]] = {}
    for row in sorted(rows, key=in_order):
        groups.setdefault(row.course.measure.theme, []).append(row)
    return sorted(
        (ThemeMeasures(theme, found) for theme, found in groups.items()),
        key=lambda group: (group.theme is None, group.theme.name if group.theme else ""),
    )


def in_order(row: MeasureRow) -> tuple:
    """First what more than one document follows, then by the newest figure, then the name."""
    course = row.course
    newest = -course.points[-1].day.toordinal() if course.points else 0
    return (course.follows < 2, newest, course.measure.name)


def read_rows(authority: Authority, as_at: AsAt) -> list[MeasureRow]:
    courses = read_courses(measures_at(as_at).filter(authority=authority), as_at)
    proved = proved_by([course.measure for course in courses], as_at)
    return [MeasureRow(course, proved.get(course.measure.pk, [])) for course in courses]


@require_safe
@about_one_authority
def measure_list(request, authority, authorities):
    as_at = request.as_at
    key = request.GET.get("theme", "")
    if key and not slug_re.match(key):
        raise Http404("No theme is called that.")
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


class NamedReading(NamedTuple):
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
        "told": [
            NamedReading(one, named(one.inspection, one.document)) for one in course.readings
        ],
        "proves": proved_by([found], as_at).get(found.pk, []),
        "reconstructed": is_before(found.entered_at, as_at),
    }
    return render(request, "dashboards/measure.html", shown)
