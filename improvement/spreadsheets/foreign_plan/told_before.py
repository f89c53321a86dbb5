"""What an earlier import came to, read back from the records. Its answers went with its upload,
so that of a cell that names two owners, and of words for a day, what was taken can be proposed
again. What a status or a colour meant is only shown beside it: the cell may be new."""

from collections import Counter, defaultdict

from django.db.models import Exists, OuterRef

from improvement.models import Action, Ownership, Plan, SignOff, Update
from improvement.spreadsheets.foreign_plan.found import as_reference, day_key
from improvement.spreadsheets.foreign_plan.tracker import Row, Tracker, bare_words, printed

OF_A_PAPER = {"said_by__isnull": True, "voided_by__isnull": True, "retracts": False}


class ToldBefore:
    """By the keys of the sheet's values, what is recorded of the actions that hold them; and
    the titles of the plan's actions by their references."""

    def __init__(self, tracker: Tracker, plan: Plan | None):
        self.statuses: dict[str, Counter] = defaultdict(Counter)
        self.owners: dict[str, set[str]] = defaultdict(set)
        self.days: dict[str, set[str]] = defaultdict(set)
        actions = list(Action.objects.filter(plan=plan)) if plan else []
        self.titles = {action.reference: action.title for action in actions}
        if not actions:
            return
        by_number = {action.reference.lower(): action for action in actions}
        by_words = {bare_words(action.title) or action.title: action for action in actions}
        status, owner = _statuses(plan), _owners(plan)
        for row in tracker.rows:
            number = as_reference(row.reference).lower()
            action = by_number.get(number) if number else by_words.get(row.words)
            if action:
                self._add(row, action, status.get(action.pk), owner.get(action.pk))

    def _add(self, row: Row, action: Action, status: str | None, owner: str | None) -> None:
        if row.status and status:
            self.statuses[row.status.key][status] += 1
        if row.owner and owner:
            self.owners[row.owner.key].add(owner)
        if row.due.is_a_question and action.due_as_printed == printed(row.due.text):
            due = action.first_due
            self.days[day_key(row.due)].add(due.isoformat() if due else "none")

    def owner(self, key: str) -> str:
        return _one_of(self.owners[key])

    def day(self, key: str) -> str:
        """The day that was taken for these words, or `none`."""
        return _one_of(self.days[key])


def _statuses(plan: Plan) -> dict[int, str]:
    """By action the status that a paper told last, `complete` where it was signed off."""
    accepted = SignOff.objects.filter(claim=OuterRef("pk"), outcome="accepted", **OF_A_PAPER)
    told = Update.objects.filter(action__plan=plan, **OF_A_PAPER).exclude(status="not_stated")
    rows = told.annotate(is_accepted=Exists(accepted)).oldest_first()
    return {one.action_id: "complete" if one.is_accepted else one.status for one in rows}


def _owners(plan: Plan) -> dict[int, str]:
    """By action the key of the post that a paper told last."""
    told = Ownership.objects.filter(action__plan=plan, **OF_A_PAPER).select_related("owner")
    return {one.action_id: one.owner.key for one in told.oldest_first()}


def _one_of(found: set[str]) -> str:
    """What all of them say; nothing where they differ."""
    return next(iter(found)) if len(found) == 1 else ""
