"""The state of a plan: where every commitment and action stands, and why.

Every screen asks `read_state`; none works anything out itself. It takes a fixed number of
queries, whatever the size of the plan.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from improvement.models import Action, Commitment, Owner, Plan
from improvement.state import rules
from improvement.state.columns import Visit, columns_for, visits_after
from improvement.state.mentions import Mention, mention, mentions_of
from improvement.state.posts import PostNow, Vacancy
from improvement.state.replay import Entry, Replay
from improvement.state.rows import Rows
from improvement.state.rules import Colour, Progress, Side, Standing
from inspections.models import FindingLink
from inspections.models.time import AsAt, london_day


@dataclass(frozen=True)
class ActionState:
    """Where one action stands at a moment. Days are whole days, 0 where there are none."""

    action: Action
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
    """Where one commitment stands at a moment. `afterwards` is what visits said of it after
    the plan's end, which nothing of ours is set against."""

    commitment: Commitment
    owner: Owner | None
    standing: Standing
    since: date | None
    late: int
    unconfirmed: bool
    colour: Colour
    actions: list[ActionState]
    cells: list[Cell]
    dispute: Dispute | None
    last_mentioned: Visit | None
    letters_since: int
    afterwards: list[Mention]
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


def read_state(plan: Plan, as_at: AsAt) -> PlanState:
    """The state of `plan`, which must come from `for_screen` at the same moment."""
    return read_states([plan], as_at)[0]


def read_states(plans: list[Plan], as_at: AsAt) -> list[PlanState]:
    """The states of several plans, in as many queries as that of one."""
    rows = Rows(plans, as_at)
    return [state_of(plan, rows) for plan in plans]


def state_of(plan: Plan, rows: Rows) -> PlanState:
    """The state of one of the plans whose rows were read."""
    return _Reading(plan, rows).state()


def action_state(action: Action, replayed: Replay, today: date, **beside) -> ActionState:
    """Where an action, with its plan, stands today after its events; `beside` is what is told
    with it."""
    plan, standing, claimed_on = action.plan, replayed.standing, replayed.claimed_on
    late = rules.days_late(standing, replayed.current_due, today, claimed_on)
    last_words = [plan.opened, action.added]
    if replayed.last_update:
        last_words.append(replayed.last_update.holds_from)
    unconfirmed = rules.days_unconfirmed(
        standing, action.start, today, max(last_words), plan.period
    )
    return ActionState(
        action=action,
        replayed=replayed,
        late=late,
        late_against_first=rules.days_late(standing, replayed.first_due, today, claimed_on),
        unconfirmed=unconfirmed,
        colour=rules.colour(standing, late, bool(unconfirmed), plan.period),
        **beside,
    )


class _Reading:
    """One plan's rows, worked on in memory."""

    def __init__(self, plan: Plan, rows: Rows):
        self.plan = plan
        self.as_at = rows.as_at.no_later_than(plan.closed_on)
        day = self.as_at.day
        self.commitments = [c for c in rows.commitments[plan.pk] if c.added <= day]
        self.actions = [a for a in rows.actions[plan.pk] if a.added <= day]
        self.owners = rows.owners[plan.authority_id]
        self.posts = rows.posts.as_at(plan.authority_id, self.as_at)
        self.events = rows.events
        # A plan's clocks stop when it closes; inspectors come all the same.
        self.all_links = rows.links
        self.all_visits = [
            v for v in rows.visits if v.inspection.authority_id == plan.authority_id
        ]
        self.visits = [v for v in self.all_visits if v.day <= day]
        self.place = {visit.pk: place for place, visit in enumerate(self.visits)}
        self.links = {
            pair: links
            for pair, links in rows.links.items()
            if any(visit.pk == pair[1] for visit in self.visits)
        }
        self.candidates = {
            c.pk: self._candidates({b.action for b in self.events.of_commitment[c.pk]})
            for c in self.commitments
        }

    def _candidates(self, belonged: set[int]) -> list[Action]:
        return [action for action in self.actions if action.pk in belonged]

    def state(self) -> PlanState:
        of_action = defaultdict(list)
        for commitment in self.commitments:
            for action in self._members(commitment):
                of_action[action.pk].append(commitment)
        states = {a.pk: self._action_state(a, tuple(of_action[a.pk])) for a in self.actions}
        rows = {c.recommendation_id for c in self.commitments}
        columns = columns_for(
            self.visits,
            {c.recommendation.inspection_id for c in self.commitments},
            {visit for recommendation, visit in self.links if recommendation in rows},
        )
        return PlanState(
            self.plan,
            self.as_at,
            columns,
            list(states.values()),
            [self._commitment_state(c, states, columns) for c in self.commitments],
            self.owners,
            self.posts,
        )

    # Actions

    def _action_state(self, action: Action, commitments) -> ActionState:
        replayed = self.events.replay(action, self.as_at)
        return action_state(
            action,
            replayed,
            self.as_at.day,
            owner=self.owners.get(action.owner_now),
            entries=self.events.of_action[action.pk],
            commitments=commitments,
            vacancy=self._vacancy(action.owner_now) if replayed.standing.is_open else None,
        )

    # Commitments

    def _members(self, commitment: Commitment) -> list[Action]:
        """The actions that belong to the commitment, in the order of the plan."""
        return self.events.members(commitment, self.candidates[commitment.pk], self.as_at)

    def _standing(self, commitment: Commitment, as_at: AsAt) -> Standing:
        return self.events.standing(commitment, self.candidates[commitment.pk], as_at)

    def _commitment_state(self, commitment, states, columns) -> CommitmentState:
        members = self._members(commitment)
        actions = [states[action.pk] for action in members]
        standing = rules.commitment_standing([state.standing for state in actions])
        since = self._standing_since(commitment, standing)
        late = max((state.late for state in actions), default=0)
        unconfirmed = any(state.unconfirmed for state in actions)
        tested_by = self._tested_by(commitment)
        cells = [self._cell(commitment, visit, tested_by) for visit in columns]
        said = [cell for cell in cells if cell.progress.is_said]
        last = said[-1].visit if said else None
        since_then = columns[columns.index(last) + 1 :] if last else columns
        is_over = standing in (Standing.COMPLETE, Standing.ALL_WITHDRAWN)
        return CommitmentState(
            commitment=commitment,
            owner=self.owners.get(commitment.owner_now),
            standing=standing,
            since=since,
            late=late,
            unconfirmed=unconfirmed,
            colour=rules.colour(
                standing, late, unconfirmed, self.plan.period, commitment.impact_now
            ),
            actions=actions,
            cells=cells,
            dispute=self._dispute(commitment, standing, since, cells),
            last_mentioned=last,
            letters_since=sum(v.letter_held and v.pk in tested_by for v in since_then),
            afterwards=self._afterwards(commitment),
            is_recheck_due=self._is_recheck_due(commitment),
            vacancy=None if is_over else self._vacancy(commitment.owner_now),
        )

    def _is_recheck_due(self, commitment: Commitment) -> bool:
        day = commitment.recheck_now
        return self.plan.closed_on is None and day is not None and day <= self.as_at.day

    def _vacancy(self, owner: int | None) -> Vacancy | None:
        """Of a plan that is closed nobody need answer any more."""
        if self.plan.closed_on or owner not in self.posts:
            return None
        return self.posts[owner].vacancy

    def _afterwards(self, commitment: Commitment) -> list[Mention]:
        if self.plan.closed_on is None:
            return []
        said = mentions_of(commitment.recommendation, self.all_visits, self.all_links)
        return [one for one in said if one.visit.day > self.as_at.day]

    def _tested_by(self, commitment: Commitment) -> set[int]:
        after = visits_after(self.visits, commitment.recommendation.inspection_id)
        return {visit.pk for visit in after}

    def _cell(self, commitment: Commitment, visit: Visit, tested_by: set[int]) -> Cell:
        recommendation = commitment.recommendation
        _, said, links = mention(recommendation, visit, self.links, tested_by)
        # Of one day, a notice asks before a visit looks: the order of visits knows it.
        asked, looked = self.place.get(recommendation.inspection_id), self.place[visit.pk]
        if asked is None or looked <= asked:
            said = Progress.NOT_YET_ASKED
        standing = Standing.NOT_OPEN
        if visit.day >= self.plan.opened:
            standing = self._standing(commitment, AsAt.end_of(visit.day, self.as_at.reading))
        return Cell(visit, said, links, standing, rules.disagreement(standing, said))

    def _standing_since(self, commitment: Commitment, standing: Standing) -> date | None:
        """The day of the event that began the present standing: walks back over the days
        on which anything changed, by what is known at the moment of the page."""
        actions = self.candidates[commitment.pk]
        days = {b.holds_from for b in self.events.of_commitment[commitment.pk]}
        days.update(action.added for action in actions)
        days.update(e.holds_from for a in actions for e in self.events.of_action[a.pk])
        began = None
        for day in sorted((d for d in days if d <= self.as_at.day), reverse=True):
            if self._standing(commitment, self.as_at.no_later_than(day)) != standing:
                break
            began = day
        return began

    def _dispute(self, commitment, standing, since, cells) -> Dispute | None:
        """Our standing now against the latest visit that spoke of it and could be read."""
        read = [c for c in cells if c.progress.is_said and self._could_be_read(c)]
        side = rules.disagreement(standing, read[-1].progress) if read else None
        if side is None:
            return None
        cell = read[-1]
        # A council holds a letter before it is published: never from a day to come.
        began = min(max(cell.visit.report_day, since or commitment.added), self.as_at.day)
        return Dispute(side, cell, began, (self.as_at.day - began).days)

    def _could_be_read(self, cell: Cell) -> bool:
        known_on = min(london_day(link.known_at) for link in cell.links)
        return min(cell.visit.report_day, known_on) <= self.as_at.day
