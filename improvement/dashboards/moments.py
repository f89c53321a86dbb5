"""The moment a page is asked about: `?as_at=2019-02-07&reading=then`, on every screen.

"Now" is pinned once a request, so that everything on a page speaks of one moment.
"""

from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.shortcuts import render
from django.utils import timezone

from improvement import access
from inspections.models.time import AsAt, Reading, london_day


def read_moment(parameters, now) -> AsAt:
    """The moment in an address; raises BadRequest with a sentence for the reader."""
    printed = parameters.get("as_at", "")
    reading = parameters.get("reading", Reading.NOW)
    if reading not in Reading.values:
        raise BadRequest("The reading is “then” (as known then) or “now” (as we know now).")
    if not printed:
        return AsAt(now, Reading.NOW)
    return AsAt.end_of(read_day(printed, now, "to look back to"), Reading(reading))


def read_day(printed: str, now, purpose: str) -> date:
    """A day in an address; raises BadRequest with a sentence for the reader."""
    try:
        day = date.fromisoformat(printed)
    except ValueError:
        raise BadRequest(
            f"The date {purpose} is written year-month-day, such as 2019-02-07."
        ) from None
    if day > london_day(now):
        raise BadRequest(f"The date {purpose} is still to come.")
    if day.year < 1990:
        raise BadRequest("Nothing is recorded from before 1990.")
    return day


class MomentMiddleware:
    """Pins the moment as `request.as_at`, and keeps pages about the past free of forms."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.now = timezone.now()
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.view_name or ""
        if name.startswith("admin:"):
            return None
        try:
            request.as_at = read_moment(request.GET, request.now)
        except BadRequest as error:
            request.as_at = AsAt(request.now, Reading.NOW)
            return render(request, "400.html", {"sentence": error}, status=400)
        if "as_at" in request.GET and name in access.WRITES:
            return render(request, "dashboards/past_is_read_only.html", status=400)
        return None


def moment_context(request):
    """For every template: the moment, and the query that keeps it in links."""
    as_at = getattr(request, "as_at", None)
    if as_at is None:
        return {}
    is_past = "as_at" in request.GET and bool(request.GET["as_at"])
    kept = {"as_at": as_at.day.isoformat(), "reading": as_at.reading.value} if is_past else {}
    return {
        "as_at": as_at,
        "is_past": is_past,
        "moment_query": urlencode(kept),
        "today": london_day(request.now),
    }
