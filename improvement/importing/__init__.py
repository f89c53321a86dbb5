"""The one door into the records: drafts in, all or nothing.

`import_drafts` is used by the command and by the upload page; both show its `Report`.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import DataError, IntegrityError, transaction

from improvement.importing.documents import find_authority, import_document, recorded_as
from improvement.importing.outside import OutsideImport
from improvement.importing.plan import import_plan
from improvement.importing.report import Line, Outcome, Report
from improvement.importing.session import LeftOut, Session
from inspections.intake.check import check_draft
from inspections.intake.dates import PartialDate, london_day
from inspections.intake.draft import MAX_BYTES, Draft, read_draft
from inspections.models import Authority, Document
from inspections.vocabulary import vocabulary_in_records

__all__ = ["Line", "Outcome", "Report", "import_drafts"]


def import_drafts(
    files: Iterable[tuple[str, bytes | str]],
    *,
    actor,
    now: datetime,
    history: bool = False,
    dry_run: bool = False,
    max_bytes: int = MAX_BYTES,
) -> Report:
    """Import drafts, given as (name, content), as one: nothing is written if anything is wrong.

    A draft with problems is tried all the same, so that every problem is told at once.

    `actor` is the user who imports, or None for the command line. With `history` each fact
    is known since its document's publication, or an event's own day, instead of `now`.
    A draft made of a large spreadsheet may be larger than `MAX_BYTES`.
    """
    report = Report()
    session = Session(report=report, actor=actor, now=now, history=history)
    drafts = _read(files, session, max_bytes)
    with transaction.atomic():
        # One import at a time: two would both find a record missing and both create it.
        list(Authority.objects.select_for_update(no_key=True).order_by("pk"))
        # What outsiders said comes before every plan, so that a plan may answer any of it.
        told = [
            (draft, _import_or_explain(session, draft, _import_document)) for draft in drafts
        ]
        for draft, document in told:
            if draft.plan is not None and document is not None:
                _import_or_explain(session, draft, _import_plan, document)
        if report.problems or dry_run:
            transaction.set_rollback(True)
    report.problems.sort()
    return report


def _read(files, session: Session, max_bytes: int) -> list[Draft]:
    vocabulary = vocabulary_in_records()
    drafts = []
    for name, content in files:
        reading = read_draft(content, name, max_bytes)
        session.report.problems += reading.problems
        session.lost |= reading.lost
        if reading.draft:
            session.report.problems += check_draft(reading.draft, vocabulary)
            drafts.append(reading.draft)
    return _in_order(drafts)


def _in_order(drafts: list[Draft]) -> list[Draft]:
    """By their time, so that what a draft names in another is there when it is looked for;
    a corrected version after the one it replaces, whatever its date."""
    named = {draft.document["key"]: draft for draft in drafts}

    def place(draft: Draft, seen: tuple = ()) -> tuple[str, int, str]:
        day, replaced = _stands(draft), named.get(draft.document.get("replaces"))
        if replaced is None or replaced in seen:
            return day, 0, draft.file
        earlier, step, _ = place(replaced, (*seen, draft))
        return max(day, earlier), step + 1, draft.file

    return sorted(drafts, key=place)


def _stands(draft: Draft) -> str:
    printed = draft.document.get("published") or draft.document.get("dated") or "9998"
    return PartialDate(printed).last_day.isoformat()


def _import_or_explain(session: Session, draft: Draft, step, *rest):
    session.file, session.unwritten = draft.file, {}
    try:
        with transaction.atomic():
            return step(session, draft, *rest)
    except LeftOut:
        # The problem has been added; naming what fell out with it is no further one.
        session.lost |= {inspection["key"] for inspection in draft.inspections}
        return None
    except (IntegrityError, DataError):
        # A rule that the records hold and that nothing before this knows of.
        session.problem(session.line, "The records refuse what stands here.")
        return None


def _import_document(session: Session, draft: Draft) -> Document | None:
    """The document and what outsiders said in it; None if it cannot be imported."""
    authority = find_authority(
        session, draft.root["authority"], draft.root.line_of("authority")
    )
    recorded = recorded_as(authority, draft.document) if authority else None
    session.known_at = _known_at(session, draft, recorded)
    if authority is None or session.known_at is None:
        return None
    document = import_document(session, authority, draft)
    OutsideImport(session, authority, document).run(draft)
    return document


def _import_plan(session: Session, draft: Draft, document: Document):
    session.known_at = _known_at(session, draft, document)
    import_plan(session, document.authority, document, draft.plan)


def _known_at(session: Session, draft: Draft, recorded: Document | None) -> datetime | None:
    """Since when what it says is known; what it leaves open may have been given here before."""
    if not session.history:
        return session.now
    printed = draft.document.get("published") or draft.document.get("dated")
    day = PartialDate(printed).last_day if printed else recorded and recorded.stands_on
    if day is None:
        session.problem(
            draft.document.line,
            "Loading the past needs the day from which this was known: the document has "
            "neither “published” nor “dated”.",
        )
        return None
    if day > london_day(session.now):
        session.problem(draft.document.line_of("published"), "This date is in the future.")
        return None
    return session.known_on(day)
