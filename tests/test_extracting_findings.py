"""Findings: which sentences say how something is going, which way, and how sure that is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.intake.check import published_vocabulary
from inspections.intake.extracting.places import at, sentences
from inspections.intake.extracting.said.directions import told_by
from inspections.intake.extracting.said.findings import MOST, findings
from inspections.intake.extracting.said.phrases import LISTS, Phrases, phrases_of, words_of
from inspections.intake.extracting.vocabulary import loaded
from inspections.intake.reading.passages import Kind, Passage
from tests.passages_made import reading_of


def told(sentence):
    return told_by(sentence).direction


def quotes(text):
    return [finding["at"]["quote"] for finding in findings(reading_of(text))]


# Directions


@pytest.mark.parametrize(
    ("direction", "sentence"),
    [
        ("improved", "The timeliness of reviews has improved since the spring."),
        ("improved", "Thresholds are now better understood by schools."),
        ("improved", "Caseloads have reduced in every team."),
        ("improved", "Steady progress has been made in recruiting permanent staff."),
        ("some_progress", "Managers are starting to use the weekly reports."),
        ("some_progress", "Supervision, while improving, is still too variable."),
        ("some_progress", "Plans have improved but are not yet consistently clear."),
        ("some_progress", "Until recently there were delays in going to court."),
        ("no_progress", "The pace of change remains too slow."),
        ("no_progress", "Not enough improvement has been made in the duty team."),
        ("no_progress", "These matters have yet to be addressed."),
        ("no_progress", "Practice has not improved enough since the last visit."),
        ("no_progress", "It is too early to see the impact of the new board."),
        ("no_progress", "There is little evidence of improvement."),
        ("no_progress", "While work is under way, progress is too slow."),
        ("no_progress", "Caseloads remain too high."),
        ("declined", "The frequency of visits has declined since the summer."),
        ("declined", "Performance has deteriorated in two of the four teams."),
        ("strength", "Social workers know their children well."),
        ("strength", "Support continues to be strong."),
        ("weakness", "Chronologies are not used effectively."),
        ("weakness", "Auditors are overly optimistic about the practice they see."),
        ("weakness", "Some plans are clear, but most lack timescales."),
        ("weakness", "Although visits are regular, the records of them are poor."),
        ("strength", "While some records are brief, most are clear and up to date."),
        ("weakness", "Plans are not always clear, timely or focused on the child."),
        (
            "weakness",
            "Further work is needed to make sure that all plans are clear and strong.",
        ),
        ("weakness", "It is hard to see timely, clear or effective plans."),
        ("weakness", "The extent to which plans are well and effectively used is unclear."),
        ("weakness", "There are delays in making clear, timely and effective decisions."),
        ("weakness", "Only half of the plans are up to date."),
        ("weakness", "Children who go missing are not seen quickly."),
        ("improved", "The backlog of reviews has been cleared."),
        ("strength", "Delay is avoided."),
        ("weakness", "Not all weaknesses have been addressed."),
        ("improved", "Caseloads, which had been far too high, are now manageable."),
        ("strength", "There are few delays."),
        ("weakness", "Few plans are clear."),
        ("some_progress", "Visits are regular, but more needs to be done."),
        ("weakness", "More needs to be done to make visits regular."),
    ],
)
def test_sentence_goes_the_way_its_words_say(direction, sentence):
    assert told(sentence) == direction


@pytest.mark.parametrize(
    "sentence",
    [
        "Children move to new homes without delay.",
        "Close tracking prevents drift and delay.",
        "Good oversight reduces unnecessary delays.",
        "When it is not safe for children to stay at home, staff act swiftly.",
        "Children who do not attend school are tracked well.",
        "No serious failures were found that left children at risk of harm.",
        "Where supervision is stronger, records are clear.",
    ],
)
def test_what_is_prevented_or_only_sets_the_scene_is_no_weakness(sentence):
    assert told(sentence) == "strength"


def test_good_progress_of_children_is_no_progress_of_the_council():
    assert told("Children make good progress and attend regularly.") == "strength"


def test_mixed_sentence_is_less_sure_and_tells_both_halves():
    mixed = told_by("Assessments are improving, but are not yet consistent.")

    assert mixed.sure != "high"
    assert "are improving" in mixed.why
    assert "not yet" in mixed.why
    assert told_by("Assessments have improved.").sure == "high"


def test_words_that_say_little_by_themselves_are_not_sure():
    assert told_by("Relevant partners are informed.").sure == "low"


# Which sentences


def test_asked_and_background_and_the_visit_itself_are_no_findings():
    assert not findings(
        reading_of("""
        This letter summarises the findings of a good visit.
        # Areas covered by the visit
        - The quality of supervision that is not yet consistent
        # What needs to improve?
        - The consistency of good supervision.
        # Recommendations
        - Ensure that poor records are improved.
        # Information about this inspection
        The team had strong support from the council.
        """)
    )


def test_items_under_a_line_about_the_visit_are_no_findings_but_those_of_the_next_heading_are():
    assert quotes("""
        Inspectors considered a range of evidence, including:
        - effective audits
        # Findings
        - Records are poor.
        """) == ["Records are poor."]


def test_what_was_said_of_an_earlier_inspection_is_no_finding_unless_it_tells_the_time_since():
    assert quotes("""
        At the last inspection services were judged to be inadequate.
        At the last inspection supervision was poor and it has since improved.
        """) == ["At the last inspection supervision was poor and it has since improved."]


def test_plans_are_no_findings():
    assert quotes("The council will strengthen supervision. Supervision is weak.") == [
        "Supervision is weak."
    ]


def test_list_of_what_is_asked_ends_with_paragraphs_that_tell_though_no_heading_was_read():
    assert quotes("""
        # What needs to improve?
        - The timeliness of good plans.
        Plans are clear. Visits are regular. Managers are visible.
        """) == ["Plans are clear.", "Visits are regular.", "Managers are visible."]


def test_item_without_telling_words_goes_the_way_of_its_heading():
    [strength, weakness] = findings(
        reading_of("""
        # Key strengths
        - Family group meetings in the north of the town
        # What does the partnership need to do better?
        - Letters to parents in the north of the town
        """)
    )

    assert (strength["direction"], weakness["direction"]) == ("strength", "weakness")
    assert strength["sure"]["level"] == "low"
    assert "heading" in strength["sure"]["why"]


def test_sentence_that_leans_on_the_one_before_carries_it_and_is_less_sure():
    [first, leaning] = findings(
        reading_of("Supervision is not regular. This has not improved since May.", page=3)
    )

    assert leaning["text"] == "Supervision is not regular. This has not improved since May."
    assert leaning["at"] == {
        "page": "3",
        "paragraph": "1",
        "quote": "This has not improved since May.",
    }
    assert first["sure"]["level"] == "high"
    assert leaning["sure"]["level"] == "medium"


def test_theme_is_what_the_sentence_names_and_absent_where_it_is_unclear():
    [about, unclear] = findings(reading_of("Caseloads are too high. The north is weak."))

    assert about["theme"] == "caseloads"
    assert "theme" not in unclear


def test_more_findings_than_a_draft_holds_leave_out_the_least_sure():
    doubtful = "".join(f"Relevant partners in team {n} are informed. " for n in range(20))
    surely = "".join(f"Supervision in team {n} has improved. " for n in range(MOST))
    told = findings(reading_of(doubtful + surely))

    assert len(told) == MOST
    assert {finding["sure"]["level"] for finding in told} == {"high"}


# Sentences and places


def test_abbreviations_initials_and_figures_end_no_sentence():
    text = "Dr A. Brown said 3.5% (e.g. in St. Anne) is low. Mr Hill agreed.Then it ended."

    assert [one.text for one in sentences(Passage(1, Kind.PARAGRAPH, text))] == [
        "Dr A. Brown said 3.5% (e.g. in St. Anne) is low.",
        "Mr Hill agreed.",
        "Then it ended.",
    ]


def test_mark_of_a_recommendation_after_a_sentence_is_no_part_of_it():
    passage = Passage(1, Kind.PARAGRAPH, "Records are poor. (Recommendation) Plans are good.")

    assert [one.text for one in sentences(passage)][::2] == [
        "Records are poor.",
        "Plans are good.",
    ]


def test_place_without_a_page_has_none():
    assert at(Passage(7, Kind.ITEM, "Words")) == {"paragraph": "7", "quote": "Words"}


@given(st.text(alphabet="aB .!?)”’(\n—1é", max_size=80))
def test_sentences_are_words_of_their_passage_in_order_and_lose_none(text):
    found = sentences(Passage(1, Kind.PARAGRAPH, text))

    assert all(text[one.start : one.end] == one.text for one in found)
    assert "".join("".join(one.text.split()) for one in found) == "".join(text.split())


@given(st.text(max_size=200))
def test_any_text_is_read_and_every_quote_stands_in_it(text):
    reading = reading_of("Plans are good. " + " ".join(text.split()))

    for finding in findings(reading):
        assert finding["at"]["quote"] in reading.passages[0].text


# Phrases and lists


def test_longest_phrase_wins_and_a_gap_reaches_over_no_negation():
    phrases = Phrases({"up": ["improved", "has … improved"], "down": ["has not improved"]})

    assert [hit.group for hit in phrases.longest_in(words_of("it has not improved"))] == [
        "down"
    ]
    assert [hit.last for hit in phrases.longest_in(words_of("it has much improved"))] == [3]


@pytest.mark.parametrize("path", sorted(LISTS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_list_is_read(path):
    assert phrases_of(path.stem)


@pytest.mark.parametrize("path", sorted(LISTS.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_list_has_an_entry_twice(path):
    for name, entries in loaded(path).items():
        assert sorted(set(entries)) == sorted(entries), name


def test_every_theme_of_the_word_lists_is_in_the_vocabulary():
    known = {theme["key"] for theme in published_vocabulary()["themes"]}
    words = " . ".join(path.read_text() for path in LISTS.glob("themes.yaml"))

    assert {hit.group for hit in phrases_of("themes").all_in(words_of(words))} <= known
