"""What was written and not yet sent, in a real browser that runs JavaScript."""

import json

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from improvement.models import Update
from tests.factories import PASSWORD, MembershipFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FORM = "/plans/plan/actions/1.1/update/"
LINE = "Your unsent words of"


@pytest.fixture
def page(browse, eleven):
    """An officer who has signed in."""
    return browse("officer@council.example")


def fill_sign_in(page, email):
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def write(page, address=FORM):
    page.goto(address)
    page.locator("[name=status][value=at_risk]").check()
    page.locator("[name=reason]").fill("Two posts are vacant.")


def kept(page):
    page.wait_for_load_state()  # once its scripts have run
    return page.evaluate("JSON.stringify({...localStorage})")


def test_unsent_words_come_back_with_a_line_that_says_so(page):
    write(page)
    page.goto("/my-actions/")

    page.goto(FORM)

    expect(page.get_by_role("status")).to_contain_text(LINE)
    expect(page.locator("[name=reason]")).to_have_value("Two posts are vacant.")
    expect(page.locator("[name=status][value=at_risk]")).to_be_checked()
    page.goto("/plans/plan/actions/1.2/update/")
    expect(page.get_by_text(LINE)).to_have_count(0)


def test_they_can_be_discarded(page):
    write(page)
    page.goto(FORM)

    page.get_by_role("button", name="Discard them").click()

    expect(page.get_by_role("status")).to_have_text("Your unsent words are discarded.")
    expect(page.locator("[name=reason]")).to_have_value("")
    page.goto(FORM)
    expect(page.get_by_text(LINE)).to_have_count(0)


def test_once_recorded_they_are_gone(page):
    write(page)
    page.get_by_role("button", name="Record the update").click()
    expect(page.get_by_text("Your update is recorded.")).to_be_visible()

    assert Update.objects.latest("pk").reason == "Two posts are vacant."
    assert kept(page) == "{}"


def test_words_of_the_one_at_a_time_mode_are_those_of_the_action(page):
    write(page, "/my-actions/each/")
    page.goto(FORM)
    expect(page.locator("[name=reason]")).to_have_value("Two posts are vacant.")
    page.goto("/my-actions/each/")

    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_text("Your update is recorded.")).to_be_visible()

    assert kept(page) == "{}"


def test_what_was_refused_and_left_comes_back_as_it_was_last(page):
    write(page)
    page.locator("[name=reason]").fill("")
    page.locator("[name=text]").fill("Three teams.")
    page.get_by_role("button", name="Record the update").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.get_by_text(LINE)).to_have_count(0)
    page.locator("[name=difference]").fill("Visits are on time.")

    page.goto(FORM)

    expect(page.locator("[name=text]")).to_have_value("Three teams.")
    expect(page.locator("[name=difference]")).to_have_value("Visits are on time.")
    expect(page.locator("[name=status][value=at_risk]")).to_be_checked()


def test_words_outlive_a_session_that_ended_meanwhile(page):
    write(page)
    Session.objects.all().delete()
    page.get_by_role("button", name="Record the update").click()
    page.wait_for_url("**/sign-in/**")

    fill_sign_in(page, "officer@council.example")
    page.wait_for_url(f"**{FORM}")

    expect(page.locator("[name=reason]")).to_have_value("Two posts are vacant.")
    expect(page.get_by_text(LINE)).to_be_visible()


def test_signing_out_takes_them_away(page):
    write(page)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/**")

    assert kept(page) == "{}"


def test_another_account_on_the_same_browser_never_sees_them(page, eleven):
    write(page)
    Session.objects.all().delete()
    colleague = UserFactory(email="colleague@council.example")
    MembershipFactory(user=colleague, authority=eleven[0].plan.authority, role="officer")

    page.goto("/sign-in/?next=/my-actions/")
    fill_sign_in(page, "colleague@council.example")
    page.wait_for_url("**/my-actions/")

    assert kept(page) == "{}"


def test_after_a_week_they_are_gone(page):
    write(page)
    page.evaluate(
        """() => Object.keys(localStorage).forEach((key) => {
            const kept = JSON.parse(localStorage.getItem(key));
            kept.at -= 7 * 24 * 60 * 60 * 1000 + 1;
            localStorage.setItem(key, JSON.stringify(kept));
        })"""
    )

    page.goto(FORM)

    expect(page.locator("[name=reason]")).to_have_value("")
    assert kept(page) == "{}"


def test_neither_files_nor_hidden_boxes_are_kept(page):
    page.goto(f"{FORM}?status=done")
    page.locator("[name=file_1]").set_input_files(
        {"name": "audit.txt", "mimeType": "text/plain", "buffer": b"secret"}
    )
    page.locator("[name=shows_1]").fill("Nine of ten.")

    (words,) = [json.loads(value) for value in json.loads(kept(page)).values()]
    assert words["words"] == {"shows_1": "Nine of ten.", "status": "done"}


def test_a_status_chosen_on_the_list_just_now_stands(page):
    write(page)

    page.goto(f"{FORM}?status=off_track")

    expect(page.locator("[name=reason]")).to_have_value("Two posts are vacant.")
    expect(page.locator("[name=status][value=off_track]")).to_be_checked()


def test_words_come_back_with_the_status_that_a_link_had_chosen(page):
    page.goto(f"{FORM}?status=off_track")
    page.locator("[name=reason]").fill("Two posts are vacant.")

    page.goto(FORM)

    expect(page.locator("[name=reason]")).to_have_value("Two posts are vacant.")
    expect(page.locator("[name=status][value=off_track]")).to_be_checked()


def test_what_was_recorded_since_they_were_written_is_told(page, eleven):
    write(page)
    last = Update.objects.filter(action=eleven[0]).get()
    Update.objects.create(
        action=eleven[0],
        status="on_track",
        text="Four teams.",
        by_post=last.by_post,
        holds_from=last.holds_from,
        known_at=last.known_at,
    )

    page.goto(FORM)

    expect(page.get_by_role("status")).to_contain_text("Something was recorded since")


def test_a_browser_that_keeps_nothing_shows_the_form_all_the_same(page):
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
    )

    write(page)
    page.get_by_role("button", name="Record the update").click()

    expect(page.get_by_text("Your update is recorded.")).to_be_visible()
    page.context.close()  # the script would stay with the window
