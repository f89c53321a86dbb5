"""Broken files through the upload: `python -m tests.fuzz_upload`, with a database of its own.

Each is answered in time by a page that says what became of it. What is taken in has its text, its
proposals and its content, whole, and its review pages open; of what is refused nothing is kept.
What its process answered is looked at as `tests.fuzz` does.
"""

import argparse
import html
import os
import re
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path
from unittest import mock

from tests.fuzz import Faulty, check
from tests.mutations import KINDS, mutants

OFTEN = 50  # files between two words on how far it is
TAKEN_IN = "taken in"
# Seconds of our own processor time, whatever else the machine does: for the file, for a page.
FOR_A_FILE, FOR_A_PAGE = 10, 5
_refused = re.compile(
    r"<strong>Not taken in\.</strong> (.*?) <span[^>]*>Nothing of it is kept", re.S
)
# Nothing was looked at, so that nothing has been tried.
_NOT_TRIED = ("Its name may be", "There was no time left", "Other files are being read")


def send(client, content, name):
    """Send the file as an admin: TAKEN_IN, or the sentence that it is refused with. Raises Faulty."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.urls import reverse

    from improvement.documents import taking_in
    from improvement.documents.uploading import LONGEST
    from improvement.models import WaitingDocument

    read = []

    def read_out(content):
        read.append(taking_in_reads(content))
        return read[-1]

    taking_in_reads = taking_in.read_out
    sent = SimpleUploadedFile(name, content)
    began = time.monotonic()
    with mock.patch.object(taking_in, "read_out", read_out), _within(FOR_A_FILE, "The answer"):
        answer = client.post(reverse("waiting-list"), {"documents": [sent]})
    if time.monotonic() - began > LONGEST:
        raise Faulty(f"It was answered after {time.monotonic() - began:.0f} seconds.")
    if answer.status_code != 200:
        raise Faulty(f"It was answered by {answer.status_code}.")
    for out in read:
        check(out)
    waiting = WaitingDocument.objects.order_by("-pk").first()
    if waiting is None:
        return _refusal(answer.content.decode())
    _look_at(waiting, content, read)
    _open_pages(client, waiting)
    file = waiting.file
    waiting.delete()
    file.delete()
    _nothing_is_kept("Put away")
    return TAKEN_IN


def _refusal(page):
    _nothing_is_kept("Refused")
    told = _refused.search(page)
    sentence = html.unescape(told[1]).strip() if told else ""
    if not sentence.endswith("."):
        raise Faulty(f"Refused, without a sentence: {sentence}")
    if sentence.startswith(_NOT_TRIED):
        raise Faulty(f"It was not tried: {sentence}")
    return sentence


def _nothing_is_kept(done):
    from improvement.models import Proposal
    from inspections.models import DocumentFile, Passage

    kept = [rows.objects.count() for rows in (DocumentFile, Passage, Proposal)]
    if any(kept):
        raise Faulty(f"{done}, and something of it is kept: {kept}.")


def _look_at(waiting, content, read):
    """Is all of it there, once?"""
    from improvement.models import Proposal, WaitingDocument
    from inspections.models import DocumentFile

    texts = [(passage.number, passage.text) for passage in read[0].reading.passages]
    kept = waiting.file.passages.order_by("number").values_list("number", "text")
    papers = waiting.proposals.filter(kind=Proposal.Kind.DOCUMENT).count()
    there = WaitingDocument.objects.count(), DocumentFile.objects.count(), papers
    if there != (1, 1, 1) or not texts or list(kept) != texts:
        raise Faulty("Taken in, and not all of it is kept, or twice.")
    if bytes(waiting.file.content) != content:
        raise Faulty("What is kept is not the file that was sent.")


def _open_pages(client, waiting):
    from django.urls import reverse

    from improvement.documents.review.leaves import Leaves

    for leaf in sorted({0, 1, Leaves(waiting).last}):
        with _within(FOR_A_PAGE, f"Leaf {leaf}"):
            page = client.get(reverse("waiting", args=[waiting.pk], query={"leaf": leaf}))
        if page.status_code != 200:
            raise Faulty(f"Its leaf {leaf} answers {page.status_code}.")
    if waiting.file.pages:
        picture = client.get(reverse("waiting-page", args=[waiting.pk, 1]))
        if picture.status_code not in (200, 404):  # 404: it cannot be drawn
            raise Faulty(f"Its page as printed answers {picture.status_code}.")


class _within:
    def __init__(self, seconds, what):
        self.seconds, self.what = seconds, what

    def __enter__(self):
        self.began = time.process_time()

    def __exit__(self, *_):
        took = time.process_time() - self.began
        if took > self.seconds:
            raise Faulty(f"{self.what} took {took:.0f} seconds of computing.")


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
    warnings.simplefilter("ignore", UserWarning)  # of zipfile, over parts that stand twice
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    client, faults = admin_of_torbay(), 0
    for kind in asked.types:
        began, ended = time.monotonic(), Counter()
        for number, content in enumerate(
            mutants(kind, asked.count, f"{asked.seed}''"), start=1
        ):
            try:
                ended[send(client, content, f"download({number}).{kind}")] += 1
            except Exception as error:
                faults += 1
                ended["FAULT"] += 1
                _keep(content, kind, error)
                _clear()
            if number % OFTEN == 0:
                _say(f"{kind}: {number} of {asked.count}, {ended[TAKEN_IN]} taken in")
        _say(f"\n{kind} through the upload, {time.monotonic() - began:.0f} seconds:")
        for what, count in ended.most_common():
            _say(f"{count:>8}  {what}")
    return faults


def _keep(content, kind, error):
    kept = Path(tempfile.mkdtemp(prefix="fell-through-")) / f"file.{kind}"
    kept.write_bytes(content)
    kept.with_name("why.txt").write_text("".join(traceback.format_exception(error)))
    _say(f"{kept}: {type(error).__name__}: {str(error)[:300]}")


def _clear():
    """What one has left behind is no fault of the next."""
    from improvement.models import WaitingDocument
    from inspections.models import DocumentFile

    WaitingDocument.objects.all().delete()
    DocumentFile.objects.all().delete()


def _say(words):
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
