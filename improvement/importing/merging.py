"""How a draft's values meet what is recorded, so that no person's correction is lost.

Each record keeps the values that it last got from a draft (`imported`). Of the three, the
draft's value, the last imported and the one that stands, it follows who changed what:
the draft says what it said → leave; the source changed and nobody here did → take it;
somebody here did → keep theirs and say so.
"""

import hashlib
import json

from improvement.importing.report import ENTERED_HERE, KNOWN_SINCE, Outcome
from improvement.importing.session import LeftOut, Session
from improvement.importing.writing import RefusedError, write
from inspections.intake.draft import Item
from inspections.models.time import as_stored

EMPTY = ("", None, [])


def save(session: Session, record):
    _sign(session, record)
    _write_now(session, record)


def save_later(session: Session, record, item: Item):
    _sign(session, record)
    session.write_later(record, item)


def _sign(session: Session, record):
    """Its history says who has imported it, and from what."""
    record._history_user = session.actor
    record._change_reason = f"imported from {session.file}"


def _write_now(session: Session, record):
    try:
        write(record)
    except RefusedError as error:
        session.problem(session.line, str(error))
        raise LeftOut from error


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
        record = _made_of(model, find, values, known_at)
        save(session, record)
        session.made.add(record)
        session.add(Outcome.CREATED, record, item)
    elif _take_all(session, record, item, values, known_at):
        save(session, record)
    return record


def merge_later(session: Session, record, model, item: Item, find, values):
    """The same, written together with others of its kind."""
    session.line = item.line
    if record is None:
        record = _made_of(model, find, values, session.known_at)
        save_later(session, record, item)
    elif _take_all(session, record, item, values, session.known_at):
        save_later(session, record, item)
    return record


def _made_of(model, find: dict, values: dict, known_at):
    imported = {name: as_stored(value) for name, value in values.items()}
    return model(**find, **values, known_at=known_at, imported=imported)


def _take_all(session: Session, record, item: Item, values: dict, known_at) -> bool:
    """Whether the record has changed."""
    # What the record is taken from is the last to change, so that each line can name it.
    values = dict(sorted(values.items(), key=lambda pair: pair[0] == "document"))
    outcomes = [_take(session, record, item, *pair) for pair in values.items()]
    changed = Outcome.CHANGED in outcomes
    if known_since_earlier(session, record, known_at):
        session.add(Outcome.CHANGED, record, item, (KNOWN_SINCE, "later", known_at.date()))
        changed = True
    if not changed and Outcome.KEPT not in outcomes:
        session.add(Outcome.UNCHANGED, record, item)
    return changed


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
    _write_now(session, event)
    session.add(Outcome.CREATED, event, item)
    return event


def append_later(session: Session, model, item: Item, **values):
    event = model(recorded_by=session.actor, **values)
    session.write_later(event, item)
    return event
