"""The grades of each area from one graded inspection to the next, in rows."""

from dataclasses import dataclass
from datetime import date

from improvement.dashboards.publishing import KeptBack, kept_back
from improvement.dashboards.timeline.looks import Look
from inspections.models import Area, Judgement

# Frameworks name one area in many ways: its row has one name, and each grade its own.
AREA_NAMES = {
    "overall": "Overall effectiveness",
    "leadership": "Leadership",
    "help_and_protection": "Help and protection",
    "looked_after": "Children in care",
    "adoption": "Adoption",
    "care_leavers": "Care leavers",
    "lscb": "Safeguarding board",
    "safeguarding": "Safeguarding",
    "quality_of_practice": "Quality of practice",
}
# Areas of short-lived frameworks: a row of theirs without any grade would tell nothing.
ONLY_IF_GRADED = {"safeguarding", "quality_of_practice"}


@dataclass(frozen=True)
class Stretch:
    """What stands for an area from one graded inspection to the next: a grade, or why
    there is none."""

    look: Look
    area: Area | None
    judgement: Judgement | None
    within: Area | None = None  # the area of its framework that is graded with it
    kept_back: KeptBack | None = None  # where the grade is not for publication

    @property
    def state(self) -> str:
        if self.judgement:
            return self.judgement.grade
        is_asked = self.area is not None or self.look.inspection.framework_id is None
        return "not_known" if is_asked else "not_given"

    @property
    def words(self) -> str:
        if self.judgement:
            return self.judgement.get_grade_display()
        if self.within:
            return "graded with children in care"
        return {
            "not_known": "not known",
            "not_given": "not given under this framework",
        }[self.state]

    @property
    def from_elsewhere(self) -> bool:
        """Whether the grade is known only from what other documents tell."""
        return self.judgement is not None and not self.look.letter_held


@dataclass(frozen=True)
class AreaRow:
    key: str
    name: str
    stretches: list[Stretch]

    @property
    def is_told(self) -> bool:
        if any(stretch.judgement for stretch in self.stretches):
            return True
        is_listed = any(stretch.area for stretch in self.stretches)
        return is_listed and self.key not in ONLY_IF_GRADED


def area_rows(graded: list[Look], today: date) -> list[AreaRow]:
    """A row for each area, with what every graded inspection said of it."""
    names = dict(AREA_NAMES)
    for look in graded:
        given = {key: judgement.area for key, judgement in look.grades.items()}
        for key, area in {**look.areas, **given}.items():
            names.setdefault(key, area.name)
    rows = [
        AreaRow(key, name, [stretch_of(look, key, today) for look in graded])
        for key, name in names.items()
    ]
    return [row for row in rows if row.is_told]


def stretch_of(look: Look, key: str, today: date) -> Stretch:
    judgement = look.grades.get(key)
    area = judgement.area if judgement else look.areas.get(key)
    within = None if area else area_with(look, key)
    back = kept_back([judgement.document], today) if judgement else None
    return Stretch(look, area, judgement, within, back)


def area_with(look: Look, key: str) -> Area | None:
    """From 2018 to 2022 care leavers had no row of their own: one grade was for both."""
    shared = look.areas.get("looked_after")
    is_shared = key == "care_leavers" and shared and "care leavers" in shared.name.lower()
    return shared if is_shared else None
