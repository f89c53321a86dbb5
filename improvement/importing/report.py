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


@dataclass(frozen=True)
class Line:
    """One record: its kind, its name, and for a change the field with old and new value."""

    outcome: Outcome
    kind: str
    name: str
    file: str
    line: int
    field: str = ""
    old: str = ""
    new: str = ""


@dataclass
class Report:
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)

    def add(self, outcome, record, *, file, item, change=("", "", "")):
        kind = type(record)._meta.verbose_name
        self.counts[outcome] += 1
        if outcome is not Outcome.UNCHANGED:
            name, old, new = (str(part) for part in change)
            self.lines.append(
                Line(outcome, str(kind), str(record)[:150], file, item.line, name, old, new)
            )

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
