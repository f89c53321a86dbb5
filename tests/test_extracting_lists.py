"""Lists of what is asked: each found under its heading, whole, in order, and no other."""

import pytest

from tests.lists_made import DRIFT, PLANS, VISITS, item, of, texts, told


def test_two_numbered_lists_in_one_report_keep_the_numbers_printed():
    reading = of(
        "# Recommendations",
        item("1.", "Ensure that visits happen in time."),
        item("2.", "Improve the plans for children (paragraphs 12–14)."),
        "# Summary for children and young people",
        "• Some children wait too long.",
        "# The Local Safeguarding Children Board (LSCB)",
        "# Recommendations",
        item("117.", "Monitor the thresholds across all partners."),
        item("118.", "Publish a report each year."),
        "# Inspection findings – the Local Safeguarding Children Board",
        item("119.", "The board does not monitor its own work."),
    )

    assert told(reading, "key", "number", "kind") == [
        ("1", "1", "recommendation"),
        ("2", "2", "recommendation"),
        ("117", "117", "recommendation"),
        ("118", "118", "recommendation"),
    ]
    assert texts(reading)[1] == "Improve the plans for children (paragraphs 12–14)."


def test_a_boards_list_that_begins_again_or_has_no_numbers_has_keys_of_its_own():
    again = of(
        "# Recommendations",
        item("1.", "Ensure that visits happen in time."),
        "# The Local Safeguarding Children Board",
        "# Recommendations",
        item("1.", "Monitor the thresholds across all partners."),
        item("2.", "Publish a report each year."),
    )

    assert told(again, "key") == [("1",), ("lscb-1",), ("2",)]


@pytest.mark.parametrize(
    "heading",
    [
        "# What needs to improve?",
        "# What needs to improve",
        "# What needs to improve in this area of social work practice",
        "What needs to improve in this area of social work practice:",
        "# Areas for improvement",
        "# What needs to improve? 1",  # the number of a footnote
    ],
)
def test_bullets_under_the_heading_are_areas_for_improvement(heading):
    reading = of(
        "Leaders know their service well.",
        heading,
        f"• {VISITS}",
        f"• {PLANS}",
        "# Findings",
        "• Most children are seen by their social worker.",
    )

    assert told(reading, "key", "kind", "text") == [
        ("afi-1", "area_for_improvement", VISITS),
        ("afi-2", "area_for_improvement", PLANS),
    ]


def test_the_body_that_follows_a_list_without_a_heading_is_not_asked():
    reading = of(
        "# What needs to improve?",
        f"• {VISITS}",
        "The experiences and progress of children who need help and protection: good",
        item("1.", "Children are helped early."),
    )
    without = of("# What needs to improve?", f"• {VISITS}", item("1.", "Children are helped."))

    assert texts(reading) == texts(without) == [VISITS]


def test_priority_actions_and_areas_for_improvement_stand_beside_each_other():
    reading = of(
        "# Areas for priority action",
        "Urgent action is required by the partnership in the following areas:",
        "• The failure to act on unexplained injuries.",
        "• The delay of strategy meetings.",
        "# What needs to improve?",
        f"• {VISITS}",
        "# Strengths",
        "• Partners know each other.",
    )

    assert told(reading, "key", "kind") == [
        ("pa-1", "priority_action"),
        ("pa-2", "priority_action"),
        ("afi-1", "area_for_improvement"),
    ]


def test_a_priority_action_may_be_one_plain_paragraph():
    action = "The police must ensure that every referral is read on the day it comes in."

    assert texts(of("# Area for priority action", action, "# Strengths")) == [action]


def test_several_lists_of_one_kind_are_counted_on():
    reading = of(
        "# Areas for improvement",
        f"• {VISITS}",
        "# Case study: area for improvement",
        "A school did not know of what had happened at home.",
        "# Areas for improvement",
        f"• {PLANS}",
    )

    assert told(reading, "key", "text") == [("afi-1", VISITS), ("afi-2", PLANS)]


def test_rows_of_a_table_say_who_and_what():
    reading = of(
        "# Areas for priority action",
        "Responsible body | Areas for priority action",
        "The council and the health board | Leaders must know how long children wait.",
        "Schools | Leaders should share what they know.",
        "# Areas for improvement",
        "Areas for improvement",
        "Leaders should improve the support for children by ensuring:",
        "• all children are seen; and",
        "• all parents are heard.",
        "Leaders should plan ahead.",
        "# Local area partnership details",
        "Local authority | Integrated care board",
    )

    assert told(reading, "key", "text") == [
        ("pa-1", "Leaders must know how long children wait."),
        ("pa-2", "Leaders should share what they know."),
        (
            "afi-1",
            (
                "Leaders should improve the support for children by ensuring:\n"
                "• all children are seen; and\n• all parents are heard."
            ),
        ),
        ("afi-2", "Leaders should plan ahead."),
    ]


def test_a_table_may_give_more_words_to_what_is_done_than_to_what_is_asked():
    reading = of(
        "# Recommendations",
        "No. | Recommendation | What we do",
        "1 | Visit children in time. | Team managers look at a list of all visits each Monday.",
    )

    assert told(reading, "key", "text") == [("1", "Visit children in time.")]


def test_a_list_ends_where_its_numbers_leap():
    reading = of("# Recommendations", item("1.", PLANS), item("2.", VISITS), item("41.", DRIFT))

    assert texts(reading) == [PLANS, VISITS]


def test_points_of_an_entry_belong_to_it():
    numbered = of(
        "# Recommendations",
        item("1.", "Improve the plans so that they say:"),
        item("•", "who does what"),
        item("•", "by when."),
        item("2.", "Visit all children."),
    )
    nested = of("# What needs to improve?", f"• {PLANS}", item("•", "Mostly.", level=2))
    counted = of(
        "# Recommendations",
        item("1.", "Look closely at children who"),
        item("(i)", "are new here", level=2),
        item("(ii)", "moved away.", level=2),
        item("2.", "Visit all children."),
    )

    assert texts(numbered) == [
        "Improve the plans so that they say:\n• who does what\n• by when.",
        "Visit all children.",
    ]
    assert texts(nested) == [f"{PLANS}\n• Mostly."]
    assert texts(counted) == [
        "Look closely at children who\n(i) are new here\n(ii) moved away.",
        "Visit all children.",
    ]


@pytest.mark.parametrize(
    "lead_in",
    [
        "The local authority should:",
        (
            "In order to protect children better, the council and its partners should take the "
            "following action:"
        ),
        "We recommend that the board should do the following:",
        (
            "Children wait. The local area is required to submit a statement of action that explains how it "
            "will tackle the following areas of significant weakness:"
        ),
    ],
)
def test_a_sentence_may_lead_into_a_list(lead_in):
    reading = of(lead_in, f"• {VISITS}", f"• {PLANS}", "Leaders agreed.")

    assert texts(reading) == [VISITS, PLANS]


def test_a_direction_lists_requirements():
    reading = of(
        "The Council must:", item("1.", "Appoint a chair for the board."), item("2.", PLANS)
    )

    assert told(reading, "key", "kind") == [("1", "requirement"), ("2", "requirement")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Inspectors looked at the following:",
        "Social workers said that the plans were:",
        "The recommendations of the board were:",
        "Some areas for improvement were found:",
    ],
)
def test_other_lists_are_not_asked(sentence):
    assert texts(of(sentence, f"• {VISITS}", f"• {PLANS}")) == []


def test_paragraphs_that_only_name_what_is_to_improve_are_asked():
    reading = of(
        "# What needs to improve",
        "The consistency with which records are written.",
        "Arrangements for students, where there are any.",
        "# Findings",
    )

    assert texts(reading) == [
        "The consistency with which records are written.",
        "Arrangements for students, where there are any.",
    ]


@pytest.mark.parametrize(
    "told",
    [
        "Leaders found several areas for improvement.",
        "The quality of plans is better than it was.",
        "Reviews happen in time.",
        "Progress since the last inspection",  # of a table of contents
    ],
)
def test_paragraphs_that_tell_how_things_are_or_name_a_chapter_are_not_asked(told):
    assert texts(of("# Areas for improvement", told, "# Findings")) == []


def test_the_sentence_that_leads_into_lists_by_haste_is_not_asked():
    reading = of(
        "# Areas for improvement",
        "In order to keep children safe, the council should take the following action.",
        "Immediately:",
        f"• {VISITS}",
        "Within three months:",
        f"• {PLANS}",
    )

    assert told(reading, "text", "immediate") == [(VISITS, "yes"), (PLANS, None)]


def test_a_heading_cut_by_the_end_of_a_page_is_one():
    reading = of(
        "# What needs to improve in this area of", "# social work practice", f"• {PLANS}"
    )

    assert texts(reading) == [PLANS]


def test_points_in_small_letters_belong_to_the_entry_that_opens_them():
    reading = of(
        "# What needs to improve",
        "• The grip of leaders, above all:",
        "• the data they have",
        "• what they do with it.",
        f"• {PLANS}",
    )

    assert texts(reading) == [
        "The grip of leaders, above all:\n• the data they have\n• what they do with it.",
        PLANS,
    ]


@pytest.mark.parametrize("heading", ["Ofsted’s recommendations", "Summary recommendations"])
def test_a_heading_may_say_whose_the_recommendations_are(heading):
    assert texts(of(f"# {heading}", item("1.", PLANS))) == [PLANS]


@pytest.mark.parametrize("heading", ["Progress on recommendations", "Previous recommendations"])
def test_what_was_recommended_before_is_not_asked(heading):
    assert texts(of(f"# {heading}", item("1.", PLANS))) == []
