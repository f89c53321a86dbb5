"""The plan check: what is missing in a plan or does not fit, each with a way to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from improvement import access, members
from improvement.access import Need
from improvement.dashboards.plans.check_found import Group, Mend, Question, Row, lower_first
from improvement.dashboards.plans.check_questions import check
from improvement.dashboards.plans.shown import (
    answered_inspections,
    find_plan_shown,
    plan_context,
)
from improvement.state import ActionState, PlanState, state_of
from improvement.state.deadlines import compute
from improvement.state.rows import Rows
from inspections.models import Recommendation


@require_safe
def plan_check(request, key):
    plan = find_plan_shown(request, key)
    rows = Rows.fetch([plan], request.as_at)
    state = state_of(plan, rows)
    answers = answered_inspections(plan, rows)
    asked = recommendations_asked(answers, request.as_at)
    groups = check(state, answers, asked)
    urgent = {
        one.inspection_id for one in asked if one.kind == Recommendation.Kind.PRIORITY_ACTION
    }
    context = {
        **plan_context(state),
        "answers": answers,
        "groups": Mending(request, state).of_all(groups),
        "found": sum(bool(question.rows) for question in all_of(groups)),
        "asked": sum(1 for _ in all_of(groups)),
        "computed": compute(answers, urgent),
        "may_keep": may_keep(request, state),
    }
    return render(request, "dashboards/plan_check.html", context)


def recommendations_asked(inspections, as_at) -> list[Recommendation]:
    """What the inspections ask for, in their order and the order of their lists."""
    by_pk = {inspection.pk: inspection for inspection in inspections}
    asked = Recommendation.objects.known(as_at).filter(inspection__in=by_pk)
    found = list(asked.order_by("inspection", "position", "pk"))
    for one in found:
        one.inspection = by_pk[one.inspection_id]
    return found


def all_of(groups: list[Group]) -> Iterator[Question]:
    return (question for group in groups for question in group.questions)


def may_keep(request, state: PlanState) -> bool:
    may_write = not request.GET.get("as_at") and not state.is_closed
    return may_write and access.may(request.user, Need.ADMIN, state.plan.authority_id)


@dataclass(frozen=True)
class Mended:
    """A row with the form that mends it; `address` is empty for who may not."""

    row: Row
    words: str = ""
    address: str = ""


class Mending:
    """Which forms this reader may mend a plan with: none on a page about the past."""

    def __init__(self, request, state: PlanState):
        self.user, self.key = request.user, state.plan.key
        self.may_write = not request.GET.get("as_at") and not state.is_closed
        self.may_keep = may_keep(request, state)
        is_officer = access.may(self.user, Need.UPDATE, state.plan.authority_id)
        asks = self.may_write and is_officer
        self.posts = members.posts_spoken_for(self.user, state.as_at) if asks else set()

    def of_all(self, groups: list[Group]):
        """Each group's words with its questions, each with its rows and who else may."""
        return [(group.words, [*map(self._of, group.questions)]) for group in groups]

    def _of(self, question: Question):
        rows = [self._mended(question.mend, row) for row in question.rows]
        first = {step for one in question.rows if (step := first_step(question.mend, one))}
        for_others = self.may_write and (first or any(not row.address for row in rows))
        steps = [FIRST[step] for step in FIRST if step in first]
        return question, rows, " ".join([*steps, question.mend.value]) if for_others else ""

    def _mended(self, mend: Mend, row: Row) -> Mended:
        words, address = self._form(mend, row)
        return Mended(row, words, address) if address else Mended(row)

    def _form(self, mend: Mend, row: Row) -> tuple[str, str]:
        if mend not in BY_OFFICERS:
            return self._of_admins(mend, row) if self.may_keep else ("", "")
        words, address = self._of_officers(mend, row)
        step = first_step(mend, row)
        if address or step is None or not self.may_keep:
            return words, address
        words, address = self._of_admins(
            step, Row(action=row.action, vacancy=row.action.vacancy)
        )
        return f"First {lower_first(words)}", address

    def _of_officers(self, mend: Mend, row: Row) -> tuple[str, str]:
        actions = [row.action] if row.action else row.commitment.actions
        mine = next((one for one in actions if self._may_update(one)), None)
        if mine is None:
            return "", ""
        words, page = BY_OFFICERS[mend]
        return words, reverse(page, args=[self.key, mine.number])

    def _may_update(self, action: ActionState) -> bool:
        return action.is_open and access.may_update(self.user, action, self.posts)

    def _of_admins(self, mend: Mend, row: Row) -> tuple[str, str]:
        if mend is Mend.ANSWER:
            chosen = {"recommendation": row.recommendation.pk}
            return "Add a commitment", self._new("commitment-create", chosen)
        if mend is Mend.ACT:
            return "Add an action", self._new(
                "action-create", {"commitment": row.commitment.pk}
            )
        if mend is Mend.HOLD:
            post = reverse("holding-create", args=[row.vacancy.owner.pk])
            return "Say who holds it", post
        if mend is Mend.OWN:
            return "Give an owner", reverse("action-owner", args=[self.key, row.action.number])
        page, which = "commitment-amend", row.commitment and row.commitment.pk
        if row.action:
            page, which = "action-amend", row.action.number
        return "Amend", reverse(page, args=[self.key, which])

    def _new(self, page: str, chosen: dict) -> str:
        return f"{reverse(page, args=[self.key])}?{urlencode(chosen)}"


# What comes before an officer can mend anything: in this order, said where it applies.
FIRST = {
    Mend.OWN: "First an admin gives an owner to what has none.",
    Mend.HOLD: "Where nobody holds the post, an admin first records who does.",
}


def first_step(mend: Mend, row: Row) -> Mend | None:
    """What an admin has to do before any officer can do what the row asks for."""
    if mend not in BY_OFFICERS or row.action is None:
        return None
    if row.action.owner is None:
        return Mend.OWN
    return Mend.HOLD if row.action.vacancy else None


BY_OFFICERS = {
    Mend.DATE: ("Ask for a date", "action-date"),
    Mend.UPDATE: ("Update", "action-update"),
    Mend.WEIGH: ("Update one of its actions", "action-update"),
}
