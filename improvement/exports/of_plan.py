"""The tables of a plan: the same rows as on the screens, from the same figures."""

from collections.abc import Iterable

from improvement.exports.table import Column, Table, Value
from improvement.figures.because import because
from improvement.figures.changes import ComparedKind
from improvement.figures.figure import Count
from improvement.state import ActionState, Cell, CommitmentState, PlanState
from inspections.models.time import AsAt

ACTION_COLUMNS = [
    Column("Action", lambda row: row.number),
    Column("Title", lambda row: row.action.title),
    Column("Owner", lambda row: str(row.owner or "")),
    Column(
        "Recommendations", lambda row: "; ".join(c.recommendation.key for c in row.commitments)
    ),
    Column("Status", lambda row: row.standing.words),
    Column("Colour", lambda row: row.colour.value),
    Column("Start", lambda row: row.action.start),
    Column("First due", lambda row: row.first_due),
    Column("Current due", lambda row: row.current_due),
    Column("Due as printed", lambda row: row.action.due_as_printed),
    Column("Times moved", lambda row: len(row.replayed.moves)),
    Column("Days moved", lambda row: row.slippage),
    Column("Days late", lambda row: row.late),
    Column("Days late against first date", lambda row: row.late_against_first),
    Column("Days unconfirmed", lambda row: row.unconfirmed),
    Column("Last update", lambda row: _last(row, "holds_from")),
    Column("Last words", lambda row: _last(row, "text")),
    Column("Signed off", lambda row: _signed_off(row)),
]
COMMITMENT_COLUMNS = [
    Column("Recommendation", lambda row: row.number),
    Column("Asked by", lambda row: str(row.recommendation.inspection)),
    Column("Commitment", lambda row: row.commitment.title),
    Column("Theme", lambda row: str(row.recommendation.theme or "")),
    Column("Owner", lambda row: str(row.owner or "")),
    Column("Board", lambda row: row.commitment.board),
    Column("Status", lambda row: row.standing.words),
    Column("Colour", lambda row: row.colour.value),
    Column("Why", because),
    Column("Days late", lambda row: row.late),
    Column("Impact", lambda row: row.impact.replace("_", " ")),
    Column("Inspectors last spoke of it", lambda row: str(row.last_mentioned or "")),
    Column("Letters silent since", lambda row: row.letters_since),
    Column("Disagreement", lambda row: row.dispute.side.words if row.dispute else ""),
    Column("Days in disagreement", lambda row: row.dispute.days if row.dispute else None),
    Column("Actions", lambda row: len(row.actions)),
]


def _last(row: ActionState, name: str) -> Value:
    update = row.replayed.last_update
    return getattr(update, name) if update else None


def _signed_off(row: ActionState) -> Value:
    since = row.replayed.since
    return since.holds_from if since and not row.is_open and row.in_plan else None


def about(plan: PlanState, shown: str) -> list[tuple[str, Value]]:
    """Of which plan, which of its rows, of when and by what knowledge."""
    example = " (invented example)" if plan.plan.example else ""
    return [
        ("Plan", f"{plan.plan.title}{example}"),
        ("Rows", shown),
        ("As at", plan.as_at.day),
        ("Reading", plan.as_at.reading.label),
    ]


def table_of_count(count: Count) -> Table:
    """The rows of a figure."""
    of_actions = count.figure.of.page == "action-list"
    kind = "actions" if of_actions else "commitments"
    columns = ACTION_COLUMNS if of_actions else COMMITMENT_COLUMNS
    total = f"{len(count.rows)} of {count.total} {count.figure.of.words}"
    return Table(
        f"{count.plan.plan.key}-{kind}-{count.show}",
        f"{kind.capitalize()}: {count.figure.label.lower()}",
        columns,
        count.rows,
        about(count.plan, f"{count.figure.label} ({total}): {count.figure.definition}"),
    )


def table_of_matrix(plan: PlanState, rows: list[CommitmentState], shown: str) -> Table:
    """Beside each commitment two columns a visit: what it said, and what we said that day."""
    columns = list(COMMITMENT_COLUMNS)
    for place, visit in enumerate(plan.columns):
        columns += [
            Column(f"{visit}: they said", _in_cell(place, lambda cell: cell.progress.words)),
            Column(f"{visit}: we said", _in_cell(place, lambda cell: cell.standing.words)),
        ]
    name = f"{plan.plan.key}-visits"
    return Table(
        name, "Every commitment against every visit", columns, rows, about(plan, shown)
    )


def _in_cell(place: int, words):
    def value(row: CommitmentState) -> str:
        cell: Cell = row.cells[place]
        return words(cell)

    return value


CHANGE_COLUMNS = [
    Column("Kind", lambda change: change[0]),
    Column("Number", lambda change: change[1].name),
    Column("Title", lambda change: _title(change[1].state)),
    Column("Counted as", lambda change: change[2]),
    Column("What", lambda change: change[3].about if change[3] else ""),
    Column("Was", lambda change: change[3].was if change[3] else None),
    Column("Is", lambda change: change[3].now if change[3] else None),
    Column("Days", lambda change: change[3].days if change[3] else None),
]


def table_of_changes(plan: PlanState, sections: Iterable[ComparedKind], earlier: AsAt) -> Table:
    """A line for each thing that is otherwise; a row without any has one line all the same."""
    lines = [
        (section.kind, row, group.words, change)
        for section in sections
        for group in section.groups()
        for row in group.rows
        for change in row.changes or (None,)
    ]
    told = [*about(plan, "What changed"), ("Since", earlier.day)]
    return Table(f"{plan.plan.key}-changes", "What changed", CHANGE_COLUMNS, lines, told)


def _title(state: ActionState | CommitmentState) -> str:
    row = state.action if isinstance(state, ActionState) else state.commitment
    return row.title
