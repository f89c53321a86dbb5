"""What a figure is: a named question about the rows of a plan, and the rows that answer yes.

A count and the list it opens ask the same `Figure`, so they cannot disagree, and nor can a
screen, a pack, a sheet and the API.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from improvement.state import ActionState, CommitmentState, PlanState, Standing
from improvement.state.rules import Colour

Row = ActionState | CommitmentState


@dataclass(frozen=True)
class Scope:
    """What a figure is a number of, in full and in short; `page` is the list that opens its
    rows."""

    words: str
    short: str
    page: str
    rows: Callable[[PlanState], list]


@dataclass(frozen=True)
class Figure:
    """A question that a row answers with yes or no, in words that a reader can check.

    `worst_first` orders the rows; without it they stay in the order of the plan.
    `tone` is how a number above zero is marked: worry, watch, good or plain.
    """

    label: str
    definition: str
    asks: Callable[[Row], bool]
    of: Scope
    worst_first: Callable | None = None
    tone: str = "plain"

    def rows(self, plan: PlanState) -> list:
        found = [row for row in self.of.rows(plan) if self.asks(row)]
        return sorted(found, key=self.worst_first) if self.worst_first else found


@dataclass(frozen=True)
class Count:
    """A figure asked of one plan; `show` is its name in addresses."""

    show: str
    figure: Figure
    plan: PlanState

    @cached_property
    def rows(self) -> list:
        return self.figure.rows(self.plan)

    @cached_property
    def total(self) -> int:
        return len(self.figure.of.rows(self.plan))

    @property
    def tone(self) -> str:
        return self.figure.tone if self.rows else "none"


def find_count(plan: PlanState, figures: dict[str, Figure], show: str) -> Count:
    return Count(show, figures[show], plan)


def counts(plan: PlanState, figures: dict[str, Figure], *shows: str) -> list[Count]:
    return [find_count(plan, figures, show) for show in shows or figures]


def stands(*standings: Standing) -> Callable[[Row], bool]:
    return lambda row: row.standing in standings


SEVERITY = {colour: place for place, colour in enumerate(Colour)}


def worst(row: Row) -> tuple[int, int, int]:
    return (SEVERITY[row.colour], -row.late, -row.unconfirmed)
