"""Figures as one sentence states them, and blocks of what was asked, found and done."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.intake.extracting.said.blocks import blocks
from inspections.intake.extracting.said.figures import measures
from tests.passages_made import reading_of


def told(text):
    return measures(reading_of(text))


@pytest.mark.parametrize(
    ("reading", "sentence"),
    [
        ({"value": "97", "from": "86"}, "The completed contact rate is up (97% from 86%)."),
        ({"value": "307", "from": "352"}, "The number fell from 352 children to 307."),
        ({"value": "27", "from": "38.5"}, "The turnover rate of 38.5% to 27% is welcome."),
        ({"value": "15", "target": "25"}, "Audits average 15 a month against a target of 25."),
        ({"value": "92"}, "Visits on time increased to 92%."),
        ({"value": "60", "from": "80"}, "It is high at 60%, although it has reduced from 80%."),
        (
            {"value": "23", "from": "45", "target": "5"},
            "Agency staff fell from 45% to 23% against a target of 5%.",
        ),
        (
            {"from": "245", "target": "121"},
            "It has improved from 245 days but misses the target of 121 days.",
        ),
        ({"value": "40", "bound": "more_than"}, "Some workers had more than 40 cases."),
        ({"value": "63", "on": "2021-06"}, "Reviews on time were at 63% in June 2021."),
    ],
)
def test_reading_is_what_the_sentence_states(reading, sentence):
    [measure] = told(sentence)

    assert measure["readings"] == [reading]


def test_figure_compared_in_the_next_sentence_is_one_reading():
    [measure] = told(
        "At 31 May 2018, 153 children had a plan (a rate of 60 per 10,000). "
        "This is a reduction from 212 at 31 March 2017."
    )

    assert measure["readings"] == [
        {"value": "153", "on": "2018-05-31", "from": "212", "from_on": "2017-03-31"}
    ]
    assert measure["name"] == "children had a plan"


@pytest.mark.parametrize(
    "sentence",
    [
        "The visit was on 12 June 2019.",
        "It ran from 11 June 2018 to 5 July 2018.",
        "The council spent £240,000 in 2015.",
        "Young people aged 16 and 17 years are seen.",
        "Section 47 enquiries are prompt, and Key Stages 1 and 2 are good.",
        "Meetings are held within 24 hours.",
        "See page 14 and paragraph 9.",
        "This is below the national average of 28%.",
        "One in 10 children moved.",
    ],
)
def test_dates_money_ages_limits_and_other_places_figures_are_no_measures(sentence):
    assert told(sentence) == []


def test_way_that_is_good_is_told_only_where_the_text_calls_it_an_improvement():
    [better, plain] = told(
        "Visiting has improved (78% from 50%). The number fell from 352 children to 307."
    )

    assert better["good"] == "higher"
    assert "good" not in plain


def test_measure_is_named_and_counted_in_the_words_of_its_sentence():
    [share, count] = told(
        "A decrease in initial conferences within 15 days (80% from 63%). "
        "The academy supports 16 newly qualified social workers."
    )

    assert share["name"] == "initial conferences within 15 days"
    assert share["unit"] == "%"
    assert count["unit"] == "newly qualified social workers"


def test_area_facts_are_measures_only_where_they_are_compared():
    assert not told(
        "# Information about this local authority area\n24% of children live in poverty."
    )


@given(st.text(alphabet="0123456789%.,-– fromtuesaginl£()", max_size=120))
def test_any_figures_are_read_as_numbers_of_the_text(text):
    for measure in told("Rates: " + " ".join(text.split())):
        for name in ("value", "from", "target"):
            stated = measure["readings"][0].get(name, "0")
            assert re.fullmatch(r"\d{1,9}(\.\d{1,3})?", stated)


# Blocks


def texts(block):
    return {part: [entry["text"] for entry in entries] for part, entries in block.items()}


def test_labelled_parts_make_a_block_each_time_something_is_asked():
    [first, second] = blocks(
        reading_of("""
        Notice requirements
        - 1. Keep records up to date.
        - 2. Visit on time.
        The review found that
        - Records are better.
        Action being taken
        - New forms from July.
        # Notice requirement
        - Hold meetings.
        Our response
        - Meetings are held.
        # Any other business
        - Nothing to add.
        """)
    )

    assert texts(first) == {
        "asked": ["Keep records up to date.", "Visit on time."],
        "found": ["Records are better."],
        "action": ["New forms from July."],
    }
    assert first["asked"][1]["number"] == "2"
    assert first["found"][0]["at"] == {"paragraph": "5", "quote": "Records are better."}
    assert texts(second)["action"] == ["Meetings are held."]


def test_table_with_a_column_for_each_part_makes_a_block_a_row():
    [block] = blocks(
        reading_of("""
        | Recommendation | What inspectors found | Council response
        | 4. Visit on time. | Visits are late. | Weekly checks.
        """)
    )

    assert texts(block) == {
        "asked": ["Visit on time."],
        "found": ["Visits are late."],
        "action": ["Weekly checks."],
    }
    assert block["asked"][0]["number"] == "4"


def test_list_of_recommendations_alone_is_no_block():
    assert blocks(reading_of("# Recommendations\n- Visit on time.\n- Keep records.")) == []
