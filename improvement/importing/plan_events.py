"""What a plan's paper tells of one action, appended to what is recorded of it."""

import json
from collections import defaultdict
from datetime import date

from improvement.importing.merging import fingerprint
from improvement.importing.plausible import Happening, Story
from improvement.importing.report import Outcome
from improvement.importing.values import texts
from improvement.models import (
    Action,
    DateRequest,
    Decision,
    Ownership,
    Plan,
    Said,
    SignOff,
    Update,
)
from inspections.intake.dates import london_day
from inspections.intake.draft import Item

MODELS = {
    "update": Update,
    "request": DateRequest,
    "sign_off": SignOff,
    "decision": Decision,
    "handover": Ownership,
}

ANSWERS = {
    "sign_off": "Members speak in this plan, so whether it is complete",
    "decision": "Members speak in this plan, so what is asked of it",
}
DECIDED_HERE = "is decided here by an approver, not by an import."


def recorded_events(plan: Plan) -> dict[int, list[tuple[str, Said]]]:
    """What is recorded of the plan's actions, the voided included: (kind, event) by action."""
    found = defaultdict(list)
    for kind, model in MODELS.items():
        events = model.objects.filter(action__plan=plan).select_related("by_post", "voided_by")
        if model is Ownership:
            events = events.select_related("owner")
        for event in events.oldest_first():
            found[event.action_id].append((kind, event))
    return found


class PlanEvents:
    """One action's events. `plan` is the `PlanImport` under way."""

    def __init__(self, plan, item: Item, action: Action, recorded: list[tuple[str, Said]]):
        self.plan, self.item, self.action = plan, item, action
        self.recorded = recorded
        self.by_draft_key = {event.draft_key: event for _, event in recorded}
        self.posts = dict(plan.owners)
        self.written: dict[Happening, Said] = {}

    def run(self):
        told = self._told()
        happenings = sorted(self._standing(told), key=lambda one: one.order)
        story = Story(
            self.plan.opened, self.plan.closed, self.plan.today, self.item.get("owner")
        )
        problems = [*story.problems(happenings), *self._said_twice(told)]
        problems += self._decided_by_paper(told, {line for line, _ in problems})
        for line, sentence in problems:
            self.plan.session.problem(line, sentence)
        if problems:
            return  # what could not have happened is not written even in a trial run
        for step, happening in enumerate(happenings):
            if happening.is_new:
                self.written[happening] = self._append(happening, step, story)
            else:
                self.written[happening] = happening.record
        for one in told:
            if one.record:
                self.plan.session.add(Outcome.UNCHANGED, one.record, one.item)

    # What is told and what is recorded

    def _told(self) -> list[Happening]:
        told = [self._tell("update", item) for item in self.item.items_of("updates")]
        for item in self.item.items_of("date_requests"):
            request = self._tell("request", item)
            told.append(request)
            if "decision" in item:
                told.append(self._tell("decision", item["decision"], request))
        told += [self._tell("sign_off", item) for item in self.item.items_of("sign_offs")]
        told += [self._tell("decision", item) for item in self.item.items_of("decisions")]
        told += [self._tell("handover", item) for item in self.item.items_of("handovers")]
        return told

    def _tell(self, kind: str, item: Item, request: Happening | None = None) -> Happening:
        on = date.fromisoformat(item["on"])
        is_handover = kind == "handover"
        return Happening(
            kind=kind,
            on=on,
            entered=date.fromisoformat(item["entered"]) if "entered" in item else on,
            line=item.line,
            says=item.get("status") or item.get("outcome", ""),
            by=item.get("by_post"),
            to=item["to"] if is_handover else None,
            item=item,
            record=self.by_draft_key.get(self._draft_key(kind, item)),
            request=request,
        )

    def _draft_key(self, kind: str, item: Item) -> str:
        model = MODELS[kind].__name__
        return fingerprint(self.plan.item["key"], model, self.item["reference"], said(item))

    def _standing(self, told: list[Happening]) -> list[Happening]:
        """What is told and what else was entered here, without what has been voided."""
        by_record = {one.record: one for one in told if one.record}
        for kind, event in self.recorded:
            if event in by_record or (kind == "handover" and event.said_by_id is None):
                continue  # a paper's earlier word on the owner: it says now who it is
            request = by_record.get(getattr(event, "request", None))
            by_record[event] = self._entered(kind, event, request)
        new = [one for one in told if one.is_new]
        return new + [one for event, one in by_record.items() if stands(event)]

    def _entered(self, kind: str, event: Said, request: Happening | None) -> Happening:
        is_live = event.said_by_id is not None
        owner = event.owner if kind == "handover" else None
        if owner:
            self.posts.setdefault(owner.key, owner)
        return Happening(
            kind=kind,
            on=event.holds_from,
            entered=london_day(event.known_at) if is_live else event.holds_from,
            line=self.item.line,
            says=getattr(event, "status", "") or getattr(event, "outcome", ""),
            by=event.by_post.key if event.by_post else f"account {event.said_by_id}",
            to=owner.key if owner else None,
            record=event,
            request=request,
        )

    def _said_twice(self, told: list[Happening]):
        seen = set()
        for one in sorted(told, key=lambda one: one.line):
            identity = json.dumps([one.kind, said(one.item)], sort_keys=True)
            if identity in seen:
                yield one.line, "This is said twice of the same day."
            seen.add(identity)

    def _decided_by_paper(self, told: list[Happening], lines: set[int]):
        """Once members speak here, who imports would answer for approvers, even themselves."""
        if not self.plan.is_decided_here:
            return
        for one in told:
            if one.is_new and one.kind in ANSWERS and one.line not in lines:
                yield one.line, f"{ANSWERS[one.kind]} {DECIDED_HERE}"

    # Writing

    def _append(self, happening: Happening, step: int, story: Story) -> Said | None:
        if happening.kind == "handover" and happening.to not in self.posts:
            return None  # told by the check
        return self.plan.append(
            MODELS[happening.kind],
            happening.item,
            self.item["reference"],
            said(happening.item),
            within={"action": self.action},
            day=happening.on,
            known_at=self.plan.session.known_on(happening.entered, step),
            by_post=self.posts.get(story.speakers[happening]),
            **getattr(self, f"_{happening.kind}")(happening, story),
        )

    def _update(self, update: Happening, story: Story) -> dict:
        return texts(update.item, "status", "text", "reason")

    def _request(self, request: Happening, story: Story) -> dict:
        return {"to": date.fromisoformat(request.item["to"]), **texts(request.item, "reason")}

    def _sign_off(self, sign_off: Happening, story: Story) -> dict:
        claim = self.written[story.claims[sign_off]]
        return {"claim": claim, **texts(sign_off.item, "outcome", "text")}

    def _decision(self, decision: Happening, story: Story) -> dict:
        item = decision.item
        return {
            "request": self.written.get(decision.request),
            "to": date.fromisoformat(item["to"]) if "to" in item else None,
            **texts(item, "outcome", "reason"),
        }

    def _handover(self, handover: Happening, story: Story) -> dict:
        return {"owner": self.posts[handover.to], "text": handover.item.get("text", "")}


def said(item: Item) -> dict:
    return {key: value for key, value in item.items() if key != "decision"}


def stands(event: Said) -> bool:
    return not event.retracts and not hasattr(event, "voided_by")
