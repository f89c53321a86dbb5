"""Grades by area, however a file broke their table."""

import dataclasses
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.intake.extracting import extracted
from inspections.intake.extracting.judged.areas import area_of
from inspections.intake.extracting.judged.earlier import earlier
from inspections.intake.extracting.judged.judgements import judged, judgements
from inspections.intake.reading.passages import Form, Kind, Passage, Reading
from tests.documents_made import SIF, reading_of

LEADERS = "The impact of leaders on social work practice with children and families"
HELP = "The experiences and progress of children who need help and protection"
IN_CARE = "The experiences and progress of children in care"
LEAVERS = "The experiences and progress of care leavers"
WHOLE = "Overall effectiveness"
SINCE_2023 = dict.fromkeys((LEADERS, HELP, IN_CARE, LEAVERS, WHOLE))
KEYS = ("leadership", "help_and_protection", "looked_after", "care_leavers", "overall")
GRADES = {
    "Outstanding": "outstanding",
    "Good": "good",
    "Requires improvement to be good": "requires_improvement",
    "Inadequate": "inadequate",
}
SIF_ROWS = (
    "1. Children who need help and protection | Good",
    "2. Children looked after and achieving permanence | Requires improvement",
    "2.1 Adoption performance | Good",
    "2.2 Experiences and progress of care leavers | Requires improvement",
    "3. Leadership, management and governance | Inadequate",
)


def told(reading):
    return [(row["area"], row["grade"]) for row in judgements(reading)]


def test_the_table_of_the_single_inspection_framework_with_the_boards_own_grade():
    reading = reading_of(
        "# Children’s services in Rutland require improvement to be good",
        *SIF_ROWS,
        "# Executive summary",
        "Plans for children are not yet good enough in Rutland.",
        "# The Local Safeguarding Children Board (LSCB)",
        "# The Local Safeguarding Children Board is inadequate",
    )

    assert told(reading) == [
        ("overall", "requires_improvement"),
        ("help_and_protection", "good"),
        ("looked_after", "requires_improvement"),
        ("adoption", "good"),
        ("care_leavers", "requires_improvement"),
        ("leadership", "inadequate"),
        ("lscb", "inadequate"),
    ]
    assert judged(reading).problems == []


def test_the_words_of_a_grade_are_kept_where_they_differ_and_the_place_of_each():
    overall, first, second, *_ = judgements(
        reading_of("# Children’s services in Rutland require improvement to be good", *SIF_ROWS)
    )

    assert overall["printed"] == "require improvement to be good"
    assert "printed" not in first
    assert "printed" not in second
    assert first["at"] == {"paragraph": "2", "quote": SIF_ROWS[0]}


@pytest.mark.parametrize(
    "sentence",
    [
        "The overall judgement is requires improvement",
        "The overall judgement is that children’s services require improvement.",
        "Inspectors concluded that Rutland’s children’s services require improvement.",
    ],
)
def test_the_grade_of_the_whole_in_a_sentence_over_the_table(sentence):
    assert told(reading_of(sentence, *SIF_ROWS))[0] == ("overall", "requires_improvement")


@pytest.mark.parametrize(
    "sentence",
    [
        "Children’s services in Rutland are no longer inadequate.",
        "Children’s services in Rutland were inadequate.",
        "Children’s services in Rutland are good at listening.",
    ],
)
def test_what_the_whole_was_or_is_no_longer_is_not_its_grade(sentence):
    assert "overall" not in dict(told(reading_of(sentence, *SIF_ROWS)))


def test_children_in_care_and_care_leavers_were_one_row_until_2022():
    reading = reading_of(
        f"{LEADERS} | Good",
        f"{HELP} | Good",
        f"{IN_CARE} and care leavers | Outstanding",
        f"{WHOLE} | Good",
    )

    assert told(reading) == [
        ("leadership", "good"),
        ("help_and_protection", "good"),
        ("looked_after", "outstanding"),
        ("overall", "good"),
    ]


def test_from_april_2026_no_overall_grade_is_read_out_of_a_sentence():
    reading = reading_of(
        *(f"{area} | Good" for area in (LEADERS, HELP, IN_CARE, LEAVERS)),
        "Children’s services in Rutland are good.",
    )

    assert "overall" not in dict(told(reading))
    assert len(told(reading)) == 4


# How files break a table, from what a row says to the lines that are read.
def one_word_a_line(area, grade):
    return [*area.split(), *grade.split()]


def grade_on_the_next_line(area, grade):
    return [area, grade]


def grade_in_the_midst_of_the_name(area, grade):
    first, *others = area.split()
    return [f"{first} {grade}", " ".join(others)] if others else [f"{area} {grade}"]


def both_columns_in_two_lines(area, grade):
    names, grades = area.split(), grade.split()
    return [" ".join((names[0], *grades[:1])), " ".join((*names[1:], *grades[1:]))]


def in_a_row(area, grade):
    return [f"{area} | {grade}"]


BREAKS = (
    one_word_a_line,
    grade_on_the_next_line,
    grade_in_the_midst_of_the_name,
    both_columns_in_two_lines,
    in_a_row,
)


@given(
    st.lists(st.sampled_from(sorted(GRADES)), min_size=5, max_size=5),
    st.sampled_from(BREAKS),
)
def test_a_broken_table_comes_back_together(grades, broken):
    lines = [broken(area, grade) for area, grade in zip(SINCE_2023, grades, strict=True)]
    reading = reading_of(
        "Judgement | Grade", *itertools.chain(*lines), "Leaders know their work."
    )

    assert told(reading) == list(zip(KEYS, (GRADES[grade] for grade in grades), strict=True))
    assert judged(reading).problems == []


@given(st.lists(st.sampled_from(sorted(GRADES)), min_size=5, max_size=5))
def test_columns_read_one_after_the_other_are_paired_in_order(grades):
    reading = reading_of("Judgement", *SINCE_2023, "Grade", *grades)

    assert told(reading) == list(zip(KEYS, (GRADES[grade] for grade in grades), strict=True))


@given(
    st.lists(st.sampled_from(sorted(GRADES)), min_size=5, max_size=5),
    st.integers(0, 4),
    st.sampled_from((grade_on_the_next_line, in_a_row)),
)
def test_a_grade_that_was_lost_is_told_and_never_taken_from_a_neighbour(grades, lost, broken):
    rows = [broken(area, grade) for area, grade in zip(SINCE_2023, grades, strict=True)]
    rows[lost] = [list(SINCE_2023)[lost]]
    reading = reading_of(*itertools.chain(*rows))

    right = dict(zip(KEYS, (GRADES[grade] for grade in grades), strict=True))
    found = dict(told(reading))
    assert KEYS[lost] not in found
    assert found.items() <= right.items()
    assert any(KEYS[lost] in problem for problem in judged(reading).problems)


@given(
    st.lists(st.sampled_from(sorted(GRADES)), min_size=5, max_size=5),
    st.sets(st.integers(0, 4), min_size=1, max_size=2),
    st.sampled_from((grade_on_the_next_line, in_a_row)),
)
def test_a_grade_whose_name_was_lost_goes_to_no_other(grades, lost, broken):
    rows = [broken(area, grade) for area, grade in zip(SINCE_2023, grades, strict=True)]
    for n in lost:
        rows[n] = [grades[n]]
    reading = reading_of(*itertools.chain(*rows))

    right = dict(zip(KEYS, (GRADES[grade] for grade in grades), strict=True))
    assert dict(told(reading)).items() <= right.items()


def test_a_row_with_two_grades_is_told_and_not_guessed():
    reading = reading_of(
        *SIF_ROWS[:2], "2.1 Adoption performance | Good | Inadequate", SIF_ROWS[3]
    )

    assert "adoption" not in dict(told(reading))
    assert any("adoption" in problem for problem in judged(reading).problems)


def test_two_grades_for_one_area_are_told():
    reading = reading_of(*SIF_ROWS, f"# {HELP} Inadequate")

    assert dict(told(reading))["help_and_protection"] == "good"
    assert any("help_and_protection" in problem for problem in judged(reading).problems)


def test_the_last_row_may_have_run_into_the_paragraph_behind_it():
    *rows, last = (f"{area} Good" for area in SINCE_2023)

    reading = reading_of(
        *rows, f"{last} Support for families in Rutland has been strengthened."
    )

    assert dict(told(reading))["overall"] == "good"


def test_a_list_of_contents_and_a_letter_without_grades_have_no_judgements():
    contents = reading_of(f"{HELP} 10", "Leadership, management and governance 29")
    letter = reading_of(
        "# Care leavers", "Support is good.", "# Findings", "Visits are adequate."
    )

    assert judgements(contents) == judgements(letter) == []


@pytest.mark.parametrize(
    ("printed", "area"),
    [
        (LEADERS, "leadership"),
        ("2. Children looked after and achieving permanence", "looked_after"),
        ("The experiences and progress of children care leavers", "care_leavers"),
        ("Effectiveness of help and protection", "help_and_protection"),
        ("Weather", None),
    ],
)
def test_an_area_by_the_words_that_are_printed(printed, area):
    assert area_of(printed) == area


def test_every_place_holds_its_quote():
    reading = reading_of(
        "The local authority was judged inadequate in 2015.",
        "# Children’s services in Rutland are good",
        *SIF_ROWS,
        pages=3,
    )
    texts = {str(passage.number): passage.text for passage in reading.passages}

    rows = [*judgements(reading), *earlier(reading)[0]["judgements"]]
    assert all(row["at"]["quote"] in texts[row["at"]["paragraph"]] for row in rows)
    assert {row["at"]["page"] for row in rows} == {"1"}


def test_nothing_is_read_out_of_nothing():
    empty = Reading(Form.TEXT, "0" * 64, None, ())
    blank = dataclasses.replace(empty, passages=(Passage(1, Kind.ROW, "| |", cells=("", "")),))

    assert judgements(empty) == judgements(blank) == earlier(empty) == earlier(blank) == []


def test_a_table_that_ran_into_one_paragraph_is_read_by_its_numbers():
    reading = reading_of(
        "The overall judgement is that children’s services are good They meet what is asked. "
        "1. Children who need help and protection Good 2. Children looked after and achieving "
        "permanence Good 2.1 Adoption performance Good 2.2 Experiences and progress of care leavers "
        "Inadequate 3. Leadership, management and governance 1 Outstanding Ofsted makes this report.",
    )

    assert told(reading) == [
        ("help_and_protection", "good"),
        ("looked_after", "good"),
        ("adoption", "good"),
        ("care_leavers", "inadequate"),
        ("leadership", "outstanding"),
    ]


def test_a_report_that_grades_everything_and_of_which_no_grade_was_read_is_told():
    rows = [passage for passage in SIF.passages if passage.kind is not Kind.ROW]

    found = extracted(dataclasses.replace(SIF, passages=tuple(rows)))

    assert "judgements" not in found.draft["inspections"][0]
    assert "none could be read" in found.doubts[0]
