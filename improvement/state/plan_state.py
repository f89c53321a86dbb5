"""Where every commitment and action of a plan stands at a moment, as `reading` works it out."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from improvement.models import Action, Commitment, Owner, Plan
from improvement.state.columns import Visit
from improvement.state.mentions import Mention
from improvement.state.posts import PostNow, Vacancy
from improvement.state.replay import Entry, Replay
from improvement.state.rules import Colour, Progress, Side, Standing
from inspections.models import FindingLink
from inspections.models.time import AsAt

if TYPE_CHECKING:
    from improvement.state.reading import Reading


@dataclass(frozen=True)
class ActionState:
    """Where one action stands at a moment. Days are whole days, 0 where there are none."""

    action: Action
    day: date  # of which it speaks
    owner: Owner | None
    replayed: Replay
    late: int
    late_against_first: int
    unconfirmed: int
    colour: Colour
    entries: list[Entry] = field(repr=False)
    commitments: tuple["Commitment", ...] = ()
    vacancy: Vacancy | None = None

    @property
    def pk(self) -> int:
        return self.action.pk

    @property
    def number(self) -> str:
        return self.action.reference

    @property
    def added(self) -> date:
        return self.action.added

    @property
    def standing(self) -> Standing:
        return self.replayed.standing

    @property
    def is_open(self) -> bool:
        return self.standing.is_open

    @property
    def in_plan(self) -> bool:
        return self.standing != Standing.WITHDRAWN

    @property
    def first_due(self) -> date | None:
        return self.replayed.first_due

    @property
    def current_due(self) -> date | None:
        return self.replayed.current_due

    @property
    def slippage(self) -> int:
        return self.replayed.slippage

    @property
    def closed_days_ago(self) -> int:
        """How long ago it was signed off; only of one that is complete."""
        return (self.day - self.replayed.since.holds_from).days if self.replayed.since else 0

    @property
    def waiting(self) -> list[Entry]:
        return list(self.replayed.waiting.values())


@dataclass(frozen=True)
class Cell:
    """What a visit said of a recommendation, and where we stood on the day."""

    visit: Visit
    progress: Progress
    links: list[FindingLink]
    standing: Standing
    disagreement: Side | None


@dataclass(frozen=True)
class Dispute:
    """That the council and the inspectors' last word disagree now, and since when."""

    side: Side
    cell: Cell
    since: date
    days: int

    @property
    def visit(self) -> Visit:
        return self.cell.visit


@dataclass(frozen=True)
class CommitmentState:
    """Where one commitment stands at a moment. What takes longer to work out is worked out
    when a page asks for it."""

    commitment: Commitment
    owner: Owner | None
    standing: Standing
    late: int
    unconfirmed: bool
    colour: Colour
    actions: list[ActionState]
    reading: "Reading" = field(repr=False, compare=False)
    is_recheck_due: bool = False
    vacancy: Vacancy | None = None

    @property
    def pk(self) -> int:
        return self.commitment.pk

    @property
    def number(self) -> str:
        return self.recommendation.key

    @property
    def added(self) -> date:
        return self.commitment.added

    @property
    def recommendation(self):
        return self.commitment.recommendation

    @property
    def impact(self) -> str:
        return self.commitment.impact_now

    @property
    def recheck_on(self) -> date | None:
        """The day on which somebody looks again whether it works."""
        return self.commitment.recheck_now

    @cached_property
    def since(self) -> date | None:
        """The day of the event that began the present standing."""
        return self.reading.standing_since(self.commitment, self.standing)

    @cached_property
    def mentions(self) -> list[Mention]:
        """What each column's visit said of it, in the order of the columns."""
        return self.reading.mentions(self.commitment)

    @cached_property
    def cells(self) -> list[Cell]:
        """The same beside our own status on that day."""
        return [self.reading.cell(self.commitment, one) for one in self.mentions]

    @property
    def last_mentioned(self) -> Visit | None:
        said = [one.visit for one in self.mentions if one.progress.is_said]
        return said[-1] if said else None

    @cached_property
    def letters_since(self) -> int:
        """The letters held that could have spoken of it since one did, and do not."""
        return self.reading.letters_since(self.commitment, self.last_mentioned)

    @cached_property
    def dispute(self) -> Dispute | None:
        """Our standing now against the latest visit that spoke of it and could be read."""
        return self.reading.dispute(self)

    @cached_property
    def afterwards(self) -> list[Mention]:
        """What visits said of it after the plan's end, which nothing of ours is set against."""
        return self.reading.afterwards(self.commitment)


@dataclass(frozen=True)
class PlanState:
    """A plan at a moment. `as_at` is the moment asked about, or the plan's closing day if
    that is earlier: a closed plan's clocks stop."""

    plan: Plan
    as_at: AsAt
    columns: list[Visit]
    actions: list[ActionState]
    commitments: list[CommitmentState]
    owners: dict[int, Owner]
    posts: dict[int, PostNow] = field(default_factory=dict)

    @cached_property
    def action_by_pk(self) -> dict[int, ActionState]:
        return {state.action.pk: state for state in self.actions}

    @property
    def is_closed(self) -> bool:
        return self.plan.closed_on is not None
