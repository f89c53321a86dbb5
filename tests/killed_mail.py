"""Mail runs in processes of their own, killed at each step in turn, or several at once.

`python -m tests.killed_mail killed FILE` runs `send_mail` on the database of DATABASE_URL and
kills it before and after every statement that writes and every message that is delivered;
`race` runs three at once. It prints what became of every message, as JSON. What the mail
server took stands in FILE, one line a message, safe on disk before the run goes on.
"""

import json
import os
import re
import signal
import sys
from datetime import timedelta
from functools import partial
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings
from django.template.loader import get_template

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)
AT_ONCE = 3
MANY = 20


class Steps:
    """Counts the steps of a run, and kills it at one of them."""

    taken, dies_at = 0, None

    @classmethod
    def step(cls):
        cls.taken += 1
        if cls.taken == cls.dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    @classmethod
    def around(cls, execute, sql, params, many, context):
        if not WRITES.match(sql):
            return execute(sql, params, many, context)
        cls.step()
        result = execute(sql, params, many, context)
        cls.step()
        return result


class EmailBackend:
    """A mail server that takes everything and never forgets what it took."""

    def __init__(self, fail_silently=False, **options):
        self.connection = None

    def open(self):
        return None

    def close(self):
        pass

    def send_messages(self, messages):
        for message in messages:
            Steps.step()
            with Path(sys.argv[2]).open("a") as taken:
                taken.write(f"{message.extra_headers['Message-ID']}\n")
                taken.flush()
                os.fsync(taken.fileno())
            Steps.step()
        return len(messages)


def start(*work, dies_at=None):
    """Forks a process that does all of `work`; each has connections of its own."""
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        Steps.dies_at = dies_at
        for one in work:
            one()
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        os._exit(status)


def finish(process):
    """Whether it was killed; it must not fail in any other way."""
    _, status = os.waitpid(process, 0)
    assert status in (0, signal.SIGKILL), status
    return status == signal.SIGKILL


def make_world():
    from tests.council import Council

    council = Council()
    for n in range(MANY if sys.argv[1] == "race" else 1):
        officer = council.add_member("officer")
        council.add_action(f"2.{n}", council.add_post(f"Post {n}", officer, council.above))
    council.expect_mail_today()


def forget():
    from improvement.models import Mail

    Mail.objects.all().delete()


def send():
    from django.core.management import call_command
    from django.db import connection

    Steps.taken = 0
    with connection.execute_wrapper(Steps.around), Path(os.devnull).open("w") as nowhere:
        call_command("send_mail", stdout=nowhere)


def an_hour_later():
    from django.db.models import F

    from improvement.models import Mail

    mails = Mail.objects.filter(handed_over_at__isnull=False)
    mails.update(handed_over_at=F("handed_over_at") - timedelta(hours=1))


def tell(**more):
    """What became of each message, and how often the server took it."""
    from improvement.mail.handover import message
    from improvement.models import Mail

    path = Path(sys.argv[2])
    taken = path.read_text().splitlines() if path.exists() else []
    mails = [
        (mail.key, mail.state, taken.count(message(mail).extra_headers["Message-ID"]))
        for mail in Mail.objects.exclude(body="").order_by("key")
    ]
    told = {"mails": mails, "markers": Mail.objects.filter(body="").count(), **more}
    print(json.dumps(told))  # noqa: T201


def killed():
    """Kills a run at each step in turn; the next one at another; and then lets one be."""
    at, was_killed = 0, True
    while was_killed:
        at += 1
        Path(sys.argv[2]).unlink(missing_ok=True)
        was_killed = finish(start(forget, send, dies_at=at))
        if was_killed:
            finish(start(an_hour_later, send, dies_at=at // 2 + 1))
        finish(start(an_hour_later, send, partial(tell, at=at, killed=was_killed)))


def race():
    for process in [start(send) for _ in range(AT_ONCE)]:
        finish(process)
    finish(start(tell))


if __name__ == "__main__":
    settings.EMAIL_BACKEND = "tests.killed_mail.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django.setup()
    # Read once here, so that no forked process has to.
    import_module(settings.ROOT_URLCONF)
    import_module("improvement.management.commands.send_mail")
    get_template("mail/letter.txt")
    # The backend is found by its name: let it be this very module.
    sys.modules["tests.killed_mail"] = sys.modules["__main__"]
    finish(start(make_world))
    {"killed": killed, "race": race}[sys.argv[1]]()
