"""The council's answer to a recommendation, and how it came to stand as it does."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import CharField, F, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from improvement.models import ActionCommitment, Commitment, Impact, Ownership, Plan
from improvement.state import read_state
from improvement.state.fetch import NO_DATE, NO_TEXT, SPEAKER
from inspections.models import Recommendation
from inspections.models.time import AsAt, london_day


def choose(plans: list[Plan], key: str | None) -> Plan | None:
    """The plan asked for, else the newest. Only one is read, whatever their number."""
    if key is None:
        return plans[0] if plans else None
    for plan in plans:
        if plan.key == key:
            return plan
    raise Http404("No such plan answers it.")


def plans_that_answer(
    recommendations: list[Recommendation], authority: int, as_at: AsAt
) -> list[Plan]:
    """The plans that answer any of them, the newest first."""
    answers = Commitment.objects.known(as_at).filter(
        recommendation__in=recommendations, added__lte=as_at.day
    )
    plans = Plan.objects.for_screen(as_at).filter(
        authority=authority, pk__in=answers.values("plan")
    )
    return list(plans.order_by("-opened", "-pk"))


def plans_without_it(recommendation: Recommendation, as_at: AsAt) -> list[Plan]:
    """The plans that answer its inspection, where none of their commitments answers it."""
    plans = Plan.objects.for_screen(as_at).filter(
        authority=recommendation.inspection.authority_id, answers=recommendation.inspection
    )
    return list(plans.order_by("-opened", "-pk"))


def answer_of(plan: Plan | None, recommendation: Recommendation, as_at: AsAt) -> dict | None:
    """None without a plan, or where its answer was not known by the plan's closing."""
    if plan is None:
        return None
    state = read_state(plan, as_at)
    answers = [c for c in state.commitments if c.recommendation == recommendation]
    if not answers:
        return None
    answer = answers[0]
    history = history_of(answer.commitment, state.as_at)
    return {
        "plan": plan,
        "state": state,
        "answer": answer,
        "mentions": [cell for cell in answer.cells if cell.progress.is_tested]
        + answer.afterwards,
        "history": history,
        "last_impact": next((one for one in history if one.kind == "impact"), None),
    }


# How the plan's answer came to stand as it does


class AnswerChange(NamedTuple):
    kind: str
    holds_from: date
    known_at: datetime
    pk: int
    what: str
    text: str
    reference: str
    shown_by: str
    measure: str
    measure_name: str
    recheck_on: date | None
    speaker: str

    @property
    def known_on(self) -> date:
        return london_day(self.known_at)


MEASURE = Coalesce("measure__key", NO_TEXT, output_field=CharField())
MEASURE_NAME = Coalesce("measure__name", NO_TEXT, output_field=CharField())
NOTHING = [NO_TEXT, NO_TEXT, NO_TEXT, NO_DATE]

# Of each kind what changed; and what shows it to work, and when somebody looks again.
CHANGES = {
    "impact": (
        Impact,
        [F("state"), F("text"), NO_TEXT],
        [F("shown_by"), MEASURE, MEASURE_NAME, F("recheck_on")],
    ),
    "owner": (Ownership, [F("owner__post"), F("text"), NO_TEXT], NOTHING),
    "action": (
        ActionCommitment,
        [F("change"), F("action__title"), F("action__reference")],
        NOTHING,
    ),
}


def history_of(commitment: Commitment, as_at: AsAt) -> list[AnswerChange]:
    """Everything that stands of its impact, owners and actions, newest first."""
    queries = [
        model.objects.that_stand(as_at)
        .filter(commitment=commitment)
        .values_list(
            Value(kind, output_field=CharField()),
            "holds_from",
            "known_at",
            "pk",
            *columns,
            *shows,
            SPEAKER,
        )
        for kind, (model, columns, shows) in CHANGES.items()
    ]
    # One query for the three kinds: screens are held to a fixed number of them.
    changes = [AnswerChange(*row) for row in queries[0].union(*queries[1:], all=True)]
    return sorted(changes, key=lambda one: one[1:4], reverse=True)
