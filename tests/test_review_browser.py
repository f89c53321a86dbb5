"""A letter is confirmed in a real browser: by keyboard alone, by two at once, without scripts."""

import re
import textwrap

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from improvement.documents.taking_in import take_in
from improvement.models import Membership, Proposal, User
from tests.pdf_made import Sheet, pdf
from tests.test_upload_browser import payload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    """\
# Monitoring visit of Torbay Council children's services
20 December 2019
Dear Ms Addressee
This letter summarises the findings of the monitoring visit to Torbay children's services on 26 \
and 27 November 2019. The visit was the third monitoring visit since the local authority was \
judged inadequate in June 2018. The inspectors were Ann Example HMI and Bo Sample HMI.
# Findings and evaluation of progress
Managers' oversight of the work has improved, and decisions are now recorded. Supervision is \
more regular.""",
    """\
Plans for children are not yet good enough, and too many are out of date. Visits to children \
have become more regular. There is a new way to hear what children say.
The quality of assessments is weak. Social workers know their children well.""",
    """\
Leaders have strengthened the way in which they check the work of their teams.
Yours sincerely
Ann Example
Her Majesty's Inspector""",
]


def letter():
    """Three pages, with two, four and one sentence of findings."""
    sheets = []
    for told in PAGES:
        sheet, height = Sheet(), 80
        for words in told.splitlines():
            is_heading, lines = words.startswith("# "), textwrap.wrap(words.lstrip("# "), 84)
            font, size = ("bold", 14) if is_heading else ("plain", 11)
            sheet.lines(60, height, *lines, font=font, size=size)
            height += 15 * len(lines) + 14
        sheets.append(sheet)
    return pdf(*sheets)


@pytest.fixture
def waiting(torbay_to_browse):
    by = User.objects.get(email="admin@example.org")
    return take_in(letter(), "download(3).pdf", by=by, now=timezone.now())


def leaf(waiting, number):
    return f"{reverse('waiting', args=[waiting.pk])}?leaf={number}"


def card_of(page, words):
    return page.locator(f"#proposal-{kept(words).pk}")


def has_focus(page, words):
    expect(card_of(page, words)).to_be_focused()


def kept(words):
    return next(one for one in Proposal.objects.all() if words in str(one.said.get("text")))


def press_on(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_a_letter_is_confirmed_whole_by_keyboard(sign_in):
    page = sign_in("admin")
    page.goto(reverse("waiting-list"))
    page.get_by_label("Documents", exact=True).set_input_files(payload("down.pdf", letter()))
    page.get_by_role("button", name="Take these in").press("Enter")
    page.locator(".came-list a").press("Enter", timeout=60_000)

    # The facts about the document, then its pages one after another.
    expect(page.locator(".proposal:focus")).to_contain_text("About the document")
    left = Proposal.objects.count()
    pages = [0, 1, 2, 3]
    for number in pages:
        expect(page.locator("[data-review]")).to_have_attribute("data-leaf", str(number))
        on_it = page.locator(".proposal").count()
        for done in range(on_it):
            expect(page.locator(".proposal:focus[data-state=undecided]")).to_have_count(1)
            # The first of the page is read by the eye alone: its words are marked and in sight.
            if number and not done:
                expect(page.locator(".mark--here").first).to_be_in_viewport()
            page.keyboard.press("1" if number == 2 else "a")
            left -= 1
        expect(page.locator(f"[data-leaf-left='{number}']")).to_have_text("✓")
        expect(page.locator(".proposal[data-state=accepted]")).to_have_count(on_it)
        if left:
            expect(page.locator("[data-left-words]")).to_have_text(f"{left} not looked at")
        press_on(page, "n")

    page.wait_for_url("**/import/")
    expect(page.get_by_role("button", name="Import as admin@example.org")).to_be_visible()
    assert not Proposal.objects.exclude(state="accepted").exists()
    assert kept("Visits to children have become").said["recommendations"]


def test_each_key_does_what_a_button_does_and_keeps_the_place(sign_in, waiting):
    page = sign_in("admin")
    page.goto(leaf(waiting, 2))
    has_focus(page, "Plans for children")
    press_on(page, "j", "j", "k", "?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    press_on(page, "Escape", "r")

    has_focus(page, "The quality of assessments")
    expect(card_of(page, "Visits to children")).to_have_attribute("data-state", "rejected")
    expect(page.locator("mark", has_text="Visits to children")).to_have_class(
        "mark mark--rejected"
    )
    press_on(page, "k", "u")
    expect(card_of(page, "Visits to children")).to_have_attribute("data-turn", "2")
    has_focus(page, "Visits to children")

    press_on(page, "p")
    page.wait_for_url("**as=printed**")
    has_focus(page, "Visits to children")
    expect(page.locator("rect.mark--here").first).to_be_in_viewport()
    press_on(page, "Shift+Digit1")
    expect(card_of(page, "Visits to children")).to_have_attribute("data-state", "accepted")
    assert kept("Visits to children").said["not_about"]

    press_on(page, "e")
    expect(page.locator("[name=direction]:focus")).to_be_visible()
    press_on(page, "Escape", "o")
    expect(page.locator("[name=other]:focus")).to_be_visible()
    page.locator("[name=other]:focus").select_option(index=2)
    press_on(page, "Control+Enter")
    expect(card_of(page, "The quality of assessments")).to_have_attribute(
        "data-state", "accepted"
    )
    assert kept("The quality of assessments").said["recommendations"]
    page.go_back()
    expect(page.locator(".proposal[data-state=accepted]")).to_have_count(2)


def test_those_read_together_take_one_key_and_the_end_of_the_page_is_told(sign_in, waiting):
    unsure = kept("The quality of assessments")
    unsure.proposed["sure"] = {"level": "low"}
    unsure.save()
    page = sign_in("admin")
    page.goto(leaf(waiting, 2))
    has_focus(page, "Plans for children")
    press_on(page, "+")
    status = page.locator("[data-review-status]")
    expect(status).to_have_text("Select words in the document’s text first, then press +.")

    press_on(page, "j", "r", "Shift+A")

    # On to the one that is left for an answer; what was struck out stays so.
    has_focus(page, "The quality of assessments")
    expect(card_of(page, "Plans for children")).to_have_attribute("data-state", "accepted")
    expect(card_of(page, "Visits to children")).to_have_attribute("data-state", "rejected")
    expect(status).to_contain_text("One left for your answer.")
    press_on(page, "j", "m")
    has_focus(page, "The quality of assessments")

    press_on(page, "a")

    expect(page.get_by_role("link", name="Next page with something")).to_be_focused()
    expect(status).to_contain_text("That was the last on this page.")
    assert waiting.proposals.filter(state="accepted").count() == 3


def test_one_that_is_read_together_with_what_needs_an_answer_is_the_one_that_is_accepted(
    sign_in, waiting
):
    for words in ("Plans for children", "Visits to children", "The quality of assessments"):
        unsure = kept(words)
        unsure.proposed["sure"] = {"level": "low"}
        unsure.save()
    page = sign_in("admin")
    page.goto(leaf(waiting, 2))
    number = page.locator(".proposal").count()

    press_on(page, "Shift+A")

    status = page.locator("[data-review-status]")
    expect(status).to_contain_text(f"One accepted. {number - 1} left for your answer.")
    expect(card_of(page, "Social workers know")).to_have_attribute("data-state", "accepted")
    expect(card_of(page, "Plans for children")).to_have_attribute("data-state", "undecided")
    expect(page.locator(".proposal")).to_have_count(number)


def test_what_was_not_in_sight_is_not_accepted_with_the_others(sign_in, waiting):
    page = sign_in("admin")
    page.set_viewport_size({"width": 1280, "height": 330})
    page.goto(leaf(waiting, 2))
    has_focus(page, "Plans for children")

    press_on(page, "Shift+A")

    expect(card_of(page, "Plans for children")).to_have_attribute("data-state", "accepted")
    expect(page.locator(".proposal[data-state=undecided]").last).to_be_visible()
    assert kept("Social workers know").state == "undecided"
    expect(page.locator("[data-review-status]")).to_contain_text(NOT_SEEN)


NOT_SEEN = re.compile(
    r"accepted\. (One|\d) you have not seen yet (is left: scroll to it|are left: scroll to them)"
    ", then press again\\."
)


@pytest.mark.parametrize(
    "size", [{"width": 1280, "height": 330}, {"width": 390, "height": 700}]
)
def test_where_none_was_in_sight_the_group_says_so(sign_in, waiting, size):
    page = sign_in("admin")
    page.set_viewport_size(size)
    page.goto(leaf(waiting, 2))
    number = page.locator(".proposal").count()
    page.evaluate(
        """() => document.querySelectorAll(".proposal").forEach((one) => delete one.dataset.shown)"""
    )

    page.evaluate("document.querySelector('[data-accept-group] button').click()")

    words = f"None accepted. {number} you have not seen yet are left: scroll to them"
    expect(page.locator("[data-review-status]")).to_contain_text(words)
    assert not waiting.proposals.filter(state="accepted").exists()


def test_a_key_that_is_held_down_decides_once(sign_in, waiting):
    page = sign_in("admin")
    page.goto(leaf(waiting, 2))
    has_focus(page, "Plans for children")

    # Down again without having been let go, as a key is that is held.
    for key, others in (("a", 5), ("r", 5), ("1", 5)):
        for _ in range(others):
            page.keyboard.down(key)
        page.keyboard.up(key)

    has_focus(page, "Social workers know")
    expect(page.locator(".proposal[data-state=undecided]")).to_have_count(1)
    states = ["accepted", "rejected", "accepted", "undecided"]
    assert [one.state for one in on_page_two(waiting)] == states


def test_the_last_decision_is_taken_back_from_the_card_that_it_led_to(sign_in, waiting):
    page = sign_in("admin")
    page.goto(leaf(waiting, 2))
    has_focus(page, "Plans for children")
    press_on(page, "a")
    has_focus(page, "Visits to children")
    expect(card_of(page, "Plans for children")).to_have_attribute("data-state", "accepted")

    press_on(page, "u")

    has_focus(page, "Plans for children")
    expect(page.locator(".proposal[data-state=undecided]")).to_have_count(4)
    assert kept("Plans for children").state == "undecided"


def on_page_two(waiting):
    rows = waiting.proposals.filter(kind="finding", proposed__at__page="2")
    return rows.order_by("position")


def test_what_was_not_in_sight_is_no_part_of_the_rest_of_a_page(sign_in, waiting):
    page = sign_in("admin")
    page.set_viewport_size({"width": 1280, "height": 330})
    page.goto(leaf(waiting, 2))
    has_focus(page, "Plans for children")

    page.evaluate("document.querySelector('.review__rest button').click()")

    expect(card_of(page, "Plans for children")).to_have_attribute("data-state", "accepted")
    expect(card_of(page, "Social workers know")).to_have_attribute("data-state", "undecided")
    expect(page.locator("[data-review]")).to_have_attribute("data-leaf", "2")
    expect(page.get_by_text(NOT_SEEN)).to_be_visible()


def test_what_cannot_be_saved_is_told_and_kept(sign_in, windows, waiting):
    page = sign_in("admin")
    page.goto(leaf(waiting, 2))
    plans, visits = card_of(page, "Plans for children"), card_of(page, "Visits to children")

    page.route("**/proposals/*/", lambda route: route.fulfill(body="<p>Away</p>"), times=3)
    press_on(page, "1")
    has_focus(page, "Visits to children")
    expect(plans.get_by_role("alert")).to_contain_text("What you chose is kept here.")
    plans.get_by_role("button", name="Try again").press("Enter")
    expect(plans).to_have_attribute("data-state", "accepted")
    assert kept("Plans for children").said["recommendations"]

    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    visits.focus()
    press_on(page, "r")
    expect(visits.get_by_role("alert")).to_contain_text("You are signed out")
    windows.let_in(page, "admin@example.org")
    visits.get_by_role("button", name="Try again").press("Enter")
    expect(visits).to_have_attribute("data-state", "rejected")


def test_words_that_do_not_stand_there_are_sent_back_with_the_sentence(sign_in, waiting):
    page = sign_in("admin")
    page.goto(leaf(waiting, 2))
    plans = card_of(page, "Plans for children")

    press_on(page, "e")
    plans.get_by_label("The document’s words").fill("Plans for children are good.")
    press_on(page, "Control+Enter")
    expect(plans.get_by_role("alert")).to_contain_text("do not stand in the document")
    # Nobody is taken away from the card that they read by then.
    has_focus(page, "Visits to children")
    plans.get_by_label("The document’s words").fill("too many are out of date")
    press_on(page, "Control+Enter")

    expect(plans).to_have_attribute("data-state", "accepted")
    assert kept("too many").said["text"] == "too many are out of date"
    expect(page.locator("mark.mark--accepted")).to_have_text(
        "Plans for children are not yet good enough, and too many are out of date."
    )


def test_two_at_once_see_each_other_and_overwrite_nothing(sign_in, waiting):
    approver = User.objects.get(email="approver@example.org")
    Membership.objects.create(user=approver, authority=waiting.authority, role="admin")
    mine, theirs = sign_in("admin"), sign_in("approver")
    for page in (mine, theirs):
        page.goto(leaf(waiting, 2))
        has_focus(page, "Plans for children")
    press_on(theirs, "r")
    expect(card_of(theirs, "Plans for children")).to_have_attribute("data-state", "rejected")

    press_on(mine, "e")
    mine.locator("[name=direction]:focus").select_option("declined")
    press_on(mine, "Control+Enter")
    plans = card_of(mine, "Plans for children")
    expect(plans.get_by_role("alert")).to_contain_text("approver@example.org has rejected this")
    expect(plans).to_have_attribute("data-state", "rejected")
    expect(plans.get_by_label("How it is going")).to_have_value("declined")
    assert kept("Plans for children").decided_by == approver

    # What the other does appears here with the next that is saved, or after some seconds.
    has_focus(theirs, "Visits to children")
    press_on(theirs, "a")
    expect(card_of(theirs, "Visits to children")).to_have_attribute("data-state", "accepted")
    press_on(mine, "j", "r")
    expect(card_of(mine, "Visits to children")).to_have_attribute("data-state", "accepted")
    expect(mine.locator("[data-review-others]")).to_contain_text("approver@example.org, since")
    assert kept("Visits to children").decided_by == approver


def test_selected_words_are_added(sign_in, waiting):
    page = sign_in("admin")
    page.goto(leaf(waiting, 2))
    button = page.get_by_role("button", name="Add the selected words")
    expect(button).to_be_hidden()
    page.evaluate(SELECT, [".review__text", "There is a new way to hear what children say."])
    expect(button).to_be_visible()

    press_on(page, "+")
    expect(page.locator("[name=kind]:focus")).to_be_visible()
    page.locator("[name=kind]:focus").select_option("finding")
    page.locator("#add [name=direction]").select_option("improved")
    page.get_by_role("button", name="Add it").press("Enter")

    has_focus(page, "There is a new way")
    assert kept("There is a new way").by_hand


SELECT = """([place, words]) => {
  const walker = document.createTreeWalker(document.querySelector(place), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at >= 0) document.getSelection().setBaseAndExtent(node, at, node, at + words.length);
  }
}"""


def test_without_javascript_each_decision_is_a_form(sign_in, waiting):
    page = sign_in("admin", java_script_enabled=False)
    page.goto(leaf(waiting, 2))
    card_of(page, "Plans for children").get_by_role("button", name="Accept").click()
    expect(page.get_by_role("status")).to_contain_text("Accepted")
    expect(card_of(page, "Plans for children")).to_have_attribute("data-state", "accepted")
    expect(page.get_by_role("button", name="Keys")).to_be_hidden()

    page.get_by_role("button", name="Accept the rest of this page").click()

    expect(page.locator("[data-review]")).to_have_attribute("data-leaf", "3")
    assert waiting.proposals.filter(state="accepted").count() == 4


def test_the_page_is_for_everybody_at_every_width(sign_in, waiting, accessible):
    page = sign_in("admin")
    page.goto(leaf(waiting, 0))
    accessible(page, "the facts")
    page.goto(leaf(waiting, 2))
    has_focus(page, "Plans for children")
    press_on(page, "a", "r", "e")
    expect(page.locator(".proposal[data-state=rejected]")).to_have_count(1)
    accessible(page, "a page with decisions")
    page.goto(f"{leaf(waiting, 2)}&as=printed")
    accessible(page, "the page as printed")
