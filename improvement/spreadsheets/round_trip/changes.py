"""What an uploaded plan would change, as the page shows it and as it is recorded."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from improvement import access, members, recording
from improvement.access import Need
from improvement.models import User
from improvement.personal_data import Suspicion, find
from improvement.spreadsheets.days import read_day
from improvement.spreadsheets.round_trip.layout import Column
from improvement.state import ActionState, PlanState
from improvement.state.replay import Entry


@dataclass(frozen=True)
class Speaker:
    """Who uploads, and in whose name they may speak."""

    user: User
    held: frozenset[int]
    covered: frozenset[int]
    is_admin: bool

    @classmethod
    def of(cls, user, authority, as_at) -> "Speaker":
        held = frozenset(members.posts_held(user, as_at))
        covered = frozenset(members.posts_covered(user, as_at))
        return cls(user, held, covered, access.may(user, Need.ADMIN, authority))


@dataclass(frozen=True)
class CellChange:
    column: Column
    old: str
    new: str

    @property
    def old_day(self) -> date | str:
        return read_day(self.old).day or self.old

    @property
    def new_day(self) -> date | str:
        """As a day, where it is one."""
        return read_day(self.new).day or self.new

    @property
    def suspicions(self) -> list[Suspicion]:
        return [] if self.column.is_day else find(self.new)


@dataclass(frozen=True)
class Part:
    """What one row says that is recorded as one thing: an update, a confirmation, a request,
    an owner, a title or a success measure. `told` is what its verb is told; `clash` what
    others made of a description since; `problem` why it cannot be recorded."""

    kind: str
    cells: tuple[CellChange, ...]
    told: dict = field(default_factory=dict)
    problem: str = ""
    clash: bool = False
    is_unknown: bool = False  # an owner of that name is not there


@dataclass(frozen=True)
class RowChange:
    """What one row would change; `meanwhile` is what was said of its action since."""

    line: int
    state: ActionState
    parts: list[Part]
    meanwhile: list[Entry]
    not_taken: list[tuple[Column, str, str]]  # the column, what was written, why not
    already: bool

    @property
    def pk(self) -> int:
        return self.state.pk

    @property
    def said(self) -> list[Part]:
        """What is said of the action and could be recorded."""
        return [p for p in self.parts if p.kind in SAID and not p.problem]

    @property
    def kept(self) -> list[Part]:
        """What an admin changes and could be recorded."""
        return [p for p in self.parts if p.kind not in SAID and not p.problem]

    @property
    def faulty(self) -> list[Part]:
        return [p for p in self.parts if p.problem]

    @property
    def is_conflict(self) -> bool:
        return bool(self.meanwhile and self.said)


SAID = ("update", "no_change", "request")


@dataclass(frozen=True)
class Stray:
    """A row from which nothing can be taken, and why."""

    line: int
    name: str
    sentence: str


@dataclass(frozen=True)
class Comparison:
    plan: PlanState
    rows: list[RowChange]
    strays: list[Stray]
    notes: list[str]

    @property
    def parts(self) -> list[tuple[RowChange, Part]]:
        """What could be recorded."""
        return [(row, part) for row in self.rows for part in [*row.said, *row.kept]]

    @property
    def changes(self) -> int:
        """How many cells would change something."""
        return sum(len(part.cells) for _, part in self.parts)

    @property
    def conflicts(self) -> int:
        clashes = sum(part.clash and not part.is_unknown for _, part in self.parts)
        return clashes + sum(row.is_conflict for row in self.rows)

    @property
    def unknown_owners(self) -> int:
        return sum(part.is_unknown for _, part in self.parts)

    @property
    def not_taken(self) -> int:
        rows = sum(len(row.not_taken) + len(row.faulty) for row in self.rows)
        return rows + len(self.strays)

    @property
    def already(self) -> int:
        return sum(row.already for row in self.rows)

    @property
    def suspicions(self) -> bool:
        return any(cell.suspicions for _, part in self.parts for cell in part.cells)

    @property
    def fingerprint(self) -> str:
        """Of all that is shown to be decided: another one, and it has to be looked at anew."""
        seen = [
            (
                row.pk,
                [(p.kind, p.problem, p.clash, p.cells) for p in row.parts],
                [recording.mark(entry) for entry in row.meanwhile],
            )
            for row in self.rows
        ]
        return sha256(repr(seen).encode()).hexdigest()
