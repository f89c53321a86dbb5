"""Asking for a date in a real browser: the page says by how many days it moves."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from inspections.models.time import london_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_page_says_by_how_many_days_the_date_moves(browse, eleven):
    page = browse("officer@council.example")
    page.goto("/plans/plan/actions/1.3/new-date/")
    told = page.locator("[name=to] + [role=status]")
    expect(told).to_have_text("")
    due = london_day(timezone.now()) + timedelta(days=3)

    for days, words in [(31, "31 days later"), (1, "1 day later"), (-2, "2 days earlier")]:
        page.locator("[name=to]").fill(str(due + timedelta(days=days)))
        expect(told).to_have_text(f"{words} than the current date")

    page.get_by_label("Why does it need another date?").fill("The system comes later.")
    page.get_by_label("What happens meanwhile?").fill("Lists are kept by hand.")
    page.get_by_label("What does it hold up?").fill("Nothing.")
    page.get_by_role("button", name="Ask for this date").click()
    page.get_by_label("is meant, 2 days earlier than the current date").check()
    page.get_by_role("button", name="Ask for this date").click()

    expect(page.get_by_text("You have asked for")).to_be_visible()
