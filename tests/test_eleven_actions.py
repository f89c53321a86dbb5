"""An officer's eleven actions before a deadline, in a real browser, by keyboard alone.

What is counted is what a person does: pressing a button or following a link is one, and so is
each field that is filled in, whatever is typed into it. Moving about (Tab, and the arrows
within one group of radio buttons) is free. The keyboard here can do nothing else: no mouse,
no addresses typed in, no script on the page.
"""

import pytest

from improvement.models import Evidence, Update

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ONE, ALL = 3, 40  # the most that may be needed for one action, and for all eleven
WORDS = {
    "at_risk": "Two of the five teams have no manager until February.",
    "off_track": "The supplier has put the system back to the summer.",
    "done": "Every case was read by the end of the week.",
    "on_track": "Nine of ten visits were in time in October.",
}
# What a radio button, a link or a button is called on the pages.
STATUSES = {
    "not_started": "Not started",
    "on_track": "On track",
    "at_risk": "At risk",
    "off_track": "Off track",
    "done": "Done",
}


class Keyboard:
    """The keyboard of somebody who sits before a page, and what they have done so far."""

    def __init__(self, page):
        self.page, self.done = page, 0

    def _focused(self, ask):
        return self.page.evaluate(f"(() => {{ const e = document.activeElement; {ask} }})()")

    def tab_to(self, css, text=""):
        """Free: move to the first thing of this kind whose words begin so."""
        for _ in range(300):
            self.page.keyboard.press("Tab")
            if self._focused(
                f"return e.matches({css!r}) && e.textContent.trim().startsWith({text!r})"
            ):
                return
        raise AssertionError(f"Tab never reached “{text}” ({css}) on {self.page.url}")

    def wait_for_focus(self, css):
        for _ in range(100):
            if self._focused(f"return e.matches({css!r})"):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{css} never had the focus on {self.page.url}")

    def press(self, text):
        """One: find a link or a button by its words and press Return on it."""
        self.tab_to("a, button", text)
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")
        self.done += 1

    def fill(self, name, words):
        """One: type words into a box."""
        self.tab_to(f"[name={name}]")
        self.page.keyboard.insert_text(words)
        self.done += 1

    def choose(self, name, value):
        """One: choose within a group of radio buttons."""
        self.tab_to(f"[name={name}]")
        for _ in range(10):
            if self._focused("return e.value") == value:
                self.page.keyboard.press("Space")
                self.done += 1
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no radio button {value}")


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def keyboard(request, browse, eleven):
    """Somebody who has signed in and looks at their list."""
    page = browse("officer@council.example", java_script_enabled=request.param)
    page.goto("/my-actions/")
    return Keyboard(page)


def said_of(action):
    last = Update.objects.filter(action=action).latest("pk")
    return (last.status, last.text or last.reason, last.no_change)


def test_one_action_takes_three_steps_from_the_list_whatever_is_said_of_it(keyboard, eleven):
    for action, (status, label) in zip(eleven, STATUSES.items(), strict=False):
        before = keyboard.done
        words = WORDS.get(status, "It waits for the new team.")

        keyboard.press(f"{label}: {action}")
        keyboard.fill("reason" if status in ("at_risk", "off_track") else "text", words)
        keyboard.press("Record the update")

        assert said_of(action) == (status, words, False)
        assert keyboard.done - before <= ONE
        # And back on the list, where the next one is.
        assert keyboard.page.url.endswith(f"/my-actions/#action-{action.pk}")


def test_that_nothing_changed_takes_one_step_from_the_list(keyboard, eleven):
    action = eleven[4]

    keyboard.press(f"No change: {action}")

    assert said_of(action) == ("on_track", "", True)
    assert keyboard.done == 1


def test_all_eleven_take_no_more_than_forty_steps_with_words_in_four(keyboard, eleven):
    spoken = dict(zip((1, 4, 7, 10), WORDS.items(), strict=True))

    keyboard.press("Go through all 11")
    for place, action in enumerate(eleven):
        assert f"{place + 1} of 11" in keyboard.page.title()
        if place in spoken:
            status, words = spoken[place]
            keyboard.choose("status", status)
            keyboard.fill("reason" if status in ("at_risk", "off_track") else "text", words)
            keyboard.press("Save and next")
            assert said_of(action) == (status, words, False)
        else:
            keyboard.press("No change, next")
            assert said_of(action) == ("on_track", "", True)

    assert keyboard.done <= ALL
    heading = keyboard.page.get_by_role("heading", level=1)
    assert heading.inner_text() == "You have said how each stands"
    for words in WORDS.values():
        assert words in keyboard.page.get_by_role("main").inner_text()


def test_return_in_a_box_saves_and_does_not_say_that_nothing_changed(keyboard, eleven):
    keyboard.press("Go through all 11")
    keyboard.choose("status", "done")
    keyboard.fill("text", "Every case was read.")
    keyboard.tab_to("summary", "Evidence")
    keyboard.page.keyboard.press("Enter")
    keyboard.tab_to("[name=kind_1]")
    keyboard.page.keyboard.press("ArrowDown")
    keyboard.fill("link_1", "https://example.org/audit")
    keyboard.fill("shows_1", "Nine of ten in time.")
    with keyboard.page.expect_navigation(wait_until="load"):
        keyboard.page.keyboard.press("Enter")

    assert said_of(eleven[0]) == ("done", "Every case was read.", False)
    assert Evidence.objects.get().shows == "Nine of ten in time."


def test_an_error_has_the_focus_and_leads_to_its_box(keyboard, eleven):
    keyboard.press(f"At risk: {eleven[0]}")
    keyboard.press("Record the update")

    keyboard.wait_for_focus(".error-summary")
    keyboard.page.keyboard.press("Tab")
    keyboard.page.keyboard.press("Enter")
    keyboard.page.keyboard.type("No staff.")
    keyboard.press("Record the update")

    assert said_of(eleven[0]) == ("at_risk", "No staff.", False)
