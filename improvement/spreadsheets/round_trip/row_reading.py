"""One row of an uploaded plan against how its action stands now: what every kind of
statement in it has in common."""

from improvement import access, recording
from improvement.access import Need
from improvement.models import Owner
from improvement.spreadsheets.round_trip.cells import words
from improvement.spreadsheets.round_trip.changes import CellChange, Part, Speaker
from improvement.spreadsheets.round_trip.layout import BY_KEY, cells_of
from improvement.spreadsheets.round_trip.uploaded import UploadedRow
from improvement.state import ActionState
from improvement.state.replay import Entry
from inspections.models.time import AsAt

LONGEST_WORDS = 5000  # as in the forms
# Columns that are empty in every file, and where what they add to stands.
STANDS_IN = {"text": "last", "no_change": "last", "to": "due"}


class RowReading:
    """`since` is what was said of the action after the row was downloaded; `already` whether
    something in the row is so by now, and `matched` the entries that say it."""

    def __init__(
        self,
        row: UploadedRow,
        state: ActionState,
        speaker: Speaker,
        posts: dict[str, Owner],
        as_at: AsAt,
    ):
        self.row, self.state, self.speaker = row, state, speaker
        self.posts, self.as_at = posts, as_at
        self.now = cells_of(state, as_at)
        seen = "" if row.seen == "-" else row.seen
        self.since = recording.entries_since(recording.entered(state), seen)
        self.matched: list[Entry] = []
        self.already = False

    def _edited(self, keys):
        return [key for key in keys if key in self.row.edited]

    def _cell(self, key):
        return self.row.cells.get(key, "")

    def _change(self, key, new=None):
        return CellChange(
            BY_KEY[key],
            self.now[STANDS_IN.get(key, key)],
            self._cell(key) if new is None else new,
        )

    def _part(self, kind, keys, told, problems, **more):
        """The first of the `problems` is told: the next one may follow from it."""
        problem = next((sentence for sentence in problems if sentence), "")
        return Part(kind, tuple(self._change(key) for key in keys), told, problem, **more)

    def _problems(self, keys):
        """What is wrong with every kind of statement about an action."""
        yield from self._unreadable(keys)
        yield self._why_not_mine()
        for key in keys:
            yield self._too_long(key, LONGEST_WORDS)

    def _unreadable(self, keys):
        for key in keys:
            if note := self.row.unreadable.get(key):
                yield f"“{BY_KEY[key].heading}” holds {note}."

    def _too_long(self, key, longest):
        length = len(self._cell(key))
        if length > longest:
            return (
                f"“{BY_KEY[key].heading}” has {length:,} characters; at most {longest:,} are "
                "kept. Say it in fewer words."
            )
        return ""

    def _why_not_mine(self):
        user, state, held = self.speaker.user, self.state, self.speaker.held
        if not access.may(user, Need.UPDATE, state.action.plan.authority_id):
            return "Only officers of this authority update its actions."
        if state.owner is None:
            return "No post answers for this action yet. An admin can give it one."
        if state.owner.pk not in held | self.speaker.covered:
            return f"{state.owner} answers for this action; you do not hold or cover that post."
        return ""

    def _was_said(self, kind, wanted):
        """Whether it was said since, as when the same file is uploaded again."""
        same = [
            entry
            for entry in self.since
            if entry.kind == kind
            and all(_same(getattr(entry, name), value) for name, value in wanted.items())
        ]
        self.matched += same
        self.already |= bool(same)
        return bool(same)


def _same(one, other) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return words(one) == words(other)
    return one == other
