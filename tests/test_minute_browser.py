"""Before a meeting: five questions, each answered within one click from the plan page, on the
example's record and on an invented plan of sixty recommendations."""

import re

import pytest
from playwright.sync_api import expect

from inspections.models import Authority
from tests.large_plan import large_plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What is asked; the section of the plan page; what its first figure leads to.
QUESTIONS = {
    "what changed": ("What changed", "What changed from"),
    "where do we disagree": ("Where we disagree with the inspectors", "We say better"),
    "what slipped": ("What has slipped", "Date moved later"),
    "who answers for it": ("What is late, silent or without an owner", "Actions: late"),
    "does it work": ("What is signed off, and shown to work", "Commitments: complete"),
}


@pytest.mark.parametrize(
    ("plan", "day"), [("example-2018", "2021-04-30"), ("large", "2020-07-19")]
)
def test_each_question_is_answered_within_one_click(sign_in, plan, day):
    if plan == "large":
        large_plan(Authority.objects.get(slug="torbay"))
    page = sign_in("viewer")
    for section, answer in QUESTIONS.values():
        page.goto(f"/plans/{plan}/?as_at={day}")
        line = page.get_by_role("region", name=section).locator(".line").first
        number = int(line.locator(".line__number").inner_text())

        line.click()

        head = page.get_by_role("heading", level=1)
        expect(head).to_contain_text(re.compile(answer, re.IGNORECASE))
        where = page.url.rpartition("#")[2] if "#" in page.url else ""
        table = page.locator(f"#{where} ~ .scroll").first if where else page.get_by_role("main")
        expect(table.locator("tbody tr")).to_have_count(number)
        if section.startswith("What is late") and number:
            expect(table.locator("tbody th .quiet").first).to_be_visible()  # who answers
