"""Documents are taken in, in a real browser: each file with its own line, and without JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from improvement.models import WaitingDocument
from tests.documents_sent import LIST, text_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def payload(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


LETTER = payload("download(3).pdf", text_of("monitoring_visit"))
TORN = payload("torn.pdf", b"%PDF-1.7 torn")
PAPER = payload("paper", text_of("press"))

DROP = """async ([name, words]) => {
  const brought = new DataTransfer();
  brought.items.add(new File([words], name));
  const options = { dataTransfer: brought, bubbles: true, cancelable: true };
  const form = document.querySelector("form.upload");
  form.dispatchEvent(new DragEvent("dragover", options));
  const isMarked = form.classList.contains("is-over");
  form.dispatchEvent(new DragEvent("drop", options));
  return isMarked && !form.classList.contains("is-over");
}"""


def lines(page):
    return page.locator(".came-list > li")


def test_several_files_with_a_bad_one_each_have_their_line_and_the_list_shows_them(sign_in):
    page = sign_in("admin")
    page.goto(LIST)

    page.get_by_label("Documents", exact=True).set_input_files([LETTER, TORN, PAPER])
    page.get_by_role("button", name="Take these in").click()

    expect(page.get_by_role("status").last).to_have_text(
        "2 of 3 files taken in", timeout=60_000
    )
    said = lines(page).all_inner_texts()
    assert ["Taken in." in one for one in said] == [True, False, True]
    assert "Not taken in." in said[1]
    assert "damaged" in said[1]
    expect(page.get_by_role("heading", name="2 documents on the list")).to_be_visible()
    lines(page).first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("monitoring visit to Rutland")
    page.wait_for_load_state("networkidle")


def test_a_file_is_dropped_on_the_import_page(sign_in):
    page = sign_in("admin")
    page.goto(reverse("draft-upload"))

    assert page.evaluate(DROP, ["notes.txt", "Notes of a talk."])

    expect(lines(page)).to_contain_text("Taken in. Notes of a talk.", timeout=60_000)
    assert WaitingDocument.objects.get().file.name == "notes.txt"


def test_a_question_is_answered_beside_the_file_which_need_not_be_chosen_again(sign_in):
    page = sign_in("admin")
    page.goto(LIST)
    page.get_by_label("Documents", exact=True).set_input_files(
        payload("Kayla_7.txt", b"Notes of a talk.")
    )
    page.get_by_role("button", name="Take these in").press("Enter")
    expect(lines(page)).to_contain_text("looks like a child's name", timeout=60_000)

    page.get_by_role("button", name="It is not about an individual child").press("Enter")

    expect(lines(page)).to_contain_text("Taken in.", timeout=60_000)
    expect(lines(page)).to_have_count(1)
    expect(page.get_by_role("status").last).to_have_text("1 of 1 file taken in")
    expect(page.get_by_role("heading", name="1 document on the list")).to_be_visible()


def test_what_is_too_large_is_not_even_sent(sign_in):
    page = sign_in("admin")
    page.goto(LIST)
    page.get_by_label("Documents", exact=True).set_input_files(
        payload("large.pdf", b"0" * (10 * 1024**2 + 1))
    )

    page.get_by_role("button", name="Take these in").click()

    expect(lines(page)).to_contain_text("It is over 10 MB, so it was not sent")


def test_a_file_that_did_not_arrive_can_be_sent_again(sign_in):
    page = sign_in("admin")
    page.goto(LIST)
    page.route(f"**{LIST}", lambda route: route.fulfill(body="<p>Sign in</p>"), times=1)
    page.get_by_label("Documents", exact=True).set_input_files(LETTER)
    page.get_by_role("button", name="Take these in").click()
    expect(lines(page)).to_contain_text("You are signed out, or this page is too old")

    page.get_by_role("button", name="Send it again").click()

    expect(lines(page)).to_contain_text("Taken in.", timeout=60_000)
    expect(page.get_by_role("heading", name="1 document on the list")).to_be_visible()


def test_no_file_chosen_is_told(sign_in):
    page = sign_in("admin")
    page.goto(LIST)

    page.get_by_role("button", name="Take these in").click()

    expect(page.get_by_role("status").last).to_have_text("Choose at least one file.")


def test_without_javascript_the_page_that_follows_has_a_line_for_each(sign_in):
    page = sign_in("admin", java_script_enabled=False)
    page.goto(LIST)
    expect(page.get_by_text("up to 20 at once")).to_be_visible()

    page.get_by_label("Documents", exact=True).set_input_files([LETTER, TORN])
    page.get_by_role("button", name="Take these in").click()

    expect(page.get_by_role("heading", name="1 of 2 files taken in")).to_be_visible()
    assert lines(page).count() == 2


def test_the_pages_are_for_everybody_at_every_width(sign_in, accessible):
    page = sign_in("admin")
    page.goto(LIST)
    accessible(page, "an empty list")
    page.get_by_label("Documents", exact=True).set_input_files([LETTER, TORN])
    page.get_by_role("button", name="Take these in").click()
    expect(page.get_by_role("heading", name="1 document on the list")).to_be_visible(
        timeout=60_000
    )
    accessible(page, "the list")
    page.get_by_role("link", name="Put away").click()
    accessible(page, "putting away")
    for name in ("draft-upload", "glossary", "glossary-add"):
        page.goto(reverse(name))
        accessible(page, name)
