"""A real browser, with windows in which somebody has signed in.

One Chromium serves all tests of a process, and its windows are used again: to open one costs
the processor time of ten pages.
"""

import os
import re
import threading
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Error, Page, sync_playwright

from improvement.models import User
from tests.places import CHROMIUM

DESK, PHONE = 1280, 320  # widths in pixels
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    # Playwright keeps an event loop running, which Django takes for an async caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass
class Window:
    """One page in a profile of its own, and what the browser has complained of in it."""

    context: BrowserContext
    page: Page
    options: dict
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.page.set_default_timeout(15_000)
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.complain(error))

    def hear(self, said):
        # Chromium reports the status of a page that we opened to see its refusal, and of what
        # a script asks and gets the answers for: somebody else was first, or it will not do.
        refused = said.text.startswith("Failed to load resource") and (
            said.location["url"] == self.page.url or re.search(r"\b4(09|22)\b", said.text)
        )
        # axe itself loads the style sheets a second time; that line is its own.
        expected = refused or "preload assets" in said.text
        if said.type in ("error", "warning") and not expected:
            self.complain(said.text)

    def complain(self, words):
        self.complaints.append(f"{self.page.url}: {words}")

    def empty(self, address):
        """Forget whatever the pages of `address` made the browser keep."""
        for page in self.context.pages:
            if page != self.page:
                page.close()
        self.page.unroute_all()
        self.page.evaluate("location.protocol == 'about:' || sessionStorage.clear()")
        self.page.goto("about:blank")
        self.page.emulate_media(media="null")
        self.context.clear_cookies()
        devtools = self.context.new_cdp_session(self.page)
        kept = {"origin": address, "storageTypes": "all"}
        devtools.send("Storage.clearDataForOrigin", kept)
        devtools.detach()
        self.complaints.clear()


class Windows:
    """Those of a browser that looks at one address."""

    def __init__(self, browser, address):
        self.browser, self.address = browser, address
        self.free, self.taken = [], []

    def take(self, **options):
        """A blank page of a context with such options."""
        window = next((one for one in self.free if one.options == options), None)
        if window:
            self.free.remove(window)
        else:
            context = self.browser.new_context(base_url=self.address, **options)
            window = Window(context, context.new_page(), options)
        self.taken.append(window)
        return window.page

    def let_in(self, page, email):
        """From now on it is this person who looks at the page; None: nobody has signed in."""
        page.context.clear_cookies()
        if email:
            client = Client()
            client.force_login(User.objects.get(email=email))
            name = settings.SESSION_COOKIE_NAME
            cookie = {"name": name, "value": client.cookies[name].value, "url": self.address}
            page.context.add_cookies([cookie])

    def give_back(self):
        """All that were taken; returns what the browser complained of."""
        complaints = [said for window in self.taken for said in window.complaints]
        while self.taken:
            window = self.taken.pop()
            try:
                window.empty(self.address)
            except Error:  # a page that has gone, or would not be left
                window.context.close()
            else:
                self.free.append(window)
        return complaints

    def close(self):
        for window in self.free + self.taken:
            window.context.close()


@pytest.fixture(scope="session")
def windows(chromium, django_db_setup, live_server):
    # After the database has been made, so that it is closed before the database goes.
    made = Windows(chromium, live_server.url)
    yield made
    made.close()
    # The server goes next. A thread of its that still ends a request would use a database
    # connection that is no longer shared with it.
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=10)


@pytest.fixture
def browse(windows, transactional_db):
    """Opens a blank page, signed in as whoever has the e-mail address; checks at the end that
    the browser had nothing to complain of."""

    def make(email=None, width=DESK, **options):
        page = windows.take(**options)
        page.set_viewport_size({"width": width, "height": 900})
        windows.let_in(page, email)
        return page

    yield make
    assert windows.give_back() == []


@pytest.fixture
def sign_in(browse, torbay_to_browse):
    """Opens a blank page, signed in as Torbay's member in a role."""

    def make(role, width=DESK, **options):
        return browse(role and f"{role}@example.org", width, **options)

    return make
