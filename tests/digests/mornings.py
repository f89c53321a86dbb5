"""Mornings on which the mail is written, and what people are told."""

from improvement.mail.writing import write_due
from improvement.models import Mail
from tests.council import MONDAY
from tests.factories import on

TUESDAY, SUNDAY = on("2019-01-22"), on("2019-01-27")
NEXT_MONDAY = on("2019-01-28")


def written(now=MONDAY, kind="digest"):
    return [mail for mail in write_due(now) if mail.kind == kind]


def digest_of(user, now=MONDAY, kind="digest"):
    """What the person is told; nothing if no mail is written."""
    return next((mail.body for mail in written(now, kind) if mail.user == user), None)


def now_is(user, state, **mail):
    """What became of the mail that the person was written to last."""
    last = Mail.objects.filter(user=user, kind="digest").latest("pk")
    Mail.objects.filter(pk=last.pk).update(state=state, handed_over_at=last.written_at, **mail)


def choose_day(user, day):
    user.digest_day = day
    user.save()
