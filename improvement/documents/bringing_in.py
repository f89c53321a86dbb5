"""What has been accepted of a document goes into the records, with the document's file; or is
only tried, to show what that would do."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.shortcuts import get_object_or_404

from improvement.access import Need
from improvement.documents.in_order import forget_mere_counting
from improvement.documents.splitting import Joined, join
from improvement.documents.unmet import unmet
from improvement.documents.unplaced import Unplaced, set_aside
from improvement.importing import Report, import_drafts
from improvement.importing.report import KNOWN_SINCE
from improvement.models import Proposal, User, WaitingDocument
from improvement.recording.turn import require_role
from inspections.intake.dates import PartialDate, london_day
from inspections.intake.draft import Problem
from inspections.intake.extracting import Extracted
from inspections.intake.extracting_files import as_yaml
from inspections.models import Document, DocumentFile
from inspections.models.time import AsAt

# The words of the longest report that is taken in, each accepted and quoted, are a third of it.
MAX_BYTES = 3_000_000
# What came out longer ago than that tells of the past, unless somebody says otherwise.
NEWS_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Attempt:
    """What an import did, or would do. Nothing is written where it has problems, where the
    document itself has not been accepted (then there is no `joined`), or where `seen` is not
    what was seen."""

    waiting: WaitingDocument
    proposals: list[Proposal]
    joined: Joined | None = None
    text: str = ""
    report: Report = field(default_factory=Report)
    history: bool = False
    document: Document | None = None  # what it has become
    unplaced: list[Unplaced] = field(default_factory=list)  # grades that wait for a framework
    unmet: list[str] = field(default_factory=list)  # words of our own that may stand twice

    @property
    def seen(self) -> str:
        """Names what would be done, by all of it that whoever confirms has seen: what has been
        accepted, and what of the records that would change."""
        if self.joined is None:
            return ""
        said = {name: told for name, told in self.joined.draft.items() if name != "reviewed_by"}
        done = [
            (line.outcome, line.path, line.field, line.old)
            for line in self.report.lines
            if line.field != KNOWN_SINCE  # which goes by the answer on the page itself
        ]
        return f"{_fingerprint(said)}-{_fingerprint(done)}"


@transaction.atomic
def would_do(
    *, waiting: WaitingDocument, by: User, now: datetime, history: bool | None = None
) -> Attempt:
    """Try it and take it all back. `history` None: as the document's own day suggests."""
    attempt = _attempt(waiting, by, now, history)
    transaction.set_rollback(True)
    return attempt


@transaction.atomic
def bring_in(
    *, waiting: WaitingDocument, seen: str, history: bool, by: User, now: datetime
) -> Attempt:
    """Import what `by` has seen that it would do; anything else is not imported, and what it
    would do now is told instead.

    With the records goes the document's own file, so that its text can be read from now on.
    """
    # Two who import the same document: the second sees what the first has done.
    locked = WaitingDocument.objects.select_for_update(of=("self",))
    held = get_object_or_404(locked, pk=waiting.pk)  # or it has just been put away
    attempt = _attempt(waiting, by, now, history)
    if attempt.joined is None or attempt.report.problems or attempt.seen != seen:
        transaction.set_rollback(True)
        return attempt
    document = Document.objects.get(
        authority=waiting.authority_id, sha256=attempt.joined.draft["document"]["sha256"]
    )
    _hold_file(waiting, document, by)
    held.imported_at, held.imported_by = now, by
    held.save()
    return replace(attempt, document=document)


def _attempt(
    waiting: WaitingDocument, by: User, now: datetime, history: bool | None
) -> Attempt:
    require_role(by, Need.ADMIN, waiting.authority_id, AsAt(now))
    proposals = list(waiting.proposals.order_by("position", "pk"))
    joined = join(proposals, reviewed_by=by.email[:150])
    if joined is None:
        return Attempt(waiting, proposals)
    joined, unplaced = set_aside(joined, waiting.authority)
    # Whose it is has been decided when it was taken in; which file it is is no opinion.
    joined.draft["authority"] = waiting.authority.name
    joined.draft["document"]["sha256"] = waiting.file.sha256
    if history is None:
        history = tells_of_the_past(joined, london_day(now))
    text = as_yaml(Extracted(joined.draft))
    report = import_drafts(
        [(waiting.title, text)], actor=by, now=now, history=history, max_bytes=MAX_BYTES
    )
    forget_mere_counting(report)
    ours = Document.objects.filter(authority=waiting.authority_id, sha256=waiting.file.sha256)
    if not report.problems and not ours.exists():
        # A person has changed the fingerprint of what it meets, and theirs stands.
        report.problems.append(Problem(waiting.title, 1, ANOTHER_FILE))
    beside = {"unplaced": unplaced, "unmet": unmet(waiting.authority, joined)}
    return Attempt(waiting, proposals, joined, text, report, history, **beside)


ANOTHER_FILE = (
    "The document that it would be added to has had its fingerprint corrected here by hand. "
    "Give this one a key of its own, or correct that one’s fingerprint first."
)


def came_out(joined: Joined) -> PartialDate | None:
    document = joined.draft["document"]
    printed = document.get("published") or document.get("dated")
    try:
        return PartialDate(str(printed)) if printed else None
    except ValueError:
        return None  # told among the problems


def tells_of_the_past(joined: Joined, today: date) -> bool:
    out = came_out(joined)
    return out is not None and out.last_day < today - NEWS_FOR


def _hold_file(waiting: WaitingDocument, document: Document, by: User) -> None:
    DocumentFile.objects.filter(pk=waiting.file_id).update(document=document)
    if document.held_as != waiting.file.form:
        document.held_as = waiting.file.form
        document._history_user = by
        document._change_reason = f"its file came in as {waiting.file.name}"[:100]
        document.save()


def _fingerprint(said) -> str:
    plain = json.dumps(said, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()[:32]
