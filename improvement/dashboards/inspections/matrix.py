"""A board member comes with the question: what became of all that this inspection asked for?
What each visit since said of every recommendation, beside the council's own status where a
plan is held, and without one where none is."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.recommendations.answers import plans_that_answer
from improvement.dashboards.reconstructed import first_entered, is_before
from improvement.models import Plan
from improvement.state import Cell, CommitmentState, state_of
from improvement.state.columns import Visit, columns_for, visits_after
from improvement.state.mentions import Mention, mention
from improvement.state.rows import Rows
from inspections.models import Inspection, Recommendation


@dataclass(frozen=True)
class AskedRow:
    """A recommendation and what each visit said of it; `plan` is the newest that answers."""

    recommendation: Recommendation
    plan: Plan | None
    answer: CommitmentState | None
    cells: list[Cell | Mention]

    @property
    def was_spoken_of(self) -> bool:
        return any(cell.progress.is_said for cell in self.cells)


@require_safe
def inspection_matrix(request, authority, key):
    as_at = request.as_at
    asked_for = access.find(
        request,
        Inspection.objects.known(as_at).annotate(entered_at=first_entered(Inspection)),
        authority__slug=authority,
        key=key,
    )
    asked = asked_for.recommendations.known(as_at).select_related("document")
    recommendations = list(asked.order_by("position", "pk"))
    plans = plans_that_answer(recommendations, asked_for.authority_id, as_at)
    read = Rows.fetch(
        plans,
        as_at,
        authorities=[asked_for.authority_id],
        recommendations=[recommendation.pk for recommendation in recommendations],
    )
    tested_by = visits_after(read.visits, asked_for.pk)
    columns = columns_of(asked_for, recommendations, read)
    rows = rows_of(recommendations, columns, tested_by, read)
    context = {
        "inspection": took_place(asked_for, read),
        "columns": columns,
        "rows": rows,
        "without_column": looks_since(asked_for, read) - len(columns),
        "judged_anew": tested_by[-1] if tested_by else None,
        "standing_for": standing_for(rows),
        "spoken_of": sum(row.was_spoken_of for row in rows),
        "not_spoken_of": sum(not row.was_spoken_of for row in rows),
        "unanswered": sum(row.plan is None for row in rows),
        "reconstructed": is_before(asked_for.entered_at, as_at),
    }
    return render(request, "dashboards/inspection_matrix.html", context)


def took_place(asked_for: Inspection, read: Rows) -> Inspection:
    """The same with all that its name is made of. Raises Http404 for one to come."""
    for visit in read.visits:
        if visit.pk == asked_for.pk:
            return visit.inspection
    raise Http404("It had not taken place.")


def looks_since(inspection: Inspection, read: Rows) -> int:
    pks = [visit.pk for visit in read.visits]
    return sum(visit.is_look for visit in read.visits[pks.index(inspection.pk) + 1 :])


def columns_of(
    inspection: Inspection, recommendations: list[Recommendation], read: Rows
) -> list[Visit]:
    asked = {recommendation.pk for recommendation in recommendations}
    spoke = {visit for recommendation, visit in read.links if recommendation in asked}
    return columns_for(read.visits, {inspection.pk}, spoke)


def rows_of(
    recommendations: list[Recommendation],
    columns: list[Visit],
    tested_by: list[Visit],
    read: Rows,
) -> list[AskedRow]:
    answers, tested = answers_of(read), {visit.pk for visit in tested_by}
    rows = []
    for recommendation in recommendations:
        plan, answer = answers.get(recommendation.pk, (None, None))
        ours = {cell.visit.pk: cell for cell in answer.cells} if answer else {}
        cells = [
            ours.get(visit.pk) or mention(recommendation, visit, read.links, tested)
            for visit in columns
        ]
        rows.append(AskedRow(recommendation, plan, answer, cells))
    return rows


def answers_of(read: Rows) -> dict[int, tuple[Plan, CommitmentState]]:
    """By recommendation: the newest plan that answers it, and how."""
    answers: dict[int, tuple[Plan, CommitmentState]] = {}
    for plan in read.plans:
        for commitment in state_of(plan, read).commitments:
            answers.setdefault(commitment.recommendation.pk, (plan, commitment))
    return answers


def standing_for(rows: list[AskedRow]) -> list[tuple[Plan, int]]:
    """The plans named in the rows, each with the number of rows in which its status stands;
    it may answer others beside them, which a newer plan answers too."""
    plans = [row.plan for row in rows if row.plan]
    return [(plan, plans.count(plan)) for plan in dict.fromkeys(plans)]
