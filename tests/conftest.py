import gc
import os
from datetime import datetime

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from hypothesis import settings as hypothesis_settings

from improvement.importing import import_drafts
from inspections.intake.dates import LONDON
from tests.accessible import accessible  # noqa: F401  (a fixture)
from tests.browsing import browse, chromium, sign_in, windows  # noqa: F401  (fixtures)
from tests.factories import AuthorityFactory, MembershipFactory, UserFactory
from tests.factories import on as london_moment
from tests.keepers import colleague, kept, me  # noqa: F401  (fixtures)
from tests.kept import put_back, rows_made_by
from tests.office import (  # noqa: F401  (fixtures)
    action,
    admin,
    approver,
    clock,
    eleven,
    officer,
    plan,
    post,
)
from tests.own_database import own_database  # noqa: F401  (a fixture)
from tests.places import CHROMIUM, DOCUMENTS, SEEDS
from tests.sheet_walk import walk  # noqa: F401  (a fixture)
from tests.torbay_browsed import (  # noqa: F401  (fixtures)
    torbay_to_browse,
    torbay_with_members,
)

NOW = datetime(2026, 11, 22, 10, tzinfo=LONDON)
DATABASES = {"db", "transactional_db"}

# What a marked test needs, and what to say where it is missing.
NEEDS = {
    "browser": (CHROMIUM, f"no Chromium at {CHROMIUM}"),
    "documents": (DOCUMENTS, "no ../shared/documents next to the repository"),
}


gc.set_threshold(
    100_000, 50, 100
)  # a tenth of the time went into looking for what is not there

# Machines are slow at times. In CI hypothesis has a profile of its own, which draws nothing anew.
if not os.environ.get("CI"):
    hypothesis_settings.register_profile("here", deadline=None)
    hypothesis_settings.load_profile("here")


def pytest_configure():
    # The settings are loaded before this file: the environment would be too late here.
    settings.SECRET_KEY = "for-tests-only"
    settings.HTTPS = False
    settings.SECURE_SSL_REDIRECT = False
    settings.SECURE_HSTS_SECONDS = 0
    settings.SESSION_COOKIE_SECURE = False
    settings.CSRF_COOKIE_SECURE = False
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
        },
    }
    settings.WHITENOISE_AUTOREFRESH = True
    settings.WHITENOISE_USE_FINDERS = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def left_out():
    return {mark: why for mark, (path, why) in NEEDS.items() if not path.exists()}


def pytest_report_header():
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    missing = [f"{mark} tests ({why})" for mark, why in left_out().items()]
    return [f"database: {engine}", f"left out: {', '.join(missing) or 'nothing'}"]


@pytest.fixture(scope="session", autouse=True)
def no_session_is_left(django_db_setup, django_db_blocker):
    """PostgreSQL drops no database that a session still uses: one of the pool's may outlive the
    thread that a test gave it to."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


def pytest_addoption(parser):
    parser.addoption(
        "--of-the-database",
        action="store_true",
        help="only what asks something of a database, and not the browser: for a second kind",
    )
    parser.addoption(
        "--long-files",
        action="store_true",
        help="read all the real documents too, some minutes more (make score)",
    )


def pytest_collection_modifyitems(config, items):
    if config.getoption("of_the_database"):
        left = [item for item in items if not asks_a_database(item)]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if asks_a_database(item)]
    for mark, why in left_out().items():
        for item in items:
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=why))


def asks_a_database(item):
    asks = item.get_closest_marker("django_db") or DATABASES & {*item.fixturenames}
    return asks and not item.get_closest_marker("browser")


@pytest.fixture
def on():
    return london_moment


@pytest.fixture(scope="session")
def rows_of_the_seeds(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return rows_made_by(import_seeds)


def import_seeds():
    files = [(path.name, path.read_bytes()) for path in SEEDS]
    assert import_drafts(files, actor=None, now=NOW, history=True).problems == []


@pytest.fixture(scope="module")
def loaded(rows_of_the_seeds, django_db_blocker):
    """All the seeds, there for the tests of a file and rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        put_back(rows_of_the_seeds)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def torbay(loaded, db):
    """Torbay's record, as all of `seeds/` tells it."""


@pytest.fixture
def authority(db):
    return AuthorityFactory(name="Westmere", slug="westmere")


@pytest.fixture
def members(authority):
    """One user for each role at `authority`; "other" has every role, at another one."""
    elsewhere = AuthorityFactory(name="Eastmere", slug="eastmere")
    users = {}
    for role in ("viewer", "officer", "approver", "admin"):
        users[role] = UserFactory(email=f"{role}@westmere.example")
        MembershipFactory(user=users[role], authority=authority, role=role)
    users["other"] = UserFactory(email="other@eastmere.example")
    for role in ("viewer", "officer", "approver", "admin"):
        MembershipFactory(user=users["other"], authority=elsewhere, role=role)
    return users


@pytest.fixture
def client_for():
    """A test client that is signed in as `user`, or not at all."""

    def make(user=None):
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return make


@pytest.fixture
def viewer(members, client_for):
    return client_for(members["viewer"])
