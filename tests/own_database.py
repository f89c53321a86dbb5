"""Commands in processes of their own, on a database that they may spoil."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.places import ROOT


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
