"""Which way a sentence says that something goes, how sure that is, and by which words.

A proposal for a person, never a decision: the words that led to it are told with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from inspections.intake.extracting.said.clauses import Clause, clauses
from inspections.intake.extracting.said.phrases import words_of
from inspections.intake.extracting.said.turning import DOWN, UP
from inspections.intake.extracting.said.weighing import FAINT, Side, weigh

_MOST_TOLD = 4  # phrases in a reason


class Direction(StrEnum):
    IMPROVED = "improved"
    SOME_PROGRESS = "some_progress"
    NO_PROGRESS = "no_progress"
    DECLINED = "declined"
    STRENGTH = "strength"
    WEAKNESS = "weakness"


class Sure(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True)
class Told:
    """What a sentence is taken to say, and why."""

    direction: Direction
    sure: Sure
    why: str
    faint: bool = False  # by words that say little by themselves, or by none


Parts = Sequence[tuple[Clause, Side]]


def told_by(sentence: str) -> Told | None:
    """The direction of a sentence; None if none of its words says one."""
    words = words_of(sentence)
    whole = weigh(words)
    parts = [(clause, _within(clause, whole)) for clause in clauses(words)]
    whole = _without_scenes(whole, parts)
    if whole.has("held", "worse", "poor"):
        whole = whole.without("named")
        parts = [(clause, side.without("named")) for clause, side in parts]
    if not whole.has(*UP, *DOWN):
        return None
    direction, sure = _direction(whole, parts)
    faint = all(hit.group in FAINT for hit in whole.hits)
    return Told(direction, Sure.LOW if faint else sure, _why(whole), faint)


def _without_scenes(whole: Side, parts: Parts) -> Side:
    """In “where it is stronger, supervision is regular” nothing got better."""
    scenes = [clause for clause, _side in parts if clause.scene]
    kept = (hit for hit in whole.hits if not any(clause.holds(hit.first) for clause in scenes))
    outside = Side(tuple(kept), whole.words)
    return outside if outside.has(*UP, *DOWN) else whole


def _within(clause: Clause, whole: Side) -> Side:
    return Side(tuple(hit for hit in whole.hits if clause.holds(hit.first)), whole.words)


def _direction(whole: Side, parts: Parts) -> tuple[Direction, Sure]:
    sign = _main_sign(parts)
    both = whole.has(*UP) and whole.has(*DOWN)
    sure = _sure_of_both(whole) if both else Sure.HIGH
    if _moves(whole, parts, sign):
        return _progress(whole, both, sign)
    if whole.has("worse"):
        return Direction.DECLINED, sure
    if whole.has("held") and (sign < 0 or not both):
        return Direction.NO_PROGRESS, sure
    if sign >= 0:
        return Direction.STRENGTH, sure
    stays = any(side.has("stays") and side.sign < 0 for _clause, side in parts)
    return (Direction.NO_PROGRESS if stays else Direction.WEAKNESS), sure


def _sure_of_both(whole: Side) -> Sure:
    return Sure.MEDIUM if whole.balance else Sure.LOW


def _main_sign(parts: Parts) -> int:
    """Of the last clause that says anything, one that stands aside only if no other does."""
    for aside in (False, True):
        for clause, side in reversed(parts):
            if clause.aside is aside and side.sign:
                return side.sign
    return 0


def _moves(whole: Side, parts: Parts, sign: int) -> bool:
    """It got better, or begins to; not where that is only begun and conceded: “while work is
    under way, progress is too slow”."""
    if whole.has("better", "named"):
        return True
    begun = [clause.aside for clause, side in parts if side.has("begun")]
    return bool(begun) and not (sign < 0 and all(begun))


def _progress(whole: Side, both: bool, sign: int) -> tuple[Direction, Sure]:
    """Better and wanting in one sentence is some progress, and seldom sure."""
    if both:
        return Direction.SOME_PROGRESS, Sure.MEDIUM if sign > 0 else Sure.LOW
    if whole.has("begun"):
        return Direction.SOME_PROGRESS, Sure.MEDIUM
    return Direction.IMPROVED, Sure.HIGH if whole.has("better") else Sure.MEDIUM


def _why(whole: Side) -> str:
    told = (" ".join(whole.words[hit.first : hit.last + 1]) for hit in whole.hits[:_MOST_TOLD])
    return ", ".join(f"“{words}”" for words in told)
