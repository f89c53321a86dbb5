"""What was given to show that an action was done: the list on its page, and a file itself."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef
from django.http import Http404
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.downloads import download_of
from improvement.models import Evidence
from improvement.state.fetch import SPEAKER
from improvement.state.left_over import left_over_files
from inspections.models.time import AsAt, london_day


@dataclass(frozen=True)
class Piece:
    """A piece of evidence, or that one was taken back, as a line of the history. What was
    taken back since the moment of the page is not struck there, but nothing of it opens."""

    evidence: Evidence
    is_voided: bool

    kind = "given"

    @property
    def pk(self) -> int:
        return self.evidence.pk

    @property
    def holds_from(self) -> date:
        return self.evidence.holds_from

    @property
    def known_at(self) -> datetime:
        return self.evidence.known_at

    @property
    def known_on(self) -> date:
        return london_day(self.evidence.known_at)

    @property
    def voided_at(self) -> datetime | None:
        return self.evidence.voided_at

    @property
    def speaker(self) -> str:
        return self.evidence.speaker_named

    @property
    def retracts(self) -> bool:
        return self.evidence.retracts

    @property
    def is_taken_back(self) -> bool:
        """By now, whatever the moment of the page."""
        return self.voided_at is not None

    @property
    def empties_file(self) -> bool:
        """Whether this only deleted what was in a file that was taken back before."""
        return self.retracts and self.evidence.voids_a_taking_back

    @property
    def file_is_left(self) -> bool:
        """Taken back by now, and what is in the file is kept all the same."""
        return self.is_taken_back and self.evidence.file_is_left

    @property
    def link(self) -> str:
        return "" if self.is_taken_back else self.evidence.link

    @property
    def has_file(self) -> bool:
        return bool(self.evidence.file_name) and not self.is_taken_back


class EvidenceOf:
    """The evidence of an action as far as it was known at the moment, oldest first; what was
    taken back by then stands struck through."""

    def __init__(self, action, as_at: AsAt):
        given = Evidence.objects.filter(action=action, holds_from__lte=as_at.day)
        if as_at.known_by:
            given = given.filter(known_at__lte=as_at.known_by)
        rows = given.annotate(
            speaker_named=SPEAKER,
            voided_at=F("voided_by__known_at"),
            voids_a_taking_back=F("voids__retracts"),
            file_is_left=Exists(left_over_files().filter(pk=OuterRef("file"))),
        )
        self.all = [
            Piece(row, row.voided_at is not None and as_at.knows(row.voided_at))
            for row in rows.order_by("known_at", "pk")
        ]
        self.by_update = defaultdict(list)
        for piece in self.given:
            self.by_update[piece.evidence.update_id].append(piece)

    @property
    def given(self) -> list[Piece]:
        return [piece for piece in self.all if not piece.retracts]

    @property
    def apart(self) -> list[Piece]:
        """What was given or taken back by itself, not with an update."""
        return [piece for piece in self.all if piece.evidence.update_id is None]


@require_safe
def evidence_file(request, pk):
    """The file as it was given. One that was taken back is no longer given out, on a page
    about the past neither."""
    given = (
        Evidence.objects.that_stand(request.as_at)
        .filter(voided_by__isnull=True)
        .select_related("file", "action__plan")
    )
    evidence = access.find(request, given, pk=pk)
    if evidence.file is None:
        raise Http404
    return download_of(evidence.file.content, evidence.file.media_type, evidence.file_name)
