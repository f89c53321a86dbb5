"""The table of a screen as a file, where its address asks for one: `?file=csv`."""

from collections.abc import Callable

from django.http import Http404, HttpResponse

from improvement.dashboards.downloads import download_of
from improvement.exports.files import KINDS
from improvement.exports.table import Table


def file_asked(request, table: Callable[[], Table]) -> HttpResponse | None:
    """None if the address asks for the page. Raises Http404 for a kind of file that there is
    not."""
    kind = request.GET.get("file")
    if kind is None:
        return None
    if kind not in KINDS:
        raise Http404("There are tables as csv and as xlsx.")
    media_type, write = KINDS[kind]
    made = table()
    day = dict(made.about)["As at"]
    return download_of(write(made), media_type, f"{made.name}-{day}.{kind}")
