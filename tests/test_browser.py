"""What members do in a real browser, on Torbay's record: read, update, decide and import, by
keyboard and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from improvement.models import Action
from tests.every_page.records import PLAN_2018, PLAN_2026
from tests.keyboard import choose_radio, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_board_member_reads_each_recommendation_against_each_visit(sign_in):
    page = sign_in("viewer")
    page.goto(f"/plans/{PLAN_2018}/")
    page.get_by_role("link", name="Every commitment against every visit").click()

    row = page.get_by_role("row").filter(has_text="Every visit on time")
    expect(row).to_contain_text("No progress")
    expect(row).to_contain_text("We say better")
    row.get_by_role("link").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("2")
    expect(page.get_by_role("main")).to_contain_text("before 7 February 2019")


def test_every_count_leads_to_exactly_its_rows(sign_in):
    page = sign_in("viewer")
    page.goto(f"/plans/{PLAN_2018}/")
    counts = (
        page.get_by_role("main")
        .get_by_role("link")
        .evaluate_all(
            "links => links.filter(a => a.search.includes('show='))"
            ".map(a => [a.textContent.trim(), a.getAttribute('href')])"
        )
    )
    assert len(counts) >= 15
    for text, address in counts:
        number = int(re.match(r"\d+", text).group())
        page.goto(address)
        rows = page.get_by_role("main").locator("table tbody tr").count()
        assert rows == number, (text, address)


def test_a_link_on_a_page_about_the_past_keeps_its_moment(sign_in):
    page = sign_in("viewer")
    page.goto(f"/plans/{PLAN_2018}/?as_at=2019-03-01&reading=then")

    expect(page.get_by_text("You are looking at", exact=False).first).to_be_visible()
    page.get_by_role("link", name="Every commitment against every visit").click()
    page.get_by_role("row").filter(has_text="Every visit on time").get_by_role(
        "link"
    ).first.click()

    assert "as_at=2019-03-01&reading=then" in page.url
    assert page.get_by_role("main").locator("form").count() == 0


def test_an_officer_updates_an_action_by_keyboard_alone(sign_in):
    page = sign_in("officer")
    page.goto("/my-actions/")

    tab_to(page, "On track: 1.3")
    page.keyboard.press("Enter")
    page.wait_for_url("**/actions/1.3/update/?*")
    tab_to(page, "", "[name=status]")
    choose_radio(page, "at_risk")
    tab_to(page, "", "[name=text]")
    page.keyboard.type("Two teams are still to use the letter.")
    tab_to(page, "", "[name=reason]")
    page.keyboard.type("Their managers are new.")
    tab_to(page, "Record the update")
    page.keyboard.press("Enter")

    page.wait_for_url("**/my-actions/#action-*")
    expect(page.get_by_role("main")).to_contain_text("At risk")
    expect(page.get_by_role("main")).to_contain_text("Two teams are still to use the letter.")


def test_an_officer_updates_and_an_approver_decides_without_javascript(sign_in):
    officer = sign_in("officer", java_script_enabled=False)
    officer.goto(f"/plans/{PLAN_2026}/actions/1.1/update/")
    officer.locator("[name=status][value=done]").check()
    officer.locator("[name=text]").fill("All teams audited in October.")
    officer.get_by_role("button", name="Record the update").click()
    expect(officer.get_by_role("main")).to_contain_text("Done, evidence awaited")

    approver = sign_in("approver", java_script_enabled=False)
    approver.goto("/")
    approver.get_by_role("link", name="To decide").click()
    claim = approver.get_by_role("article").filter(has_text="All teams audited in October.")
    expect(claim.get_by_role("link", name="1.1 ")).to_be_visible()
    claim.get_by_label("Accept").check()
    claim.get_by_label("Note on 1.1").fill("The audit of October was read.")
    approver.get_by_role("button", name="Record these decisions").click()

    expect(approver.get_by_role("main")).to_contain_text("1 decision recorded.")
    assert Action.objects.get(plan__key=PLAN_2026, reference="1.1").sign_offs.count() == 1


def test_an_admin_imports_a_draft_in_the_browser(sign_in, tmp_path):
    draft = tmp_path / "letter.yaml"
    draft.write_text(
        "reviewed_by: Programme manager\n"
        "document: {key: try, title: A letter to try, kind: focused_visit, dated: 2026-10-01}\n"
        "authority: Torbay\n"
        "inspections:\n"
        "  - {key: 2026-09-focused_visit, kind: focused_visit, started: 2026-09-15}\n"
    )
    page = sign_in("admin")
    page.goto("/drafts/")
    page.get_by_label("Draft", exact=True).set_input_files(draft)
    page.get_by_role("button", name="See what it would do").click()
    expect(page.get_by_role("main")).to_contain_text("2 created")

    page.get_by_role("button", name="Import as").click()

    expect(page.get_by_role("main")).to_contain_text("Imported letter.yaml: 2 created")
    expect(page.get_by_role("main")).to_contain_text("15 September 2026")


def test_the_matrix_prints_whole_on_a4_landscape(sign_in, tmp_path):
    page = sign_in("viewer")
    page.goto(f"/plans/{PLAN_2018}/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1040, "height": 720})  # A4 landscape within its margins

    widest = page.evaluate(
        "Math.max(...[...document.querySelectorAll('table')].map(t => t.getBoundingClientRect().right))"
    )

    assert widest <= 1040
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()


def test_an_approver_says_whether_it_works_from_the_recommendation(sign_in):
    page = sign_in("approver")
    page.goto(f"/plans/{PLAN_2026}/visits/")
    page.get_by_role("row").filter(has_text="afi-2").get_by_role("link").first.click()
    expect(page.get_by_role("main")).to_contain_text("Does it work?")

    page.get_by_role("link", name="Say whether it works").click()

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/impact/" in page.url
