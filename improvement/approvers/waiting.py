"""What waits for an approver, and all that has to be known to decide it: what would change,
from what to what, what shows it, and what inspectors last said."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import F

from improvement.models import Evidence
from improvement.saying.forms import Said
from improvement.saying.last import behind
from improvement.state import ActionState, Cell, CommitmentState, PlanState, Standing
from improvement.state.reasons import (
    said_done,
    why_not_taken_back,
    why_own,
    why_own_claim,
)
from improvement.state.replay import Entry, Replay, replay

CLAIM, REQUEST = "claim", "request"


@dataclass(frozen=True)
class Asked:
    """What inspectors asked that the action serves, and what they last said of it."""

    commitment: CommitmentState
    last_said: Cell | None


@dataclass(frozen=True)
class Waiting:
    """A claim of done, or a request for a date, with what it would change. `why_not` says why
    this member cannot answer it."""

    kind: str
    plan: PlanState
    state: ActionState
    entry: Entry
    why_not: str = ""
    given: list[Evidence] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.entry.pk}"

    @property
    def is_claim(self) -> bool:
        return self.kind == CLAIM

    @cached_property
    def asked(self) -> list[Asked]:
        return asked_of(self.plan, self.state)

    @property
    def evidence(self) -> list[Evidence]:
        return that_stand(self.given)

    # A claim

    @property
    def taken_back(self) -> int:
        """How many pieces of evidence were taken back since it was said to be done."""
        if not self.is_claim:
            return 0
        gone = (one.taken_back_at for one in self.given if one.taken_back_at)
        return sum(when > self.words.known_at for when in gone)

    @cached_property
    def words(self) -> Entry:
        """The update that says what was done: a later one may only confirm it."""
        said = said_done(self.state)
        return next((one for one in said if one.text or one.difference), self.entry)

    @cached_property
    def _earlier(self) -> list[Entry]:
        began = self.state.replayed.since
        return [e for e in self.state.entries if began and e.order < began.order]

    @cached_property
    def _before(self) -> Replay:
        """Where it stood before anybody said that it was done."""
        as_at = self.plan.as_at
        return replay(self._earlier, self.state.action.first_due, as_at.day, as_at.known_by)

    @property
    def before(self) -> Standing:
        return self._before.standing

    @property
    def said_before(self) -> Entry | None:
        last = behind(self._before.last_update, self._earlier, self.plan.as_at)
        return last.entry if last else None

    @property
    def claimed_late(self) -> int:
        """How many days after its date it was said to be done."""
        claimed_on, due = self.state.replayed.claimed_on, self.state.current_due
        return max((claimed_on - due).days, 0) if claimed_on and due else 0

    # A request

    @property
    def moves_by(self) -> int:
        """How many days later it would be due than now."""
        due = self.state.current_due
        return (self.entry.to - due).days if due else 0

    @property
    def moves_by_earlier(self) -> int:
        return -self.moves_by

    @property
    def slips_to(self) -> int:
        """How many days after the first date it would then be due."""
        first = self.state.first_due
        return (self.entry.to - first).days if first else 0


def asked_of(plan: PlanState, state: ActionState) -> list[Asked]:
    served = {commitment.pk for commitment in state.commitments}
    return [Asked(c, last_said(c)) for c in plan.commitments if c.pk in served]


def last_said(commitment: CommitmentState) -> Cell | None:
    said = [cell for cell in commitment.cells if cell.progress.is_said]
    return said[-1] if said else None


def waiting_in(plans: Iterable[PlanState], answerers, evidence) -> list[Waiting]:
    """All that waits in the plans, the longest waiting first."""
    found = []
    for plan in plans:
        answerer = answerers[plan.plan.authority_id]
        for state in plan.actions:
            if state.is_open:
                found.extend(_waiting_of(plan, state, answerer, evidence[state.pk]))
    return sorted(found, key=lambda one: (one.entry.known_at, one.key))


def _waiting_of(plan, state, answerer, evidence) -> Iterable[Waiting]:
    if claim := state.replayed.claim:
        yield Waiting(CLAIM, plan, state, claim, why_own_claim(state, answerer), evidence)
    for entry in state.waiting:
        yield Waiting(REQUEST, plan, state, entry, why_own(entry, answerer), evidence)


def find_entry(plans: Iterable[PlanState], kind: str, pk: int) -> Waiting | None:
    """A claim or a request of the plans that may no longer wait."""
    is_of = "update" if kind == CLAIM else kind
    for plan in plans:
        for state in plan.actions:
            for entry in state.entries:
                if (entry.kind, entry.pk) == (is_of, pk):
                    return Waiting(kind, plan, state, entry)
    return None


def evidence_of(day: date, **whose) -> dict[int, list[Evidence]]:
    """By action what was given to show that it is done, the newest first; of what was taken
    back, when (`taken_back_at`)."""
    given = Evidence.objects.filter(holds_from__lte=day, retracts=False, **whose)
    given = given.annotate(taken_back_at=F("voided_by__known_at"))
    found: dict[int, list[Evidence]] = defaultdict(list)
    for one in given.select_related("said_by", "by_post").newest_first():
        found[one.action_id].append(one)
    return found


def that_stand(given: list[Evidence]) -> list[Evidence]:
    return [one for one in given if one.taken_back_at is None]


# What waits because its day has come


@dataclass(frozen=True)
class ToLookAtAgain:
    """A commitment whose impact is due to be looked at again."""

    plan: PlanState
    commitment: CommitmentState

    @property
    def due(self) -> date:
        return self.commitment.recheck_on


def to_look_at_again(plans: Iterable[PlanState], answerers) -> list[ToLookAtAgain]:
    """Not where the member only stands in: whether it works is said by approvers themselves."""
    own = [p for p in plans if not answerers[p.plan.authority_id].covers]
    due = [ToLookAtAgain(p, c) for p in own for c in p.commitments if c.is_recheck_due]
    return sorted(due, key=lambda one: (one.due, one.commitment.pk))


# What the member decided today, which a slip may be among


@dataclass(frozen=True)
class Decided:
    """Something that the member decided today; `why_stays` says why it cannot be taken back."""

    plan: PlanState
    state: ActionState
    entry: Entry
    why_stays: str

    @property
    def words(self) -> str:
        return Said.of(self.entry).words

    @property
    def take_back(self) -> str:
        """The name of the page that takes it back."""
        return f"{self.entry.kind.replace('_', '-')}-take-back"


def decided_today(plans: Iterable[PlanState], by, day: date) -> list[Decided]:
    """What still stands of it, the latest first."""
    found = [
        Decided(plan, state, entry, why_not_taken_back(state, entry, by, day))
        for plan in plans
        for state in plan.actions
        for entry in state.entries
        if entry.kind in ("decision", "sign_off")
        and (entry.by_user, entry.known_on) == (by.pk, day)
        and not entry.retracts
        and entry.voided_at is None
    ]
    return sorted(found, key=lambda one: (one.entry.known_at, one.entry.pk), reverse=True)
