"""Which version of a framework a visit came under."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from inspections.intake.extracting.vocabulary import FOLDER, loaded

_VOCABULARY = FOLDER / "frameworks.yaml"

# The first day of visits under each version of the inspection of local authority children's services.
_VERSIONS = (
    ("ILACS-2018", date(2018, 1, 1)),
    ("ILACS-2023", date(2023, 1, 1)),
    ("ILACS-2026", date(2026, 4, 1)),
)


def ilacs_version(visited: date | None, areas: Iterable[str] = ()) -> str | None:
    """The version in force on the day, save where the rows judged are those of one version only."""
    judged = set(areas)
    matching = [key for key, _ in _VERSIONS if judged and judged == _areas()[key]]
    if len(matching) == 1:
        return matching[0]
    if visited is None:
        return None
    return next((key for key, since in reversed(_VERSIONS) if visited >= since), None)


def framework_of_visit(visited: date | None) -> str | None:
    """The framework that monitoring visits of the day belong to."""
    if visited is not None and visited < _VERSIONS[0][1]:
        return "SIF"
    return ilacs_version(visited)


@cache
def _areas() -> dict[str, set[str]]:
    entries = loaded(_VOCABULARY)
    return {entry["key"]: {area["key"] for area in entry["areas"]} for entry in entries}
