"""For a new board member, a councillor or an inspector who asks: what happened here, and
where are we in it?"""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement.dashboards.authorities import about_one_authority
from improvement.dashboards.timeline.areas import area_rows
from improvement.dashboards.timeline.drawing import draw
from improvement.dashboards.timeline.entries import entries
from improvement.dashboards.timeline.story import read_story
from inspections.models.time import london_day


@require_safe
@about_one_authority
def timeline(request, authority, authorities):
    story = read_story(authority, request.as_at)
    today = london_day(request.now)
    rows = area_rows(story.graded, today)
    context = {
        "authority": authority,
        "authorities": authorities,
        "story": story,
        "area_rows": rows,
        "entries": entries(story),
        "drawing": draw(story, rows, request.as_at.day, today) if story.days else None,
    }
    return render(request, "dashboards/timeline.html", context)
