"""The columns of a plan as a spreadsheet, and what stands in them of an action.

Each row ends in a hidden cell: which action it is about, the last entry that whoever
downloaded it could see, and a fingerprint of every cell beside it. That tells an edit from
none, and nothing else: what is so now, and who said what since, is asked of the records.
"""

import re
from dataclasses import dataclass
from datetime import date

from improvement import recording
from improvement.exports.cells import as_cell
from improvement.models import NEEDS_REASON, Status
from improvement.saying.last import LastSaid, last_said
from improvement.spreadsheets.round_trip.cells import day_as_cell, fingerprint, words
from improvement.state import ActionState
from inspections.intake.dates import in_full
from inspections.models.time import AsAt

VERSION = 1

READ, WRITE, ADMINS = "read", "write", "admins"


@dataclass(frozen=True)
class Column:
    key: str
    heading: str
    width: int
    whose: str = READ
    hint: str = ""
    is_day: bool = False


COLUMNS = (
    Column("reference", "Reference", 11),
    Column("title", "Action", 40, ADMINS, "Only admins change its words."),
    Column("recommendation", "Recommendation", 30),
    Column("owner", "Owner", 24, ADMINS, "Only admins hand an action to another post."),
    Column("start", "Start", 13, is_day=True),
    Column("first_due", "First due date", 13, is_day=True),
    Column("due", "Due date", 13, is_day=True),
    Column("status", "Status", 22, WRITE, "How it stands now. Choose one of the list."),
    Column("last", "Last update", 40),
    Column("last_on", "Last updated", 13, is_day=True),
    Column("last_by", "Updated by", 24),
    Column("text", "What changed", 40, WRITE, "What changed since the last update."),
    Column(
        "difference",
        "What difference it makes",
        40,
        WRITE,
        "For children and families; leave it empty if you cannot say yet.",
    ),
    Column(
        "reason",
        "Why at risk or off track",
        34,
        WRITE,
        "Needed while it is at risk or off track.",
    ),
    Column(
        "no_change",
        "Nothing changed",
        12,
        WRITE,
        "Write yes if the last update still holds, and nothing else in the row.",
    ),
    Column(
        "to",
        "New date asked for",
        14,
        WRITE,
        "An approver decides; until then the old date stands.",
        is_day=True,
    ),
    Column("why", "Why the new date", 34, WRITE, "Needed with a new date."),
    Column("meanwhile", "What happens meanwhile", 34, WRITE, "Needed with a new date."),
    Column(
        "holds_up",
        "What it holds up",
        34,
        WRITE,
        "Needed with a new date; or say that it holds up nothing.",
    ),
    Column(
        "told_by",
        "Who told us, and when",
        24,
        WRITE,
        "Only where you speak for a partner body.",
    ),
    Column("measure", "Success measure", 40, ADMINS, "Only admins change its words."),
)
BY_KEY = {column.key: column for column in COLUMNS}
STATUSES = [status.label for status in recording.LIVE_STATUSES]

# The heading over the hidden cells says which file it is.
_NAMED = "Do not change: improvement tracker"
_NAME = re.compile(rf"{_NAMED} (\d{{1,4}}) (\S{{1,60}}) (\S{{1,40}}) (\d{{1,5}})", re.ASCII)


@dataclass(frozen=True)
class FileName:
    """What a downloaded file says of itself: its form, whose it is, of when, how many rows."""

    version: int
    plan: str
    moment: str
    rows: int

    def __str__(self):
        return f"{_NAMED} {self.version} {self.plan} {self.moment} {self.rows}"

    @classmethod
    def read(cls, heading: str) -> "FileName | None":
        found = _NAME.fullmatch(" ".join(heading.split()))
        return cls(int(found[1]), found[2], found[3], int(found[4])) if found else None


def standing_reason(state: ActionState) -> str:
    """Why it is at risk or off track, if it is."""
    last = state.replayed.last_update
    return last.reason if last and state.standing.value in NEEDS_REASON else ""


def standing_status(state: ActionState) -> Status | None:
    """How it stands, if that is something an officer says."""
    live = [status for status in recording.LIVE_STATUSES if status == state.standing.value]
    return live[0] if live else None


def shown(state: ActionState, as_at: AsAt) -> dict[str, str | date | None]:
    """What stands in the cells of an action's row."""
    action, last = state.action, state.replayed.last_update
    said = last_said(state, as_at)
    served = [f"{row.recommendation.key}. {row.title}" for row in state.commitments]
    filled = {
        "reference": action.reference,
        "recommendation": "\n".join(served),
        "title": action.title,
        "owner": str(state.owner or ""),
        "start": action.start,
        "first_due": state.first_due or action.due_as_printed,
        "due": state.current_due,
        "status": state.standing.words,
        "last": _last_words(said) if said else "",
        "last_on": last.holds_from if last else None,
        "last_by": last.speaker if last else "",
        "reason": standing_reason(state),
        "measure": action.success_measure,
    }
    return {column.key: filled.get(column.key, "") for column in COLUMNS}


def _last_words(said: LastSaid) -> str:
    """What was last said in words; where it was only confirmed since, when each was."""
    words, confirmed = said.entry.text or said.entry.reason, said.confirmed
    if confirmed is None:
        return words
    return (
        f"{words}\n(Said on {in_full(said.entry.holds_from)} by {said.entry.speaker}; confirmed "
        f"on {in_full(confirmed.holds_from)}: no change.)"
    )


def print_of(key: str, text: str) -> str:
    return fingerprint(day_as_cell(text) if BY_KEY[key].is_day else text)


def cells_of(state: ActionState, as_at: AsAt) -> dict[str, str]:
    """The same as text, as the file holds it and as it is compared."""
    return {
        key: value.isoformat() if isinstance(value, date) else as_cell(value or "")
        for key, value in shown(state, as_at).items()
    }


# The hidden cell

_ROW = re.compile(
    rf"(\d{{1,18}}) (\S{{1,40}}) ([0-9a-f]{{12}}(?:\.[0-9a-f]{{12}}){{{len(COLUMNS) - 1}}})",
    re.ASCII,
)


@dataclass(frozen=True)
class RowName:
    action: int
    seen: str
    prints: dict[str, str]

    @classmethod
    def of(cls, state: ActionState, as_at: AsAt) -> "RowName":
        entries = recording.entered(state)
        seen = recording.mark(entries[-1]) if entries else "-"
        cells = cells_of(state, as_at)
        return cls(state.pk, seen, {key: print_of(key, text) for key, text in cells.items()})

    def __str__(self):
        prints = ".".join(self.prints[column.key] for column in COLUMNS)
        return f"{self.action} {self.seen} {prints}"

    @classmethod
    def read(cls, cell: str) -> "RowName | None":
        found = _ROW.fullmatch(words(cell))
        if found is None:
            return None
        keys = (column.key for column in COLUMNS)
        prints = dict(zip(keys, found[3].split("."), strict=True))
        return cls(int(found[1]), found[2], prints)
