"""The documents that wait for a person, and where new ones are taken in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, F, Prefetch, Q
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from improvement.documents.naming import counted
from improvement.documents.unplaced import still_waiting
from improvement.documents.uploading import FIELD, kept_by, take_all, why_none
from improvement.models import Proposal, WaitingDocument
from inspections.models import Authority, Kind

ON_A_PAGE = 50
State = Proposal.State


@require_http_methods(["GET", "HEAD", "POST"])
def waiting_list(request):
    """Takes in what is sent; lists what waits. The script sends each file by itself and asks
    for its line alone (`X-Fragment`)."""
    kept = kept_by(request.user)
    results, why = [], ""
    if request.method == "POST":
        files = request.FILES.getlist(FIELD)
        why = why_none(files, kept)
        results = [] if why else list(take_all(request, files, kept))
        if "X-Fragment" in request.headers:
            lines = {"results": results, "why": why, "kept": kept, "alone": True}
            answer = render(request, "documents/_upload_results.html", lines)
            answer["X-Fragment"] = "yes"
            return answer
    page = Paginator(_waiting(kept), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "documents/waiting_list.html",
        {
            "kept": kept,
            "results": results,
            "taken": sum(one.taken is not None for one in results),
            "why": why,
            "asks_which": any(one.which for one in results),
            "guard": " ".join(one.guard for one in results if one.guard),
            "page": page,
            "rows": _rows(page.object_list),
        },
    )


@dataclass(frozen=True)
class Row:
    """A document that waits, and how far people have come with it."""

    waiting: WaitingDocument
    kind: str  # in words
    total: int
    accepted: int
    rejected: int
    later: int  # accepted since the last import
    unplaced: int  # grades that an import left out for want of a framework

    @property
    def looked_at(self) -> int:
        return self.accepted + self.rejected

    @property
    def left(self) -> int:
        return self.total - self.looked_at

    @property
    def is_done(self) -> bool:
        is_open = self.left or self.later or self.unplaced
        return bool(self.waiting.imported_at) and not is_open

    @property
    def unplaced_words(self) -> str:
        return counted(Proposal.Kind.JUDGEMENT, self.unplaced)


def _waiting(kept: list[Authority]):
    """What nothing was imported of comes first, the newest before the others."""
    papers = Proposal.objects.filter(kind=Proposal.Kind.DOCUMENT).order_by("position", "pk")
    return (
        WaitingDocument.objects.filter(authority__in=kept)
        .select_related("authority", "file", "added_by", "imported_by")
        .defer("file__content", "file__sizes")
        .prefetch_related(Prefetch("proposals", papers, to_attr="papers"))
        .order_by(F("imported_at").desc(nulls_first=True), "-added_at", "-pk")
    )


def _rows(waiting: Iterable[WaitingDocument]) -> list[Row]:
    shown = list(waiting)
    counts = (
        Proposal.objects.filter(waiting__in=shown)
        .order_by()
        .values("waiting")
        .annotate(
            total=Count("pk"),
            accepted=Count("pk", filter=Q(state=State.ACCEPTED)),
            rejected=Count("pk", filter=Q(state=State.REJECTED)),
            later=Count(
                "pk",
                filter=Q(state=State.ACCEPTED, decided_at__gt=F("waiting__imported_at")),
            ),
        )
    )
    by_pk = {count.pop("waiting"): count for count in counts}
    nothing = {"total": 0, "accepted": 0, "rejected": 0, "later": 0}
    unplaced = still_waiting(shown)
    return [
        Row(one, kind_of(one), unplaced=unplaced[one.pk], **by_pk.get(one.pk, nothing))
        for one in shown
    ]


def kind_of(waiting: WaitingDocument) -> str:
    """The kind of document in words, as it was read or corrected; empty if nobody knows it."""
    told = waiting.papers[0].said.get("kind") if waiting.papers else None
    return Kind(told).label if told in Kind.values else ""
