"""What an officer has to do next about an action, and which presses most."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib.messages.storage.base import Message

from improvement import recording
from improvement.saying.last import LastSaid
from improvement.state import ActionState, Standing
from improvement.state.pressing import came_back, is_due_soon, most_pressing
from improvement.state.replay import Entry
from inspections.intake.dates import in_full

# What can be said of an action in one word on the list, and then in the form.
SHORT = {
    "not_started": "Not started",
    "on_track": "On track",
    "at_risk": "At risk",
    "off_track": "Off track",
    "done": "Done",
}


@dataclass(frozen=True)
class Mine:
    """An action on its officer's list."""

    state: ActionState
    evidence: int  # how many pieces stand
    last: LastSaid | None
    round_asks: bool  # an update round is open and has no answer for it
    messages: list[Message]  # what was recorded of it just now

    @property
    def seen(self) -> str:
        entries = recording.entered(self.state)
        return recording.mark(entries[-1]) if entries else ""

    @property
    def why_no_confirmation(self) -> str:
        return recording.why_no_confirmation(self.state)

    @property
    def asks_who_told(self) -> bool:
        return bool(self.state.owner and self.state.owner.body)

    @property
    def evidence_given(self) -> str:
        """How much evidence there is, in words."""
        return (
            f"{self.evidence} {'piece' if self.evidence == 1 else 'pieces'} of evidence given"
        )

    @property
    def awaits_evidence(self) -> bool:
        return self.state.standing == Standing.DONE and not self.evidence

    @property
    def is_late_unsaid(self) -> bool:
        """Late, and nothing was said nor another date asked for since the date passed."""
        due = self.state.current_due
        if not self.state.late or due is None or self.state.waiting:
            return False
        last = self.state.replayed.last_update
        return last is None or last.known_on <= due

    @property
    def answered(self) -> Entry | None:
        """The answer to the last request, if it was not what was asked for and nothing has
        been said since."""
        answers = [e for e in self.state.replayed.answered.values() if e.outcome != "granted"]
        last = max(answers, key=lambda entry: entry.known_at, default=None)
        said = (e for e in self.state.entries if e.kind in ("update", "request"))
        since = max((e.known_at for e in said), default=None)
        return last if last and (since is None or last.known_at > since) else None

    @property
    def came_back(self) -> bool:
        return came_back(self.state) or self.answered is not None

    @property
    def notes(self) -> list[str]:
        """What others said to it, and what it waits for."""
        return [note for note in (self._back(), self._refused(), self._awaited()) if note]

    def _back(self) -> str:
        state, since = self.state, self.state.replayed.since
        if since is None or not came_back(state):
            return ""
        why = since.text or since.reason
        return f"{state.standing.words} by {since.speaker}, {in_full(since.holds_from)}: {why}"

    def _refused(self) -> str:
        answer = self.answered
        if answer is None:
            return ""
        what = (
            f"Another date granted, {in_full(answer.to)}" if answer.to else "New date refused"
        )
        why = f": {answer.reason}" if answer.reason else ""
        return f"{what} by {answer.speaker}, {in_full(answer.holds_from)}{why}"

    def _awaited(self) -> str:
        if self.state.standing != Standing.DONE:
            return ""
        if self.awaits_evidence:
            return "Said to be done. No evidence is given yet."
        return f"{self.evidence_given}, waits to be signed off."


@dataclass(frozen=True)
class Group:
    """Actions with the same next step. Each stands in the first that asks for it."""

    title: str
    to_do: str
    asks: Callable[[Mine, date], bool]
    rank: int = 0  # where it stands on the page
    waits: bool = False  # for the officer's answer


GROUPS = [
    Group(
        "Late",
        "Say where each stands, or ask for another date. Until one is granted it stays late.",
        lambda mine, today: mine.is_late_unsaid,
        waits=True,
    ),
    Group(
        "Came back to you",
        "Sent back, reopened, or another date than was asked for: read why, and say what you "
        "do about it.",
        lambda mine, today: mine.came_back,
        waits=True,
    ),
    Group(
        "Evidence awaited",
        "You said that these are done. Add what shows it, or say why there is nothing yet.",
        lambda mine, today: mine.awaits_evidence,
        waits=True,
    ),
    Group(
        "Unconfirmed",
        "Nobody has said for a while how these stand. If nothing has changed, one press says "
        "so.",
        lambda mine, today: mine.state.unconfirmed > 0,
        waits=True,
    ),
    Group(
        "Asked in the update round",
        "Say how each stands. If nothing has changed, one press says so.",
        lambda mine, today: mine.round_asks,
        waits=True,
    ),
    Group(
        "Waiting for others",
        "You said that these are done, or asked for another date. Someone else decides. What "
        "is late stays so until another date is granted.",
        lambda mine, today: mine.state.standing == Standing.DONE or bool(mine.state.waiting),
        rank=1,
    ),
    Group(
        "Late, and answered since",
        "You have answered for these since their date passed. Each stays late until another "
        "date is granted.",
        lambda mine, today: mine.state.late > 0,
    ),
    Group("Due in the next 28 days", "", lambda mine, today: is_due_soon(mine.state, today)),
    Group("The rest", "Nothing is asked of you now.", lambda mine, today: True, rank=2),
]


def group_of(row: Mine, today: date) -> Group:
    return next(group for group in GROUPS if group.asks(row, today))


def waits(row: Mine, today: date) -> bool:
    """Whether something is asked of the officer now."""
    return group_of(row, today).waits


def in_groups(rows: list[Mine], today: date) -> list[tuple[Group, list[Mine]]]:
    groups = {group.title: [] for group in GROUPS}
    for row in sorted(rows, key=lambda mine: most_pressing(mine.state)):
        groups[group_of(row, today).title].append(row)
    shown = [(group, groups[group.title]) for group in GROUPS if groups[group.title]]
    return sorted(shown, key=lambda pair: pair[0].rank)
