"""What outsiders did at an authority, and the grades that they gave."""

from dataclasses import dataclass
from datetime import date

from improvement.dashboards.reconstructed import first_entered
from improvement.state.columns import LOOK_KINDS
from inspections.models import Area, Authority, Inspection, Judgement
from inspections.models.time import AsAt


@dataclass(frozen=True)
class Look:
    """Something outsiders did, with what its framework grades and the grades it gave."""

    inspection: Inspection
    day: date
    letter_held: bool
    areas: dict[str, Area]
    grades: dict[str, Judgement]

    @property
    def is_look(self) -> bool:
        """A notice or a direction asks; it does not look."""
        return self.inspection.kind in LOOK_KINDS

    @property
    def is_judgement(self) -> bool:
        return self.inspection.is_graded or bool(self.grades)

    @property
    def overall(self) -> Judgement | None:
        return self.grades.get("overall")

    def __str__(self):
        return str(self.inspection)


def read_looks(authority: Authority, as_at: AsAt) -> list[Look]:
    here = Inspection.objects.filter(authority=authority)
    stood = here.annotate(entered_at=first_entered(Inspection)).that_stood(as_at)
    areas = by_key(Area.objects.filter(framework__in={one.framework_id for one in stood}))
    judgements = Judgement.objects.known(as_at).filter(inspection__authority=authority)
    grades: dict[int, dict[str, Judgement]] = {}
    for judgement in judgements.select_related("area", "document"):
        grades.setdefault(judgement.inspection_id, {})[judgement.area.key] = judgement
    return [
        Look(
            one,
            one.day,
            one.letter_held(as_at),
            areas.get(one.framework_id, {}),
            grades.get(one.pk, {}),
        )
        for one in stood
    ]


def by_key(areas) -> dict[int, dict[str, Area]]:
    """The areas of each framework by their keys, which stay the same across versions."""
    found: dict[int, dict[str, Area]] = {}
    for area in areas.order_by("position", "pk"):
        found.setdefault(area.framework_id, {})[area.key] = area
    return found
