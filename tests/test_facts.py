"""The facts of the eleven documents, as careful readers took them from the sources.

`tests/facts/` states them apart from the seeds: each document was read twice, separately,
and where the readings differed the source decided. Keys name inspections and
recommendations of Torbay; places are pages of the file, or paragraphs of the part.
"""

from decimal import Decimal

import pytest
import yaml

from improvement.models import Plan
from improvement.state import read_state
from inspections.intake.dates import PartialDate
from inspections.intake.draft import read_draft
from inspections.models import (
    Document,
    Finding,
    FindingLink,
    Inspection,
    Judgement,
    Leader,
    LinkState,
    MeasureReading,
    Milestone,
    Recommendation,
    RepeatLink,
    Rival,
)
from inspections.models.time import AsAt
from tests.conftest import NOW
from tests.places import FACTS as TABLES
from tests.places import SEEDS

FACTS = {
    path.stem: yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    for path in TABLES
}
DATES = ("started", "ended", "published", "by", "dated", "since", "until", "on")
PLACE = ("part", "page", "paragraph")


every_document = pytest.mark.parametrize("name", FACTS)


def listed(section, *levels):
    """One case for each entry of a section of each document, so that each is told alone."""
    cases = []
    for name, facts in FACTS.items():
        held = facts.get(section) or {}
        for key, value in held.items() if isinstance(held, dict) else enumerate(held):
            inner = [(key, value)]
            if levels:
                pairs = value.items() if isinstance(value, dict) else enumerate(value)
                inner = [((key, below), entry) for below, entry in pairs]
            cases += [pytest.param(name, k, v, id=f"{name}-{_id(k)}") for k, v in inner]
    return pytest.mark.parametrize(("name", "key", "said"), cases)


def _id(key):
    return "-".join(map(str, key)) if isinstance(key, tuple) else str(key)


def document_of(name):
    return Document.objects.get(sha256=FACTS[name]["document"]["sha256"])


def drafted(name):
    [path] = [path for path in SEEDS if path.stem == name]
    return read_draft(path.read_bytes(), path.name).draft


def text_of(value):
    """A value of a record as the table writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(getattr(value, "text", value))


def place_of(said):
    return {
        name: int(said[name]) if name != "part" else said[name]
        for name in PLACE
        if name in said
    }


def inspection_of(key):
    return Inspection.objects.get(authority__slug="torbay", key=key)


def recommendation_of(ref):
    inspection, key = ref.split("/")
    return Recommendation.objects.get(inspection=inspection_of(inspection), key=key)


def refs(recommendations):
    return {f"{one.inspection.key}/{one.key}" for one in recommendations}


def test_there_are_the_facts_of_eleven_documents():
    assert len(FACTS) == 11
    assert {f"{name}.yaml" for name in FACTS} == {
        path.name for path in SEEDS if not path.name.startswith("example")
    }


@every_document
def test_a_document_is_what_it_says_it_is(torbay, name):
    facts = FACTS[name]["document"]
    document = document_of(name)

    assert {field: text_of(getattr(document, field)) for field in facts} == facts


@every_document
def test_a_file_holds_the_papers_that_are_bound_in_it(torbay, name):
    facts = FACTS[name].get("parts") or {}

    found = {part.key: part for part in document_of(name).parts.all()}

    assert set(found) == set(facts)
    for key, said in facts.items():
        assert {field: text_of(getattr(found[key], field)) for field in said} == said


@listed("inspections")
def test_an_inspection_has_the_facts_that_the_document_gives(torbay, name, key, said):
    inspection = inspection_of(key)
    people = [str(person) for person in inspection.people.all()]
    rivals = set(
        Rival.objects.filter(inspection=inspection, document=document_of(name)).values_list(
            "fact", "value"
        )
    )

    assert inspection.sources.filter(document=document_of(name)).exists()
    for field, value in said.items():
        if field == "follows":
            assert inspection.follows.key == value
        elif field == "people":
            assert set(value) <= set(people)
        elif field == "areas_covered":
            assert len(inspection.areas_covered) == int(value)
        elif field == "framework":
            assert inspection.framework.key == value
        elif field in DATES:
            stands = getattr(inspection, field)
            # A coarser date agrees with a finer one; another stands beside it.
            agrees = stands and stands.agrees_with(PartialDate(value))
            assert agrees or (field, str(PartialDate(value))) in rivals, field
        else:
            assert text_of(getattr(inspection, field)) == value, field


@listed("judgements")
def test_a_judgement_table_has_the_grades_that_the_document_prints(torbay, name, key, said):
    judgements = Judgement.objects.filter(inspection=inspection_of(key)).select_related("area")

    assert {one.area.key: one.grade for one in judgements} | said == {
        one.area.key: one.grade for one in judgements
    }


@every_document
def test_every_recommendation_is_there_in_order(torbay, name):
    for key, said in (FACTS[name].get("recommendations") or {}).items():
        held = inspection_of(key).recommendations.filter(document=document_of(name))
        assert list(held.order_by("position").values_list("key", flat=True)) == list(said)


def test_no_inspection_and_no_grade_comes_from_anywhere_else(torbay):
    told = {key for facts in FACTS.values() for key in facts["inspections"]}
    assert set(Inspection.objects.values_list("key", flat=True)) == told

    graded = {
        (key, area)
        for facts in FACTS.values()
        for key, grades in (facts.get("judgements") or {}).items()
        for area in grades
    }
    assert set(Judgement.objects.values_list("inspection__key", "area__key")) == graded


@every_document
def test_a_document_holds_no_recommendation_that_the_table_lacks(torbay, name):
    listed_keys = {
        f"{inspection}/{key}"
        for inspection, said in (FACTS[name].get("recommendations") or {}).items()
        for key in said
    }

    assert (
        refs(
            Recommendation.objects.filter(document=document_of(name)).select_related(
                "inspection"
            )
        )
        == listed_keys
    )


@listed("recommendations", "each")
def test_a_recommendation_is_asked_as_the_document_asks_it(torbay, name, key, said):
    found = recommendation_of("/".join(key))
    repeats = RepeatLink.objects.filter(recommendation=found, state=LinkState.CONFIRMED)
    earlier = refs(
        link.earlier_recommendation for link in repeats if link.earlier_recommendation
    )

    assert {field: getattr(found, field) for field in place_of(said)} == place_of(said)
    assert text_of(found.immediate) == said.get("immediate", "no")
    assert text_of(found.says_repeat) == said.get("says_repeat", "no")
    assert earlier == set(said.get("repeats", []))
    if "theme" in said:
        assert found.theme.key == said["theme"]
    if "kind" in said:
        assert found.kind == said["kind"]


@listed("findings", "each")
def test_what_no_careful_reader_misses_is_there(torbay, name, key, said):
    inspection = inspection_of(key[0])
    there = Finding.objects.filter(
        inspection=inspection,
        document=document_of(name),
        direction=said["direction"],
        theme__key=said["theme"],
        **place_of(said),
    )
    spoken = [
        refs(
            link.recommendation
            for link in FindingLink.objects.filter(
                finding=finding, state=LinkState.CONFIRMED
            ).select_related("recommendation__inspection")
        )
        for finding in there
    ]

    assert any(set(said.get("speaks_of", [])) <= links for links in spoken), said


@listed("figures")
def test_a_figure_is_there_as_printed(torbay, name, key, said):
    figures = {"value": "value", "from": "earlier", "target": "target"}
    wanted = {to: Decimal(said[key]) for key, to in figures.items() if key in said}

    found = MeasureReading.objects.filter(
        measure__key=said["measure"],
        document=document_of(name),
        voided_by__isnull=True,
        **wanted,
        **place_of(said),
    )

    assert any(
        (reading.bound or "") == said.get("bound", "")
        and (text_of(reading.on) == said["on"] if "on" in said else True)
        for reading in found
    ), said


@listed("milestones")
def test_what_happened_between_the_inspections_is_there(torbay, name, key, said):
    told = [
        milestone
        for milestone in drafted(name).root.items_of("milestones")
        if {**place_of(said), **place_of(milestone["at"])} == place_of(said)
        and milestone.get("on", "") == said.get("on", "")
    ]

    # Told by an earlier document too, it keeps the place where it was read first.
    assert any(
        Milestone.objects.filter(title=one["title"], on=one.get("on")).exists() for one in told
    )


@listed("led_by")
def test_who_led_is_there(torbay, name, key, said):
    who = {"name": said.get("name", ""), "post": said["post"]}
    found = Leader.objects.get(document=document_of(name), **who)

    for field in ("since", "until", "on"):
        assert text_of(getattr(found, field)) == said.get(field, ""), field


@every_document
def test_nobody_else_is_said_to_have_led(torbay, name):
    told = [(one["post"], one.get("name", "")) for one in FACTS[name].get("led_by") or []]

    assert sorted(document_of(name).leaders.values_list("post", "name")) == sorted(told)


# The plan of 2012, as its paper gives it

PACK = FACTS.get("2012-07-18-scrutiny-pack", {})


@pytest.fixture
def plan_of_2012(torbay):
    plan = Plan.objects.for_screen(AsAt(NOW)).get(key=PACK["plan"]["key"])
    return read_state(plan, AsAt(NOW))


def test_the_plan_of_2012_is_known_only_from_its_paper(plan_of_2012):
    plan = plan_of_2012.plan

    assert not plan.example
    assert plan.is_lost_sight_of
    assert text_of(plan.opened) == PACK["plan"]["opened"]
    assert text_of(plan.closed_on) == PACK["plan"]["last_known"]


def test_the_fifteen_actions_of_2012_answer_what_the_paper_sets_them_against(plan_of_2012):
    found = {
        state.action.reference: {
            "commitments": [row.recommendation.key for row in state.commitments],
            "due_as_printed": state.action.due_as_printed,
            "due": text_of(state.action.first_due),
        }
        for state in plan_of_2012.actions
    }

    assert len(found) == 15
    assert found == {
        reference: {"due_as_printed": "", "due": "", **said}
        for reference, said in PACK["plan"]["actions"].items()
    }
    assert all(state.owner is None for state in plan_of_2012.actions)
    assert {state.standing.value for state in plan_of_2012.actions} == {"not_stated"}


@pytest.mark.parametrize("block", range(6))
def test_what_the_review_found_stands_against_the_same_requirements(torbay, block):
    said = PACK["pairs"][block]
    notice = inspection_of("2012-05-improvement_notice")
    for requirement in said["requirements"]:
        links = FindingLink.objects.filter(
            recommendation__inspection=notice,
            recommendation__key=requirement,
            state=LinkState.CONFIRMED,
        ).select_related("finding")
        assert set(said["findings"]) <= {link.finding.key for link in links}


def test_inadequate_since_2015_and_since_january_2016_both_stand(torbay):
    sources = inspection_of("2015-10-full_inspection").sources.all()

    called = {one.document.key: one.as_printed for one in sources}
    assert called["2017-11-30-monitoring-letter"] == "judged inadequate in January 2016"
    assert called["2019-02-07-press-report"] == "inadequate since 2015"
