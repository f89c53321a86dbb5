"""What a document says of earlier inspections: when they were, and how they judged."""

import pytest

from inspections.intake.extracting.judged.earlier import earlier
from inspections.intake.extracting.judged.judgements import judged, judgements
from tests.documents_made import reading_of

SIF_ROWS = (
    "1. Children who need help and protection | Good",
    "2. Children looked after and achieving permanence | Requires improvement",
    "2.1 Adoption performance | Good",
    "2.2 Experiences and progress of care leavers | Requires improvement",
    "3. Leadership, management and governance | Inadequate",
)


def told(reading):
    return {row["area"]: row["grade"] for row in judgements(reading)}


def of_before(reading):
    """(what is said of the day, framework, grades by area) of each earlier inspection"""
    return [
        (
            {name: one[name] for name in ("started", "published", "by") if name in one},
            one.get("framework"),
            {row["area"]: row["grade"] for row in one["judgements"]},
        )
        for one in earlier(reading)
    ]


def test_the_background_section_has_the_inspection_before_with_what_it_judged():
    reading = reading_of(
        "• The previous inspection of the local authority’s arrangements for the protection of "
        "children was in March 2013. The local authority was judged to be adequate.",
        "• The local authority operates two children’s homes. Both were judged good in 2014.",
    )

    assert of_before(reading) == [({"started": "2013-03"}, "CP", {"overall": "adequate"})]


def test_safeguarding_and_looked_after_were_one_inspection_with_two_grades():
    reading = reading_of(
        "• The previous inspection of the local authority’s safeguarding arrangements was in May "
        "2010. The local authority was judged to be inadequate.",
        "• The previous inspection of the local authority’s services for children looked after "
        "was in May 2010. The local authority was judged to be good.",
    )

    grades = {"safeguarding": "inadequate", "looked_after": "good"}
    assert of_before(reading) == [({"started": "2010-05"}, "SLAC", grades)]


def test_a_list_of_the_judgements_before_is_not_this_inspections():
    before = (
        "The last inspection report was published in January 2016. The judgements were:",
        "• overall effectiveness: Inadequate",
        "• children who need help and protection: Inadequate",
        "• adoption performance: Requires improvement to be good",
    )
    reading = reading_of("# Children’s services in Rutland are good", *SIF_ROWS, *before)

    (inspection,) = of_before(reading)
    assert inspection[0] == {"published": "2016-01"}
    assert inspection[2]["adoption"] == "requires_improvement"
    assert told(reading)["overall"] == "good"
    assert told(reading)["adoption"] == "good"
    assert judged(reading).problems == []


def test_two_tables_in_a_paper_the_later_inspection_first():
    reading = reading_of(
        "Inspectors concluded that overall, Rutland’s children’s services remains inadequate.",
        *SIF_ROWS,
        "In the 2016 inspection report the findings had been that services were inadequate.",
        *(row.replace("Good", "Inadequate") for row in SIF_ROWS),
    )

    (before,) = of_before(reading)
    assert before[0] == {"by": "2016"}
    assert before[2]["overall"] == before[2]["adoption"] == "inadequate"
    assert told(reading)["adoption"] == "good"


@pytest.mark.parametrize(
    ("sentence", "day", "grades"),
    [
        (
            (
                "The visit was the fourth since the local authority was judged inadequate in January "
                "2016."
            ),
            {"by": "2016-01"},
            {"overall": "inadequate"},
        ),
        (
            (
                "Services were last inspected by Ofsted in 2014, when the overall effectiveness of "
                "services was judged to require improvement to be good."
            ),
            {"started": "2014"},
            {"overall": "requires_improvement"},
        ),
        (
            (
                "Services have improved since the inspection in 2014, when they required improvement "
                "to be good."
            ),
            {"started": "2014"},
            {"overall": "requires_improvement"},
        ),
    ],
)
def test_a_judgement_of_the_past_in_a_sentence(sentence, day, grades):
    assert of_before(reading_of(sentence)) == [(day, None, grades)]


def test_inadequate_twice_is_two_inspections():
    reading = reading_of(
        "The council, which was rated by Ofsted as “inadequate” in 2015 and again in June 2018, "
        "has a new director."
    )

    assert of_before(reading) == [
        ({"by": "2015"}, None, {"overall": "inadequate"}),
        ({"by": "2018-06"}, None, {"overall": "inadequate"}),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2014 inspectors judged most schools of the authority to be good.",
        "Of the cases that the council audited in 2019, half were judged to be inadequate.",
        "Since the last inspection in 2018, leaders have strengthened services.",
        "Services in 2019 are good.",
    ],
)
def test_others_that_were_judged_are_no_inspection_of_the_authority(sentence):
    assert earlier(reading_of(sentence)) == []


def test_judgements_named_by_their_grade_and_years():
    reading = reading_of(
        "Much has changed after two inadequate inspection judgements in 2014 and 2017."
    )

    assert of_before(reading) == [
        ({"by": "2014"}, None, {"overall": "inadequate"}),
        ({"by": "2017"}, None, {"overall": "inadequate"}),
    ]


def test_areas_that_were_judged_otherwise_than_the_whole():
    reading = reading_of(
        "Services have changed since they were judged to be good, and outstanding in adoption and "
        "leadership, in 2014."
    )

    grades = {"overall": "good", "adoption": "outstanding", "leadership": "outstanding"}
    assert of_before(reading) == [({"by": "2014"}, None, grades)]
