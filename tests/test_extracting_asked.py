"""What is known of each thing asked for: its key, how soon, whether again, its tags."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.intake.extracting.asked.counts import counts, number
from inspections.intake.extracting.asked.recommendations import recommendations
from inspections.intake.extracting.asked.tags import without_tags
from tests.lists_made import DRIFT, PLANS, VISITS, item, of, texts, told


def test_a_recommendation_to_be_met_at_once_is_immediate():
    reading = of(
        "# Recommendations",
        item("1.", "Take immediate action to visit every child."),
        item("2.", "Ensure that children at immediate risk are seen by a social worker."),
        item("3.", "Urgently improve the plans."),
    )

    assert told(reading, "key", "immediate") == [("1", "yes"), ("2", None), ("3", None)]


def test_what_is_asked_immediately_and_within_months():
    reading = of(
        "# Areas for improvement",
        "To improve its services, the local authority should take the following action:",
        "Immediately:",
        f"• {VISITS}",
        "Within three months:",
        f"• {PLANS}",
        "# Outcomes",
        f"• {DRIFT}",
    )

    assert told(reading, "key", "immediate", "text") == [
        ("afi-1", "yes", VISITS),
        ("afi-2", None, PLANS),
    ]


def test_immediate_actions_have_a_heading_of_their_own():
    reading = of(
        "# What does the local authority need to improve?",
        "# Priority and immediate action",
        item("1.", "Ensure that every child is seen."),
        "# Areas for improvement",
        item("2.", "Improve the plans for children."),
        "# The local authority’s strengths",
        item("3.", "The council has a stable workforce."),
    )

    assert told(reading, "key", "kind", "immediate") == [
        ("1", "priority_action", "yes"),
        ("2", "area_for_improvement", None),
    ]


def test_one_that_was_made_before_says_so_and_keeps_its_words():
    again = "Improve the plans. (This was a recommendation at the last inspection.)"
    reading = of(
        "# Recommendations",
        item("1.", "Improve the plans."),
        "(This was a recommendation at the last inspection.)",
        item("2.", "Share what was learned from the last inspection."),
    )

    assert told(reading, "text", "says_repeat") == [
        (again, "yes"),
        ("Share what was learned from the last inspection.", None),
    ]


def test_an_entry_cut_by_a_page_is_whole_and_its_quote_is_of_where_it_begins():
    reading = of(
        "# Recommendations",
        item("1.", "Ensure that mechanisms are in place to"),
        "learn from audits without delay.",
        item("2.", "Visit all children."),
    )

    first, second = recommendations(reading)
    assert (
        first["text"]
        == "Ensure that mechanisms are in place to learn from audits without delay."
    )
    assert first["at"]["quote"] == "Ensure that mechanisms are in place to"
    assert second["at"] == {"page": "2", "paragraph": "4", "quote": "Visit all children."}


def test_a_footnote_between_two_entries_is_none():
    reading = of(
        "# What needs to improve?",
        f"• {VISITS}",
        "1 The national framework can be read online.",
        f"• {PLANS}",
    )

    assert texts(reading) == [VISITS, PLANS]


@pytest.mark.parametrize(
    ("printed", "tags"),
    [
        ("(outcome 3, national framework)", ["outcome 3, national framework"]),
        ("(Enabler 3)", ["Enabler 3"]),
        ("(Outcomes 1 and 4.)", ["Outcomes 1 and 4."]),
        ("[National Framework: principle 2]", ["National Framework: principle 2"]),
        ("(outcome 1) (enabler 2).", ["outcome 1", "enabler 2"]),
        (
            "(the workforce is equipped and effective)",
            ["the workforce is equipped and effective"],
        ),
        ("– Outcome 2", ["Outcome 2"]),
        ("(outcome 4, national framework", ["outcome 4, national framework"]),
    ],
)
def test_tags_of_the_national_framework_are_kept_apart(printed, tags):
    assert without_tags(f"The range of homes {printed}") == ("The range of homes", tags)
    assert told(of("# What needs to improve?", f"• The range of homes {printed}"), "tags") == [
        (tags,)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The oversight of officers (IROs).",
        "Plans for children (paragraphs 12–14).",
        "The recording of outcomes.",
        "The use of the framework (This was a recommendation at the last inspection.)",
    ],
)
def test_other_words_in_brackets_belong_to_what_is_asked(text):
    assert without_tags(text) == (text, [])


def test_only_the_kinds_that_are_wanted():
    reading = of(
        "# Recommendations", item("1.", PLANS), "# Areas for improvement", f"• {VISITS}"
    )

    assert texts(reading, kinds={"area_for_improvement"}) == [VISITS]


def test_what_a_summary_says_again_is_asked_once():
    reading = of(
        "# Summary of recommendations",
        item("1.", "Visit all children."),
        "# Findings",
        "# Recommendations",
        item("1.", "Visit all children."),
    )

    assert told(reading, "key") == [("1",)]


def test_a_contents_page_and_a_word_in_passing_begin_no_list():
    reading = of(
        "Recommendations 7", "recommendations", "• Summary for children 9", "(Recommendation)"
    )

    assert texts(reading) == []


WORDS = st.lists(
    st.sampled_from(["plans", "visits", "drift", "children", "homes"]), min_size=3, max_size=9
)


@given(st.lists(WORDS, min_size=1, max_size=30, unique_by=tuple), st.integers(1, 130))
def test_any_numbered_list_comes_back_whole_and_in_order(entries, first):
    lines = [" ".join(words) for words in entries]
    items = [
        item(f"{n}.", line) for n, line in zip(itertools.count(first), lines, strict=False)
    ]

    found = recommendations(
        of("# Recommendations", *items, "# Findings", item("1.", "Other words here."))
    )

    assert [one["text"] for one in found] == lines
    assert [one["key"] for one in found] == [str(first + n) for n in range(len(lines))]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            (
                "There are sixteen recommendations with three of them identified as needing immediate "
                "action."
            ),
            {"recommendations": "16", "immediate": "3"},
        ),
        ("Ofsted made 12 recommendations.", {"recommendations": "12"}),
        ("The report makes twenty-one key recommendations.", {"recommendations": "21"}),
        ("All recommendations of the three partners were met.", {}),
    ],
)
def test_the_number_of_recommendations_where_it_is_stated(sentence, said):
    assert counts(of(sentence)) == said


def test_numbers_in_words():
    assert [number(word) for word in ("one", "Nineteen", "forty-two", "7", "many")] == [
        1,
        19,
        42,
        7,
        None,
    ]
