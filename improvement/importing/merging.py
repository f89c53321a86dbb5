"""How a draft's values meet what is recorded, so that no person's correction is lost.

Each record keeps the values that it last got from a draft (`imported`). Of the three, the
draft's value, the last imported and the one that stands, it follows who changed what:
the draft says what it said → leave; the source changed and nobody here did → take it;
somebody here did → keep theirs and say so.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from improvement.importing.report import ENTERED_HERE, KNOWN_SINCE, Outcome, Report
from inspections.intake.dates import LONDON
from inspections.intake.draft import Item
from inspections.models.time import as_stored

EMPTY = ("", None, [])


class LeftOut(Exception):
    """This item cannot be imported; the problem has been added."""


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
    findings: dict = field(default_factory=dict)  # (inspection, draft key) → finding
    # Keys that fell out of the drafts with a problem: naming them is no further problem.
    lost: set[str] = field(default_factory=set)
    # What this import has made: of a new record nothing is recorded but what it appends.
    made: set = field(default_factory=set)
    appended: set = field(default_factory=set)
    titles: dict[int, str] = field(default_factory=dict)  # of documents

    def problem(self, line, sentence):
        self.report.problem(self.file, line, sentence)

    def add(self, outcome, record, item, change=("", "", ""), old_from=""):
        self.report.add(
            outcome, record, file=self.file, item=item, change=change, old_from=old_from
        )

    def giver_of(self, record) -> str:
        """The title of the document that a record was taken from."""
        pk = getattr(record, "document_id", None)
        if pk is None:
            return ""
        if pk not in self.titles:
            self.titles[pk] = record.document.title
        return self.titles[pk]

    def known_on(self, day: date, step: int = 0) -> datetime:
        """Since when something of that day is known: its own day when loading the past,
        else the clock. `step` keeps the order of what is told of one thing."""
        moment = self.now
        if self.history:
            moment = min(datetime.combine(day, time(12), tzinfo=LONDON), moment)
        return moment + timedelta(microseconds=step)

    def attempt(self, step, item: Item, *rest):
        """Import one item. What cannot be imported is left out, so that whatever is wrong
        with the others is told as well; naming it is no further problem."""
        try:
            return step(item, *rest)
        except LeftOut:
            names = ("key", "reference", "recommendation")
            self.lost |= {item[name] for name in names if name in item}
            return None


def save(session: Session, record):
    record._history_user = session.actor
    record._change_reason = f"imported from {session.file}"
    write(session, record)


def write(session: Session, record):
    """Save the record, or say in words which of the records' rules it breaks."""
    try:
        with transaction.atomic():
            record.save()
    except (IntegrityError, DataError) as error:
        why = " ".join(_broken_rules(record)) or "it breaks one of their rules."
        session.problem(session.line, f"The records refuse what stands here: {why}")
        raise LeftOut from error


def _broken_rules(record) -> list[str]:
    for check in (record.validate_unique, record.validate_constraints, record.clean_fields):
        try:
            check()
        except ValidationError as error:
            # Without words of its own a rule is told by its name, which helps nobody.
            return [sentence for sentence in error.messages if "_" not in sentence]
    return []


def merge(session: Session, model, item: Item, *, find: dict, values: dict, known_at=None):
    """Create the record, or take from the draft what nobody here has changed.

    `values` holds only what the draft says. Returns the record.
    """
    record = model.objects.filter(**find).first()
    return merge_into(session, record, model, item, find, values, known_at)


def merge_into(session: Session, record, model, item: Item, find, values, known_at=None):
    """The same where the record has been found by other means; None makes a new one."""
    session.line = item.line
    known_at = known_at or session.known_at
    if record is None:
        imported = {name: as_stored(value) for name, value in values.items()}
        record = model(**find, **values, known_at=known_at, imported=imported)
        save(session, record)
        session.made.add(record)
        session.add(Outcome.CREATED, record, item)
        return record
    # What the record is taken from is the last to change, so that each line can name it.
    values = dict(sorted(values.items(), key=lambda pair: pair[0] == "document"))
    outcomes = [_take(session, record, item, *pair) for pair in values.items()]
    changed = Outcome.CHANGED in outcomes
    if known_since_earlier(session, record, known_at):
        session.add(Outcome.CHANGED, record, item, (KNOWN_SINCE, "later", known_at.date()))
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


def stored_in(record, field):
    """The field's value as `imported` keeps it, without fetching the record it may name."""
    return as_stored(getattr(record, field.attname))


def _take(session: Session, record, item, name, value):
    field = record._meta.get_field(name)
    new, current = as_stored(value), stored_in(record, field)
    if new in (current, record.imported.get(name)):
        return Outcome.UNCHANGED
    change = (
        field.verbose_name,
        _in_words(field, getattr(record, name)),
        _in_words(field, value),
    )
    if _is_a_persons(record, field, current):
        session.add(Outcome.KEPT, record, item, change, ENTERED_HERE)
        return Outcome.KEPT
    session.add(Outcome.CHANGED, record, item, change, session.giver_of(record))
    setattr(record, name, value)
    record.imported[name] = new
    return Outcome.CHANGED


def _in_words(field, value):
    return dict(field.flatchoices).get(value, value) if field.choices else value


def _is_a_persons(record, field, current) -> bool:
    if field.name in record.imported:
        return current != record.imported[field.name]  # emptied counts: it is a correction
    return not is_unsaid(record, field.name)


def is_unsaid(record, name: str) -> bool:
    """Whether neither a draft nor a person here has said it yet."""
    if name in record.imported:
        return False
    field = record._meta.get_field(name)
    current = stored_in(record, field)
    is_default = current == field.get_default()
    return current in EMPTY or (bool(record.imported) and is_default)


def fingerprint(*said) -> str:
    """The identity of an event: what it says, where and when."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def append_once(session: Session, model, item: Item, *, draft_key: str, within: dict, **values):
    """Append the event unless the draft has already given it; returns it."""
    identity = (model, draft_key, *within.values())
    is_first = session.made.intersection(within.values()) and identity not in session.appended
    session.appended.add(identity)
    event = None if is_first else model.objects.filter(**within, draft_key=draft_key).first()
    if event is not None:
        session.add(Outcome.UNCHANGED, event, item)
        return event
    return append(session, model, item, draft_key=draft_key, **within, **values)


def append(session: Session, model, item: Item, **values):
    session.line = item.line
    event = model(recorded_by=session.actor, **values)
    write(session, event)
    session.add(Outcome.CREATED, event, item)
    return event
