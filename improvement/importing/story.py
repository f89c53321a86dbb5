"""Whether what a plan's paper tells of an action could have happened, in that order.

The same rules as for what is said live (`recording.py`), applied to a whole history.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from inspections.intake.draft import Item

# On one day a claim is made before it is answered, and a request before it is decided.
ORDER = {"request": 0, "update": 1, "sign_off": 2, "decision": 3, "handover": 4}


@dataclass(frozen=True)
class Told:
    """One event of an action as the draft tells it."""

    kind: str
    item: Item
    on: date
    entered: date  # since when it is known: the day itself unless the draft says later
    request: Item | None = None  # what a decision on a date answers

    @property
    def order(self):
        return (self.entered, ORDER[self.kind], self.on, self.item.line)


def tell(action: Item) -> list[Told]:
    """The events of an action in the order in which they became known."""
    told = [_told("update", item) for item in action.items_of("updates")]
    for item in action.items_of("date_requests"):
        told.append(_told("request", item))
        if "decision" in item:
            told.append(_told("decision", item["decision"], request=item))
    told += [_told("sign_off", item) for item in action.items_of("sign_offs")]
    told += [_told("decision", item) for item in action.items_of("decisions")]
    told += [_told("handover", item) for item in action.items_of("handovers")]
    return sorted(told, key=lambda event: event.order)


def _told(kind, item, request=None):
    on = date.fromisoformat(item["on"])
    entered = date.fromisoformat(item["entered"]) if "entered" in item else on
    return Told(kind, item, on, entered, request)


@dataclass
class Story:
    """Walks through an action's events and yields what could not have been."""

    opened: date
    closed: date | None
    today: date
    owner: str | None
    standing: str = "open"
    claimed_by: str | None = None
    standing_on: date | None = None
    requests: list = field(default_factory=list)

    def problems(self, events: list[Told]) -> Iterator[tuple[int, str]]:
        for event in events:
            yield from self._dates(event)
            yield from getattr(self, f"_{event.kind}")(event)

    def _dates(self, event: Told):
        if event.on > self.today or event.entered > self.today:
            yield event.item.line, "This is dated in the future."
        if event.entered < event.on:
            yield event.item.line_of("entered"), "It was entered before it was so."
        if self.closed and event.entered > self.closed:
            yield event.item.line, f"The plan closed on {self.closed}; this is dated later."
        if event.on < self.opened:
            yield event.item.line, f"The plan opened on {self.opened}; this is dated before."

    def speaker(self, event: Told) -> str | None:
        return event.item.get("by_post", self.owner)

    def _update(self, event: Told):
        if self.standing in ("complete", "withdrawn"):
            yield (
                event.item.line,
                f"The action is {self.standing}: reopen it by a decision first.",
            )
        is_claim = event.item["status"] == "done"
        if self.standing_on is None or event.on >= self.standing_on:
            self.claimed_by = self.speaker(event) if is_claim else None
            self.standing_on = event.on
        if self.speaker(event) is None:
            yield event.item.line, "Nobody says this: give by_post, or the action an owner."

    def _request(self, event: Told):
        self.requests.append(event.item)
        if self.speaker(event) is None:
            yield event.item.line, "Nobody asks this: give by_post, or the action an owner."
        if self.standing in ("complete", "withdrawn"):
            yield event.item.line, f"The action is {self.standing}: its date cannot move."

    def _sign_off(self, event: Told):
        if self.claimed_by is None:
            yield event.item.line, "There is no claim of done to answer on this day."
        elif self.claimed_by == event.item["by_post"]:
            yield event.item.line, "The post that said done cannot sign it off."
        accepted = event.item["outcome"] == "accepted"
        self.standing = "complete" if accepted else "sent back"
        self.claimed_by, self.standing_on = None, event.on

    def _decision(self, event: Told):
        if event.request is not None:
            asked_by = event.request.get("by_post", self.owner)
            if event.request not in self.requests:
                yield event.item.line, "This decision is dated before its request."
            if asked_by == event.item["by_post"]:
                yield event.item.line, "The post that asked cannot decide."
            return
        wanted = event.item["outcome"]
        if wanted == "reopened" and self.standing not in ("complete", "withdrawn"):
            yield event.item.line, "Only a complete or withdrawn action is reopened."
        if wanted == "withdrawn" and self.standing in ("complete", "withdrawn"):
            yield event.item.line, f"The action is {self.standing} already."
        self.standing, self.claimed_by, self.standing_on = wanted, None, event.on

    def _handover(self, event: Told):
        self.owner = event.item["to"]
        return iter(())
