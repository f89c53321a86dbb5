"""The draft as a text: what it may look like, and what every fault says."""

import json
import time

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.intake.check import Vocabulary, check_draft
from inspections.intake.draft import MAX_DEPTH, read_draft, schema

VOCABULARY = Vocabulary(
    themes=frozenset({"visits_to_children", "management_oversight"}),
    areas={"SIF": ["overall", "help_and_protection"]},
)

GOOD = """\
reviewed_by: Programme manager
document: {key: letter, title: A letter, kind: monitoring_visit, published: 2019-02}
authority: Westmere
inspections:
  - key: 2019-01-monitoring_visit
    kind: monitoring_visit
    framework: SIF
    ordinal: 2
    judgements:
      - {area: overall, grade: inadequate}
    findings:
      - {key: f1, summary: Visits are late., direction: no_progress, theme: visits_to_children}
"""


def read(text):
    return read_draft(text, "letter.yaml")


def sentences(text):
    reading = read(text)
    problems = reading.problems or check_draft(reading.draft, VOCABULARY)
    return [(problem.line, problem.sentence) for problem in problems]


def test_a_good_draft_has_no_problem():
    assert sentences(GOOD) == []


def test_the_published_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(schema())


def test_every_scalar_is_read_as_it_is_written():
    draft = read(
        "reviewed_by: no\ndocument: {key: x, title: 2.10, kind: direction}\nauthority: on\n"
    )

    assert draft.draft is not None
    assert draft.draft.root["reviewed_by"] == "no"
    assert draft.draft.document["title"] == "2.10"
    assert draft.draft.root["authority"] == "on"


def test_nothing_after_a_colon_means_that_the_source_does_not_say():
    draft = read(GOOD.replace("ordinal: 2", "ordinal:")).draft

    assert "ordinal" not in draft.inspections[0]


FAULTS = [
    ("a misspelt key", "ordinal: 2", "ordnial: 2", 8, "Did you mean “ordinal”?"),
    (
        "an unknown kind",
        "    kind: monitoring_visit",
        "    kind: monitoring",
        6,
        "monitoring_visit",
    ),
    ("an unknown grade", "grade: inadequate", "grade: inadequat", 10, "inadequate"),
    ("an unknown area", "area: overall", "area: overal", 10, "the nearest is “overall”"),
    ("an unknown theme", "theme: visits_to_children", "theme: visits", 12, "theme"),
    ("an unknown framework", "framework: SIF", "framework: SIFF", 7, "the nearest is “SIF”"),
    ("no direction", "direction: no_progress, ", "", 12, "“direction” is missing"),
    (
        "a day that is not in the calendar",
        "2019-02}",
        "2019-02-30}",
        2,
        "not a day in the calendar",
    ),
    ("a date in words", "2019-02}", "February 2019}", 2, "2016-12-05"),
    ("a number in words", "ordinal: 2", "ordinal: second", 8, "a whole number"),
    (
        "a finding without words",
        "summary: Visits are late., ",
        "",
        12,
        "text (the document's own",
    ),
    (
        "a list where a word is due",
        "framework: SIF",
        "framework: [SIF]",
        7,
        "one value is needed",
    ),
    (
        "a word where a list is due",
        "    findings:\n      - {",
        "    findings: {",
        11,
        "a list is needed",
    ),
    (
        "nobody has looked at it",
        "reviewed_by: Programme manager\n",
        "",
        1,
        "“reviewed_by” is missing",
    ),
    (
        "a key given twice",
        "framework: SIF",
        "framework: SIF\n    framework: SIF",
        8,
        "given twice",
    ),
    ("an alias", "authority: Westmere", "authority: &a Westmere", 3, "aliases"),
    ("a tag", "authority: Westmere", "authority: !!python/name:os.system x", 3, "Tags"),
    (
        "a second document",
        "authority: Westmere",
        "authority: Westmere\n---\na: b",
        4,
        "second document",
    ),
]


@pytest.mark.parametrize(
    ("fault", "replace", "by", "line", "words"), FAULTS, ids=[row[0] for row in FAULTS]
)
def test_each_fault_is_told_with_its_line(fault, replace, by, line, words):
    assert replace in GOOD

    found = sentences(GOOD.replace(replace, by, 1))

    assert [number for number, sentence in found if words in sentence] == [line], found


def test_two_findings_with_one_key_are_told_with_both_lines():
    twice = GOOD + "      - {key: f1, summary: Again., direction: declined}\n"

    assert sentences(twice) == [(13, "The finding f1 stands on line 12 too.")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a list",
        "just words",
        "a: [",
        "a: 'unclosed",
        "? [a, b]\n: c",
        "[" * 50_000,
        "{a: " * 50_000,
        "- " * 50_000,
        "\x00",
        "a: \x07",
        b"\xff\xfe\x00",
        b"%PDF-1.7 binary \x80\x81",
        "a: " + "x" * 3_000_000,
    ],
)
def test_what_is_not_a_draft_is_said_in_a_sentence(text):
    reading = read_draft(text, "bad.yaml")

    assert reading.draft is None
    assert [problem.sentence for problem in reading.problems if problem.sentence.strip()]


def test_nesting_is_bounded():
    reading = read("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))

    assert "deep" in reading.problems[0].sentence


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=300) | st.binary(max_size=300))
def test_no_text_breaks_the_reader(text):
    reading = read_draft(text, "any.yaml")

    assert reading.draft is not None or reading.problems


@settings(deadline=None, max_examples=150)
@given(
    st.integers(0, len(GOOD) - 1),
    st.text(alphabet="{}[]:,-#&*!|>'\"%@` \n\tab0", min_size=1, max_size=4),
)
def test_no_slip_of_the_hand_breaks_the_check(place, typed):
    reading = read(GOOD[:place] + typed + GOOD[place + 1 :])

    if reading.draft is not None:
        check_draft(reading.draft, VOCABULARY)


def test_problems_can_be_listed_as_json():
    reading = read("authority: x")

    assert json.dumps([str(problem) for problem in reading.problems])


HEAD = (
    "reviewed_by: x\ndocument: {key: d, title: t, kind: direction, dated: 2020}\nauthority: W\n"
)
FINDINGS = "".join(
    f"      - {{key: f{n}, summary: Words., direction: improved}}\n" for n in range(450)
)
MANY = "inspections:\n  - key: a\n    kind: direction\n    findings:\n" + FINDINGS


@pytest.mark.parametrize(
    "text",
    [
        HEAD
        + MANY
        + "plan:\n  key: p\n  title: t\n  opened: 2020-01-01\n  owners:\n"
        + "    - {key: '!', post: p}\n" * 100,
        HEAD + "".join(f"k{n}: v\n" for n in range(40_000)),
        HEAD + "milestones:\n" + "  - {on: 2020, title: x, at: {page: y}}\n" * 9_000,
        HEAD
        + "plan:\n  key: p\n  title: t\n  opened: 2020-01-01\n  actions:\n"
        + "".join(
            f"    - {{reference: a{n}, title: t, owner: nobody{n}}}\n" for n in range(500)
        ),
    ],
    ids=[
        "many faults beside much that is right",
        "unknown keys",
        "long lists",
        "unknown posts",
    ],
)
def test_no_draft_of_the_size_allowed_keeps_the_server_busy(text):
    began = time.process_time()

    reading = read(text)
    told = reading.problems + (check_draft(reading.draft, VOCABULARY) if reading.draft else [])

    assert time.process_time() - began < 5
    assert 0 < len(told) <= 600
    assert all(len(problem.sentence) < 400 for problem in told)


def test_figures_of_other_scripts_are_no_date():
    assert (
        "a date is written"
        in sentences(GOOD.replace("2019-02}", "\u0662\u0660\u0661\u0669}"))[0][1]
    )
