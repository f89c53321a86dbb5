"""An uploaded plan set against what stands now: before anything is written, and once more
under the plan's lock.

An untouched cell never changes anything, whatever stands there by now. What was said of an
action since the file was downloaded is a conflict, for the uploader to decide; so is a
description that others have changed since.
"""

from collections import defaultdict
from collections.abc import Iterable

from improvement.models import Owner
from improvement.spreadsheets.round_trip.cells import words
from improvement.spreadsheets.round_trip.changes import Comparison, RowChange, Speaker, Stray
from improvement.spreadsheets.round_trip.kept_in_row import KeptInRow
from improvement.spreadsheets.round_trip.layout import BY_KEY, READ
from improvement.spreadsheets.round_trip.said_in_row import SaidInRow
from improvement.spreadsheets.round_trip.uploaded import Uploaded, UploadedRow
from improvement.state import ActionState, PlanState
from inspections.models.time import AsAt

NOT_TAKEN = {
    "recommendation": "Which recommendations an action serves is kept by an admin, under Keeping.",
    "start": "The start is set once.",
    "first_due": "The first due date is set once, and nothing changes it.",
    "due": "A due date moves by a request and a decision. Write the date under “New date asked "
    "for”, with the three columns beside it.",
    "last": "What was said stays as it was said. Write what is new under “What changed”.",
    "last_on": "An update is dated by the day on which it is recorded.",
    "last_by": "An update is by whoever recorded it.",
}


def compare(uploaded: Uploaded, plan: PlanState, speaker: Speaker, as_at: AsAt) -> Comparison:
    found, strays = _sorted_out(uploaded.rows, plan)
    posts = _by_name(plan.owners.values())
    rows = [_read(row, state, speaker, posts, as_at) for row, state in found]
    rows = [row for row in rows if row.parts or row.not_taken or row.already]
    return Comparison(plan, rows, strays, uploaded.notes)


def _read(row, state, speaker, posts, as_at) -> RowChange:
    said = SaidInRow(row, state, speaker, posts, as_at)
    kept = KeptInRow(row, state, speaker, posts, as_at)
    return RowChange(
        line=row.line,
        state=state,
        parts=[*said.parts(), *kept.parts()],
        meanwhile=[e for e in said.since if not e.voided_at and e not in said.matched],
        not_taken=[
            (BY_KEY[key], row.cells[key], NOT_TAKEN[key])
            for key in row.edited
            if BY_KEY[key].whose == READ and key in NOT_TAKEN
        ],
        already=said.already or kept.already,
    )


def _by_name(owners: Iterable[Owner]) -> dict[str, Owner]:
    """Posts by their names as they are written; of a partner body also without the body,
    where only one post is called so."""
    found = defaultdict(list)
    for owner in owners:
        for name in {str(owner), owner.post}:
            found[words(name).casefold()].append(owner)
    return {name: posts[0] for name, posts in found.items() if len(posts) == 1}


def _sorted_out(
    rows: Iterable[UploadedRow], plan: PlanState
) -> tuple[list[tuple[UploadedRow, ActionState]], list[Stray]]:
    """The rows with the actions that they are about, and those that are about none."""
    of_action: dict[int, list[UploadedRow]] = defaultdict(list)
    strays = []
    for row in rows:
        if sentence := _why_stray(row, plan.action_by_pk.get(row.action)):
            strays.append(Stray(row.line, _name(row), sentence))
        else:
            of_action[row.action].append(row)
    found = []
    for action, about in of_action.items():
        state = plan.action_by_pk[action]
        if said_apart := _said_apart(about, state):
            strays += said_apart
        else:
            found.append((next((row for row in about if row.edited), about[0]), state))
    return found, sorted(strays, key=lambda stray: stray.line)


def _why_stray(row: UploadedRow, state: ActionState | None) -> str:
    if not row.action:
        return (
            "The row was added to the file. A new row makes no new action: an admin adds one "
            "under Keeping."
        )
    if state is None:
        return "The plan has no such action: the row comes from another file."
    reference = row.cells.get("reference", state.action.reference)
    if words(reference) != words(state.action.reference):
        return (
            f"The row says {words(reference)[:30] or 'nothing'} for its reference, and its "
            f"hidden cell {state.action.reference}: it was changed, or the rows were sorted "
            "without the hidden column. Nothing is taken from it. Put the reference right, or "
            "download the plan again."
        )
    return ""


def _said_apart(rows: list[UploadedRow], state: ActionState) -> list[Stray]:
    """Two rows about one action that do not say the same; a copy that was left alone is none."""
    edits = {tuple((key, row.cells[key]) for key in row.edited) for row in rows if row.edited}
    if len(edits) < 2:
        return []
    lines = " and ".join(str(row.line) for row in rows)
    return [
        Stray(
            row.line,
            str(state.action),
            f"Rows {lines} are about the same action and say different things. Keep one.",
        )
        for row in rows
    ]


def _name(row: UploadedRow) -> str:
    told = (row.cells.get("reference", ""), row.cells.get("title", ""), *row.cells.values())
    return next((words(text)[:80] for text in told if text), "")
