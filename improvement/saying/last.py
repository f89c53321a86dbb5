"""What was last said of an action in words, and that it was only confirmed since."""

from collections.abc import Iterable
from dataclasses import dataclass

from improvement.saying.forms import Said
from improvement.state import ActionState
from improvement.state.replay import Entry
from inspections.models.time import AsAt


@dataclass(frozen=True)
class LastSaid:
    """The last update that says something itself; `confirmed` is the last “no change” to it."""

    entry: Entry
    confirmed: Entry | None = None

    @property
    def said(self) -> Said:
        return Said.of(self.entry)


def last_said(state: ActionState, as_at: AsAt) -> LastSaid | None:
    return behind(state.replayed.last_update, state.entries, as_at)


def behind(last: Entry | None, entries: Iterable[Entry], as_at: AsAt) -> LastSaid | None:
    """What the last update says, or what it confirms, among the entries up to it."""
    if last is None or not last.no_change:
        return LastSaid(last) if last else None
    telling = [
        entry
        for entry in entries
        if entry.kind == "update"
        and not entry.no_change
        and entry.outcome == last.outcome
        and entry.stands(as_at.day, as_at.known_by)
    ]
    return LastSaid(max(telling, key=lambda entry: entry.order, default=last), last)
