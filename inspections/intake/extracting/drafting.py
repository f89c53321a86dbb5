"""The draft of a document of a known family, in the order that the format has."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from inspections.intake.dates import PartialDate
from inspections.intake.extracting import answers
from inspections.intake.extracting.asked import counts
from inspections.intake.extracting.asked import recommendations as asked
from inspections.intake.extracting.asked.asking import asks_a_meeting
from inspections.intake.extracting.families.family import Facts, Family
from inspections.intake.extracting.heads.authorities import authority_of
from inspections.intake.extracting.heads.head import Head
from inspections.intake.extracting.heads.visits import published
from inspections.intake.extracting.judged import earlier
from inspections.intake.extracting.judged.judgements import Judged
from inspections.intake.extracting.keys import (
    document_key,
    finding_keys,
    inspection_key,
    measure_key,
)
from inspections.intake.extracting.limits import within_limits
from inspections.intake.extracting.said import blocks, figures, findings
from inspections.intake.reading.passages import Reading

TITLES = {
    "full_inspection": "Report on the inspection of {} children's services",
    "reinspection": "Report on the re-inspection of {} children's services",
    "monitoring_visit": "Letter on the monitoring visit to {} children's services",
    "focused_visit": "Letter on the focused visit to {} children's services",
    "joint_inspection": "Letter on the joint targeted area inspection of {}",
    "send_inspection": "Report on the area SEND inspection of {}",
    "peer_review": "Peer review of {} children's services",
    "governance_review": "Review of {} children's services",
    "improvement_notice": "Improvement notice to {}",
    "direction": "Direction to {}",
    "scrutiny_report": "Committee paper on {} children's services",
    "press_report": "Press report on {} children's services",
}
# The order of an inspection's facts in a draft.
_ORDER = (
    "key authority kind framework started ended by as_printed published ordinal follows "
    "follows_as_printed people areas_covered judgements recommendations findings measures counts"
)
ORDER = _ORDER.split()


@dataclass(frozen=True)
class Extracted:
    """A draft, and in sentences what could not be read surely: for the person who confirms it."""

    draft: dict[str, Any]
    doubts: tuple[str, ...] = ()


def extracted_of(reading: Reading, head: Head, family: Family) -> Extracted:
    """What the document says, as far as the readers of its family find it."""
    judged = family.judged(reading) if family.judges else Judged()
    about = _about(reading, head, family, judged.rows)
    required, paired = answers.requirements(
        blocks.blocks(reading) if family.second_hand else []
    )
    about["recommendations"] = _beside(required, about["recommendations"])
    about["findings"] = answers.proposed(about["findings"], paired)
    before = earlier.earlier(reading)
    if about.get("kind") == "reinspection" and "follows" not in about:
        about |= _follows(before)
    kind = family.document_kind or about["kind"]
    dated = head.dated.isoformat() if head.dated else None
    printed = None if family.second_hand else about.get("published")
    authority = authority_of(head)
    when = printed or dated or about.get("ended")
    document = {
        "key": document_key(kind, when),
        "title": _title(family.title or TITLES[kind], authority, when),
        "kind": kind,
        "publisher": family.publisher(head),
        "second_hand": "yes" if family.second_hand else "no",
        "dated": dated,
        "published": dated if kind == "press_report" else printed,
        "sha256": reading.sha256,
    }
    inspections = _keyed([about, *before], when) if "kind" in about else []
    draft = {"document": _said(document), "authority": authority, "inspections": inspections}
    if authority and dated and inspections:
        draft["plan"] = answers.plan(paired, authority, inspections[0]["key"], dated)
    doubts = [
        *judged.problems,
        *_without_grades(family, judged),
        *([] if authority else ["It names no authority that is known."]),
        *_full(about["findings"], findings.MOST, "findings"),
        *_full(about["measures"], figures.MOST, "figures"),
    ]
    told = _said(draft)
    return Extracted(told, (*doubts, *within_limits(told)))


def _about(reading: Reading, head: Head, family: Family, rows: list[Facts]) -> Facts:
    """The inspection that the document is about."""
    facts = family.inspection(head)
    facts["framework"] = family.framework(head, [row["area"] for row in rows])
    if not family.second_hand:
        facts["published"] = published(head)
    facts["judgements"] = rows
    facts["recommendations"] = _asked(reading, family) if family.asks else []
    if not facts["recommendations"]:
        facts["counts"] = counts.counts(reading)
    facts["findings"] = _with_keys(findings.findings(reading), reading.sha256)
    facts["measures"] = _named(figures.measures(reading))
    return facts


def _without_grades(family: Family, judged: Judged) -> list[str]:
    """A report of inspectors that grade everything, read without a single grade."""
    missing = family.judges and not family.second_hand and not judged.rows
    return ["Such a report gives grades, and none could be read."] * missing


def _full(told: list[Facts], most: int, what: str) -> list[str]:
    return [f"A draft holds {most} {what}, and so many are told: look for more."] * (
        len(told) >= most
    )


def _follows(before: list[Facts]) -> Facts:
    """The earlier inspection whose judgements the document repeats."""
    for one in before:
        when = one.get("published") or one.get("started") or one.get("by")
        if when:
            printed = one.get("as_printed")
            return {
                "follows": {"kind": one["kind"], "when": when},
                "follows_as_printed": printed,
            }
    return {}


def _keyed(inspections: list[Facts], when: str | None) -> list[Facts]:
    """Each with its key, in the order of the format; what is not said left out. Only the first
    is of the document's own day."""
    keyed: list[Facts] = []
    for facts in inspections:
        own_day = None if keyed else when
        key = inspection_key(facts, own_day, [one["key"] for one in keyed])
        told = {"key": key, **_said(facts)}
        keyed.append({name: told[name] for name in ORDER if name in told})
    return keyed


def _beside(required: list[Facts], others: list[Facts]) -> list[Facts]:
    """Requirements first; what is one of them is not asked a second time."""
    words = {one["text"] for one in required}
    keys = {one["key"] for one in required}
    rest = [one for one in others if one["text"] not in words and one["key"] not in keys]
    return [*required, *rest]


def _asked(reading: Reading, family: Family) -> list[Facts]:
    """As the draft has them: the number printed is the key. What a paper asks of its own meeting
    is none of it."""
    found = asked.recommendations(reading)
    if family.second_hand:
        found = [one for one in found if not asks_a_meeting(one["text"])]
    return [{name: told for name, told in one.items() if name != "number"} for one in found]


def _with_keys(found: Iterable[Facts], sha256: str) -> list[Facts]:
    told = list(found)
    keys = finding_keys(sha256, (one["at"]["paragraph"] for one in told))
    return [{"key": key, **one} for key, one in zip(keys, told, strict=True)]


def _named(found: Iterable[Facts]) -> list[Facts]:
    named: list[Facts] = []
    for measure in found:
        key = measure.get("key") or measure_key(measure["name"], [one["key"] for one in named])
        named.append({"key": key, **measure})
    return named


def _said(facts: Facts) -> Facts:
    """Without what the document does not say."""
    return {name: told for name, told in facts.items() if told not in (None, [], {}, "")}


def _title(form: str, authority: str | None, when: str | None) -> str:
    title = form.format(authority or "an authority that is not named")
    return f"{title}, {PartialDate(when)}" if when else title
