"""Whatever a document says, its draft is one that its own schema takes; what does not go in is
told."""

import pytest

from inspections.intake.draft import read_draft, schema
from inspections.intake.extracting import extracted
from inspections.intake.extracting.limits import LISTS
from inspections.intake.extracting_files import as_yaml
from tests.documents_made import reading_of

HEAD = (
    "# Inspection of Stockton-on-Tees local authority children’s services",
    "Inspection dates: 26 February 2024 to 8 March 2024",
    "Judgement | Grade",
    "Overall effectiveness | Good",
)
ASKED = "# What needs to improve?"


def taken(*blocks):
    """The inspection of a draft that the schema takes, and what is told beside it."""
    found = extracted(reading_of(*HEAD, *blocks, pages=9))
    assert read_draft(as_yaml(found), "draft.yaml").problems == []
    return found.draft["inspections"][0], " ".join(found.doubts)


def test_no_list_is_cut_shorter_than_the_format_takes():
    inspection = schema()["$defs"]["inspection"]["properties"]

    assert {name: inspection[name]["maxItems"] for name in LISTS} == LISTS


def test_more_recommendations_than_a_draft_holds_are_told():
    about, doubts = taken(ASKED, *(f"• The record of visit {n} to a home." for n in range(520)))

    assert len(about["recommendations"]) == 500
    assert "A draft holds 500 recommendations, and 520 are told" in doubts


def test_a_recommendation_without_end_is_left_out_and_told():
    about, doubts = taken(ASKED, "• The record of visits.", f"• The {'long ' * 3_000}record.")

    assert [one["text"] for one in about["recommendations"]] == ["The record of visits."]
    assert "One of the recommendations is over 10,000 characters long" in doubts
    assert "paragraph 7" in doubts


def test_a_finding_without_end_is_left_out_and_told():
    about, doubts = taken(
        f"Plans have improved {'and so on ' * 1_200}.", "Visits are too late."
    )

    assert [one["text"] for one in about["findings"]] == ["Visits are too late."]
    assert "One of the findings is over 10,000 characters long" in doubts


def test_a_name_without_end_is_left_out_and_told():
    team = ("# The inspection team", "Team inspectors: Ann Example, Bo Samp" + "l" * 200)
    about, doubts = taken(*team)

    assert [one["name"] for one in about["people"]] == ["Ann Example"]
    assert "One of the people is over" in doubts


def test_what_stands_too_far_on_to_be_placed_is_left_out_and_told():
    about, doubts = taken(*["Visits are on Mondays."] * 10_000, "Plans have improved.")

    assert "findings" not in about or len(about["findings"]) <= 2_000
    assert "after paragraph 9999 are left out: divide the document" in doubts


@pytest.mark.parametrize("figure", ["1,000,000,000,000%", "2147483647 children", "٣٤٪ of 12٣"])
def test_a_figure_that_is_no_measure_is_not_taken_for_one(figure):
    about, _ = taken(f"The share of plans that are good has improved to {figure} since then.")

    assert "measures" not in about


def test_what_is_asked_by_numbers_with_points_has_them_in_its_keys():
    asked = ("2.1 The record of every visit to a home.", "2.2 The plan of every child.")
    about, _ = taken("# Recommendations", *asked)

    assert [one["key"] for one in about["recommendations"]] == ["2-1", "2-2"]


def test_more_tags_than_a_recommendation_has_stay_in_its_words():
    about, _ = taken(ASKED, f"• The record of visits. {'(outcome 4) ' * 30}")

    (told,) = about["recommendations"]
    assert len(told["tags"]) == 20
    assert told["text"].count("(outcome 4)") == 10


def test_a_tag_without_end_stays_in_the_words():
    about, _ = taken(ASKED, f"• The record of visits. Outcome 1{' and 2' * 60}")

    (told,) = about["recommendations"]
    assert "tags" not in told
    assert told["text"].endswith("and 2")


def test_more_people_than_a_draft_holds_are_told():
    names = [f"Ann {a}{b}{c}" for a in "BCDFGHKLMNPRST" for b in "aeiou" for c in ("rd", "lt")]
    groups = [", ".join(names[at : at + 5]) for at in range(0, len(names), 5)]
    teams = [("# The inspection team", f"Team inspectors: {group}") for group in groups]
    about, doubts = taken(*(block for team in teams for block in team))

    assert len(about["people"]) == 100
    assert "A draft holds 100 people, and 140 are told" in doubts


def test_more_inspections_than_a_draft_holds_are_told():
    earlier = (
        "Services have improved since the last inspection.",
        "The experiences and progress of children in care | Good",
        "Overall effectiveness | Good",
    )
    _, doubts = taken("Visits are on Mondays.", *earlier * 501)

    assert "A draft holds 500 inspections, and 502 are told of" in doubts


def test_a_name_without_end_is_no_month_of_an_earlier_judgement():
    month = f"J{'u' * 400}"
    report = (
        "Ofsted’s monitoring visit finds little progress in Rutland",
        "By Ann Example",
        "07 February 2019",
        f"The services, rated inadequate in 2016 and again in {month} 2018, are watched.",
    )
    found = extracted(reading_of(*report))

    assert found.draft["inspections"][0]["follows_as_printed"] == "2018"
    assert read_draft(as_yaml(found), "draft.yaml").problems == []
