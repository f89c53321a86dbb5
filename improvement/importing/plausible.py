"""Whether what a plan's paper tells of an action could have happened.

The rules are those for what is said live (`improvement.recording`), applied to a whole
history: what the draft tells, in its order, with what has been entered here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from improvement.models import Said
from inspections.intake.dates import london_day
from inspections.intake.draft import Item

# On one day a claim is made before it is answered, and a request before it is decided.
ORDER = {"request": 0, "update": 1, "sign_off": 2, "decision": 3, "handover": 4}
NO_MOMENT = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class Happening:
    """One event of an action: told by the draft (`item`), entered here (`record`), or both.

    `entered` is the day since which it is known. `by` is who says it, if it is not
    whoever answers for the action; `to` who does from then on.
    """

    kind: str
    on: date
    entered: date
    line: int
    says: str = ""
    by: str | None = None
    to: str | None = None
    item: Item | None = None
    record: Said | None = None
    request: "Happening | None" = None  # what a decision on a date answers

    @property
    def is_new(self) -> bool:
        return self.record is None

    @property
    def order(self):
        """By the day; on one day what is known to the minute after what is told of the day,
        and what the draft adds after all that is there."""
        moment, part_of_day = NO_MOMENT, 2 if self.is_new else 0
        if self.record and london_day(self.record.known_at) == self.entered:
            moment, part_of_day = self.record.known_at, 1
        return (self.entered, part_of_day, moment, ORDER[self.kind], self.on, self.line)


@dataclass
class Story:
    """Walks through an action's events, yields what could not have been, and remembers who
    speaks each time and which claim a sign-off answers."""

    opened: date
    closed: date | None
    today: date
    owner: str | None
    standing: str = "open"
    claim: Happening | None = None
    standing_on: date | None = None
    asked: list[Happening] = field(default_factory=list)
    decided: list[Happening] = field(default_factory=list)
    speakers: dict[Happening, str | None] = field(default_factory=dict)
    claims: dict[Happening, Happening | None] = field(default_factory=dict)

    def problems(self, happenings: Iterable[Happening]) -> Iterator[tuple[int, str]]:
        new = None
        for happening in happenings:
            if happening.item is not None:
                yield from self._dates(happening)
            self.speakers[happening] = happening.by or self.owner
            faults = list(getattr(self, f"_{happening.kind}")(happening))
            new = happening if happening.is_new else new
            if happening.is_new:
                yield from ((happening.line, sentence) for sentence in faults)
            elif new:
                day = f"{happening.entered:%-d %B %Y}"
                for sentence in faults:
                    yield new.line, f"It does not go with what was entered on {day}: {sentence}"

    def _dates(self, told: Happening):
        if told.on > self.today or told.entered > self.today:
            yield told.line, "This is dated in the future."
        if told.entered < told.on:
            yield told.item.line_of("entered"), "It was entered before it was so."
        if self.closed and told.entered > self.closed:
            yield told.line, f"The plan's last day is {self.closed}; this is dated later."
        if told.on < self.opened:
            yield told.line, f"The plan opened on {self.opened}; this is dated before."

    @property
    def _is_over(self):
        return self.standing in ("complete", "withdrawn")

    def _update(self, update: Happening):
        if self._is_over:
            yield f"The action is {self.standing}: reopen it by a decision first."
        if self.standing_on is None or update.on >= self.standing_on:
            self.claim = update if update.says == "done" else None
            self.standing_on = update.on
        if self.speakers[update] is None:
            yield "Nobody says this: give by_post, or the action an owner."

    def _request(self, request: Happening):
        self.asked.append(request)
        if self.speakers[request] is None:
            yield "Nobody asks this: give by_post, or the action an owner."
        if self._is_over:
            yield f"The action is {self.standing}: its date cannot move."

    def _sign_off(self, sign_off: Happening):
        self.claims[sign_off] = self.claim
        if self.claim is None:
            yield "There is no claim of done to answer on this day."
        elif self.speakers[self.claim] == sign_off.by:
            yield "The post that said done cannot sign it off."
        self.standing = "complete" if sign_off.says == "accepted" else "sent back"
        self.claim, self.standing_on = None, sign_off.on

    def _decision(self, decision: Happening):
        if decision.request is not None:
            yield from self._on_a_request(decision, decision.request)
            return
        if decision.says == "reopened" and not self._is_over:
            yield "Only a complete or withdrawn action is reopened."
        if decision.says == "withdrawn" and self._is_over:
            yield f"The action is {self.standing} already."
        self.standing, self.claim, self.standing_on = decision.says, None, decision.on

    def _on_a_request(self, decision: Happening, request: Happening):
        if request not in self.asked:
            yield "This decision is dated before its request."
        elif self.speakers[request] == decision.by:
            yield "The post that asked cannot decide."
        if request in self.decided:
            yield "This request has been decided already."
        self.decided.append(request)

    def _handover(self, handover: Happening):
        self.owner = handover.to
        return ()
