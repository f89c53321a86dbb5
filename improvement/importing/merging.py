"""How a draft's values meet what is recorded, so that no person's correction is lost.

Each record keeps the values that it last got from a draft (`imported`). Of the three, the
draft's value, the last imported and the one that stands, it follows who changed what:
the draft says what it said → leave; the source changed and nobody here did → take it;
somebody here did → keep theirs and say so.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import models

from improvement.importing.report import Outcome, Report
from inspections.intake.dates import PartialDate
from inspections.intake.draft import Item


@dataclass
class Session:
    """One import under way: who imports, since when it is known, and what happened."""

    report: Report
    actor: object | None
    now: datetime
    history: bool
    file: str = ""
    known_at: datetime | None = None
    line: int = 1  # of the item under way, for what only the database refuses
    keys: dict = field(default_factory=dict)  # draft key → inspection, by authority
    # Keys that fell out of the drafts with a problem: naming them is no further problem.
    lost: set[str] = field(default_factory=set)

    def problem(self, line, sentence):
        self.report.problem(self.file, line, sentence)

    def add(self, outcome, record, item, change=("", "", "")):
        self.report.add(outcome, record, file=self.file, item=item, change=change)


def as_stored(value):
    """A value as `imported` keeps it: JSON, with records by their key."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, PartialDate):
        return value.text
    return value.isoformat() if isinstance(value, date) else value


def save(session: Session, record):
    record._history_user = session.actor
    record._change_reason = f"imported from {session.file}"
    record.save()


def merge(session: Session, model, item: Item, *, find: dict, values: dict, known_at=None):
    """Create the record, or take from the draft what nobody here has changed.

    `values` holds only what the draft says. Returns the record.
    """
    session.line = item.line
    known_at = known_at or session.known_at
    record = model.objects.filter(**find).first()
    if record is None:
        imported = {name: as_stored(value) for name, value in values.items()}
        record = model(**find, **values, known_at=known_at, imported=imported)
        save(session, record)
        session.add(Outcome.CREATED, record, item)
        return record
    outcomes = [_take(session, record, item, *pair) for pair in values.items()]
    changed = Outcome.CHANGED in outcomes
    if known_since_earlier(session, record, known_at):
        session.add(Outcome.CHANGED, record, item, ("known since", "later", known_at.date()))
        changed = True
    if changed:
        save(session, record)
    if not changed and Outcome.KEPT not in outcomes:
        session.add(Outcome.UNCHANGED, record, item)
    return record


def known_since_earlier(session: Session, record, known_at) -> bool:
    """Loading the past, an earlier document may show that a record was known before."""
    if not session.history or record.known_at <= known_at:
        return False
    record.known_at = known_at
    return True


def _take(session: Session, record, item, name, value):
    new, current = as_stored(value), as_stored(getattr(record, name))
    last = record.imported.get(name)
    if new in (current, last):
        return Outcome.UNCHANGED
    change = (record._meta.get_field(name).verbose_name, current, new)
    if current not in ("", None, []) and current != last:
        session.add(Outcome.KEPT, record, item, change)
        return Outcome.KEPT
    session.add(Outcome.CHANGED, record, item, change)
    setattr(record, name, value)
    record.imported[name] = new
    return Outcome.CHANGED


def append_once(session: Session, model, item: Item, *, draft_key: str, within: dict, **values):
    """Append the event unless the draft has already given it; returns it."""
    session.line = item.line
    event = model.objects.filter(**within, draft_key=draft_key).first()
    if event is not None:
        session.add(Outcome.UNCHANGED, event, item)
        return event
    event = model.objects.create(
        **within, draft_key=draft_key, recorded_by=session.actor, **values
    )
    session.add(Outcome.CREATED, event, item)
    return event
