"""Writes what is due on a day into the outbox: each person's mail in one transaction."""

from collections.abc import Iterator

from django.db import transaction

from improvement.mail.digests import digest, key_of, occasion
from improvement.mail.escalation import Escalated, escalate, write_escalations
from improvement.mail.outbox import Draft, lock, write
from improvement.mail.teams import team_digest
from improvement.mail.today import Person, Today
from improvement.models import Mail


def write_due(now) -> Iterator[Mail]:
    """Whatever a killed run left out, the next one writes; nothing is written twice."""
    today = Today(now)
    escalated = escalate(today)
    for person in today.people:
        yield from _write_person(person, escalated.get(person.user, []))


@transaction.atomic
def _write_person(person: Person, escalated: list[Escalated]) -> list[Mail]:
    lock(person.user)
    weekly = write(person.user, weekly_drafts(person), person.today.now)
    told = write_escalations(person.user, escalated, person.today)
    return [mail for mail in [*weekly, *told] if mail.state == Mail.State.WAITING]


def weekly_drafts(person: Person) -> list[Draft]:
    due = occasion(person) if person.has_part else None
    if due is None:
        return []
    drafts = [digest(person, due), team_digest(person, key_of("team", person, due.day))]
    return [draft for draft in drafts if draft is not None]
