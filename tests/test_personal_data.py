"""Words and file names that look like a trace of an individual child draw a warning."""

import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from improvement.personal_data import (
    CASE_NUMBER,
    DATE_OF_BIRTH,
    NAME_AND_AGE,
    find,
    find_in_name,
)
from tests.places import DOCUMENTS, ROOT, SEEDS

# Invented names, of nobody.
NAMES_AND_AGES = {
    "We moved Zarelle, 7, to a new school": "Zarelle, 7",
    "Zarelle aged 12 waits for a place": "Zarelle aged 12",
    "the plan for Zarelle (14) is late": "Zarelle (14)",
    "a 7-year-old Zarelle was seen": "7-year-old Zarelle",
    "a 7 year old boy called Zarelle": "7 year old boy called Zarelle",
    "Zarelle Quonn, 7.": "Zarelle Quonn, 7",
    "Zarelle, aged seven": "Zarelle, aged seven",
    "Zarelle is 7 years old": "Zarelle is 7 years old",
    "Zarelle, who is 11 years old": "Zarelle, who is 11 years old",
    "Zarelle (F, 7)": "Zarelle (F, 7)",
    "Zarelle turned 16 in May": "Zarelle turned 16",
    "Zarelle was moved. Zarelle is 16.": "Zarelle is 16",
    "Seen: Zoë-Quille O’Narrow, 3": "Zoë-Quille O’Narrow, 3",
    "Visited Zarelle, 7, and reviewed": "Zarelle, 7",
    "April, aged 9, waits": "April, aged 9",  # a month in any other place
    "Zarelle: age 15": "Zarelle: age 15",
    "Zarelle aged 18 months": "Zarelle aged 18 months",
    "Zarelle, aged 22 months, was moved": "Zarelle, aged 22 months",
    "Zarelle aged 6 weeks and 2 days": "Zarelle aged 6 weeks",
    "Zarelle (6 weeks) is in hospital": "Zarelle (6 weeks)",
    "a 24-month-old Zarelle": "24-month-old Zarelle",
    "Zarelle (7 years)": "Zarelle (7 years)",
    "Zarelle  (7)": "Zarelle (7)",
    "Zarelle; 7": "Zarelle; 7",
    "7yo Zarelle": "7yo Zarelle",
    "ZARELLE QUONN, aged 7": "ZARELLE QUONN, aged 7",
    "Zar\u200belle\u2060 (7)": "Zarelle (7)",
}
BIRTHS = [
    "DOB 03/04/2012",
    "d.o.b. 3.4.12",
    "D.O.B: 03-04-2012",
    "date of birth 2012-04-03",
    "Date of birth: 3rd April 2012",
    "born on 3 April 2012",
    "born April 3, 2012",
    "b. 3/4/2012",
]
NUMBERS = [
    "LCS 1234567",
    "LCS1234567",
    "Mosaic ID: 123456",
    "Liquidlogic no. 1234567",
    "ICS number 70012",
    "case number 12345",
    "Case ref AB/12345",
    "case 1234567",
    "child's ref: 123456",
    "pupil number 445566",
    "ref: 1234567",
    "UPN A801200001001",
    "A801200001001",
    "NHS 943 476 5919",
    "NHS no. 9434765919",
    "943-476-5919",
]
ORDINARY = [
    "Young people aged 16 to 17 see a choice of homes",
    "Children aged 5 to 11, and those aged 12 and over",
    "children aged 5",
    "Pupils aged 7",
    "97 (14%) of visits were late",
    "Figure 7, Table 3 and paragraph 14",
    "Ofsted, 12 March 2019",
    "Head of Service (12), Director (3)",
    "Completed (7), outstanding (3), not started (2)",
    "Green (7), Amber (3), Red (2)",
    "Torbay, 7 May 2020; Plymouth (4)",
    "Since January, 7 social workers have joined; in June, 14.",
    "Monday, 7, and Tuesday, 8 October",
    "Recommendations 3, 7 and 12; Action 2.3, 7 updates",
    "The Improvement Board, 14 members strong, met",
    "MASH (14), LADO, 3, PEPs (17) and CIN (12)",
    "Social Worker (18), Early Help (6), Family Hub (2)",
    "Liquidlogic (7 years) and Mosaic are replaced by 2026",
    "A 12-year-old policy; an 18-month pilot; 6 weeks old",
    "Babies born before 1 April 2019; children born on or after 1 September 2010",
    "DOB is a required field in LCS since 2019",
    "In 2019, 12345 contacts; cost £123456; tel. 01803 207207",
    "Minute reference 12/2019; report ref 10234567; paper ref CS12345",
    "Cases: 123456 in England",
    "Phase 2 (12 months), Quarter 3 (9 weeks)",
    "Version 7 of 2019; Appendix C, 4.",
    "new homes in Kessingford (7) and near Quay, 3",
    "Babies aged 18 months; Children aged 6 weeks; Toddlers (18 months)",
    "Consultation (6 weeks), Probation (6 months), Secondment (2 years), Attachment (2 days)",
    "UASC aged 16, CYP aged 9 and CHILDREN AGED 5",
    "In line: Kessingford; 7 of them",
]


@pytest.mark.parametrize("text", NAMES_AND_AGES)
def test_a_name_with_an_age_is_found(text):
    [found] = find(text)

    assert (found.words, found.why) == (NAMES_AND_AGES[text], NAME_AND_AGE)


@pytest.mark.parametrize(
    ("texts", "why"), [(BIRTHS, DATE_OF_BIRTH), (NUMBERS, CASE_NUMBER)], ids=["born", "number"]
)
def test_a_date_of_birth_and_a_case_number_are_found(texts, why):
    for text in texts:
        assert [one.why for one in find(f"It was said of {text} that")] == [why], text


@pytest.mark.parametrize("text", ORDINARY)
def test_what_officers_ordinarily_write_draws_no_warning(text):
    assert find(text) == []


def test_everything_suspicious_is_told_in_its_order_and_once():
    found = find("Zarelle, 7, LCS 1234567, DOB 3/4/2012. Again Zarelle, 7, then Quonn (4).")

    assert [one.words for one in found] == [
        "Zarelle, 7",
        "LCS 1234567",
        "DOB 3/4/2012",
        "Quonn (4)",
    ]


def test_of_a_text_full_of_them_the_first_are_told_without_looking_at_the_rest():
    names = [f"Zarelle{letter * 5}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    found = find("".join(f"{name} (7) " for name in names * 4000))

    assert [one.words for one in found] == [f"{name} (7)" for name in names[:20]]
    assert took(find, "Aa(7) " * 80_000) < 0.5


@pytest.mark.parametrize(
    "name",
    [
        "Zarelle_Quonn_aged_7.docx",
        "Zarelle-7.pdf",
        "Zarelle_Quonn_(7).pdf",
        "ZarelleQuonn_LCS123456.pdf",
        "LCS1234567 chronology.pdf",
        "plan dob 03-04-2012.pdf",
        "https://files.example.org/cases/Zarelle%20aged%207/plan.pdf",
    ],
)
def test_a_file_name_or_link_that_looks_like_a_childs_is_found(name):
    assert find_in_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Audit (3).pdf",
        "Audit_(3).pdf",
        "Kessingford (3).pdf",  # a third download
        "Improvement Board 12 March 2019.docx",
        "minutes_2019-03-12.pdf",
        "Q3 performance report v7.xlsx",
        "Supervision-audit-7.xlsx",
        "torbay_inspection_2018-08-24.pdf",
        "IMG_20190312.jpg",
        "Recommendation 7.docx",
        "https://www.example.org/documents/s123456/Report%2012.pdf",
    ],
)
def test_an_ordinary_file_name_draws_no_warning(name):
    assert find_in_name(name) == []


# How often it is wrong


def texts_in(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for one in value for text in texts_in(one)]
    return [value] if isinstance(value, str) else []


def test_no_text_of_the_seeds_draws_a_warning():
    drafts = [yaml.load(path.read_text(), yaml.BaseLoader) for path in SEEDS]  # noqa: S506
    texts = [text for draft in drafts for text in texts_in(draft)]
    assert len(texts) > 5000

    assert {text: find(text) for text in texts if find(text)} == {}


def test_no_text_of_the_readme_draws_a_warning():
    assert find((ROOT / "README.md").read_text()) == []


@pytest.mark.documents
def test_no_name_of_a_real_document_draws_a_warning():
    assert [path.name for path in DOCUMENTS.iterdir() if find_in_name(path.name)] == []


# Any text at all

NASTY = [
    "a",
    "Aa ",
    "Aa-Aa'",
    "aged ",
    "aged 7 ",
    "Zarelle, 7, ",
    "Zz (7)",
    "((((",
    " ",
    "\n",
    "12/",
    "0",
    "7-year-old ",
    "boy called ",
    "born on the ",
    "d. o. b. ",
    "case number ref ",
    "LCS ref ref ",
    "NHS 943 476 ",
    "943 476 5919 ",
    "who is a ",
    " , (",
]


@given(st.text())
def test_no_text_and_no_name_breaks_it(text):
    find(text)
    find_in_name(text)


@given(st.lists(st.sampled_from([*NASTY, *BIRTHS, *NUMBERS, "’", "é", "\0"]), max_size=40))
def test_what_is_found_stands_in_the_text(pieces):
    text = " ".join("".join(pieces).split())

    assert all(one.words in text for one in find(text))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(NASTY), min_size=1, max_size=3).map("".join))
def test_five_thousand_characters_of_anything_take_no_time(unit):
    text = (unit * 5000)[:5000]

    # The time that this process takes, whatever else the machine is busy with.
    assert min(took(find, text) for _ in range(3)) < 0.05
    assert min(took(find_in_name, text) for _ in range(3)) < 0.05


def took(function, text):
    began = time.process_time()
    function(text)
    return time.process_time() - began
