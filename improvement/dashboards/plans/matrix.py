"""Before a visit a board member comes with the question: where are we more hopeful than those
who come to look? Every commitment against every visit, in the groups and the order that the
address asks for, and with how much of what we called done inspectors later agreed."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.exported import file_asked
from improvement.dashboards.plans.shown import find_plan_shown, plan_context
from improvement.exports.of_plan import table_of_matrix
from improvement.exports.table import Table
from improvement.figures.calibration import calibrate
from improvement.figures.figure import SEVERITY
from improvement.figures.of_commitments import COMMITMENT_FIGURES
from improvement.state import CommitmentState, PlanState, read_state

NONE = "none"


def theme_of(row: CommitmentState) -> tuple[str, str]:
    theme = row.recommendation.theme
    return (theme.key, theme.name) if theme else (NONE, "No theme")


def owner_of(row: CommitmentState) -> tuple[str, str]:
    return (str(row.owner.pk), str(row.owner)) if row.owner else (NONE, "No owner")


def board_of(row: CommitmentState) -> tuple[str, str]:
    board = row.commitment.board
    return (board, board) if board else (NONE, "No board named")


def document_of(row: CommitmentState) -> tuple[str, str]:
    inspection = row.recommendation.inspection
    return (inspection.key, f"Asked by: {inspection}")


def days_silent(row: CommitmentState) -> int:
    """For how many letters inspectors have not spoken of it; never at all comes first."""
    return row.letters_since + (10_000 if row.last_mentioned is None else 0)


GROUPS: dict[str, tuple[str, Callable]] = {
    "document": ("who asked", document_of),
    "theme": ("theme", theme_of),
    "owner": ("owner", owner_of),
    "board": ("board", board_of),
}
ORDERS: dict[str, tuple[str, Callable | None]] = {
    "plan": ("the order of the plan", None),
    "worst": ("the worst status first", lambda row: (SEVERITY[row.colour], -row.late)),
    "disagree": (
        "the longest disagreement first",
        lambda row: -row.dispute.days if row.dispute else 1,
    ),
    "silent": ("the longest not looked at first", lambda row: -days_silent(row)),
}


class MatrixForm(forms.Form):
    """What the address asks for. Empty boxes leave all rows, by who asked."""

    group = forms.ChoiceField(
        label="Grouped by",
        required=False,
        choices=[(key, words) for key, (words, _) in GROUPS.items()],
    )
    sort = forms.ChoiceField(
        label="In",
        required=False,
        choices=[(key, words) for key, (words, _) in ORDERS.items()],
    )
    show = forms.ChoiceField(
        label="Only",
        required=False,
        choices=[(key, figure.label) for key, figure in COMMITMENT_FIGURES.items()],
    )
    theme = forms.ChoiceField(label="Theme", required=False)
    owner = forms.ChoiceField(label="Owner", required=False)

    def __init__(self, data, rows: list[CommitmentState]):
        super().__init__(data)
        for name, of in (("theme", theme_of), ("owner", owner_of)):
            found = sorted({of(row) for row in rows}, key=lambda choice: choice[1])
            self.fields[name].choices = [("", "All"), *found]

    def wants(self, row: CommitmentState) -> bool:
        asked = self.cleaned_data
        return (
            COMMITMENT_FIGURES[asked["show"] or "all"].asks(row)
            and asked["theme"] in ("", theme_of(row)[0])
            and asked["owner"] in ("", owner_of(row)[0])
        )

    @property
    def group_by(self) -> Callable:
        return GROUPS[self.cleaned_data["group"] or "document"][1]

    @property
    def order(self) -> Callable | None:
        return ORDERS[self.cleaned_data["sort"] or "plan"][1]


@dataclass(frozen=True)
class Group:
    name: str
    rows: list[CommitmentState]


def grouped(state: PlanState, form: MatrixForm) -> list[Group]:
    """In the order of the names; by who asked, in that of the plan."""
    rows = [row for row in state.commitments if form.wants(row)]
    if form.order:
        rows.sort(key=form.order)
    groups: dict[str, list[CommitmentState]] = {}
    for row in rows:
        groups.setdefault(form.group_by(row)[1], []).append(row)
    names = groups if form.group_by is document_of else sorted(groups)
    return [Group(name, groups[name]) for name in names]


def as_table(state: PlanState, groups: list[Group], asked: dict[str, str]) -> Table:
    rows = [row for group in groups for row in group.rows]
    figure = COMMITMENT_FIGURES[asked.get("show", "all")]
    kept = [f"{name}: {asked[name]}" for name in ("theme", "owner") if name in asked]
    shown = "; ".join([f"{figure.label}: {figure.definition}", *kept])
    return table_of_matrix(state, rows, shown)


@require_safe
def plan_matrix(request, key):
    state = read_state(find_plan_shown(request, key), request.as_at)
    form = MatrixForm(request.GET, state.commitments)
    context = {**plan_context(state), "form": form}
    if not form.is_valid():
        return render(request, "dashboards/no_such_list.html", context, status=404)
    groups = grouped(state, form)
    asked = {name: value for name, value in form.cleaned_data.items() if value}
    if file := file_asked(request, lambda: as_table(state, groups, asked)):
        return file
    context |= {
        "groups": groups,
        "shown": sum(len(group.rows) for group in groups),
        "is_filtered": bool({"show", "theme", "owner"} & asked.keys()),
        "figure": COMMITMENT_FIGURES[asked.get("show", "all")],
        "calibrations": [
            ("theme", "Theme", calibrate(state.commitments, theme_of)),
            ("owner", "Owner", calibrate(state.commitments, owner_of)),
        ],
        "may_keep": access.may(request.user, access.Need.ADMIN, state.plan.authority_id),
    }
    return render(request, "dashboards/plan_matrix.html", context)
