"""Two hundred saves by eight clients at once, against the server as it really runs: each is
in the history afterwards, or was shown as a conflict to whoever made it."""

import os
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from threading import Barrier, BrokenBarrierError
from urllib.parse import urlencode

import pytest

from tests.own_database import run
from tests.places import ROOT
from tests.sending import sent_from

CLIENTS, SAVES_EACH, ACTIONS, CORRECTIONS = 8, 25, 3, 5
LONGEST = 30  # seconds for all of it, where nothing else runs
CSRF = "c" * 32

# Eight officers of one post, signed in, and the actions that they all speak for. They keep
# the plan as well.
WORLD = f"""
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from improvement.models import User
from tests.factories import *
store = import_module(settings.SESSION_ENGINE).SessionStore
plan = PlanFactory(key="busy", authority=AuthorityFactory(slug="westmere"))
post = OwnerFactory(authority=plan.authority)
for n in range({ACTIONS}):
    ActionFactory(plan=plan, reference=str(n), owner=post)
for n in range({CLIENTS}):
    user = User.objects.create(email=f"officer{{n}}@westmere.example", password="!")
    for role in ("officer", "admin"):
        MembershipFactory(user=user, authority=plan.authority, role=role)
    HoldingFactory(owner=post, user=user)
    session = store()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    print("session", session.session_key)
"""

HISTORY = """
from improvement.models import Update
for update in Update.objects.order_by("action__reference", "known_at", "pk"):
    print("update", update.action.reference, update.pk, update.text)
from improvement.models import Action
print("title", Action.objects.get(reference="0").title)
"""


@dataclass
class Page:
    status: int
    content: bytes

    @property
    def is_conflict(self):
        return self.status == 200 and b"Recorded while you were writing" in self.content


@dataclass
class Press:
    """One press of the button: what was typed, and what had been seen."""

    action: str
    words: str
    seen: str
    page: Page


@dataclass
class Officer:
    """A browser of its own."""

    number: int
    port: int
    session: str
    pressed: list = field(default_factory=list)

    def ask(self, method, address, sent=None):
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={CSRF}"}
        if sent is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = None if sent is None else urlencode(sent, doseq=True)
        # A connection each: the server closes one that idles, and no answer may go missing.
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            return Page(answer.status, answer.read())

    def save(self, number, together=None):
        """Open an action's page, say something, and if somebody was first once more."""
        action = str(number % ACTIONS)
        address = f"/plans/busy/actions/{action}/update/"
        page = self.ask("GET", address)
        if together:
            together.wait(timeout=60)
        words = f"Save {number} of officer {self.number}."
        typed = {"status": "on_track", "text": words}
        first = self.press(address, action, sent_from(page, "text") | typed)
        if first.page.is_conflict:
            self.press(address, action, sent_from(first.page, "text"))
        return first

    def correct(self, number, together):
        """Correct an action's title, when all have read how it stands."""
        address = "/keeping/plans/busy/actions/0/"
        sent = sent_from(self.ask("GET", address), "title")
        together.wait(timeout=60)
        words = f"Title {number} of officer {self.number}"
        sent |= {"title": words, "csrfmiddlewaretoken": CSRF}
        return words, self.ask("POST", address, sent)

    def press(self, address, action, sent):
        sent |= {"csrfmiddlewaretoken": CSRF}
        page = self.ask("POST", address, sent)
        made = Press(action, sent["text"], sent["seen"], page)
        self.pressed.append(made)
        return made


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def server(own_database, tmp_path):
    """The server as the README runs it: two workers of four threads."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": own_database,
        "SECRET_KEY": "for-tests-only",
        "HTTPS": "no",
        "ALLOWED_HOSTS": "127.0.0.1",
        "STATIC_FROM_FOLDERS": "yes",
    }
    command = [sys.executable, "-m", "gunicorn", "improvement.wsgi:application"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    with (tmp_path / "server.log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--no-control-socket"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            wait_until_it_answers(port)
            yield port, tmp_path / "server.log"
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_until_it_answers(port):
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with suppress(OSError), closing(HTTPConnection("127.0.0.1", port)) as connection:
            connection.request("GET", "/health/")
            if connection.getresponse().read():
                return
        time.sleep(0.1)
    pytest.fail("the server did not start")


def history(url):
    """The updates of each action in the order of entry: `[(mark, words)]`."""
    found = {str(number): [] for number in range(ACTIONS)}
    lines = run(url, "shell", "-v0", "-c", HISTORY).splitlines()
    for line in lines[:-1]:
        _, action, pk, words = line.split(" ", 3)
        found[action].append((f"update-{pk}", words))
    return found, lines[-1].removeprefix("title ")


def all_at_once(officers, work):
    """What each officer's work came to; none may end in an error."""
    together = Barrier(len(officers))

    def one(officer):
        try:
            return work(officer, together)
        except BaseException:
            together.abort()  # nobody waits for who cannot come
            raise

    with ThreadPoolExecutor(len(officers)) as pool:
        working = [pool.submit(one, officer) for officer in officers]
    failed = [each.exception() for each in working if each.exception()]
    assert [each for each in failed if not isinstance(each, BrokenBarrierError)] == []
    return [each.result() for each in working]


def test_of_two_hundred_saves_none_is_lost_and_none_fails(own_database, server):
    port, log = server
    sessions = re.findall(r"session (\w+)", run(own_database, "shell", "-v0", "-c", WORLD))
    officers = [Officer(n, port, session) for n, session in enumerate(sessions)]

    def save(officer, together):
        # Every other time all have read the page before anybody saves.
        return [officer.save(n, together if n % 2 else None) for n in range(SAVES_EACH)]

    def correct(officer, together):
        return [officer.correct(n, together) for n in range(CORRECTIONS)]

    # A busy machine is no fault: one who is alone tells how long a save takes here and now.
    began = time.monotonic()
    officers[0].ask("GET", "/plans/busy/actions/0/update/")
    alone = 2 * (time.monotonic() - began)
    began = time.monotonic()
    firsts = all_at_once(officers, save)
    took = time.monotonic() - began

    pressed = [press for officer in officers for press in officer.pressed]
    assert sum(len(saves) for saves in firsts) == CLIENTS * SAVES_EACH == 200
    odd = [p.page for p in pressed if p.page.status != 302 and not p.page.is_conflict]
    assert odd == [], log.read_text()
    assert took < max(LONGEST, 2 * len(pressed) * alone)

    saved = [press for press in pressed if press.page.status == 302]
    corrected = all_at_once(officers[:3], correct)
    told, title = history(own_database)
    in_history = [words for entries in told.values() for _, words in entries]
    assert sorted(in_history) == sorted(press.words for press in saved)
    assert len({*in_history}) == len(in_history)
    # Whoever was told of a conflict still has what they typed before them.
    conflicts = [press for press in pressed if press.page.is_conflict]
    assert all(sent_from(p.page, "text")["text"] == p.words for p in conflicts)
    # Of eight who have read the same page one is first, and the seven others are told.
    for number in range(1, SAVES_EACH, 2):
        together_saved = [saves[number].page.status for saves in firsts]
        assert sorted(together_saved) == [200] * (CLIENTS - 1) + [302]
    # Nobody spoke past a word that they had not seen.
    seen = {press.words: press.seen for press in saved}
    for entries in told.values():
        before = ""
        for mark, words in entries:
            assert seen[words] == before
            before = mark
    # Of three who correct the same words one is first; the others are shown both versions.
    for each in zip(*corrected, strict=True):
        taken = [words for words, page in each if page.status == 302]
        asked = [page.content for _, page in each if page.status == 200]
        assert (len(taken), len(asked)) == (1, 2)
        assert all(b"Changed by others while you were writing" in content for content in asked)
    assert title == taken[0]
