"""The plan's part of a draft: what the council says it does, into the records."""

from datetime import date

from improvement.importing.in_use import check_closing, is_spoken_in, lock, refuse_additions
from improvement.importing.meeting import References
from improvement.importing.merging import append, append_once, fingerprint, merge, merge_into
from improvement.importing.plan_events import PlanEvents, recorded_events
from improvement.importing.report import Outcome
from improvement.importing.session import Session
from improvement.importing.values import booleans, days, texts
from improvement.models import (
    Action,
    ActionCommitment,
    Commitment,
    Holding,
    Impact,
    Owner,
    Ownership,
    Plan,
    PlanClosure,
    UpdatePeriod,
)
from improvement.recording import LONGEST_PERIOD_DAYS
from inspections.intake.dates import london_day
from inspections.intake.draft import Item
from inspections.models import Authority, Document, Inspection, Recommendation


def day_of(item: Item, key: str) -> date | None:
    return date.fromisoformat(item[key]) if key in item else None


def import_plan(session: Session, authority: Authority, document: Document, item: Item):
    """The plan with its owners, rows, actions and all that was said about them."""
    held = Plan.objects.filter(key=item["key"]).first()
    if held and held.authority_id != authority.pk:
        session.problem(item.line_of("key"), f"The key {item['key']} is another plan's.")
        return
    standing = lock(held, session) if held else None
    start = len(session.report.lines)
    PlanImport(session, authority, document, item, standing).run()
    if standing:
        refuse_additions(session, item, standing, session.report.added_since(start))


class PlanImport:
    """One plan; `standing` is how it stood before, if it is recorded."""

    def __init__(self, session, authority, document, item: Item, standing: Plan | None):
        self.session, self.authority, self.document = session, authority, document
        self.item, self.standing = item, standing
        self.opened = day_of(item, "opened")
        self.ended_by = "last_known" if "last_known" in item else "closed"
        self.closed = day_of(item, self.ended_by)
        self.today = london_day(session.now)
        self.references = References(session, authority)
        self.owners: dict[str, Owner] = {}
        self.commitments: dict[str, Commitment] = {}

    def append(self, model, item: Item, *said, within, day, **values):
        """Append an event told of `day`, known as the import knows it."""
        if day > self.today and model is not Holding:
            return None  # told by the check of the days
        values.setdefault("known_at", self.session.known_on(day))
        return append_once(
            self.session,
            model,
            item,
            draft_key=fingerprint(self.item["key"], model.__name__, *said),
            within=within,
            holds_from=day,
            **values,
        )

    def run(self):
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
                **booleans(self.item, "example"),
                **days(self.item, "runs_until", "submit_by"),
                **texts(self.item, "title"),
            },
            known_at=self.session.known_on(self.opened),
        )
        for ref in self.item.get("answers", ()):
            line = self.item.line_of("answers")
            inspection = self.references.find(ref, None, line, Inspection)
            if inspection:
                self.plan.answers.add(inspection)
        self._period()
        self._closing()
        # With --history nothing is added to such a plan at all.
        self.is_decided_here = not self.session.history and is_spoken_in(self.plan)
        self.recorded = recorded_events(self.plan)
        self.held = {action.reference: action for action in self.plan.actions.all()}
        self.last_position = self._last_position()
        for owner in self.item.items_of("owners"):
            self.session.attempt(self._owner, owner)
        for commitment in self.item.items_of("commitments"):
            self.session.attempt(self._commitment, commitment)
        for position, action in enumerate(self.item.items_of("actions"), 1):
            self.session.attempt(self._action, action, position)

    def _last_position(self) -> int | None:
        """The last place in the plan, if the draft tells of some of its actions only: it
        says nothing of the order of all then, and what is new comes last."""
        told = {action["reference"] for action in self.item.items_of("actions")}
        if told >= self.held.keys():
            return None
        return max(action.position for action in self.held.values())

    def _check_days(self):
        days = [(k, self.item, day_of(self.item, k)) for k in ("opened", self.ended_by)]
        for kind in ("commitments", "actions"):
            for row in self.item.items_of(kind):
                days.append(("added", row, day_of(row, "added")))
                days += [("on", i, day_of(i, "on")) for i in row.items_of("impact")]
        for key, item, day in days:
            if day and day > self.today:
                self.session.problem(item.line_of(key), f"“{key}” is in the future.")
            if day and day < self.opened:
                self.session.problem(item.line_of(key), f"“{key}” is before the plan opened.")
            if day and self.closed and day > self.closed:
                self.session.problem(item.line_of(key), f"“{key}” is after the plan's end.")

    def _period(self):
        """What the draft says, unless it said so last or a member has set it since."""
        if "update_period_days" not in self.item:
            return
        days = int(self.item["update_period_days"])
        if not 1 <= days <= LONGEST_PERIOD_DAYS:
            line = self.item.line_of("update_period_days")
            sentence = f"A period is from 1 to {LONGEST_PERIOD_DAYS} days."
            self.session.problem(line, sentence)
            return
        events = UpdatePeriod.objects.filter(plan=self.plan).newest_first()
        standing = events.filter(retracts=False, voided_by__isnull=True).first()
        imported = events.exclude(draft_key="").first()
        if standing and days in (standing.days, imported and imported.days):
            self.session.add(Outcome.UNCHANGED, standing, self.item)
        elif standing and standing.said_by_id:
            change = ("update period", standing.days, days)
            self.session.add(Outcome.KEPT, standing, self.item, change)
        elif self.opened <= self.today:
            append(
                self.session,
                UpdatePeriod,
                self.item,
                draft_key=fingerprint(self.item["key"], "UpdatePeriod", days),
                plan=self.plan,
                holds_from=self.opened,
                known_at=self.session.known_on(self.opened),
                days=days,
            )

    def _closing(self):
        if self.closed is None or self._end_is_said():
            return
        lost = self.standing is not None and self.standing.is_lost_sight_of
        closures = PlanClosure.objects.filter(plan=self.plan, voided_by__isnull=True)
        # After everything else that is told of its last day.
        known_at = self.session.known_on(self.closed, step=3600)
        before = len(self.session.report.lines)
        self.append(
            PlanClosure,
            self.item,
            *([] if self.ended_by == "closed" else [self.ended_by]),
            self.closed.isoformat(),
            within={"plan": self.plan},
            day=self.closed,
            known_at=known_at,
            outcome=PlanClosure.Outcome(self.ended_by),
            # What is known of it for longer takes the place of the day it was lost sight of.
            voids=closures.newest_first().first() if lost else None,
        )
        if self.session.report.added_since(before):
            line = self.item.line_of(self.ended_by)
            check_closing(self.session, line, self.plan, self.closed)

    def _end_is_said(self) -> bool:
        """Whether its end is recorded so already, or a later one than the draft knows."""
        if self.standing is None or self.standing.closed_on is None:
            return False
        if self.ended_by == "last_known" and self.closed <= self.standing.closed_on:
            return True
        is_same = self.closed == self.standing.closed_on
        return is_same and not self.standing.is_lost_sight_of

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
                        known_at=self.session.known_on(min(day, self.today)),
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
            known_at=self.session.known_on(added),
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
                known_at=self.session.known_on(day, step),
                state=impact["state"],
                text=impact.get("text", ""),
                by_post=self.owners.get(impact["by_post"]),
            )

    def _check_days_of(self, held: Action, item: Item):
        names = (("added", "added"), ("start", "start"), ("due", "first_due"))
        for key, name in names:
            if key in item and getattr(held, name) != day_of(item, key):
                self.session.problem(
                    item.line_of(key),
                    f"“{key}” of {held.reference} is {getattr(held, name) or 'not set'}, and is "
                    "never changed. A due date moves by a request and a decision.",
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
        values = texts(item, "title", "due_as_printed", "success_measure")
        if self.last_position is None:
            values["position"] = position
        days = {
            "added": added,
            "start": day_of(item, "start"),
            "first_due": day_of(item, "due"),
        }
        held = self.held.get(item["reference"])
        if held is None:
            values.update(days)
            values.setdefault("position", (self.last_position or 0) + position)
        else:
            self._check_days_of(held, item)
        known_at = self.session.known_on(added)
        action = merge_into(self.session, held, Action, item, find, values, known_at)
        self.held[action.reference] = action
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
        PlanEvents(self, item, action, self.recorded[action.pk]).run()
