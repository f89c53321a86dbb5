"""What is recorded of a plan already, as far as an import of a sheet has to know it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from improvement.importing.in_use import is_spoken_in
from improvement.models import ActionCommitment, Owner, Ownership, Plan
from improvement.spreadsheets.foreign_plan.found import Asked, as_reference
from improvement.spreadsheets.foreign_plan.tracker import Row, bare_words
from improvement.state import read_state
from improvement.state.plan_state import ActionState
from improvement.state.replay import Entry
from inspections.models import Inspection, Recommendation
from inspections.models.time import AsAt


@dataclass
class RecordedAction:
    """An action of the plan: what a sheet last said of it, and what was said here since."""

    state: ActionState
    slug: str = ""  # of the authority
    owners_told: list[Ownership] = field(default_factory=list)
    left_here: frozenset[str] = frozenset()  # recommendations it was taken from, by a person

    @property
    def reference(self) -> str:
        return self.state.action.reference

    @property
    def is_over(self) -> bool:
        return not self.state.is_open

    @property
    def updates(self) -> list[Entry]:
        return [
            entry
            for entry in sorted(self.state.entries, key=lambda entry: entry.order)
            if entry.kind == "update" and entry.voided_at is None and not entry.retracts
        ]

    @property
    def last_told(self) -> Entry | None:
        """The update that a sheet or another paper told last."""
        told = [entry for entry in self.updates if entry.by_user is None]
        return max(told, key=lambda entry: (entry.known_at, entry.pk), default=None)

    @property
    def said_here(self) -> Entry | None:
        """What somebody signed in has said since a sheet last told of it."""
        last = self.last_told
        said = [
            entry
            for entry in self.state.entries
            if entry.by_user is not None
            and entry.voided_at is None
            and not entry.retracts
            and entry.kind != "request"
            and (last is None or entry.known_at > last.known_at)
        ]
        return max(said, key=lambda entry: entry.known_at, default=None)

    @property
    def owner_told(self) -> Ownership | None:
        """The last owner that a paper told."""
        return next((o for o in reversed(self.owners_told) if o.said_by_id is None), None)

    @property
    def last_meant(self) -> str:
        """What the last paper said of its status, in the words of the answers."""
        last = self.last_told
        papers = [entry for entry in self.state.entries if entry.by_user is None]
        if last and any(e.outcome == "accepted" and e.about == last.pk for e in papers):
            return "complete"
        withdrawn = (e for e in papers if e.outcome == "withdrawn")
        if any(last is None or e.order > last.order for e in withdrawn):
            return "withdrawn"
        return last.outcome if last else "not_stated"

    def has_told(self, words: str) -> bool:
        """Whether a paper has told these words already."""
        return any(
            entry.by_user is None and f"\n\n{words}\n\n" in f"\n\n{entry.text}\n\n"
            for entry in self.updates
        )

    @property
    def served(self) -> set[str]:
        return {ref_of(row.recommendation, self.slug) for row in self.state.commitments}


@dataclass
class RecordedPlan:
    actions: dict[str, RecordedAction] = field(default_factory=dict)  # by reference, small
    commitments: dict[str, object] = field(default_factory=dict)  # by recommendation
    is_decided_here: bool = False

    @cached_property
    def by_words(self) -> dict[str, RecordedAction]:
        titles = ((one.state.action.title, one) for one in self.actions.values())
        return {bare_words(title) or title: one for title, one in titles}

    def find(self, row: Row) -> RecordedAction | None:
        """The action that a row is by its number, or without one by its words."""
        if row.reference:
            return self.actions.get(as_reference(row.reference).lower())
        return self.by_words.get(row.words)


def read_recorded(plan: Plan | None, as_at: AsAt) -> RecordedPlan:
    if plan is None:
        return RecordedPlan()
    state = read_state(plan, as_at)
    owners: dict[int, list[Ownership]] = defaultdict(list)
    told = Ownership.objects.filter(action__plan=plan, voided_by__isnull=True, retracts=False)
    for ownership in told.select_related("owner").oldest_first():
        owners[ownership.action_id].append(ownership)
    left = defaultdict(set)
    slug = plan.authority.slug
    leaving = ActionCommitment.objects.filter(action__plan=plan, said_by__isnull=False)
    leaving = leaving.filter(change="leaves", voided_by__isnull=True)
    for event in leaving.select_related("commitment__recommendation__inspection"):
        left[event.action_id].add(ref_of(event.commitment.recommendation, slug))
    found = RecordedPlan(is_decided_here=is_spoken_in(plan))
    found.commitments = {
        ref_of(row.recommendation, slug): row.commitment for row in state.commitments
    }
    for one in state.actions:
        found.actions[one.action.reference.lower()] = RecordedAction(
            one, slug, owners[one.action.pk], frozenset(left[one.action.pk])
        )
    return found


def ref_of(recommendation: Recommendation, slug: str) -> str:
    return f"{slug}/{recommendation.inspection.key}/{recommendation.key}"


def asked_of(authority, inspections: Iterable[int]) -> list[Asked]:
    """The recommendations of the inspections that the plan answers, in their order."""
    rows = Recommendation.objects.filter(
        inspection__in=inspections, inspection__authority=authority
    ).select_related("inspection")
    return [
        Asked(
            ref=ref_of(row, authority.slug),
            key=row.key,
            title=row.short_title,
            label=f"{row.key}. {row.short_title} ({row.inspection.key})",
            all_words=f"{row.title} {row.words}",
        )
        for row in rows.order_by("inspection", "position", "pk")
    ]


def answered_by(plan: Plan | None, said: dict) -> list[int]:
    """The inspections that the plan answers: recorded, or as said of a plan not yet there."""
    if plan is not None:
        return list(plan.answers.values_list("pk", flat=True))
    return [int(pk) for pk in said.get("answers", ())]


def posts_of(authority) -> list[Owner]:
    """In the order of the alphabet, whatever is written with a capital."""
    posts = Owner.objects.filter(authority=authority)
    return sorted(posts, key=lambda one: (one.body.casefold(), one.post.casefold(), one.pk))


def refs_of_inspections(authority, inspections: Iterable[int]) -> list[str]:
    found = Inspection.objects.filter(pk__in=list(inspections), authority=authority)
    return [f"{authority.slug}/{inspection.key}" for inspection in found.order_by("pk")]
