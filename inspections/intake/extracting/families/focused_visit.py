"""Letters on focused visits: one topic, usually two days, no grade."""

from collections.abc import Iterable

from inspections.intake.extracting.families.family import Facts, Family, visited
from inspections.intake.extracting.heads.areas_covered import areas_covered
from inspections.intake.extracting.heads.frameworks import ilacs_version
from inspections.intake.extracting.heads.head import Head
from inspections.intake.extracting.heads.people import people
from inspections.intake.extracting.heads.visits import visit_days


def _recognises(head: Head) -> bool:
    return head.has_line("focused visit (?:to|of)") or head.says(
        r"this letter summarises the findings of (?:a|the) focused (?:assurance )?visit"
    )


def _inspection(head: Head) -> Facts:
    return {
        "kind": "focused_visit",
        **visited(head),
        "people": people(head),
        "areas_covered": areas_covered(head),
    }


def _framework(head: Head, areas: Iterable[str]) -> str | None:
    days = visit_days(head)
    return ilacs_version(days.last if days else head.dated)


FAMILY = Family(
    name="focused_visit",
    recognises=_recognises,
    inspection=_inspection,
    framework=_framework,
)
