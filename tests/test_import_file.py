"""A seed first and then the document's real file: the same rows, with the words added."""

from datetime import date, datetime, timedelta

import pytest

from improvement.importing import Outcome, import_drafts
from inspections.intake.dates import LONDON
from inspections.models import (
    Document,
    Finding,
    FindingLink,
    Inspection,
    InspectionPerson,
    Judgement,
    Recommendation,
    Rival,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 10, tzinfo=LONDON)

EARLIER = """\
reviewed_by: Programme manager
document: {key: report-of-2015, title: The report of 2015, kind: full_inspection, published: 2015-09-02}
authority: Westmere
inspections:
  - key: 2015-06-full_inspection
    kind: full_inspection
    framework: SIF
    started: 2015-06-08
    published: 2015-09-02
    judgements: [{area: overall, grade: inadequate}]
    recommendations:
      - {key: "1", title: Visits, summary: Visit in time.}
      - {key: "2", title: Records, summary: Write it down.}
"""

# As a person writes it by hand: in their own words, with pages at most, no quotes.
SEED = """\
reviewed_by: Programme manager
document: {key: report, title: The report of 2018, kind: reinspection, publisher: Ofsted, second_hand: no, published: 2018-08-24}
authority: Westmere
inspections:
  - key: 2018-06-reinspection
    kind: reinspection
    framework: SIF
    started: 2018-06
    published: 2018-08-24
    follows: {key: 2015-06-full_inspection}
    people:
      - {name: An Inspector, role: lead inspector}
    judgements:
      - {area: overall, grade: inadequate, at: {page: 1}}
      - {area: adoption, grade: good, at: {page: 1}}
    recommendations:
      - {key: "1", title: Oversight, summary: Oversee work., immediate: yes, theme: management_oversight, at: {page: 9}}
      - {key: "2", title: Visits, summary: See children in time., theme: visits_to_children, at: {page: 9}}
    findings:
      - {key: f1, summary: Visits are late still., direction: no_progress, theme: visits_to_children, recommendations: [westmere/2015-06-full_inspection/1], at: {paragraph: 14}}
      - {key: f2, summary: Records are better., direction: improved, at: {paragraph: 15}}
"""

# As it is read out of the file and confirmed: the document's words, each with its place.
FILE = """\
reviewed_by: admin@westmere.example
document: {key: 2018-08-24-reinspection-report, title: The report of 2018, kind: reinspection, publisher: Ofsted, second_hand: no, published: 2018-08-24, sha256: SHA256}
authority: Westmere
inspections:
  - key: 2018-06-full_inspection
    kind: full_inspection
    framework: SIF
    started: 2018-06-11
    ended: 2018-07-05
    published: 2018-08-24
    follows: {kind: full_inspection, when: 2015-09}
    follows_as_printed: judged inadequate in September 2015
    people:
      - {name: An Inspector, role: lead inspector}
      - {name: Another Inspector, role: inspector}
    judgements:
      - {area: overall, grade: inadequate, at: {page: 1, paragraph: 5, quote: Services are inadequate}}
      - {area: adoption, grade: good, at: {page: 1, paragraph: 8, quote: Adoption is good}}
    recommendations:
      - {key: "1", kind: recommendation, text: "Managers should oversee all work.", at: {page: 9, paragraph: 60, quote: "Managers should oversee all work."}}
      - {key: "2", kind: recommendation, text: "Children should be visited in time.", at: {page: 9, paragraph: 61, quote: "Children should be visited in time."}}
    findings:
      - {key: f1, text: "Visits remain late.", direction: no_progress, at: {page: 4, paragraph: 30, quote: "Visits remain late."}, proposed: [{ref: westmere/2015-06-full_inspection/1, score: 0.8}]}
      - {key: f-aaaaaa-14-1, text: "Supervision is rare.", direction: weakness, at: {paragraph: 14, quote: "Supervision is rare."}}
  - key: 2015-full_inspection
    kind: full_inspection
    by: 2015
    as_printed: inadequate in 2015
    judgements: [{area: overall, grade: inadequate, at: {page: 2, paragraph: 12, quote: inadequate in 2015}}]
""".replace("SHA256", "a" * 64)  # fmt: skip


def load(*texts, **options):
    files = [(f"{number}.yaml", text) for number, text in enumerate(texts, 1)]
    return import_drafts(files, **{"actor": None, "now": NOW, **options})


@pytest.fixture
def seeded():
    assert load(EARLIER, SEED, history=True).problems == []


def what(report):
    return [(line.outcome, line.kind, line.field) for line in report.lines]


def test_the_file_meets_the_seeds_inspection_and_document(seeded):
    report = load(FILE)

    assert report.problems == []
    assert {one.key for one in Inspection.objects.all()} == {
        "2015-06-full_inspection",
        "2018-06-reinspection",
    }
    document = Document.objects.get(key="report")
    assert document.sha256 == "a" * 64
    assert Document.objects.count() == 2


def test_a_recommendation_gets_the_words_and_keeps_the_summary_and_the_theme(seeded):
    load(FILE)

    first, second = Recommendation.objects.filter(inspection__kind="reinspection").order_by(
        "key"
    )
    assert (first.text, first.summary) == ("Managers should oversee all work.", "Oversee work.")
    assert (first.theme.key, first.immediate) == ("management_oversight", True)
    assert first.place == "page 9, paragraph 60"
    assert first.quote == first.text
    assert second.title == "Visits"
    assert Recommendation.objects.count() == 4


def test_a_grade_told_the_same_gets_its_place(seeded):
    load(FILE)

    adoption = Judgement.objects.get(area__key="adoption")
    assert (adoption.grade, adoption.place, adoption.quote) == (
        "good",
        "page 1, paragraph 8",
        "Adoption is good",
    )
    assert Judgement.objects.count() == 3
    assert Rival.objects.count() == 0


def test_a_grade_that_the_file_gives_otherwise_is_told_and_taken(seeded):
    report = load(FILE.replace("grade: good", "grade: requires_improvement"))

    assert Judgement.objects.get(area__key="adoption").grade == "requires_improvement"
    (line,) = (line for line in report.lines if line.field == "grade")
    assert (line.outcome, line.old, line.new) == (
        Outcome.CHANGED,
        "Good",
        "Requires improvement",
    )


def test_a_finding_joined_by_its_key_is_the_same_row(seeded):
    load(FILE)

    finding = Finding.objects.get(key="f1")
    assert (finding.text, finding.summary) == ("Visits remain late.", "Visits are late still.")
    assert (finding.theme.key, finding.place) == ("visits_to_children", "page 4, paragraph 30")


def test_a_finding_that_nobody_joined_is_a_row_of_its_own(seeded):
    """Though the seed counts blocks, and counts to the same number for another paragraph."""
    load(FILE)

    assert {one.key for one in Finding.objects.all()} == {"f1", "f2", "f-aaaaaa-14-1"}
    assert Finding.objects.get(key="f2").text == ""


def test_a_sentence_under_a_new_key_is_still_the_same_sentence(seeded):
    load(FILE)

    report = load(FILE.replace("f-aaaaaa-14-1", "f-aaaaaa-14-2"))

    assert report.problems == []
    assert report.lines == []
    assert Finding.objects.count() == 3


def test_another_sentence_of_the_same_paragraph_is_another_finding(seeded):
    load(FILE)

    load(
        FILE.replace("f-aaaaaa-14-1", "f-aaaaaa-14-2").replace(
            "Supervision is rare.", "Supervision is good."
        )
    )

    assert Finding.objects.count() == 4


def test_people_are_added_once_and_days_become_finer(seeded):
    report = load(FILE)

    inspection = Inspection.objects.get(kind="reinspection")
    assert (str(inspection.started), str(inspection.ended)) == ("11 June 2018", "5 July 2018")
    assert inspection.follows.key == "2015-06-full_inspection"
    assert {(one.name, one.role) for one in InspectionPerson.objects.all()} == {
        ("An Inspector", "lead inspector"),
        ("Another Inspector", "inspector"),
    }
    assert Rival.objects.count() == 0
    assert (Outcome.CREATED, "inspection person", "") in what(report)


def test_a_persons_correction_stays(seeded):
    recommendation = Recommendation.objects.get(title="Oversight")
    recommendation.text = "Managers should oversee all the work."
    recommendation.save()

    report = load(FILE)

    (line,) = report.by_outcome(Outcome.KEPT)
    assert (line.old, line.old_from, line.new) == (
        "Managers should oversee all the work.",
        "entered here",
        "Managers should oversee all work.",
    )
    recommendation.refresh_from_db()
    assert recommendation.text == "Managers should oversee all the work."


def test_a_link_confirmed_before_stays_confirmed(seeded):
    load(FILE)

    (link,) = FindingLink.objects.all()
    assert (link.finding.key, link.recommendation.title, link.state) == (
        "f1",
        "Visits",
        "confirmed",
    )


def test_a_second_import_changes_nothing(seeded):
    load(FILE)

    assert load(FILE).lines == []


def test_the_seed_again_takes_no_words_and_moves_nothing(seeded):
    load(FILE)

    report = load(EARLIER, SEED, history=True)

    assert [line for line in report.lines if line.kind != "document"] == []
    assert Recommendation.objects.get(title="Visits", position=2).quote


@pytest.mark.parametrize(
    ("told", "meets"),
    [
        ("by: 2015", True),
        ("by: 2015-09", True),
        ("by: 2015-10", False),
        ("by: 2014", False),
    ],
)
def test_an_inspection_told_of_by_its_month_or_its_year_and_grade_is_met(seeded, told, meets):
    draft = FILE.replace("by: 2015", told).replace("    by:", "    framework: SIF\n    by:")

    report = load(draft)

    assert report.problems == []
    assert Inspection.objects.count() == (2 if meets else 3)


def test_of_a_year_alone_another_grade_proves_nothing(seeded):
    before, _, after = FILE.partition("  - key: 2015-full_inspection")
    told = after.replace("grade: inadequate", "grade: good").replace(
        "    by:", "    framework: SIF\n    by:"
    )

    report = load(f"{before}  - key: 2015-full_inspection{told}")

    assert report.problems == []
    assert Inspection.objects.count() == 3
    assert Judgement.objects.get(inspection__key="2015-06-full_inspection").grade == (
        "inadequate"
    )


def test_a_document_that_names_an_inspection_twice_tells_of_it_once(seeded):
    twice = FILE + "  - {key: again, kind: full_inspection, by: 2015-09, as_printed: then}\n"

    report = load(twice)

    assert report.problems == []
    assert Inspection.objects.count() == 2
    assert load(twice).lines == []


def test_a_file_without_a_printed_day_is_known_since_the_day_given_here(seeded):
    dated = "second_hand: no, published: 2018-08-24, sha256"
    assert dated in FILE
    load(FILE)
    undated = FILE.replace(dated, "second_hand: no, sha256")

    report = load(undated, history=True)

    assert report.problems == []
    finding = Finding.objects.get(key="f-aaaaaa-14-1")
    assert finding.known_at.date() == date(2018, 8, 24)


def test_nothing_is_known_before_the_file_was_there(seeded):
    load(FILE, now=NOW + timedelta(hours=1))

    assert Finding.objects.get(key="f-aaaaaa-14-1").known_at == NOW + timedelta(hours=1)
    assert Finding.objects.get(key="f1").known_at.date() == date(2018, 8, 24)
