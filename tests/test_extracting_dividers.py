"""Lists under headings of subjects: they go on as long as their numbers do and they still ask."""

import pytest

from inspections.intake.reading.passages import Kind, Passage
from tests.lists_made import item, of, told


def test_a_list_may_go_on_over_headings_of_its_subjects():
    reading = of(
        "# Recommendations",
        "# Leadership",
        item("1.", "Appoint a director."),
        "# Workforce",
        item("2.", "To recruit social workers."),
        "# Findings on the workforce",
        item("3.", "Ensure is a word that stands here too."),
    )
    paragraphs = of(
        "# Recommendations",
        item("1.", "Appoint a director."),
        "# Thresholds",
        item("2.", "Thresholds are known to all."),
    )

    assert told(reading, "key") == [("1",), ("2",)]
    assert told(paragraphs, "key") == [("1",)]


@pytest.mark.parametrize("strengths", ["# The local authority’s strengths", "What is strong"])
@pytest.mark.parametrize("mark", ["", "# "])
def test_subjects_divide_both_lists_of_a_report_and_its_strengths_end_them(mark, strengths):
    reading = of(
        "# What does the local authority need to improve?",
        "# Priority and immediate action",
        f"{mark}Care leavers",
        item("4.", "A plan for the service should be written."),
        f"{mark}Medical examinations",
        item("5.", "Robustly challenge those who keep children waiting."),
        "# Areas for improvement",
        f"{mark}Leadership, management and governance",
        item("6.", "Accelerate the work on early help."),
        item("7.", "Conduct a further test of the two posts"),
        f"{mark}Help and protection",
        f"{mark}Missing children",
        item("8.", "Work with schools to find children early."),
        strengths,
        item("9.", "Ensure is the first word of a finding too."),
        item("10.", "Social workers know their children well."),
    )

    assert told(reading, "key", "kind") == [
        ("4", "priority_action"),
        ("5", "priority_action"),
        ("6", "area_for_improvement"),
        ("7", "area_for_improvement"),
        ("8", "area_for_improvement"),
    ]


@pytest.mark.parametrize(
    "finding",
    [
        "Work is under way to open a front door.",
        "Support for carers is good.",
        "Reviews happen in time.",
        "Children are helped early.",
    ],
)
def test_findings_under_a_subject_that_count_on_are_not_asked(finding):
    reading = of(
        "# Areas for improvement",
        item("1.", "Improve the plans."),
        "Help and protection",
        item("2.", finding),
    )

    assert told(reading, "key") == [("1",)]


def test_a_subject_does_not_join_numbers_that_do_not_follow():
    reading = of(
        "# Areas for improvement",
        item("1.", "Improve the plans."),
        "Help and protection",
        item("3.", "Improve the visits."),
    )

    assert told(reading, "key") == [("1",)]


def test_haste_is_no_subject():
    reading = of(
        "# Areas for improvement",
        "Immediately:",
        item("1.", "Improve the plans."),
        "Within three months:",
        item("2.", "Improve the visits."),
    )

    assert told(reading, "key", "immediate") == [("1", "yes"), ("2", None)]


def test_a_chapter_behind_a_head_without_a_list_is_not_asked():
    reading = of(
        "# Recommendations",
        "Inspectors made none.",
        "# Leadership",
        item("30.", "Leaders must report each year and they do."),
    )

    assert told(reading, "key") == []


def test_a_sentence_that_leads_into_a_list_is_no_subject():
    reading = of(
        item("3.", "Children wait."),
        "The council must:",
        item("4.", "Appoint a chair for the board."),
    )

    assert told(reading, "key", "kind") == [("4", "requirement")]


def _heading(text, level):
    return Passage(0, Kind.HEADING, text, level=level)


def test_smaller_headings_divide_a_list_whatever_words_its_entries_begin_with():
    reading = of(
        _heading("Recommendations", 1),
        _heading("Leadership", 2),
        item("1.", "Ring-fence time for first visits."),
        _heading("Care leavers", 2),
        item("2.", "Life-story work from the first day."),
        _heading("Help and protection", 1),
        item("3.", "Children wait for help."),
    )
    bullets = of(
        _heading("Areas for improvement", 1),
        _heading("Probation", 2),
        "• Analysis of risk is weak. It is not shared.",
        _heading("Case study: area for improvement", 2),
        "• A school was not told.",
    )

    assert told(reading, "key") == [("1",), ("2",)]
    assert told(bullets, "text") == [("Analysis of risk is weak. It is not shared.",)]


def test_a_report_goes_on_counting_below_smaller_headings_but_tells():
    reading = of(
        _heading("Recommendations", 1),
        item("1.", "Improve the plans."),
        _heading("Help and protection", 2),
        item("2.", "Thresholds are known to all."),
        item("3.", "Ensure is a word that stands here too."),
    )

    assert told(reading, "key") == [("1",)]
