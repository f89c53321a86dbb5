"""The spreadsheet round trip in a real browser: by keyboard, without scripts, at any width."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from improvement import recording
from improvement.models import Action, Update, User
from tests.browsing import PHONE
from tests.round_trips import Workbook
from tests.test_browser import PLAN_2026, tab_to

pytestmark = pytest.mark.browser


def download_mine(page, where):
    page.goto("/spreadsheets/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="my part").click()
    waiting.value.save_as(where)
    return Workbook(where.read_bytes())


def upload(page, book, where):
    where.write_bytes(book.saved())
    page.goto("/spreadsheets/")
    page.get_by_label("The file as you saved it").set_input_files(where)
    tab_to(page, "See what it would change")
    page.keyboard.press("Enter")
    page.wait_for_url("**/spreadsheets/changes/**")


def written(book):
    """Two actions of the officer's, one of them with a fault and a doubt beside it."""
    book.write("1.1", status="On track", text="Seen with Amelia, aged 7.", to="soon")
    return book.write("1.3", status="At risk", text="Two teams are left.", reason="New staff.")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_an_officer_writes_in_a_spreadsheet_and_records_it_by_keyboard(
    sign_in, tmp_path, scripts
):
    page = sign_in("officer", java_script_enabled=scripts)
    book = download_mine(page, tmp_path / "plan.xlsx")
    page.goto("/my-actions/")
    page.get_by_role("link", name="Work on them in a spreadsheet").click()
    # Keyboard alone needs scripts in the browser to be watched, not on the page.
    said = {"status": "At risk", "text": "Two teams are left.", "reason": "New staff."}
    where = tmp_path / "mine.xlsx"
    where.write_bytes(book.write("1.3", **said).saved())
    page.get_by_label("The file as you saved it").set_input_files(where)
    page.get_by_role("button", name="See what it would change").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("3 changes.")
    page.get_by_role("button", name="Record as officer@example.org").press("Enter")

    expect(page.get_by_role("main")).to_contain_text("Recorded as yours: 1 update.")
    assert Update.objects.latest("pk").text == "Two teams are left."


def test_a_page_full_of_conflicts_is_accessible_and_fits(sign_in, tmp_path, accessible):
    page = sign_in("officer", PHONE)
    book = written(download_mine(page, tmp_path / "plan.xlsx"))
    officer = User.objects.get(email="officer@example.org")
    recording.record_update(
        action=Action.objects.get(plan__key=PLAN_2026, reference="1.3"),
        by=officer,
        now=timezone.now(),
        status="on_track",
        text="All teams use the letter.",
    )
    upload(page, book, tmp_path / "mine.xlsx")

    main = page.get_by_role("main")
    expect(main).to_contain_text("All teams use the letter.")
    expect(main).to_contain_text("“soon” is no one day")
    expect(main).to_contain_text("looks like a child's name with an age")
    accessible(page, "the conflicts")
    page.get_by_role("button", name="Record as").click()

    expect(main).to_contain_text("Choose one of the answers.")
    accessible(page, "what is left to choose")
    page.get_by_label("Record what your file says after it").check()
    page.get_by_label("None of this is about an individual child").check()
    page.get_by_role("button", name="Record as").click()
    expect(main).to_contain_text("Recorded as yours: 2 updates.")
