"""A file from an admin becomes a document that waits: read in a confined child, then its text,
and every thing proposed from it, kept in one transaction."""

import hashlib
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from improvement import access
from improvement.access import Need
from improvement.documents.as_recorded import propose_as_recorded, with_recorded_keys
from improvement.documents.likely import add_likely, inspection_of
from improvement.documents.meeting import would_meet
from improvement.documents.splitting import split
from improvement.models import Proposal, User, WaitingDocument
from inspections.intake.extracting import Extracted
from inspections.intake.reading.passages import Reading
from inspections.intake.reading_out import read_out
from inspections.models import Authority, DocumentFile, Passage

AT_ONCE = 500  # rows a statement


class AlreadyHereError(Exception):
    """The same file has been uploaded before: it waits, or its document is recorded."""

    def __init__(self, file: DocumentFile):
        super().__init__(file.name)
        self.file = file


class WhichAuthorityError(Exception):
    """The document does not say whose it is, or is of a council that the admin does not keep,
    and they keep several: they have to choose."""

    def __init__(self, named: str):
        super().__init__(named)
        self.named = named


def take_in(
    content: bytes, name: str, *, by: User, now: datetime, chosen: Authority | None = None
) -> WaitingDocument:
    """Raises UnreadableError, AlreadyHereError or WhichAuthorityError; nothing is kept then."""
    sha256 = hashlib.sha256(content).hexdigest()
    kept = Authority.objects.filter(pk__in=access.authorities(by, Need.ADMIN))
    refuse_again(sha256, kept)
    out = read_out(content)
    found = out.found or unrecognised(out.reading, name, out.why_not)
    named = found.draft.get("authority", "")
    authority = chosen or _of(named, list(kept.order_by("name", "pk")))
    # All of it is worked out before anything is locked: it may take a second.
    file = _file(out.reading, content, name, authority)
    waiting = WaitingDocument(
        authority=authority,
        file=file,
        title=found.draft["document"]["title"][:250],
        added_by=by,
        added_at=now,
        doubts=list(found.doubts),
        names_authority="" if _is(authority, named) else named[:100],
    )
    passages = _passages(out.reading, file)
    proposals = split(with_recorded_keys(authority, found.draft), waiting)
    about = inspection_of(proposals)
    met = would_meet(authority, about.proposed) if about else None
    propose_as_recorded(authority, sha256, proposals, met)
    add_likely(authority, proposals, passages, met, now)
    with transaction.atomic():
        # Two who send the same file at once: the second is told that it is here.
        Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
        refuse_again(sha256, kept)
        file.save()
        waiting.save()
        Passage.objects.bulk_create(passages, AT_ONCE)
        Proposal.objects.bulk_create(proposals, AT_ONCE)
    return waiting


def refuse_again(sha256: str, kept) -> None:
    file = DocumentFile.objects.filter(authority__in=kept, sha256=sha256).defer("content")
    if found := file.first():
        raise AlreadyHereError(found)


def unrecognised(reading: Reading, name: str, why_not: str) -> Extracted:
    """A document of no known family: its text is read, and whoever confirms it adds the rest."""
    first = next((passage.text for passage in reading.passages), "")
    document = {"title": (first or name)[:250], "sha256": reading.sha256}
    return Extracted({"document": document, "inspections": []}, (why_not,))


def _of(named: str, kept: list[Authority]) -> Authority:
    ours = [one for one in kept if _is(one, named)] or (kept if len(kept) == 1 else [])
    if not ours:
        raise WhichAuthorityError(named)
    return ours[0]


def _is(authority: Authority, named: str) -> bool:
    return bool(named) and (authority.name == named or authority.slug == slugify(named))


def _file(reading: Reading, content: bytes, name: str, authority: Authority) -> DocumentFile:
    return DocumentFile(
        authority=authority,
        name=name[-200:],
        sha256=reading.sha256,
        form=reading.form,
        size=len(content),
        pages=reading.pages,
        sizes=[list(size) for size in reading.sizes],
        content=content,
    )


def _passages(reading: Reading, file: DocumentFile) -> list[Passage]:
    return [
        Passage(
            file=file,
            number=one.number,
            kind=one.kind,
            text=one.text,
            page=one.page,
            marker=one.marker[:20],
            level=one.level,
            cells=list(one.cells),
            boxes=[asdict(box) for box in one.boxes],
        )
        for one in reading.passages
    ]
