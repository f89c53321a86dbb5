"""Documents that wait, made row by row."""

from django.urls import reverse

from improvement.documents.deciding import decide
from improvement.models import Proposal, WaitingDocument
from inspections.models import DocumentFile, Passage
from tests.factories import DocumentFactory, on

MORNING, NOON, EVENING = (on("2026-11-20", hour) for hour in (9, 12, 18))


class Waits:
    """A document that waits, made row by row."""

    number = 0

    def __init__(self, authority, by, *, findings=3, kind="monitoring_visit", **about):
        Waits.number += 1
        self.by = by
        self.file = DocumentFile.objects.create(
            authority=authority,
            name=f"download({Waits.number}).pdf",
            sha256=f"{Waits.number:064}",
            form="pdf",
            size=7,
            content=b"content",
        )
        Passage.objects.create(file=self.file, number=1, kind="paragraph", text="Words.")
        usual = {"title": f"Letter {Waits.number}", "added_at": MORNING}
        self.waiting = WaitingDocument.objects.create(
            authority=authority, file=self.file, added_by=by, **usual | about
        )
        kinds = ["document", "inspection", *["finding"] * findings]
        self.proposals = [
            Proposal.objects.create(
                waiting=self.waiting, position=n, kind=one, proposed={"kind": kind}
            )
            for n, one in enumerate(kinds)
        ]

    def decide(self, *states, by=None, now=NOON):
        for proposal, state in zip(self.proposals, states, strict=False):
            proposal.refresh_from_db()
            said = {"said": None, "by": by or self.by, "now": now}
            decide(proposal=proposal, seen=proposal.turn, state=state, **said)

    def imported(self, at=EVENING):
        self.file.document = DocumentFactory(authority=self.waiting.authority, title="Recorded")
        self.file.save()
        WaitingDocument.objects.filter(pk=self.waiting.pk).update(
            imported_at=at, imported_by=self.by
        )

    @property
    def away(self):
        return reverse("waiting-put-away", args=[self.waiting.pk])
