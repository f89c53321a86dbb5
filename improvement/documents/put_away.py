"""Taking a document off the list: asked first, since what was not imported goes with it."""

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Max, Q, Sum
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from improvement import access
from improvement.access import Need
from improvement.documents.unplaced import still_waiting
from improvement.models import Proposal, User, WaitingDocument
from improvement.recording.refusals import Refused
from improvement.recording.turn import require_role
from inspections.models import DocumentFile
from inspections.models.time import AsAt

CHANGED = (
    "Somebody has worked on it since this page was shown, so it is still on the list. Look at "
    "how it stands now, and say once more."
)


@require_http_methods(["GET", "HEAD", "POST"])
def put_away(request, pk):
    found = WaitingDocument.objects.select_related("authority", "file", "imported_by")
    waiting = access.find(request, found.defer("file__content"), pk=pk)
    error = ""
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            take_off_list(waiting=waiting, seen=seen, by=request.user, now=request.now)
        except Refused as refused:
            error = refused.sentence
            waiting = access.find(request, found.defer("file__content"), pk=pk)
        else:
            messages.success(request, f"“{waiting.title}” is off the list.")
            return redirect("waiting-list")
    proposals = Proposal.objects.filter(waiting=waiting)
    told = proposals.aggregate(
        total=Count("pk"),
        decided=Count("pk", filter=~Q(state=Proposal.State.UNDECIDED)),
        last=Max("decided_at"),
    )
    last = proposals.filter(decided_at=told["last"]).select_related("decided_by").last()
    return render(
        request,
        "documents/put_away.html",
        {
            "waiting": waiting,
            "left": told["total"] - told["decided"],
            "decided": told["decided"],
            "last": told["decided"] and last,
            "seen": how_it_stands(waiting),
            "unplaced": waiting.imported_at and still_waiting([waiting])[waiting.pk],
            "error": error,
        },
    )


def how_it_stands(waiting: WaitingDocument) -> str:
    """For a form to carry: another once something was decided on it or imported."""
    turns = waiting.proposals.aggregate(turns=Sum("turn"), number=Count("pk"))
    return f"{waiting.imported_at or ''}/{turns['number']}/{turns['turns']}"


@transaction.atomic
def take_off_list(*, waiting: WaitingDocument, seen: str, by: User, now: datetime) -> None:
    """The file and its text stay where something of it was imported; else they go as well.

    Raises Refused if it no longer stands as its reader saw it.
    """
    require_role(by, Need.ADMIN, waiting.authority_id, AsAt(now))
    locked = WaitingDocument.objects.select_for_update(of=("self",)).filter(pk=waiting.pk)
    held = locked.first()
    if held is None:
        return  # somebody else has just done the same
    # Nobody decides on any of it between the look at how it stands and its going.
    list(held.proposals.select_for_update().order_by("position", "pk").values_list("pk"))
    if how_it_stands(held) != seen:
        raise Refused(CHANGED)
    file = DocumentFile.objects.defer("content").get(pk=held.file_id)
    held.delete()
    if file.document_id is None and held.imported_at is None:
        file.delete()
