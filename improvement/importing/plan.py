"""The plan's part of a draft: what the council says it does, into the records."""

import hashlib
import json
from datetime import date, datetime, time, timedelta

from improvement.importing.meeting import References
from improvement.importing.merging import Session, append_once, merge
from improvement.importing.report import Outcome
from improvement.importing.telling import Telling
from improvement.importing.values import texts, yes
from improvement.models import (
    Action,
    ActionCommitment,
    Commitment,
    DateRequest,
    Decision,
    Holding,
    Impact,
    Owner,
    Ownership,
    Plan,
    PlanClosure,
    SignOff,
    Update,
    UpdatePeriod,
)
from inspections.intake.dates import LONDON, london_day
from inspections.intake.draft import Item
from inspections.models import Authority, Document, Inspection, Recommendation

LIVE_EVENTS = (
    (Update, "action__plan"),
    (DateRequest, "action__plan"),
    (Decision, "action__plan"),
    (SignOff, "action__plan"),
    (ActionCommitment, "action__plan"),
    (Impact, "commitment__plan"),
    (PlanClosure, "plan"),
    (UpdatePeriod, "plan"),
)


def fingerprint(*said) -> str:
    """The identity of an event: what it says, where and when."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def day_of(item: Item, key: str) -> date | None:
    return date.fromisoformat(item[key]) if key in item else None


def import_plan(session: Session, authority: Authority, document: Document, item: Item):
    """The plan with its owners, rows, actions and all that was said about them."""
    before = session.report.counts[Outcome.CREATED]
    held = Plan.objects.filter(key=item["key"]).first()
    if held and held.authority_id != authority.pk:
        session.problem(item.line_of("key"), f"The key {item['key']} is another plan's.")
        return
    plan = PlanImport(session, authority, document, item).run()
    added = session.report.counts[Outcome.CREATED] - before
    if session.history and held and added and has_live_events(plan):
        session.problem(
            item.line,
            "Members have entered events in this plan, so nothing can be added to its past. "
            "Import it without --history.",
        )


def has_live_events(plan: Plan) -> bool:
    return any(
        model.objects.filter(**{path: plan}, said_by__isnull=False).exists()
        for model, path in LIVE_EVENTS
    )


class PlanImport:
    def __init__(self, session, authority, document, item: Item):
        self.session, self.authority, self.document = session, authority, document
        self.item = item
        self.opened = day_of(item, "opened")
        self.closed = day_of(item, "closed")
        self.today = london_day(session.now)
        self.references = References(session, authority)
        self.owners: dict[str, Owner] = {}
        self.commitments: dict[str, Commitment] = {}

    def known(self, day: date, step: int = 0) -> datetime:
        """Since when an event of that day is known: its own day when loading the past,
        else the clock. `step` keeps the order of what is told of one action."""
        if not self.session.history:
            return self.session.now + timedelta(microseconds=step)
        return datetime.combine(day, time(12), tzinfo=LONDON) + timedelta(seconds=step)

    def append(self, model, item: Item, *said, within, day, **values):
        """Append an event told of `day`, known as the import knows it."""
        known_at = values.pop("known_at", None) or self.known(day)
        return append_once(
            self.session,
            model,
            item,
            draft_key=fingerprint(self.item["key"], model.__name__, *said),
            within=within,
            holds_from=day,
            known_at=known_at,
            **values,
        )

    def run(self) -> Plan:
        self._check_days()
        self.plan = merge(
            self.session,
            Plan,
            self.item,
            find={"key": self.item["key"]},
            values={
                "authority": self.authority,
                "document": self.document,
                "opened": self.opened,
                "example": yes(self.item, "example"),
                **texts(self.item, "title"),
            },
            known_at=self.known(self.opened),
        )
        for ref in self.item.get("answers", ()):
            line = self.item.line_of("answers")
            inspection = self.references.find(ref, None, line, Inspection)
            if inspection:
                self.plan.answers.add(inspection)
        self._period_and_closure()
        for owner in self.item.items_of("owners"):
            self._owner(owner)
        for commitment in self.item.items_of("commitments"):
            self._commitment(commitment)
        for position, action in enumerate(self.item.items_of("actions"), 1):
            self._action(action, position)
        return self.plan

    def _check_days(self):
        days = [(key, self.item, day_of(self.item, key)) for key in ("opened", "closed")]
        for kind in ("commitments", "actions"):
            for row in self.item.items_of(kind):
                days.append(("added", row, day_of(row, "added")))
                days += [("on", i, day_of(i, "on")) for i in row.items_of("impact")]
        for key, item, day in days:
            if day and day > self.today:
                self.session.problem(item.line_of(key), f"“{key}” is in the future.")
            if day and day < self.opened:
                self.session.problem(item.line_of(key), f"“{key}” is before the plan opened.")

    def _period_and_closure(self):
        if "update_period_days" in self.item:
            days = int(self.item["update_period_days"])
            if days < 1:
                line = self.item.line_of("update_period_days")
                self.session.problem(line, "A period is at least one day.")
                return
            self.append(
                UpdatePeriod,
                self.item,
                days,
                within={"plan": self.plan},
                day=self.opened,
                days=days,
            )
        if self.closed:
            self.append(
                PlanClosure,
                self.item,
                self.closed.isoformat(),
                within={"plan": self.plan},
                day=self.closed,
                # After everything else that is told of its last day.
                known_at=self.known(self.closed, step=3600),
                outcome=PlanClosure.Outcome.CLOSED,
            )

    def _owner(self, item: Item):
        owner = merge(
            self.session,
            Owner,
            item,
            find={"authority": self.authority, "key": item["key"]},
            values=texts(item, "post", "body"),
        )
        self.owners[item["key"]] = owner
        for holder in item.items_of("holders"):
            changes = (("from", Holding.Change.TAKES_UP), ("to", Holding.Change.LEAVES))
            for key, change in changes:
                if key in holder:
                    day = day_of(holder, key)
                    self.append(
                        Holding,
                        holder,
                        item["key"],
                        holder["name"],
                        key,
                        holder[key],
                        within={"owner": owner},
                        day=day,
                        known_at=self.known(min(day, self.today)),
                        name=holder["name"],
                        change=change,
                    )

    def _commitment(self, item: Item):
        line = item.line_of("recommendation")
        recommendation = self.references.find(
            item["recommendation"], None, line, Recommendation
        )
        if recommendation is None:
            return
        added = day_of(item, "added") or self.opened
        commitment = merge(
            self.session,
            Commitment,
            item,
            find={"plan": self.plan, "recommendation": recommendation},
            values={"added": added, **texts(item, "title", "stance", "stance_reason", "board")},
            known_at=self.known(added),
        )
        self.commitments[item["recommendation"]] = commitment
        self._first_owner(item, added, commitment=commitment)
        for step, impact in enumerate(item.items_of("impact")):
            day = day_of(impact, "on")
            self.append(
                Impact,
                impact,
                item["recommendation"],
                dict(impact),
                within={"commitment": commitment},
                day=day,
                known_at=self.known(day, step),
                state=impact["state"],
                text=impact.get("text", ""),
                by_post=self.owners.get(impact["by_post"]),
            )

    def _first_owner(self, item: Item, added: date, **of):
        if item.get("owner") in self.owners:
            self.append(
                Ownership,
                item,
                item["owner"],
                "first",
                within=of,
                day=added,
                owner=self.owners[item["owner"]],
            )

    def _action(self, item: Item, position: int):
        added = day_of(item, "added") or self.opened
        find = {"plan": self.plan, "reference": item["reference"]}
        values = {
            "position": position,
            "added": added,
            **texts(item, "title", "due_as_printed", "success_measure"),
        }
        if "start" in item:
            values["start"] = day_of(item, "start")
        first_due = day_of(item, "due")
        held = Action.objects.filter(**find).first()
        if held is None and first_due:
            values["first_due"] = first_due
        elif held and first_due and held.first_due != first_due:
            self.session.problem(
                item.line_of("due"),
                f"The first due date of {item['reference']} is {held.first_due or 'not set'}, "
                "and is never changed. Move the date by a request and a decision.",
            )
        action = merge(
            self.session, Action, item, find=find, values=values, known_at=self.known(added)
        )
        self._first_owner(item, added, action=action)
        for ref in item.get("commitments", ()):
            commitment = self.commitments.get(ref)
            if commitment:
                self.append(
                    ActionCommitment,
                    item,
                    "joins",
                    within={"action": action, "commitment": commitment},
                    day=max(added, commitment.added),
                    change=ActionCommitment.Change.JOINS,
                )
        Telling(self, item, action).run()
