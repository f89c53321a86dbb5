"""A real browser on Torbay's record, with a member in each role."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect, sync_playwright

from improvement.importing import import_drafts
from improvement.models import Holding, Membership, Owner, User
from inspections.models import Authority
from tests.factories import PASSWORD
from tests.kept import put_back, rows_made_by
from tests.places import CHROMIUM, SEEDS

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def torbay_with_members(django_db_setup, django_db_blocker):
    """The rows of all the seeds, and of a member in each role; the officer holds a post."""
    with django_db_blocker.unblock():
        return rows_made_by(import_torbay_with_members)


@pytest.fixture
def torbay_to_browse(torbay_with_members, transactional_db):
    put_back(torbay_with_members)
    return Authority.objects.get(slug="torbay")


def import_torbay_with_members():
    files = [(path.name, path.read_bytes()) for path in SEEDS]
    now = timezone.now()
    assert import_drafts(files, actor=None, now=now, history=True).problems == []
    authority = Authority.objects.get(slug="torbay")
    for role in Membership.Role.values:
        user = User.objects.create_user(f"{role}@example.org", PASSWORD)
        Membership.objects.create(user=user, authority=authority, role=role)
    User.objects.create_superuser("super@example.org", PASSWORD)
    Holding.objects.create(
        owner=Owner.objects.get(key="practice"),
        user=User.objects.get(email="officer@example.org"),
        change=Holding.Change.TAKES_UP,
        holds_from=now.date() - timedelta(days=30),
        known_at=now,
        said_by=User.objects.get(email="admin@example.org"),
    )


@pytest.fixture
def sign_in(chromium, live_server, torbay_to_browse):
    """Opens a page signed in as the member of a role; checks at the end that the browser
    had nothing to complain of."""
    contexts, complaints = [], []

    def hear(page, said):
        # Chromium reports the status of a page that we opened to see its refusal.
        refused = said.text.startswith("Failed to load resource") and (
            said.location["url"] == page.url
        )
        if said.type in ("error", "warning") and not refused:
            complaints.append(f"{page.url}: {said.text}")

    def make(role, width=1280, **options):
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 900}, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda said: hear(page, said))
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        if role:
            page.goto(reverse("account_login"))
            page.get_by_label("Email").fill(f"{role}@example.org")
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        return page

    yield make
    for context in contexts:
        context.close()
    # axe itself loads the style sheets a second time; that line is its own.
    assert [line for line in complaints if "preload assets" not in line] == []
