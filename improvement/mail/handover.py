"""Hands what waits in the outbox to the mail server, each message once.

Two runs at the same time share the work: a message is taken by whoever changes it from
“waiting” to “being handed over”, and that is committed before the server hears of it. If the
run is killed then, nobody knows whether the server took it: the next one keeps it as
“uncertain” for a person, and never sends it again by itself. What was not taken still waits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
)
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F, Q

from improvement.mail.outbox import DEAD_AFTER, State, to_member
from improvement.models import Mail

# A mailbox that refuses for now ("greylisted", "over quota") is tried again for so long.
GIVE_UP_AFTER = timedelta(days=3)
# What a server says that takes nothing more over this connection.
CLOSING = 421


class ServerDown(Exception):
    """The mail server does not take anything now; what it said."""


class Refused(Exception):
    """The server refused this one message, and has certainly not taken it."""

    def __init__(self, words: str, *, for_good: bool):
        super().__init__(words)
        self.for_good = for_good


class Unknown(Exception):
    """The connection broke while the message was handed over."""


@dataclass
class Run:
    """What one run did."""

    sent: int = 0
    uncertain: int = 0
    refused: int = 0
    dropped: int = 0
    waiting: int = 0
    trouble: str = ""
    last: int = 0
    over_this_connection: int = 0


def hand_over(clock: Callable[[], datetime]) -> Run:
    """Hand every waiting message to the mail server, once."""
    run = Run(uncertain=find_dead(clock()), dropped=drop_for_leavers())
    connection = get_connection()
    try:
        while mail := take_next(run, clock, connection):
            _hand_over(mail, run, connection, clock)
    except ServerDown as down:
        run.trouble = str(down)
    finally:
        _close(connection)
    run.waiting = Mail.objects.filter(state=State.WAITING).count()
    return run


def find_dead(now: datetime) -> int:
    """What an earlier run was killed over: a person has to say whether it arrived."""
    dead = Mail.objects.filter(state=State.HANDING_OVER, handed_over_at__lt=now - DEAD_AFTER)
    return dead.update(
        state=State.UNCERTAIN, trouble="The run was cut off while it handed this over."
    )


def drop_for_leavers() -> int:
    """Nothing is sent to an account that was switched off since, or that has no role left
    where the mail is about."""
    gone = Mail.objects.filter(~to_member() | Q(user__is_active=False), state=State.WAITING)
    return gone.update(state=State.DROPPED, trouble="The person has left.")


def take_next(run: Run, clock, connection) -> Mail | None:
    """The next waiting message, ours alone from here on."""
    waiting = Mail.objects.filter(state=State.WAITING)
    while mail := waiting.filter(pk__gt=run.last).order_by("pk").first():
        _open(connection)  # if the server is down, the message still waits
        taken = waiting.filter(pk=mail.pk).update(
            state=State.HANDING_OVER, handed_over_at=clock(), tries=F("tries") + 1, trouble=""
        )
        if taken:
            return mail
        run.last = mail.pk
    return None


def _hand_over(mail: Mail, run: Run, connection, clock) -> None:
    before, run.last = run.last, mail.pk
    try:
        _send(mail, connection)
    except Refused as refused:
        gives_up = refused.for_good or clock() - mail.written_at > GIVE_UP_AFTER
        _settle(mail, State.DROPPED if gives_up else State.WAITING, refused)
        run.refused += 1
    except ServerDown as down:
        _settle(mail, State.WAITING, down)
        if not run.over_this_connection:
            raise
        run.last = before  # so many messages, and no more: another connection takes it
    except Unknown as unknown:
        _settle(mail, State.UNCERTAIN, unknown)
        run.uncertain += 1
    else:
        _settle(mail, State.SENT, "")
        run.sent += 1
        run.over_this_connection += 1
        return
    # Whatever was said, this connection may be broken by now.
    _close(connection)
    run.over_this_connection = 0


def _settle(mail: Mail, state: str, trouble) -> None:
    """What became of it: we know better than a run that took ours for dead, but not than a
    person who has said what became of it."""
    ours = Mail.objects.filter(pk=mail.pk, state__in=(State.HANDING_OVER, State.UNCERTAIN))
    # Refused once more, it needs a person once more.
    forgets = {"settled_by": None} if state == State.DROPPED else {}
    ours.update(state=state, trouble=str(trouble)[:300], **forgets)


# The mail server


def _open(connection) -> None:
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        raise ServerDown(in_words(error)) from error


def _close(connection) -> None:
    try:
        connection.close()
    except (OSError, SMTPException):
        connection.connection = None  # it is broken: the next one opens another


def _send(mail: Mail, connection) -> None:
    try:
        connection.send_messages([message(mail)])
    except SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise _refusal(code, as_text(said)) from error
    except SMTPDataError as error:
        raise _refusal(error.smtp_code, as_text(error.smtp_error)) from error
    except SMTPSenderRefused as error:
        raise ServerDown(in_words(error)) from error  # our own address: it is not this message
    except (SMTPNotSupportedError, ValueError) as error:
        # An address that no message can be written to, or not over this server.
        raise Refused(in_words(error), for_good=True) from error
    except (OSError, SMTPException) as error:
        raise Unknown(in_words(error)) from error


def _refusal(code: int, said: str) -> Exception:
    if code == CLOSING:
        return ServerDown(f"{code} {said}")
    return Refused(f"{code} {said}", for_good=code >= 500)


def message(mail: Mail) -> EmailMessage:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    name = sha256(mail.key.encode()).hexdigest()[:32]
    return EmailMessage(
        mail.subject,
        mail.body,
        to=[mail.address],
        headers={
            # The same if a person has it sent again, so that a mailbox may see it is one.
            "Message-ID": f"<{name}@{host}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )


def in_words(error: Exception) -> str:
    said = " ".join(as_text(part) for part in error.args)
    return f"{type(error).__name__}: {said}".rstrip(": ")


def as_text(said) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
