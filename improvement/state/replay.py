"""What an action's events add up to on a day, by what was known at a moment."""

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from improvement.state.rules import Standing
from inspections.intake.dates import london_day

# An answer comes after what it answers, should both carry the very same time.
ORDER_OF_KINDS = {"request": 0, "update": 1, "sign_off": 2, "decision": 3}
ANSWERS = {"sign_off": "update", "decision": "request"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of an action as plain values.

    `outcome` is an update's status or the outcome of a sign-off or decision; `about` the
    claim or the request it answers. Of a belonging they say whether the action joins or
    leaves, and which commitment. Only an update says what difference was made, that nothing
    changed, or who of a partner body told it; only a request what happens meanwhile and
    what it holds up; only a decision where it is minuted. `loaded_by` is who recorded it,
    who need not be who said it.
    """

    kind: str
    pk: int
    action: int
    holds_from: date
    known_at: datetime
    outcome: str
    to: date | None
    text: str
    reason: str
    about: int | None
    voided_at: datetime | None
    retracts: bool
    by_user: int | None
    by_post: int | None
    speaker: str
    voids: int | None = None
    difference: str = ""
    told_by: str = ""
    meanwhile: str = ""
    holds_up: str = ""
    minute: str = ""
    no_change: bool = False
    loaded_by: int | None = None

    @property
    def order(self) -> tuple[date, datetime, int, int]:
        return (self.holds_from, self.known_at, ORDER_OF_KINDS[self.kind], self.pk)

    @property
    def known_on(self) -> date:
        return london_day(self.known_at)

    def stands(self, day: date, known_by: datetime | None) -> bool:
        return stands(self, day, known_by)


def stands(event: Any, day: date, known_by: datetime | None) -> bool:
    """Whether an event held by `day`: by all that is known now, or only by `known_by`."""
    if event.holds_from > day or event.retracts:
        return False
    if known_by is None:
        return event.voided_at is None
    return event.known_at <= known_by and not (
        event.voided_at is not None and event.voided_at <= known_by
    )


@dataclass(frozen=True, slots=True)
class Move:
    """A due date moved by a decision on a request. `before` is None if it gave the first."""

    before: date | None
    after: date
    request: Entry
    decision: Entry

    @property
    def days(self) -> int:
        return (self.after - self.before).days if self.before else 0


@dataclass(slots=True)
class Replay:
    """Where an action stands after its entries, and what led there."""

    standing: Standing = Standing.NOT_STATED
    since: Entry | None = None
    last_update: Entry | None = None
    claim: Entry | None = None
    claimed_on: date | None = None
    finished_on: date | None = None  # the day on which what was signed off was claimed
    first_due: date | None = None
    current_due: date | None = None
    moves: list[Move] = field(default_factory=list)
    refused: list[Entry] = field(default_factory=list)
    waiting: dict[int, Entry] = field(default_factory=dict)
    answered: dict[int, Entry] = field(default_factory=dict)
    updates: dict[int, Entry] = field(default_factory=dict)  # the voided ones included
    reopened: int = 0
    sent_back: int = 0

    @property
    def slippage(self) -> int:
        """Days from the first due date to the current one; 0 without dates."""
        if self.first_due is None or self.current_due is None:
            return 0
        return (self.current_due - self.first_due).days

    def take(self, entry: Entry) -> None:
        getattr(self, f"_take_{entry.kind}")(entry)

    def _stand(self, standing: Standing, entry: Entry) -> None:
        self.standing, self.since = standing, entry

    def _take_update(self, entry: Entry) -> None:
        status = Standing(entry.outcome)
        if status != Standing.DONE:
            self.claim, self.claimed_on = None, None
        elif self.standing == Standing.DONE and self.claimed_on:
            # Said again: the clock stays stopped where it first stopped.
            self.claim = entry
            self.claimed_on = min(self.claimed_on, self._first_entered(entry))
        else:
            self.claim, self.claimed_on = entry, self._first_entered(entry)
        if status != self.standing or self.since is None:
            self._stand(status, entry)
        self.last_update = entry

    def _first_entered(self, claim: Entry) -> date:
        """The day a claim was entered. One whose words were corrected was entered when
        they first were."""
        day = claim.known_on
        while (
            before := self.updates.get(claim.voids or 0)
        ) and before.outcome == claim.outcome:
            day, claim = min(day, before.known_on), before
        return day

    def _take_sign_off(self, entry: Entry) -> None:
        if entry.outcome == "accepted":
            self.finished_on = self.claimed_on or entry.holds_from
            self._stand(Standing.COMPLETE, entry)
        else:
            self._stand(Standing.SENT_BACK, entry)
            self.sent_back += 1
        self.claim, self.claimed_on = None, None

    def _take_request(self, entry: Entry) -> None:
        self.waiting[entry.pk] = entry

    def _take_decision(self, entry: Entry) -> None:
        if entry.about is not None:
            self._decide(self.waiting.pop(entry.about), entry)
            return
        self._stand(Standing(entry.outcome), entry)
        self.claim, self.claimed_on = None, None
        self.reopened += entry.outcome == "reopened"

    def _decide(self, request: Entry, decision: Entry) -> None:
        self.answered[request.pk] = decision
        if decision.outcome == "refused":
            self.refused.append(request)
            return
        after = decision.to or request.to
        if after is None:
            return
        self.moves.append(Move(self.current_due, after, request, decision))
        self.first_due = self.first_due or after
        self.current_due = after


class History:
    """Every entry of an action, put in order once; replayed to any day after that.

    Between two of its days nothing changes, so neither does the replay.
    """

    def __init__(self, entries: Collection[Entry], first_due: date | None):
        every = {(entry.kind, entry.pk): entry for entry in entries}
        self.first_due = first_due
        self.updates = {entry.pk: entry for entry in entries if entry.kind == "update"}
        self._entries = sorted(entries, key=lambda entry: _place(entry, every))
        self._days = sorted({entry.holds_from for entry in entries})
        self._moments = sorted(
            {e.known_at for e in entries} | {e.voided_at for e in entries if e.voided_at}
        )
        self._replays: dict[tuple[int, int], Replay] = {}

    def replay(self, day: date, known_by: datetime | None) -> Replay:
        """What stands on `day` by what was known at `known_by`; by all knowledge if None."""
        known = -1 if known_by is None else bisect_right(self._moments, known_by)
        reached = bisect_right(self._days, day), known
        if reached not in self._replays:
            self._replays[reached] = self._replay(day, known_by)
        return self._replays[reached]

    def _replay(self, day: date, known_by: datetime | None) -> Replay:
        """Take the entries in their order. An answer to a claim or a request that does not
        stand itself counts for nothing."""
        standing = [entry for entry in self._entries if entry.stands(day, known_by)]
        questions = {(e.kind, e.pk) for e in standing if e.kind in ("update", "request")}
        result = Replay(first_due=self.first_due, current_due=self.first_due)
        result.updates = self.updates
        for entry in standing:
            if entry.about is not None and (ANSWERS[entry.kind], entry.about) not in questions:
                continue
            decides = entry.kind == "decision" and entry.about is not None
            if decides and entry.about not in result.waiting:
                continue
            result.take(entry)
        return result


def _place(
    entry: Entry, every: dict[tuple[str, int], Entry]
) -> tuple[date, datetime, int, int]:
    """Its place in the order. One that corrects another of the same day takes the place of
    that one: mending the words of an old entry says nothing newer than what came after."""
    first = entry
    while corrected := every.get((first.kind, first.voids or 0)):
        if corrected.holds_from != entry.holds_from:
            break
        first = corrected
    return first.order


def replay(
    entries: Collection[Entry], first_due: date | None, day: date, known_by: datetime | None
) -> Replay:
    """Of an action that is asked about once."""
    return History(entries, first_due).replay(day, known_by)
