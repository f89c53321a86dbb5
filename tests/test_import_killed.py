"""An import that is killed has written all of it or nothing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
SEEDS = sorted((ROOT / "seeds").glob("201[26]*.yaml"))  # some of them: eight imports follow
WHOLE = str(len(SEEDS))  # each is a document


def manage(url, *arguments, **options):
    environment = {**os.environ, "DATABASE_URL": url, "SECRET_KEY": "for-tests-only"}
    return subprocess.Popen(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def run(url, *arguments):
    process = manage(url, *arguments)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


@pytest.fixture
def own_database(db, tmp_path):
    """The address of an empty, migrated database of its own, of the kind under test."""
    if connection.vendor == "sqlite":
        url = f"sqlite:///{tmp_path / 'killed.sqlite3'}"
        run(url, "migrate", "-v0")
        yield url
        return
    import psycopg

    name = f"killed_{os.getpid()}"
    given = settings.DATABASES["default"]
    where = {
        "host": given["HOST"] or given.get("OPTIONS", {}).get("host", ""),
        "port": given["PORT"] or 5432,
        "user": given["USER"],
        "password": given["PASSWORD"],
    }
    host = where["host"]
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as server:
        server.execute(f"CREATE DATABASE {name}")
        query = f"?host={host}" if host.startswith("/") else ""
        place = "" if query else f"{host}:{where['port']}"
        url = f"postgres://{where['user']}:{where['password']}@{place}/{name}{query}"
        try:
            run(url, "migrate", "-v0")
            yield url
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


COUNT = (
    "from inspections.models import *; from improvement.models import *; "
    "print(Document.objects.count(), Finding.objects.count(), Update.objects.count())"
)


def test_a_killed_import_leaves_nothing_and_the_next_one_everything(own_database):
    began = time.monotonic()
    out = run(own_database, "import_draft", *SEEDS, "--history", "--dry-run")
    takes = time.monotonic() - began
    assert "Would be: " in out
    killed = 0
    for part in (0.3, 0.5, 0.7, 0.85, 0.95):
        process = manage(own_database, "import_draft", *SEEDS, "--history")
        try:
            process.communicate(timeout=takes * part)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            killed += process.returncode == -signal.SIGKILL
        found = run(own_database, "shell", "-v0", "-c", COUNT).split()
        assert found[0] in ("0", WHOLE), found
        if found[0] == WHOLE:
            break
        assert found == ["0", "0", "0"]
    assert killed, "no import was killed: the test proved nothing"

    run(own_database, "import_draft", *SEEDS, "--history")

    assert "0 created, 0 changed" in run(own_database, "import_draft", *SEEDS, "--history")
