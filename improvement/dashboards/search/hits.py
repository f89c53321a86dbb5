"""The recommendations, findings and actions in which some words occur."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import NamedTuple

from django.db.models import F, OuterRef, Q, QuerySet, Value

from improvement.models import Action, ActionCommitment, Plan, latest
from improvement.state.fetch import NO_DATE, NO_KEY
from inspections.models import Finding, Inspection, Recommendation
from inspections.models.time import AsAt


@dataclass(frozen=True)
class Asked:
    """What is looked for: the words, and where. `theme` and `inspection` leave of the
    actions those that answer such a recommendation; only a finding has a direction."""

    words: list[str]
    inspections: list[Inspection]
    authorities: list[int]
    as_at: AsAt
    inspection: Inspection | None = None
    theme: Q = field(default_factory=Q)
    direction: str = ""

    def contains(self, *fields: str) -> Q:
        """Each word in one of the fields."""
        return reduce(
            and_,
            (
                reduce(or_, (Q(**{f"{name}__icontains": word}) for name in fields))
                for word in self.words
            ),
            Q(),
        )

    def of_inspections(self, model) -> QuerySet:
        looked_at = [one for one in self.inspections if self.inspection in (None, one)]
        return model.objects.known(self.as_at).filter(self.theme, inspection__in=looked_at)


def recommendations(asked: Asked) -> QuerySet:
    if asked.direction:
        return Recommendation.objects.none()
    return asked.of_inspections(Recommendation).filter(
        asked.contains("title", "text", "summary")
    )


def findings(asked: Asked) -> QuerySet:
    found = asked.of_inspections(Finding).filter(asked.contains("text", "summary"))
    return found.filter(direction=asked.direction) if asked.direction else found


def actions(asked: Asked) -> QuerySet:
    if asked.direction:
        return Action.objects.none()
    day = asked.as_at.day
    plans = Plan.objects.known(asked.as_at).filter(
        authority__in=asked.authorities, opened__lte=day
    )
    found = Action.objects.known(asked.as_at).filter(
        asked.contains("reference", "title", "success_measure"), plan__in=plans, added__lte=day
    )
    if asked.theme or asked.inspection:
        answered = asked.of_inspections(Recommendation)
        return found.filter(pk__in=that_answer(answered, asked.as_at))
    return found


def that_answer(recommendations: QuerySet, as_at: AsAt) -> QuerySet:
    """The actions that belonged to a commitment on one of the recommendations."""
    events = ActionCommitment.objects.as_at(as_at)
    of_the_pair = events.filter(action=OuterRef("action"), commitment=OuterRef("commitment"))
    return (
        events.filter(commitment__recommendation__in=recommendations)
        .annotate(stands=latest(of_the_pair, "pk"))
        .filter(pk=F("stands"), change=ActionCommitment.Change.JOINS)
        .values("action")
    )


class SearchedKind(NamedTuple):
    """A kind of row that is searched; where its inspection stands, or its own day."""

    one: str
    many: str
    rows: Callable[[Asked], QuerySet]
    place: tuple


KINDS = {
    "recommendations": SearchedKind(
        "Recommendation", "Recommendations", recommendations, (F("inspection_id"), NO_DATE)
    ),
    "findings": SearchedKind("Finding", "Findings", findings, (F("inspection_id"), NO_DATE)),
    "actions": SearchedKind("Action", "Actions", actions, (NO_KEY, F("added"))),
}


class Hit(NamedTuple):
    day: date
    kind: str
    pk: int


def find_hits(asked: Asked) -> list[Hit]:
    """The newest first. One query for the three kinds; sorted here, because the day of an
    inspection may be a month or a year, or that of its documents."""
    queries = [
        kind.rows(asked).values_list(Value(name), "pk", *kind.place)
        for name, kind in KINDS.items()
    ]
    days = {inspection.pk: inspection.day for inspection in asked.inspections}
    hits = [
        Hit(days[inspection] if inspection else day, name, pk)
        for name, pk, inspection, day in queries[0].union(*queries[1:], all=True)
    ]
    order = list(KINDS)
    return sorted(hits, key=lambda hit: (-hit.day.toordinal(), order.index(hit.kind), hit.pk))
