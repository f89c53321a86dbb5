"""What the plan check finds: questions with their rows, and how a row is mended."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from improvement.state import ActionState, CommitmentState, PlanState
from improvement.state.posts import Vacancy
from inspections.models import Recommendation


class Mend(Enum):
    """How a row is mended, and who does if the reader may not."""

    ANSWER = "An admin of the authority adds a commitment."
    ACT = "An admin of the authority adds an action."
    LINK = "An admin of the authority says which commitments it serves."
    WORD = "An admin of the authority words it anew."
    OWN = "An admin of the authority gives it an owner."
    HOLD = "An admin of the authority records who holds the post."
    DATE = "An officer who holds the post asks for a date, and an approver decides."
    UPDATE = "An officer who holds the post says how it stands."
    WEIGH = "An officer who holds the post of an action says truly how it stands."


@dataclass(frozen=True)
class Row:
    """What a question found: a recommendation, a commitment, an action or a vacant post, and
    what about it."""

    recommendation: Recommendation | None = None
    commitment: CommitmentState | None = None
    action: ActionState | None = None
    vacancy: Vacancy | None = None
    answers_for: list[ActionState | CommitmentState] = field(default_factory=list)
    note: str = ""

    @property
    def asked(self) -> Recommendation | None:
        return self.commitment.recommendation if self.commitment else self.recommendation

    @property
    def name(self) -> str:
        """What is to be mended, in words."""
        rows = (
            self.action and self.action.action,
            self.commitment and self.commitment.commitment,
        )
        post = self.vacancy and self.vacancy.owner
        return str(next(filter(None, [*rows, post, self.recommendation])))

    @property
    def actions(self) -> list[ActionState]:
        """Of a vacant post's, the actions; of them the others are commitments."""
        return [row for row in self.answers_for if isinstance(row, ActionState)]

    @property
    def commitments(self) -> list[CommitmentState]:
        return [row for row in self.answers_for if isinstance(row, CommitmentState)]


@dataclass(frozen=True)
class Question:
    """One thing that may be wrong: why it matters, what it was asked of, what was found.

    `unasked` says why it could not be asked.
    """

    key: str
    words: str
    why: str
    of: str
    total: int
    rows: list[Row]
    mend: Mend
    unasked: str = ""


@dataclass(frozen=True)
class Group:
    words: str
    questions: list[Question]


def open_actions(plan: PlanState) -> list[ActionState]:
    return [action for action in plan.actions if action.is_open]


def rows_of(actions: Iterable[ActionState], note=lambda action: "") -> list[Row]:
    return [Row(action=action, note=note(action)) for action in actions]


def lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]
