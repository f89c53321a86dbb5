"""Letters on monitoring visits to authorities judged inadequate; numbered per judgement."""

from collections.abc import Iterable

from inspections.intake.extracting.families.family import Facts, Family, visited
from inspections.intake.extracting.heads.areas_covered import areas_covered
from inspections.intake.extracting.heads.frameworks import framework_of_visit
from inspections.intake.extracting.heads.head import Head
from inspections.intake.extracting.heads.ordinals import ordinal_of_visit
from inspections.intake.extracting.heads.people import people
from inspections.intake.extracting.heads.visits import since_when, visit_days


def _recognises(head: Head) -> bool:
    return head.salutation is not None and (
        head.has_line("monitoring visit (?:to|of)")
        or head.says(r"summarises the findings of (?:a|the) (?:\w+ ){0,2}monitoring visit")
    )


def _inspection(head: Head) -> Facts:
    facts: Facts = {"kind": "monitoring_visit", **visited(head)}
    number = ordinal_of_visit(head.letter)
    if number is not None:
        facts["ordinal"] = str(number)
    since = since_when(head.letter)
    if since is not None:
        when, printed = since
        again = "re-inspection" in printed.casefold() or "reinspection" in printed.casefold()
        facts["follows"] = {
            "kind": "reinspection" if again else "full_inspection",
            "when": when,
        }
        facts["follows_as_printed"] = printed
    return {**facts, "people": people(head), "areas_covered": areas_covered(head)}


def _framework(head: Head, areas: Iterable[str]) -> str | None:
    days = visit_days(head)
    return framework_of_visit(days.last if days else head.dated)


FAMILY = Family(
    name="monitoring_visit",
    recognises=_recognises,
    inspection=_inspection,
    framework=_framework,
)
