"""What a plan's paper tells of one action, appended as events."""

import json
from datetime import date

from improvement.importing.story import Story, Told, tell
from improvement.importing.values import texts
from improvement.models import Action, DateRequest, Decision, Ownership, SignOff, Update
from inspections.intake.draft import Item


class Telling:
    """One action's events, in the order in which they became known. `plan` is the
    `PlanImport` under way."""

    def __init__(self, plan, item: Item, action: Action):
        self.plan, self.item, self.action = plan, item, action
        self.owner = item.get("owner")
        self.claim: Update | None = None
        self.requests: dict[int, DateRequest] = {}

    def run(self):
        told = tell(self.item)
        story = Story(self.plan.opened, self.plan.closed, self.plan.today, self.owner)
        problems = [*story.problems(told), *self._said_twice(told)]
        for line, sentence in problems:
            self.plan.session.problem(line, sentence)
        if problems:
            return  # what could not have happened is not written even in a trial run
        for step, event in enumerate(told):
            getattr(self, f"_{event.kind}")(event, step)

    def _said_twice(self, told: list[Told]):
        seen = set()
        for event in told:
            identity = json.dumps([event.kind, self._said(event)], sort_keys=True)
            if identity in seen:
                yield event.item.line, "This is said twice of the same day."
            seen.add(identity)

    def _said(self, event: Told) -> dict:
        return {key: value for key, value in event.item.items() if key != "decision"}

    def _append(self, model, event: Told, step: int, **values):
        return self.plan.append(
            model,
            event.item,
            self.item["reference"],
            self._said(event),
            within={"action": self.action},
            day=event.on,
            known_at=self.plan.known(event.entered, step),
            by_post=self.plan.owners.get(event.item.get("by_post", self.owner)),
            **values,
        )

    def _update(self, event: Told, step: int):
        words = texts(event.item, "status", "text", "reason")
        update = self._append(Update, event, step, **words)
        if self.claim is None or event.on >= self.claim.holds_from:
            self.claim = update if update.status == "done" else None

    def _request(self, event: Told, step: int):
        self.requests[id(event.item)] = self._append(
            DateRequest,
            event,
            step,
            to=date.fromisoformat(event.item["to"]),
            reason=event.item["reason"],
        )

    def _sign_off(self, event: Told, step: int):
        words = texts(event.item, "outcome", "text")
        self._append(SignOff, event, step, claim=self.claim, **words)
        self.claim = None

    def _decision(self, event: Told, step: int):
        self._append(
            Decision,
            event,
            step,
            request=self.requests.get(id(event.request)),
            to=date.fromisoformat(event.item["to"]) if "to" in event.item else None,
            **texts(event.item, "outcome", "reason"),
        )
        if event.request is None:
            self.claim = None

    def _handover(self, event: Told, step: int):
        if event.item["to"] not in self.plan.owners:
            return  # told by the check
        self.owner = event.item["to"]
        self._append(
            Ownership,
            event,
            step,
            owner=self.plan.owners[self.owner],
            text=event.item.get("text", ""),
        )
