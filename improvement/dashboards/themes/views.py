"""Which subjects return across the inspections of an authority.

A board member comes with the question what keeps being raised, and what was said of it
last; each row answers in a sentence, the most often raised first.
"""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement.dashboards.authorities import about_one_authority
from improvement.dashboards.reconstructed import is_before
from improvement.dashboards.themes.records import read_inspections, read_records
from improvement.dashboards.themes.said import Said
from inspections.models.time import london_day


@require_safe
@about_one_authority
def theme_list(request, authority, authorities):
    inspections = read_inspections(authority, request.as_at)
    records = read_records(authority, inspections, request.as_at, london_day(request.now))
    shown = {
        "authority": authority,
        "authorities": authorities,
        "inspections": [Said(one, one.letter_held(request.as_at)) for one in inspections],
        "records": [record for record in records if record.theme],
        "without_theme": next((r for r in records if not r.theme), None),
        "reconstructed": any(is_before(i.entered_at, request.as_at) for i in inspections),
    }
    return render(request, "dashboards/theme_list.html", shown)
