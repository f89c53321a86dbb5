"""Five questions that anybody answers within a minute, from the front page, without search.

Each is walked in a real browser by links alone: a handful of them, by the words they carry.
"""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_STEPS = 4


class Reader:
    """A board member who follows links, and counts them."""

    def __init__(self, page):
        self.page, self.steps = page, 0
        page.goto("/")

    @property
    def main(self):
        return self.page.get_by_role("main")

    def follow(self, words, within=None, exact=False):
        self.steps += 1
        place = within or self.page
        place.get_by_role("link", name=words, exact=exact).first.click()

    def menu(self, words):
        self.follow(words, within=self.page.get_by_role("navigation", name="Main"), exact=True)

    def reads(self, *words):
        for each in words:
            expect(self.main).to_contain_text(each)
        assert self.steps <= MOST_STEPS


@pytest.fixture
def reader(sign_in):
    return Reader(sign_in("viewer"))


def test_how_often_was_management_oversight_raised_and_what_was_said_last(reader):
    reader.menu("Themes")
    reader.follow("Management oversight and supervision", within=reader.main)

    reader.reads(
        "Raised 8 times: 2012 (twice), 2016, 2018, 2021, 2022, 2024, 2026.",
        "Last said: Full inspection, 24 February 2026: raised, found both better and worse",
    )


def test_what_did_inspectors_say_about_visits_to_children_between_2016_and_2022(reader):
    reader.menu("Themes")
    reader.follow("Visits to children", within=reader.main)
    reader.page.get_by_label("From the year").fill("2016")
    reader.page.get_by_label("To the year").fill("2022")
    reader.page.get_by_role("button", name="Show these years").click()

    reader.reads(
        "From 2016 to 2022. Raised once: 2018. Last said: Full inspection, 18 May 2022",
        "Re-inspection, 11 June 2018 to 5 July 2018",
        "Monitoring visit, before 7 February 2019",
        "Full inspection, 12 October 2015 to 5 November 2015",
    )
    expect(reader.main).not_to_contain_text("12 January 2026")


def test_which_recommendations_of_2018_repeat_those_of_2016(reader):
    reader.menu("Inspections")
    reader.follow("Re-inspection", within=reader.main)

    reader.reads(
        "6 of 16 say again what was said before: 6 in Full inspection, 12 October 2015"
    )
    repeating = reader.main.get_by_role("row").filter(has_text="the report says it was asked")
    heads = repeating.get_by_role("rowheader").all_inner_texts()
    assert [head.partition(".")[0] for head in heads] == ["1", "5", "7", "8", "10", "11"]


def test_what_did_the_action_of_2012_on_case_audits_answer(reader):
    reader.follow("improvement notice and the peer review of 2012", within=reader.main)
    reader.follow("Not stated", within=reader.main)  # every action of that plan
    reader.follow("Develop a simpler form for case audits", within=reader.main)

    reader.reads(
        "4. Both boards see figures and audits",
        "5. Audits as agreed with the boards",
        "6. Plain who leads and who answers",
        "mid July",
    )


def test_what_was_the_agency_rate_in_2021_and_before(reader):
    reader.menu("Measures")
    reader.follow("Workforce, recruitment and retention", within=reader.main)
    reader.follow("Social work posts filled by agency staff", within=reader.main)

    reader.reads("34.4% before 2 August 2021", "23% by 5 November 2015", "45%")
