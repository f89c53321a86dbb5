"""A message in plain text: what it opens with, its sections, and how it ends. Everything
that is sent has this one form."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from inspections.intake.dates import days_in_words, in_full

# What does not fit is counted, and stands on the page that the section links to.
ROWS = 25
MOST_SUBJECT = 150


@dataclass(frozen=True)
class Row:
    """One thing: what it is, what is to be said of it, and where it stands."""

    what: str
    notes: tuple[str, ...] = ()
    address: str = ""


@dataclass(frozen=True)
class Section:
    """`short` is what the subject says of it: “3 late”."""

    heading: str
    all_rows: tuple[Row, ...]
    short: str = ""
    more_at: str = ""

    @property
    def underline(self) -> str:
        return "-" * len(self.heading)

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.all_rows[:ROWS]

    @property
    def more(self) -> int:
        return max(0, len(self.all_rows) - ROWS)


@dataclass(frozen=True)
class Letter:
    """`why` says for what reason it was sent, at its foot."""

    subject: str
    opening: str
    sections: tuple[Section, ...]
    why: str
    name: str = ""
    closing: tuple[str, ...] = field(default=())

    @property
    def body(self) -> str:
        told = {
            "letter": self,
            "name": one_line(self.name),
            "site": settings.SITE_URL,
            "settings": address("my-mail"),
        }
        return render_to_string("mail/letter.txt", told)


def address(name: str, *args, **query) -> str:
    """The whole address of a page: a command has no request to take it from."""
    queries = f"?{urlencode(query)}" if query else ""
    return settings.SITE_URL.rstrip("/") + reverse(name, args=args) + queries


def of_action(state, *notes: str) -> Row:
    """An action's row; what it is called is on one line, whatever was typed."""
    action = state.action
    return Row(
        one_line(f"{action.reference} {action.title}"),
        tuple(one_line(note) for note in notes if note),
        address("action", action.plan.key, action.reference),
    )


def one_line(words: str) -> str:
    return " ".join(words.split())


def section(heading: str, rows: Iterable[Row], short: str, more_at: str = ""):
    """A section, if there is anything to stand in it."""
    rows = tuple(rows)
    number = len(rows)
    return (
        (Section(f"{heading} ({number})", rows, f"{number} {short}", more_at),) if rows else ()
    )


def invented(states: Iterable) -> tuple[str, ...]:
    """That some of the actions told of belong to an invented example."""
    plans = {one_line(s.action.plan.title) for s in states if s.action.plan.example}
    return tuple(f"“{title}” is an invented example." for title in sorted(plans))


def round_note(asked) -> str:
    """What a round's note says, and whose words these are; nothing if it has none."""
    return one_line(f"Note from {asked.speaker}: {asked.text}") if asked.text else ""


def due_in_words(action) -> str:
    if action.current_due is None:
        return "No due date."
    late = f", {days_in_words(action.late)} late" if action.late else ""
    return f"Due {in_full(action.current_due)}{late}."


def subject(words: str) -> str:
    words = one_line(words)
    return words if len(words) <= MOST_SUBJECT else f"{words[: MOST_SUBJECT - 1]}…"
