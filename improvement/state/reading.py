"""The state of a plan, worked out: where every commitment and action stands, and why.

Every screen asks `read_state`; none works anything out itself. It takes a fixed number of
queries, whatever the size of the plan.
"""

from collections import defaultdict
from datetime import date
from functools import cached_property

from improvement.models import Action, Commitment, Plan
from improvement.state import rules
from improvement.state.columns import Visit, columns_for, visits_after
from improvement.state.mentions import Mention, mention, mentions_of
from improvement.state.plan_state import (
    ActionState,
    Cell,
    CommitmentState,
    Dispute,
    PlanState,
)
from improvement.state.posts import Vacancy
from improvement.state.replay import Replay
from improvement.state.rows import Rows
from improvement.state.rules import Progress, Standing
from inspections.models.time import AsAt, london_day


def read_state(plan: Plan, as_at: AsAt) -> PlanState:
    """The state of `plan`, which must come from `for_screen` at the same moment."""
    return read_states([plan], as_at)[0]


def read_states(plans: list[Plan], as_at: AsAt) -> list[PlanState]:
    """The states of several plans, in as many queries as that of one."""
    rows = Rows.fetch(plans, as_at)
    return [state_of(plan, rows) for plan in plans]


def state_of(plan: Plan, rows: Rows) -> PlanState:
    """The state of one of the plans whose rows were read."""
    return Reading(plan, rows).state()


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
        day=today,
        replayed=replayed,
        late=late,
        late_against_first=rules.days_late(standing, replayed.first_due, today, claimed_on),
        unconfirmed=unconfirmed,
        colour=rules.colour(standing, late, bool(unconfirmed), plan.period),
        **beside,
    )


class Reading:
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
            pair: links for pair, links in rows.links.items() if pair[1] in self.place
        }
        by_pk = {action.pk: (place, action) for place, action in enumerate(self.actions)}
        self.candidates = {
            c.pk: self._candidates({b.action for b in self.events.of_commitment[c.pk]}, by_pk)
            for c in self.commitments
        }
        self._testing: dict[int, set[int]] = {}

    def _candidates(self, belonged: set[int], by_pk: dict) -> list[Action]:
        """In the order of the plan."""
        return [action for _, action in sorted(by_pk[pk] for pk in belonged if pk in by_pk)]

    def state(self) -> PlanState:
        of_action = defaultdict(list)
        members = {c.pk: self._members(c) for c in self.commitments}
        for commitment in self.commitments:
            for action in members[commitment.pk]:
                of_action[action.pk].append(commitment)
        states = {a.pk: self._action_state(a, tuple(of_action[a.pk])) for a in self.actions}
        return PlanState(
            self.plan,
            self.as_at,
            self.columns,
            list(states.values()),
            [
                self._commitment_state(c, [states[a.pk] for a in members[c.pk]])
                for c in self.commitments
            ],
            self.owners,
            self.posts,
        )

    @cached_property
    def columns(self) -> list[Visit]:
        rows = {c.recommendation_id for c in self.commitments}
        return columns_for(
            self.visits,
            {c.recommendation.inspection_id for c in self.commitments},
            {visit for recommendation, visit in self.links if recommendation in rows},
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

    def _commitment_state(self, commitment, actions) -> CommitmentState:
        standing = rules.commitment_standing([state.standing for state in actions])
        late = max((state.late for state in actions), default=0)
        unconfirmed = any(state.unconfirmed for state in actions)
        is_over = standing in (Standing.COMPLETE, Standing.ALL_WITHDRAWN)
        return CommitmentState(
            commitment=commitment,
            owner=self.owners.get(commitment.owner_now),
            standing=standing,
            late=late,
            unconfirmed=unconfirmed,
            colour=rules.colour(
                standing, late, unconfirmed, self.plan.period, commitment.impact_now
            ),
            actions=actions,
            reading=self,
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

    # What inspectors said of a commitment

    def afterwards(self, commitment: Commitment) -> list[Mention]:
        if self.plan.closed_on is None:
            return []
        said = mentions_of(commitment.recommendation, self.all_visits, self.all_links)
        return [one for one in said if one.visit.day > self.as_at.day]

    def mentions(self, commitment: Commitment) -> list[Mention]:
        tested_by = self._tested_by(commitment)
        return [self._mention(commitment, visit, tested_by) for visit in self.columns]

    def _tested_by(self, commitment: Commitment) -> set[int]:
        inspection = commitment.recommendation.inspection_id
        if inspection not in self._testing:
            after = visits_after(self.visits, inspection)
            self._testing[inspection] = {visit.pk for visit in after}
        return self._testing[inspection]

    def _mention(self, commitment: Commitment, visit: Visit, tested_by: set[int]) -> Mention:
        recommendation = commitment.recommendation
        said = mention(recommendation, visit, self.links, tested_by)
        # Of one day, a notice asks before a visit looks: the order of visits knows it.
        asked, looked = self.place.get(recommendation.inspection_id), self.place[visit.pk]
        if asked is None or looked <= asked:
            return said._replace(progress=Progress.NOT_YET_ASKED)
        return said

    def letters_since(self, commitment: Commitment, last: Visit | None) -> int:
        since = self.columns[self.columns.index(last) + 1 :] if last else self.columns
        tested_by = self._tested_by(commitment)
        return sum(visit.letter_held and visit.pk in tested_by for visit in since)

    def cell(self, commitment: Commitment, said: Mention) -> Cell:
        visit, standing = said.visit, Standing.NOT_OPEN
        if visit.day >= self.plan.opened:
            standing = self._standing(commitment, AsAt.end_of(visit.day, self.as_at.reading))
        against = rules.disagreement(standing, said.progress)
        return Cell(visit, said.progress, said.links, standing, against)

    def dispute(self, state: CommitmentState) -> Dispute | None:
        read = [m for m in state.mentions if m.progress.is_said and self._could_be_read(m)]
        side = rules.disagreement(state.standing, read[-1].progress) if read else None
        if side is None:
            return None
        visit = read[-1].visit
        # A council holds a letter before it is published: never from a day to come.
        began = min(max(visit.report_day, state.since or state.added), self.as_at.day)
        cell = self.cell(state.commitment, read[-1])
        return Dispute(side, cell, began, (self.as_at.day - began).days)

    def _could_be_read(self, said: Mention) -> bool:
        known_on = min(london_day(link.known_at) for link in said.links)
        return min(said.visit.report_day, known_on) <= self.as_at.day

    def standing_since(self, commitment: Commitment, standing: Standing) -> date | None:
        """Walks back over the days on which anything changed, by what is known at the moment
        of the page."""
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
