"""The outbox: each message is written down once, under a key that says what it is about; it
is handed to the mail server by `handover.py`; and where nobody knows what became of it, a
person says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from improvement.mail.letters import Letter, subject
from improvement.models import Mail, Membership, Plan, User

State = Mail.State

# The server is given EMAIL_TIMEOUT seconds for each answer. What is still being handed over
# after this long belongs to a run that is no more.
DEAD_AFTER = timedelta(minutes=10)
WEEKLY = (Mail.Kind.DIGEST, Mail.Kind.TEAM)
OVERTAKEN = "A newer one took its place before it was sent."
TOLD_WEEKLY = "The weekly mail told it instead."


@dataclass(frozen=True)
class Draft:
    """A message that is to be written, unless its key says that it was. Without a letter
    there was nothing to tell, or it is told in another one: only that is kept."""

    user: User
    kind: str
    key: str
    letter: Letter | None
    instead: str = ""
    plan: Plan | None = None

    def as_mail(self, now: datetime) -> Mail:
        letter = self.letter
        return Mail(
            user=self.user,
            plan=self.plan,
            kind=self.kind,
            key=self.key,
            address=self.user.email,
            subject=subject(letter.subject if letter else self.instead),
            body=letter.body if letter else "",
            state=State.WAITING if letter else State.DROPPED,
            written_at=now,
        )


def lock(user: User) -> None:
    """Who writes to the same person at the same time waits, and then finds the keys."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def written(keys: Iterable[str]) -> set[str]:
    return set(Mail.objects.filter(key__in=list(keys)).values_list("key", flat=True))


@transaction.atomic
def write(user: User, drafts: Iterable[Draft], now: datetime) -> list[Mail]:
    """Write to one person what was not written yet."""
    drafts = list(drafts)
    lock(user)
    already = written(draft.key for draft in drafts)
    mails = [draft.as_mail(now) for draft in drafts if draft.key not in already]
    for mail in mails:
        _overtake(mail)
        mail.save(force_insert=True)
    return mails


def _overtake(mail: Mail) -> None:
    """A weekly mail that still waits when the next one is written says nothing any more; and
    a reminder of a round that waits then is in the weekly mail, which tells of every open
    round: nobody gets both."""
    waiting = Mail.objects.filter(user=mail.user, state=State.WAITING)
    if mail.kind in WEEKLY:
        waiting.filter(kind=mail.kind).update(state=State.DROPPED, trouble=OVERTAKEN)
    if mail.kind == Mail.Kind.DIGEST and mail.body:
        reminders = waiting.filter(kind=Mail.Kind.CHASE)
        reminders.update(state=State.DROPPED, trouble=TOLD_WEEKLY)


def to_member(authorities=None) -> Q:
    """To somebody with a role in the authority that the mail is about; in any, if it is about
    no one plan. Only those of `authorities` count, where they are given."""
    roles = Membership.objects.filter(user=OuterRef("user"))
    if authorities is not None:
        roles = roles.filter(authority__in=authorities)
    there = roles.filter(authority=OuterRef("plan__authority"))
    return Q(Exists(there)) | Q(Exists(roles), plan=None)


# What a person has to look at


def in_doubt(now: datetime):
    """Messages that need a person: nobody knows whether it arrived, or it was refused."""
    refused = Q(state=State.DROPPED, tries__gt=0, settled_by=None, user__is_active=True)
    return Mail.objects.filter(
        Q(state=State.UNCERTAIN)
        | Q(state=State.HANDING_OVER, handed_over_at__lt=now - DEAD_AFTER)
        | (refused & ~Q(trouble__in=(OVERTAKEN, TOLD_WEEKLY)))
    )


def send_again(mail: Mail, *, by: User, now: datetime) -> bool:
    """Let it wait once more, for the address that the person has today."""
    again = in_doubt(now).filter(to_member(), pk=mail.pk)
    still = Mail.objects.filter(pk__in=again.values("pk"))
    return bool(
        still.filter(state=mail.state).update(
            state=State.WAITING, address=mail.user.email, trouble="", settled_by=by
        )
    )


def leave_it(mail: Mail, *, by: User, now: datetime) -> bool:
    """It arrived, as the person says; or, of a refused one, nothing more is to be done."""
    state = State.DROPPED if mail.state == State.DROPPED else State.SENT
    still = Mail.objects.filter(pk__in=in_doubt(now).filter(pk=mail.pk).values("pk"))
    return bool(still.filter(state=mail.state).update(state=state, settled_by=by))
