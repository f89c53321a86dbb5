"""The different values of a sheet, in its order; each is asked once what it means here."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from improvement.spreadsheets.days import DayRead
from improvement.spreadsheets.foreign_plan.likeness import Likeness, telling
from improvement.spreadsheets.foreign_plan.tracker import (
    Row,
    Tracker,
    Value,
    bare_words,
    cut,
    key_of,
)

MAX_VALUES = 150  # different ones of a kind; a page with more helps nobody
MAX_STATUSES = 40
MOST_SHOWN, LONGEST_SHOWN = 3, 90  # actions beside a value, and letters of each
ALIKE = 0.6


@dataclass(frozen=True)
class Asked:
    """A recorded recommendation, as a choice."""

    ref: str
    key: str
    title: str
    label: str
    all_words: str


@dataclass
class Found:
    """The different values of the sheet, in its order, with the rows of each."""

    statuses: dict[str, Value] = field(default_factory=dict)
    recommendations: dict[str, Value] = field(default_factory=dict)
    owners: dict[str, Value] = field(default_factory=dict)
    days: dict[str, DayRead] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    titles: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    due: set[str] = field(default_factory=set)  # the days that only say when it is due

    @classmethod
    def of(cls, tracker: Tracker) -> "Found":
        found = cls()
        for row in tracker.rows:
            found._add(found.statuses, "status", [row.status], row)
            found._add(found.recommendations, "recommendation", row.recommendations, row)
            found._add(found.owners, "owner", [row.owner], row)
            for day in (row.start, row.due):
                if day.is_a_question:
                    found.days.setdefault(day_key(day), day)
                    found._note(f"day-{day_key(day)}", row)
        starts = {day_key(row.start) for row in tracker.rows}
        found.due = set(found.days) - starts
        return found

    def _add(self, values: dict, kind: str, held: Iterable[Value], row: Row) -> None:
        for value in held:
            if value:
                values.setdefault(value.key, value)
                self._note(f"{kind}-{value.key}", row)

    def _note(self, name: str, row: Row) -> None:
        """That the row holds the value, and a few of the actions by which to judge it."""
        self.rows[name].append(row.number)
        title, titles = cut(row.title, LONGEST_SHOWN), self.titles[name]
        if title and title not in titles and len(titles) < MOST_SHOWN:
            titles.append(title)

    def too_many(self) -> list[tuple[str, str]]:
        """(meaning of a column, sentence) where a column cannot mean what was said."""
        checked = (
            ("status", self.statuses, MAX_STATUSES, "Say that it is progress, or the colour."),
            ("recommendation", self.recommendations, MAX_VALUES, "Is it the action?"),
            ("owner", self.owners, MAX_VALUES, "Is it progress?"),
            ("due", self.days, MAX_VALUES, "They are no days. Is it progress?"),
        )
        return [
            (kind, f"It holds {len(values)} different values. {hint}")
            for kind, values, most, hint in checked
            if len(values) > most
        ]


def day_key(day: DayRead) -> str:
    return key_of(" ".join(day.text.casefold().split()))


def in_rows(numbers: list[int]) -> str:
    """`rows 4, 7, 9 and 12 more`."""
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    shown = ", ".join(map(str, numbers[:6]))
    return f"rows {shown}" + (f" and {len(numbers) - 6} more" if len(numbers) > 6 else "")


def likely_matches(
    tracker: Tracker, recorded: dict[str, str]
) -> dict[str, tuple[Row, list[str]]]:
    """By row key, rows that no number or words tie to an action of the plan, with the
    references of those they may be. `recorded` are titles by reference."""
    by_words = {bare_words(title) or title: ref for ref, title in recorded.items()}
    by_number = {ref.lower() for ref in recorded}
    rows, tied = [], set()
    for row in tracker.rows:
        same_words = by_words.get(row.words)
        if as_reference(row.reference).lower() in by_number:
            tied.add(as_reference(row.reference).lower())
        elif same_words and not row.reference:
            tied.add(same_words.lower())
        elif row.title:
            rows.append(row)
    left = {ref: title for ref, title in recorded.items() if ref.lower() not in tied}
    like = Likeness({ref: telling(title) for ref, title in left.items()})
    found = {}
    for row in rows:
        near = [ref for _, ref in like.nearest(row.title, ALIKE)[:3]]
        if near and len(found) < MAX_VALUES:
            found[row.key] = (row, near)
    return found


def as_reference(text: str) -> str:
    """The sheet's own number as a reference of ours: letters, figures, full stops, hyphens."""
    joined = re.sub(r"[^A-Za-z0-9._]+", "-", text.strip())
    trimmed = re.sub(r"^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "", joined)[:30]
    return f"{trimmed}-1" if trimmed.lower() == "new" else trimmed


def unanswered(tracker: Tracker, answers: dict) -> int:
    """How many values nobody has given a meaning yet."""
    found = Found.of(tracker)
    pairs = (
        ("statuses", found.statuses),
        ("recommendations", found.recommendations),
        ("owners", found.owners),
        ("days", found.days),
    )
    return sum(key not in answers.get(kind, {}) for kind, values in pairs for key in values)
