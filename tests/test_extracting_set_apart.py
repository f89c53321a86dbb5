"""Which sentences are no findings, by where they stand and what they are there for."""

import pytest

from inspections.intake.extracting.said.findings import findings
from tests.passages_made import reading_of


def quotes(text):
    return [finding["at"]["quote"] for finding in findings(reading_of(text))]


def test_opening_and_close_of_a_letter_are_no_findings_and_what_is_told_between_is_not_sure():
    [told] = findings(
        reading_of("""
        # Monitoring visit to Anytown
        This letter summarises it. Relevant staff helped. The council is making good progress.
        Thank you and your staff for the helpful arrangements.
        # Overview
        I am copying this letter to a good department.
        Yours sincerely
        A good inspector
        # His Majesty’s Inspector
        """)
    )

    assert told["at"]["quote"] == "The council is making good progress."
    assert told["sure"]["level"] == "low"


def test_a_second_part_after_the_signature_has_findings_again():
    assert quotes("""
        # Findings
        Yours sincerely
        A strong inspector
        # Second paper
        Records are poor. Visits are regular.
        """) == ["Records are poor.", "Visits are regular."]


def test_a_letter_before_a_report_ends_at_the_next_heading():
    assert quotes("""
        # Letter
        Yours sincerely
        A strong inspector
        # What we found
        - Records are poor.
        Visits are regular.
        """) == ["Records are poor.", "Visits are regular."]


def test_without_headings_it_ends_where_a_passage_tells_more_than_a_name():
    assert quotes("""
        Yours sincerely
        A strong inspector
        Records are poor. They were poor before.
        Visits are regular.
        """) == ["Records are poor.", "They were poor before.", "Visits are regular."]


def test_story_of_one_child_is_no_finding_and_what_a_study_says_of_the_service_is():
    assert quotes("""
        # Case study: effective practice
        Workers are skilled in direct work with children.
        The young person had good help and is now safe.
        Partners share information well.
        # Strengths
        Partners are well informed.
        """) == [
        "Workers are skilled in direct work with children.",
        "Partners are well informed.",
    ]


def test_what_a_grade_means_is_no_finding():
    assert not quotes("""
        A good local authority leads effective services. It is strong.
        An LSCB that is inadequate does not show that it is effective.
        """)


@pytest.mark.parametrize(
    "sentence",
    [
        "Embed the threshold guide so that all partners use it well.",
        "Monitor and evaluate the quality of help that is weak.",
        "Increase the rigour with which chairs challenge poor plans.",
    ],
)
def test_what_is_asked_again_in_the_text_is_no_finding(sentence):
    assert not quotes(f"# Areas for improvement\n- {sentence}")


def test_words_that_say_little_are_no_finding_where_they_only_describe():
    assert quotes("A panel is responsible for informed decisions.") == []
    assert quotes("Panels make informed decisions.") == ["Panels make informed decisions."]


def test_a_statement_that_the_summary_repeats_stands_once():
    assert quotes("# Summary\n- Plans are clear.\n# Findings\n- Plans  are clear.") == [
        "Plans are clear."
    ]


def test_of_several_sentences_on_what_is_wanting_the_one_that_only_describes_is_none():
    assert quotes("""
        # Areas for improvement
        - The police keep a daily list. It is not shared.
        - Letters to parents in the north of the town
        """) == ["It is not shared.", "Letters to parents in the north of the town"]
