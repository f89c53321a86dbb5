"""What a document says of itself at its head: kind, authority, days, people."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.intake.check import Vocabulary, check_draft, published_vocabulary
from inspections.intake.draft import read_draft
from inspections.intake.extracting import NotRecognisedError, extract, extracted
from inspections.intake.extracting.families import family_of
from inspections.intake.extracting.heads.authorities import authority_of
from inspections.intake.extracting.heads.days import partial_date, spans
from inspections.intake.extracting.heads.frameworks import ilacs_version
from inspections.intake.extracting.heads.head import head_of
from inspections.intake.extracting.heads.names import name_in_front, names_in_list
from inspections.intake.extracting.heads.ordinals import ordinal, ordinal_of_visit
from inspections.intake.extracting.heads.visits import last_inspection, since_when
from inspections.intake.extracting_files import as_yaml
from tests.documents_made import FAMILIES, reading_of

DAYS = st.dates(date(2009, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("11 and 12 July 2018", "2018-07-11", "2018-07-12"),
        ("31 October and 1 November 2017", "2017-10-31", "2017-11-01"),
        ("23 April–18 May 2018", "2018-04-23", "2018-05-18"),
        ("26 February 2024 to 8 March 2024", "2024-02-26", "2024-03-08"),
        ("26 February 2024 to 8 March", "2024-02-26", "2024-03-08"),
        ("between 17 June and 5 July 2024", "2024-06-17", "2024-07-05"),
        ("12 October 2015 – 5 November 2015", "2015-10-12", "2015-11-05"),
        ("4, 5 and 6 July 2018", "2018-07-04", "2018-07-06"),
        ("17 December to 4 January 2019", "2018-12-17", "2019-01-04"),
        ("Monday 3rd to Friday 7th of June 2019", "2019-06-03", "2019-06-07"),
        ("12 July 2018 and 14 children", "2018-07-12", "2018-07-12"),
        ("3 and 4 March", "2021-03-03", "2021-03-04"),  # of the letter's year
        ("28 and 29 November", "2020-11-28", "2020-11-29"),  # before the letter
        ("05/02/2020", "2020-02-05", "2020-02-05"),
        ("17/18 July 2018", "2018-07-17", "2018-07-18"),
    ],
)
def test_days_are_read_in_every_form_they_are_printed(printed, first, last):
    (span,) = spans(f"visited on {printed}, when", known_by=date(2021, 4, 2))

    assert (span.first.isoformat(), span.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "printed", ["31 June 2018", "a child of 10 may wait", "in 12 of 14 cases"]
)
def test_what_is_no_day_is_none(printed):
    assert list(spans(printed, known_by=date(2021, 4, 2))) == []


def test_without_a_year_anywhere_there_is_no_day():
    assert list(spans("on 3 and 4 March")) == []


@given(DAYS, st.integers(1, 60), st.booleans(), st.sampled_from(["and", "to", "–", "-"]))
def test_any_two_days_come_back_however_the_year_is_printed(first, days, twice, between):
    last = first + timedelta(days=days)
    year = f" {first.year}" if twice or first.year != last.year else ""
    printed = f"{first.day} {first:%B}{year} {between} {last.day} {last:%B} {last.year}"

    (span,) = spans(printed)

    assert (span.first, span.last) == (first, last)


@given(DAYS)
def test_a_month_without_a_day_stays_a_month(day):
    assert partial_date(f"judged inadequate in {day:%B} {day.year}") == f"{day:%Y-%m}"


@given(st.integers(1, 29))
def test_an_ordinal_in_figures_is_its_number(number):
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(
        number % 10 if number not in (11, 12, 13) else 0, "th"
    )
    assert ordinal(f"{number}{suffix}") == number


def test_ordinals_in_words():
    assert [ordinal(word) for word in ("first", "Twelfth", "twenty-first", "twenty first")] == [
        1,
        12,
        21,
        21,
    ]


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("The visit was the fourth monitoring visit since the judgement.", 4),
        ("This was the fifth, and final, monitoring visit since", 5),
        ("The visit was the second since the local authority was judged inadequate", 2),
        ("summarises the findings of the 3rd monitoring visit to", 3),
        ("At the first monitoring visit inspectors found delay.", None),
        ("inadequate for the second time in 2018. The monitoring visit was", None),
    ],
)
def test_a_visit_has_the_number_that_it_gives_itself(sentence, number):
    assert ordinal_of_visit(sentence) == number


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Focused visit to London Borough of Hounslow children’s services", "Hounslow"),
        (
            "Monitoring visit of the Royal Borough of Windsor & Maidenhead",
            "Windsor and Maidenhead",
        ),
        ("Inspection of St. Helens local authority children’s services", "St Helens"),
        ("Inspection of North Somerset local authority children’s services", "North Somerset"),
        ("Focused visit to Kingston-upon- Hull City Council", "Kingston upon Hull"),
        ("Focused visit to Newcastle children’s services", "Newcastle upon Tyne"),
        ("Inspection of City of London local authority children’s services", "City of London"),
        (
            "Inspection of Bournemouth, Christchurch and Poole",
            "Bournemouth, Christchurch and Poole",
        ),
    ],
)
def test_the_title_names_the_authority_in_its_common_name(title, name):
    head = head_of(
        reading_of(f"# {title}", "Essex and Essex again are named more often. Essex.")
    )

    assert authority_of(head) == name


def test_a_police_force_does_not_make_its_county_the_authority():
    head = head_of(
        reading_of(
            "Devon and Cornwall Police, Devon NHS Trust and Devon Probation met in Torbay."
        )
    )

    assert authority_of(head) == "Torbay"


def test_153_authorities_and_former_ones_are_known():
    entries = published_vocabulary()["authorities"]

    assert len([entry for entry in entries if "until" not in entry]) == 153
    assert len({entry["name"] for entry in entries}) == len(entries)


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("Ann Example, HMI, and Bo Sample, HMI.", ["Ann Example", "Bo Sample"]),
        ("Her Majesty’s Inspector, Ann Example and Her Majesty’s Inspector, Bo Sample", 2),
        ("Cy d’Instance, Di McTrial HMI, Ed Test-Case (OI)", 3),
        ("Ofsted, the Care Quality Commission and HMI Probation", []),
    ],
)
def test_names_stand_before_or_after_what_the_people_are(printed, names):
    found = list(names_in_list(printed))

    assert (found if isinstance(names, list) else len(found)) == names


def test_a_name_ends_before_the_post():
    assert name_in_front("Ms Ann Example Director of People") == "Ann Example"
    assert name_in_front("Dr Bo O’Sample BSc MB, Chief Inspector") == "Bo O’Sample"
    assert name_in_front("Plymouth City Council") is None


@pytest.mark.parametrize(
    ("sentence", "when", "printed"),
    [
        (
            "It was the fourth monitoring visit since it was judged inadequate in January 2016.",
            "2016-01",
            "judged inadequate in January 2016",
        ),
        (
            "This was the first monitoring visit since the inspection in May 2021, when it failed.",
            "2021-05",
            "inspection in May 2021",
        ),
    ],
)
def test_a_monitoring_visit_follows_the_judgement_it_names(sentence, when, printed):
    assert since_when(sentence) == (when, printed)


def test_the_last_inspection_counts_only_with_its_time():
    assert last_inspection("Since the last judgement inspection in February 2022, much has")[
        0
    ] == ("2022-02")
    assert last_inspection("Leaders have acted since the last inspection.") is None


def test_the_day_tells_the_framework_and_the_rows_correct_it():
    four = ["leadership", "help_and_protection", "looked_after", "care_leavers"]

    assert ilacs_version(date(2022, 12, 9)) == "ILACS-2018"
    assert ilacs_version(date(2023, 1, 20)) == "ILACS-2023"
    assert ilacs_version(date(2026, 4, 27)) == "ILACS-2026"
    assert ilacs_version(date(2022, 12, 9), [*four, "overall"]) == "ILACS-2023"
    assert ilacs_version(None, four) == "ILACS-2026"
    assert ilacs_version(None) is None


WANTED = {
    "sif": ("full_inspection", "Rutland", "SIF", "2015-03-03", "2015-03-26"),
    "ilacs": ("full_inspection", "Stockton-on-Tees", "ILACS-2023", "2024-02-26", "2024-03-08"),
    "focused_visit": ("focused_visit", "Sutton", "ILACS-2018", "2018-04-03", "2018-04-04"),
    "monitoring_visit": (
        "monitoring_visit",
        "Rutland",
        "ILACS-2018",
        "2019-11-26",
        "2019-11-27",
    ),
    "joint_inspection": ("joint_inspection", "Rutland", "JTAI", "2016-10-17", "2016-10-21"),
    "send_inspection": ("send_inspection", "Rutland", "SEND", "2023-06-26", "2023-06-30"),
    "review": ("governance_review", "Rutland", None, "2021-07-21", "2021-08-04"),
    "committee_paper": ("reinspection", "Rutland", None, "2018-06-11", "2018-07-05"),
    "press": ("monitoring_visit", "Rutland", None, None, None),
}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_document_says_what_it_is(family):
    reading = FAMILIES[family]
    draft = extract(reading)
    about = draft["inspections"][0]

    assert family_of(head_of(reading)).name == family
    told = tuple(about.get(name) for name in ("kind", "framework", "started", "ended"))
    assert (told[0], draft["authority"], *told[1:]) == WANTED[family]


@pytest.mark.parametrize("family", FAMILIES)
def test_its_draft_has_the_form_and_lacks_only_who_confirmed_it(family):
    published = published_vocabulary()
    vocabulary = Vocabulary(
        frozenset(theme["key"] for theme in published["themes"]),
        {one["key"]: [area["key"] for area in one["areas"]] for one in published["frameworks"]},
    )

    read = read_draft(as_yaml(extracted(FAMILIES[family])).encode(), family)

    assert read.problems == []
    (missing,) = check_draft(read.draft, vocabulary)
    assert "reviewed_by" in missing.sentence


def people_of(family):
    people = extract(FAMILIES[family])["inspections"][0].get("people", ())
    return {(person["name"], person["role"]) for person in people}


def test_the_team_of_a_report_stands_at_its_end():
    assert people_of("sif") == {
        ("Ann Example", "lead inspector"),
        ("Bo Sample", "inspector"),
        ("Cy d’Instance", "inspector"),
        ("Di McTrial", "inspector"),
        ("Ed Test-Case", "inspector"),
        ("Flo Watcher", "observer"),
    }


def test_who_came_who_watched_who_signed_and_who_was_written_to():
    assert people_of("monitoring_visit") == {
        ("Ann Example", "inspector"),
        ("Bo Sample", "inspector"),
        ("Cy Instance", "observer"),
        ("Jo Addressee", "addressee"),
        ("Ann Example", "signatory"),
    }
    assert people_of("joint_inspection") == {
        ("Jo Addressee", "addressee"),
        ("Ty Example", "addressee"),
        ("Ann Example", "signatory"),
        ("Bo Sample", "signatory"),
    }
    assert people_of("send_inspection") == {
        ("Ann Example", "lead inspector"),
        ("Bo Sample", "lead inspector"),
        ("Cy Instance", "inspector"),
        ("Di Trial", "inspector"),
    }
    assert people_of("review") == {("Ann Example", "reviewer"), ("Bo Sample", "reviewer")}


def test_a_monitoring_letter_says_which_visit_it_was_and_what_it_covered():
    about = extract(FAMILIES["monitoring_visit"])["inspections"][0]

    assert about["key"] == "2019-11-monitoring_visit"
    assert about["ordinal"] == "3"
    assert about["follows"] == {"kind": "full_inspection", "when": "2018-06"}
    assert about["areas_covered"] == ["the front door", "the oversight of managers"]


def test_published_only_if_it_is_printed():
    assert extract(FAMILIES["sif"])["document"]["published"] == "2015-05-11"
    assert "published" not in extract(FAMILIES["ilacs"])["document"]
    assert "published" not in extract(FAMILIES["focused_visit"])["document"]
    assert extract(FAMILIES["focused_visit"])["document"]["dated"] == "2018-05-14"


def test_second_hand_documents_say_so_and_give_the_inspection_they_tell_of():
    paper, press = extract(FAMILIES["committee_paper"]), extract(FAMILIES["press"])

    assert paper["document"]["second_hand"] == press["document"]["second_hand"] == "yes"
    assert paper["document"]["publisher"] == "Leicestershire County Council"
    assert paper["inspections"][0]["published"] == "2018-08-24"
    assert press["inspections"][0]["by"] == "2019-02-07"
    assert press["inspections"][0]["follows"] == {"kind": "reinspection", "when": "2018-06"}


def test_a_document_of_no_family_is_refused_with_a_sentence():
    with pytest.raises(NotRecognisedError, match="does not say what kind"):
        extract(reading_of("# How to bake bread", "Take flour."))


def test_a_person_may_say_which_family_it_is():
    reading = reading_of("# Visit to Rutland", "It took place on 3 and 4 March 2020.")

    assert extract(reading, "focused_visit")["inspections"][0]["kind"] == "focused_visit"


def test_two_findings_of_a_paragraph_have_keys_of_their_own():
    findings = extract(FAMILIES["monitoring_visit"])["inspections"][0]["findings"]

    assert len({finding["key"] for finding in findings}) == len(findings)


def test_a_paper_sets_requirement_finding_and_action_side_by_side():
    draft = extract(FAMILIES["committee_paper"])
    about = draft["inspections"][0]

    assert [(one["key"], one["kind"]) for one in about["recommendations"]] == [
        ("req-1", "requirement")
    ]
    (finding,) = (one for one in about["findings"] if "too late" in one["text"])
    assert [link["ref"] for link in finding["proposed"]] == ["req-1"]
    assert [action["title"] for action in draft["plan"]["actions"]] == [
        "A manager looks at late visits every Monday."
    ]
    assert draft["plan"]["actions"][0]["commitments"] == ["rutland/2018-06-reinspection/req-1"]


def test_more_findings_than_a_draft_holds_are_not_lost_in_silence():
    many = [
        f"The oversight of managers in team {number} has improved." for number in range(2_010)
    ]
    lines = [passage.text for passage in FAMILIES["monitoring_visit"].passages]
    reading = reading_of(*lines[:-2], *many, *lines[-2:])

    found = extracted(reading, "monitoring_visit")

    assert len(found.draft["inspections"][0]["findings"]) == 2_000
    assert "look for more" in found.doubts[0]
