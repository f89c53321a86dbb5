"""One import under way: who imports, since when it is known, what happened, and what is yet to
be written."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import models

from improvement.importing.report import Outcome, Report
from improvement.importing.writing import is_new, write_all
from inspections.intake.dates import LONDON
from inspections.intake.draft import Item


class LeftOut(Exception):
    """This item cannot be imported; the problem has been added."""


class Unwritten(NamedTuple):
    """A record that waits to be written with others of its kind."""

    record: models.Model
    item: Item
    is_told: bool  # whether the report tells that it was created


@dataclass
class Session:
    report: Report
    actor: object | None
    now: datetime
    history: bool
    file: str = ""
    known_at: datetime | None = None
    line: int = 1  # of the item under way, for what only the database refuses
    keys: dict = field(default_factory=dict)  # draft key → inspection, by authority
    findings: dict = field(default_factory=dict)  # (inspection, draft key) → finding
    # Keys that fell out of the drafts with a problem: naming them is no further problem.
    lost: set[str] = field(default_factory=set)
    # What this import has made: of a new record nothing is recorded but what it appends.
    made: set = field(default_factory=set)
    appended: set = field(default_factory=set)
    titles: dict[int, str] = field(default_factory=dict)  # of documents
    # By their identity: they have no number yet.
    unwritten: dict[int, Unwritten] = field(default_factory=dict)

    def problem(self, line, sentence):
        self.report.problem(self.file, line, sentence)

    def add(self, outcome, record, item, change=("", "", ""), old_from=""):
        self.report.add(
            outcome, record, file=self.file, item=item, change=change, old_from=old_from
        )

    def giver_of(self, record) -> str:
        """The title of the document that a record was taken from."""
        pk = getattr(record, "document_id", None)
        if pk is None:
            return ""
        if pk not in self.titles:
            self.titles[pk] = record.document.title
        return self.titles[pk]

    def known_on(self, day: date, step: int = 0) -> datetime:
        """Since when something of that day is known: its own day when loading the past,
        else the clock. `step` keeps the order of what is told of one thing."""
        moment = self.now
        if self.history:
            moment = min(datetime.combine(day, time(12), tzinfo=LONDON), moment)
        return moment + timedelta(microseconds=step)

    def attempt(self, step, item: Item, *rest):
        """Import one item. What cannot be imported is left out, so that whatever is wrong
        with the others is told as well; naming it is no further problem."""
        try:
            return step(item, *rest)
        except LeftOut:
            self.lose(item)
            return None

    def lose(self, item: Item):
        names = ("key", "reference", "recommendation")
        self.lost |= {item[name] for name in names if name in item}

    def write_later(self, record: models.Model, item: Item, *, is_told: bool = True):
        """Have it written with the others of its kind by `write_together`: until then nothing
        can name it."""
        self.unwritten.setdefault(id(record), Unwritten(record, item, is_told))

    def write_together(self):
        """Write what waits. What the records refuse is left out, with its problem."""
        waiting = list(self.unwritten.values())
        self.unwritten = {}
        created = [one.is_told and is_new(one.record) for one in waiting]
        refused = write_all([one.record for one in waiting])
        for number, one in enumerate(waiting):
            if number in refused:
                self.problem(one.item.line, refused[number])
                self.lose(one.item)
            elif created[number]:
                self.add(Outcome.CREATED, one.record, one.item)
        if refused:
            self.findings = {
                name: one for name, one in self.findings.items() if one and not is_new(one)
            }
