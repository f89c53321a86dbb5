"""What an import did, or would do: each record created, changed, kept or left as it was."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from inspections.intake.draft import Problem


class Outcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    KEPT = "kept"  # a person has changed it here, so the draft's value was not taken
    RIVAL = "said otherwise"  # another document's value stands; this one is kept beside it
    UNCHANGED = "unchanged"


KNOWN_SINCE = "known since"
ENTERED_HERE = "entered here"  # whose word it is where no document gave it


@dataclass(frozen=True)
class Line:
    """One record: its kind, its name, and for a change the field, what stood here before (kept
    and said otherwise: what goes on standing) and what the draft says.

    `old_from` is the title of the document that `old` was taken from, or `ENTERED_HERE`.
    `path` leads to the entry of the draft, and `key` is what that calls it.
    """

    outcome: Outcome
    kind: str
    name: str
    file: str
    line: int
    field: str = ""
    old: str = ""
    new: str = ""
    old_from: str = ""
    path: tuple[str | int, ...] = ()
    key: str = ""


@dataclass
class Report:
    """`lines` tells what is not as the draft has it already; `unchanged` what is."""

    lines: list[Line] = field(default_factory=list)
    unchanged: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)

    def add(self, outcome, record, *, file, item, change=("", "", ""), old_from=""):
        kind = str(type(record)._meta.verbose_name)
        named, old, new = ("" if part is None else str(part) for part in change)
        key = str(item.get("key") or item.get("reference") or item.get("area") or "")
        # An unchanged one goes by its key: to put each in words might cost a query.
        name = key if outcome is Outcome.UNCHANGED else str(record)[:150]
        line = Line(
            outcome,
            kind,
            name,
            file,
            item.line,
            named,
            old,
            new,
            old_from,
            item.path,
            key,
        )
        self.counts[outcome] += 1
        (self.unchanged if outcome is Outcome.UNCHANGED else self.lines).append(line)

    def problem(self, file, line, sentence):
        self.problems.append(Problem(file, line, sentence))

    @property
    def changes_anything(self):
        return any(line.outcome is not Outcome.KEPT for line in self.lines)

    def added_since(self, start: int) -> list[Line]:
        """What has been added after the first `start` lines; that something was known
        earlier than it seemed adds to the past as well."""
        return [
            line
            for line in self.lines[start:]
            if line.outcome is Outcome.CREATED or line.field == KNOWN_SINCE
        ]

    def by_outcome(self, outcome):
        return [line for line in self.lines if line.outcome is outcome]
