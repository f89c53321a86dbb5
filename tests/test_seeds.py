"""What all the seeds together tell, and what each of them must be.

The facts of their sources stand apart, in `test_facts.py`.
"""

import hashlib
import re
from datetime import datetime

import pytest

from improvement.models import Action, Plan, SignOff, Update
from improvement.state import Progress, Side, Standing, read_state
from inspections.intake.check import Vocabulary, check_draft, published_vocabulary
from inspections.intake.dates import LONDON
from inspections.intake.draft import Item, read_draft
from inspections.models import Finding, MeasureReading, Recommendation, RepeatLink
from inspections.models.time import AsAt, Reading
from tests.conftest import NOW
from tests.places import DOCUMENTS, SEEDS

R2015 = "2015-10-full_inspection"
R2018 = "2018-06-reinspection"


def state_of(key, as_at):
    return read_state(Plan.objects.for_screen(as_at).get(key=key), as_at)


def test_two_findings_of_2017_point_back_to_the_visit_of_december_2016(torbay):
    back = RepeatLink.objects.filter(earlier_inspection__key="2016-12-monitoring_visit")

    assert {link.finding.inspection.key for link in back} == {"2017-10-monitoring_visit"}
    assert back.count() == 2


def test_findings_of_2017_speak_of_what_was_asked_in_january_2016(torbay):
    asked = Recommendation.objects.filter(
        links__finding__inspection__key="2017-10-monitoring_visit"
    ).distinct()

    assert {one.inspection.key for one in asked} == {R2015}
    assert {"2", "4", "6"} <= {one.key for one in asked}


def test_the_matrix_of_2018_has_a_dated_an_undated_a_missing_visit_and_a_graded_end(torbay):
    state = state_of("example-2018", AsAt(NOW))

    assert [
        (v.inspection.key, v.inspection.is_dated, v.letter_held) for v in state.columns
    ] == [
        ("2019-02-monitoring_visit", False, False),
        ("2020-01-monitoring_visit", True, False),
        ("2021-03-focused_visit", True, True),
        ("2021-08-peer_review", False, False),
        ("2021-07-governance_review", True, True),
        ("2022-03-full_inspection", True, True),
    ]
    assert state.columns[-1].inspection.is_graded
    second = next(one for one in state.commitments if one.recommendation.key == "2")
    assert [cell.progress for cell in second.cells] == [
        Progress.NO_PROGRESS,
        Progress.LETTER_NOT_HELD,
        Progress.IMPROVED,
        Progress.LETTER_NOT_HELD,
        Progress.NOT_MENTIONED,
        Progress.IMPROVED,
    ]
    assert second.cells[0].disagreement == Side.WE


def test_the_plan_of_2018_is_as_of_its_closing(torbay):
    state = state_of("example-2018", AsAt(NOW))

    assert state.plan.example
    assert state.plan.closed_on.isoformat() == "2022-05-31"
    assert state.as_at.day == state.plan.closed_on
    assert len(state.commitments) == 16
    assert len(state.actions) >= 30


def test_the_plan_of_2018_tells_every_kind_of_story(torbay):
    state = state_of("example-2018", AsAt(NOW))
    moves = [len(one.replayed.moves) for one in state.actions]

    assert max(moves) >= 3
    assert sum(len(one.replayed.refused) for one in state.actions) >= 2
    assert any(one.replayed.reopened for one in state.actions)
    assert any(one.standing == Standing.DONE for one in state.actions)
    assert any(one.standing == Standing.NOT_STATED for one in state.actions)
    assert any(one.first_due is None for one in state.actions)
    assert any(one.standing == Standing.ALL_WITHDRAWN for one in state.commitments)
    assert Action.objects.filter(ownerships__text__gt="").exists()
    assert SignOff.objects.filter(outcome="accepted", text="").exists()
    disagreements = [cell.disagreement for row in state.commitments for cell in row.cells]
    assert {Side.WE, Side.THEY} <= set(disagreements)


def test_an_officer_of_2026_finds_one_of_each(torbay):
    state = state_of("example-2026", AsAt(NOW))

    assert state.plan.closed_on is None
    assert len(state.actions) == 8
    assert [one.action.reference for one in state.actions if one.late] == ["2.1"]
    assert [one.action.reference for one in state.actions if one.unconfirmed] == ["1.3"]
    assert [one.action.reference for one in state.actions if one.waiting] == ["2.2"]
    assert [one.standing for one in state.actions].count(Standing.DONE) == 1


def test_nobody_invented_has_a_name(torbay):
    assert set(Update.objects.values_list("said_by", flat=True)) == {None}
    for path in SEEDS:
        plan = read_draft(path.read_bytes(), path.name).draft.plan
        assert (plan is not None and "example" in plan) == path.stem.startswith("example")
        if path.stem.startswith("example"):
            assert plan["example"] == "yes"
            assert path.read_text().startswith("# EXAMPLE")
            assert not any("holders" in owner for owner in plan.items_of("owners"))


def test_nothing_of_2019_was_known_before_its_document(torbay):
    before = AsAt.end_of(datetime(2019, 2, 6, tzinfo=LONDON).date(), Reading.THEN)
    after = AsAt.end_of(datetime(2019, 2, 7, tzinfo=LONDON).date(), Reading.THEN)

    assert state_of("example-2018", before).columns == []
    assert len(state_of("example-2018", after).columns) == 1


def test_every_finding_has_its_document_and_place(torbay):
    for finding in Finding.objects.select_related("document"):
        assert finding.document is not None
        assert finding.page or finding.paragraph, finding.key


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_every_seed_passes_the_published_vocabulary(path):
    published = published_vocabulary()
    vocabulary = Vocabulary(
        frozenset(theme["key"] for theme in published["themes"]),
        {one["key"]: [area["key"] for area in one["areas"]] for one in published["frameworks"]},
    )
    reading = read_draft(path.read_bytes(), path.name)

    assert reading.problems == []
    assert check_draft(reading.draft, vocabulary) == []


def words_of(value):
    if isinstance(value, Item):
        for key, inner in value.items():
            if key in ("summary", "text", "title", "reason") or isinstance(inner, list | dict):
                yield from words_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words_of(inner)
    else:
        yield value


def runs(text, length=7):
    words = re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))
    return {" ".join(words[n : n + length]) for n in range(len(words) - length + 1)}


@pytest.mark.documents
@pytest.mark.parametrize(
    "path", [p for p in SEEDS if not p.stem.startswith("example")], ids=lambda p: p.stem
)
def test_a_seed_was_taken_from_the_document_it_names(path):
    """By its fingerprint; the texts beside the reports count as documents."""
    held = {
        hashlib.sha256(file.read_bytes()).hexdigest(): file
        for folder in (DOCUMENTS, DOCUMENTS.parent / "seeds")
        for file in folder.iterdir()
    }
    draft = read_draft(path.read_bytes(), path.name).draft

    assert draft.document["sha256"] in held
    source = held[draft.document["sha256"]]
    if source.suffix == ".txt":
        copied = runs(source.read_text(encoding="utf-8"))
        for words in words_of(draft.root):
            assert not runs(words) & copied, words


def test_no_figure_is_so_small_that_it_speaks_of_single_children(torbay):
    of_children = MeasureReading.objects.filter(
        measure__unit__in=("children", "young people", "placements", "notifications")
    )

    assert not of_children.filter(value__gt=0, value__lt=5).exists()
    assert not of_children.filter(earlier__gt=0, earlier__lt=5).exists()
