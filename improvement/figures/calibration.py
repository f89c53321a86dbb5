"""How far the council's own word can be relied on: of what it said was done, with how much did
inspectors later agree."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from improvement.figures.of_commitments import COMMITMENT_FIGURES, is_claimed
from improvement.state import CommitmentState

PARTS = ("claim-agreed", "claim-not-agreed", "claim-not-looked-at")


@dataclass(frozen=True)
class Calibrated:
    """The commitments of one theme or one owner; `key` is its name in addresses."""

    key: str
    name: str
    commitments: int
    claimed: int
    parts: dict[str, int]


def calibrate(
    rows: Iterable[CommitmentState], by: Callable[[CommitmentState], tuple[str, str]]
) -> list[Calibrated]:
    """By (key, name) of each row, in order of name; those without a claim are left out."""
    groups: dict[tuple[str, str], list[CommitmentState]] = {}
    for row in rows:
        groups.setdefault(by(row), []).append(row)
    found = []
    for (key, name), members in sorted(groups.items(), key=lambda group: group[0][1]):
        claimed = [row for row in members if is_claimed(row)]
        parts = {show: sum(map(COMMITMENT_FIGURES[show].asks, claimed)) for show in PARTS}
        if claimed:
            found.append(Calibrated(key, name, len(members), len(claimed), parts))
    return found
