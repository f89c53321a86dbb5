"""An approver at work in a real browser: by keyboard, without JavaScript, on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from improvement import recording
from improvement.models import Action, Decision, SignOff, User
from tests.browsing import PHONE
from tests.test_browser import PLAN_2026

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def waiting(torbay_to_browse):
    """Beside what the example's plan has waiting, a claim with evidence and a request."""
    now, officer = timezone.now(), User.objects.get(email="officer@example.org")
    claimed = Action.objects.select_related("plan").get(plan__key=PLAN_2026, reference="3.1")
    asked = Action.objects.select_related("plan").get(plan__key=PLAN_2026, reference="1.3")
    recording.record_update(
        action=claimed,
        by=officer,
        now=now,
        status="done",
        text="Held in all four teams.",
        evidence=[
            recording.Given(
                kind="audit", shows="Held in 41 of 48 files.", link="https://example.org/audit"
            )
        ],
    )
    recording.request_date(
        action=asked,
        by=officer,
        now=now,
        to=now.date() + timedelta(days=200),
        reason="The supplier is late.",
        meanwhile="Lists by hand.",
        holds_up="The audit of December.",
    )


def row(page, reference):
    return page.get_by_role("article").filter(
        has=page.get_by_role("link", name=f"{reference} ", exact=False)
    )


def choose(page, name, *, downs):
    """From the first radio of a group, by keyboard, to the one so many further down."""
    radios = page.get_by_role("group", name=name).get_by_role("radio")
    radios.first.focus()
    for _ in range(downs):
        page.keyboard.press("ArrowDown")


def test_an_approver_decides_several_by_keyboard(sign_in, waiting):
    page = sign_in("approver")
    page.goto("/to-decide/")
    expect(row(page, "3.1")).to_contain_text("Held in 41 of 48 files.")

    choose(page, "Your answer on 3.1", downs=1)
    choose(page, "Your decision on 1.3", downs=1)
    page.get_by_label("Minute reference for the dates decided here").focus()
    page.keyboard.type("Board of 20 November, item 4")
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_contain_text("2 decisions recorded.")
    assert SignOff.objects.get(action__reference="3.1", said_by__isnull=False)
    decision = Decision.objects.get(action__reference="1.3", said_by__isnull=False)
    assert decision.minute == "Board of 20 November, item 4"
    expect(page.get_by_role("main")).to_contain_text("What you decided today (2)")


def test_what_was_not_recorded_is_read_first_and_kept_without_javascript(sign_in, waiting):
    page = sign_in("approver", java_script_enabled=False)
    page.goto("/to-decide/")

    row(page, "3.1").get_by_label("Send back").check()
    row(page, "1.3").get_by_label("Refuse").check()
    row(page, "1.3").get_by_label("Why").fill("The supplier was warned.")
    page.get_by_role("button", name="Record these decisions").click()

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("1 decision recorded. 1 not:")
    alert.get_by_role("link", name="Say what is missing.").click()
    expect(row(page, "3.1").get_by_label("Send back")).to_be_checked()
    row(page, "3.1").get_by_label("Note on").fill("Seven files are missing.")
    page.get_by_role("button", name="Record these decisions").click()
    expect(page.get_by_role("main")).to_contain_text("1 decision recorded.")


def test_the_page_on_which_something_failed_takes_the_focus_there(sign_in, waiting):
    page = sign_in("approver")
    page.goto("/to-decide/")
    row(page, "3.1").get_by_label("Send back").check()
    page.get_by_role("button", name="Record these decisions").click()

    expect(page.get_by_role("alert")).to_be_focused()


def test_the_button_in_sight_never_covers_what_has_the_focus(sign_in, waiting):
    page = sign_in("approver", reduced_motion="reduce")
    page.goto("/to-decide/")
    foot = page.locator(".deciding__foot")
    for box in page.locator(".row-to-decide textarea").all():
        box.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        inside, below = box.bounding_box(), foot.bounding_box()
        assert inside["y"] + inside["height"] <= below["y"] + 1


def test_every_state_of_the_queue_is_accessible_and_fits(sign_in, waiting, accessible):
    page = sign_in("approver", PHONE)
    page.goto("/to-decide/")
    accessible(page, "the queue")
    row(page, "3.1").get_by_label("Send back").check()
    row(page, "1.3").get_by_label("Refuse").check()
    row(page, "1.3").get_by_label("Why").fill("No.")
    page.get_by_role("button", name="Record these decisions").click()
    accessible(page, "what failed")
    page.get_by_role("link", name="Take it back").click()
    accessible(page, "taking back")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("main")).to_contain_text("It is taken back.")
    page.goto(f"/plans/{PLAN_2026}/actions/3.1/sign-off/")
    page.get_by_label("Send back").check()
    page.get_by_role("button", name="Record your answer").click()
    accessible(page, "a sign-off that failed")
