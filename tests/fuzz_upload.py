"""Broken files through the upload: `python -m tests.fuzz_upload`, with a database of its own.

Each is answered by a page that says what became of it. What is taken in has its text and its
proposals, and its review page opens; of what is refused nothing is kept.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.mutations import KINDS, mutants

OFTEN = 50  # files between two words on how far it is


class Faulty(Exception):
    """What must not happen."""


def send(client, content, name):
    """Send the file as an admin; whether it was taken in. Raises Faulty."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.urls import reverse

    from improvement.models import Proposal, WaitingDocument
    from inspections.models import DocumentFile, Passage

    before = DocumentFile.objects.count()
    sent = SimpleUploadedFile(name, content)
    answer = client.post(reverse("waiting-list"), {"documents": [sent]})
    if answer.status_code != 200:
        raise Faulty(f"It was answered by {answer.status_code}.")
    waiting = WaitingDocument.objects.order_by("-pk").first()
    files = DocumentFile.objects.count() - before
    if waiting is None:
        kept = files, Passage.objects.count(), Proposal.objects.count()
        if any(kept):
            raise Faulty(f"Refused, and something of it is kept: {kept}.")
        return False
    if files != 1 or not waiting.file.passages.exists() or not waiting.proposals.exists():
        raise Faulty("Taken in, and only half of it is kept.")
    for leaf in (0, 1):
        page = client.get(reverse("waiting", args=[waiting.pk], query={"leaf": leaf}))
        if page.status_code != 200:
            raise Faulty(f"Its leaf {leaf} answers {page.status_code}.")
    file = waiting.file
    waiting.delete()
    file.delete()
    return True


def admin_of_torbay():
    """A client signed in as the admin of a council of that name."""
    from django.test import Client

    from improvement.models import Membership, User
    from inspections.models import Authority

    torbay = Authority.objects.create(name="Torbay", slug="torbay")
    admin = User.objects.create_user("admin@torbay.example", "not-a-secret-here")
    Membership.objects.create(user=admin, authority=torbay, role="admin")
    client = Client(raise_request_exception=False)
    client.force_login(admin)
    return client


def main():
    parser = argparse.ArgumentParser(description="Broken files through the upload.")
    parser.add_argument("--seed", default="1", help="Another one breaks otherwise.")
    parser.add_argument("--count", type=int, default=1_000, help="Of each type.")
    parser.add_argument("--types", nargs="+", default=KINDS, choices=KINDS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fuzz-upload-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "improvement.settings",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "SECRET_KEY": "for-fuzzing-only",
            "ALLOWED_HOSTS": "testserver",
            "HTTPS": "no",
            "DEBUG": "no",
            "STATIC_FROM_FOLDERS": "yes",
        }
        faults = _run(asked)
    if faults:
        sys.exit(f"{faults} files fell through; they are kept, with why.")


def _run(asked):
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    client, faults = admin_of_torbay(), 0
    for kind in asked.types:
        taken = 0
        for number, content in enumerate(mutants(kind, asked.count, asked.seed), start=1):
            try:
                taken += send(client, content, f"download({number}).{kind}")
            except Exception as error:
                faults += 1
                kept = Path(tempfile.mkdtemp(prefix="fell-through-")) / f"file.{kind}"
                kept.write_bytes(content)
                _say(f"{kept}: {type(error).__name__}: {error}")
            if number % OFTEN == 0:
                _say(f"{kind}: {number} of {asked.count}, {taken} taken in")
    return faults


def _say(words):
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
