"""The weekly mail: one to each person, on the day that they chose, with what is theirs to do.

It is worked out from how things stand on the day, so a date that was moved has moved its
reminder as well. Who has nothing to do gets none.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from improvement.mail.deciding import deciding, doubtful_mail
from improvement.mail.letters import (
    Letter,
    Row,
    Section,
    address,
    due_in_words,
    invented,
    of_action,
    one_line,
    round_note,
    section,
)
from improvement.mail.news import answered, covers, handed_over
from improvement.mail.outbox import Draft
from improvement.mail.today import Person
from improvement.models import Mail
from improvement.rounds.answers import Tally, is_answered
from improvement.state import ActionState
from improvement.state.pressing import SOON, came_back, is_due_soon, most_pressing
from inspections.intake.dates import days_in_words, in_full

WEEK = timedelta(days=7)
# After a change of day the next mail comes no sooner than this after the last.
CLOSEST = timedelta(days=4)
# What was being recorded while a mail was written may bear a time from before it.
OVERLAP = timedelta(minutes=10)
# By which somebody was told, or may have been; without a body there was nothing to tell.
TOLD = Q(state__in=(Mail.State.SENT, Mail.State.UNCERTAIN, Mail.State.HANDING_OVER)) | Q(
    state=Mail.State.DROPPED, body=""
)
WHY = (
    "You get this once a week because you have a part in an improvement plan. It is sent only "
    "when something is yours to do."
)


@dataclass(frozen=True)
class Occasion:
    """A week's mail that is due: the day it belongs to, and since when it tells of news."""

    day: date
    since: datetime


def occasion(person: Person) -> Occasion | None:
    """What is due, if it was not written yet.

    It belongs to the last chosen day: today, or, where that day's run was missed, up to six
    days ago. Nothing was missed on a day that was not theirs yet, because they chose it only
    since or had no part in a plan before.
    """
    today = person.today
    day = today.day - timedelta(days=(today.day.weekday() - person.user.digest_day) % 7)
    mails = Mail.objects.filter(user=person.user, kind=Mail.Kind.DIGEST).order_by("pk")
    last = mails.last()
    if last is None:
        was_theirs = day == today.day or person.had_part_on(day)
        return Occasion(day, today.now - WEEK) if was_theirs else None
    written_for = date.fromisoformat(last.key.rsplit(":", 1)[1])
    was_theirs = day == today.day or day.weekday() == written_for.weekday()
    is_due = was_theirs and day - written_for >= CLOSEST
    return Occasion(day, told_until(mails)) if is_due else None


def told_until(mails) -> datetime:
    """Until when somebody was told the news. What stood in a mail that was never sent stands
    in the next one."""
    told = mails.filter(TOLD).last()
    return told.written_at - OVERLAP if told else mails.first().written_at - WEEK


def key_of(kind: str, person: Person, day: date) -> str:
    return f"{kind}:{person.user.pk}:{day.isoformat()}"


def digest(person: Person, due: Occasion) -> Draft:
    key = key_of("digest", person, due.day)
    sections = (
        *deciding(person),
        *doing(person),
        *rounds(person),
        *answered(person, due.since),
        *handed_over(person, due.since),
        *doubtful_mail(person),
    )
    letter = None
    if sections:
        letter = Letter(
            subject=f"Improvement plan: {summary(sections)}",
            opening=f"This is how what is yours stands on {in_full(person.today.day)}.",
            sections=sections,
            why=WHY,
            name=person.user.name,
            closing=(*covers(person), *invented(person.actions)),
        )
    return Draft(person.user, Mail.Kind.DIGEST, key, letter, "Nothing to tell this week")


def summary(sections: tuple[Section, ...]) -> str:
    """The first things that it tells, for its subject."""
    told = [part.short for part in sections]
    return ", ".join(told[:3]) + (" and more" if len(told) > 3 else "")


# What is theirs to do: every action in the first list that asks for it


def doing(person: Person) -> tuple[Section, ...]:
    today = person.today.day
    late, back, silent, coming = [], [], [], []
    for action in sorted(person.to_do, key=most_pressing):
        if action.late:
            late.append(action)
        elif came_back(action):
            back.append(action)
        elif action.unconfirmed:
            silent.append(action)
        elif is_due_soon(action, today):
            coming.append(action)
    mine = address("my-actions")
    return (
        *section("Late", map(_row, late), "late", mine),
        *section("Sent back or reopened", map(_row_sent_back, back), "sent back", mine),
        *section("Unconfirmed", map(_row_silent, silent), "unconfirmed", mine),
        *section(f"Due by {in_full(today + SOON)}", map(_row, coming), "due soon", mine),
    )


def _row(action: ActionState) -> Row:
    return of_action(action, due_in_words(action), *waiting_in_words(action))


def _row_sent_back(action: ActionState) -> Row:
    last = action.replayed.since
    why = f"{action.standing.words} on {in_full(last.holds_from)}: {last.text or last.reason}"
    return of_action(action, why, due_in_words(action))


def _row_silent(action: ActionState) -> Row:
    silence = f"Nothing was said about it for {days_in_words(action.unconfirmed)}."
    return of_action(action, silence, due_in_words(action))


def waiting_in_words(action: ActionState) -> list[str]:
    return [f"{in_full(asked.to)} is asked for, not decided." for asked in action.waiting]


def rounds(person: Person) -> tuple[Section, ...]:
    """The open rounds in which something of theirs is missing."""
    rows = []
    for one in person.rounds:
        asked = one.round
        rows.append(
            Row(
                one_line(
                    f"Open until the end of {asked.closes:%A} {in_full(asked.closes)}: "
                    f"{one.spoken} of your {one.asked} answered."
                ),
                (*filter(None, [round_note(asked)]), unanswered(person, one)),
                address("my-actions"),
            )
        )
    return section("Update round", rows, "round open" if len(rows) == 1 else "rounds open")


def unanswered(person: Person, one: Tally) -> str:
    """Which of theirs a round still asks for."""
    missing = [
        action.action.reference
        for action in person.actions
        if action.action.plan_id == one.round.plan_id
        and action.is_open
        and not is_answered(action.entries, one.round, person.today.as_at)
    ]
    return f"Still to answer: {', '.join(missing)}."
