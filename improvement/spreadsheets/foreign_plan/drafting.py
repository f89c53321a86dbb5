"""A sheet and its answers as a draft, the form in which everything enters the records; and
for each row what it would do, and what of it is left alone."""

from dataclasses import dataclass
from datetime import date

from improvement.forms import LONGEST_WORDS
from improvement.spreadsheets.days import DayRead
from improvement.spreadsheets.foreign_plan.draft_text import line, listed, posts_in_all
from improvement.spreadsheets.foreign_plan.found import Asked, as_reference, day_key
from improvement.spreadsheets.foreign_plan.naming import NamedPosts
from improvement.spreadsheets.foreign_plan.recorded import RecordedAction, RecordedPlan
from improvement.spreadsheets.foreign_plan.statements import (
    RowResult,
    Statement,
    owner_told,
    too_long,
)
from improvement.spreadsheets.foreign_plan.tracker import Row, Tracker, printed
from inspections.intake.dates import in_full


@dataclass(frozen=True)
class Paper:
    """What the sheet is: of which plan, file and day, and who brings it in."""

    authority: str
    plan: dict  # key, title, opened and, of a new plan, answers
    name: str
    sha256: str
    day: date
    reviewed_by: str

    @property
    def document(self) -> dict:
        return {
            "key": f"{self.plan['key']}-sheet-{self.sha256[:8]}",
            "title": f"Spreadsheet “{self.name}”",
            "kind": "improvement_plan",
            "publisher": self.authority,
            "second_hand": "no",
            "dated": self.day.isoformat(),
            "sha256": self.sha256,
        }


class Drafting:
    def __init__(
        self,
        paper: Paper,
        tracker: Tracker,
        answers: dict,
        *,
        recorded: RecordedPlan,
        posts: list,
        asked: list[Asked],
    ):
        self.paper, self.answers, self.recorded = paper, answers, recorded
        self.named = NamedPosts(posts)
        self.asked = {one.ref: one for one in asked}
        self.opened = date.fromisoformat(paper.plan["opened"])
        self.taken = set(recorded.actions)
        self.told: dict[str, Row] = {}
        self.results = [self._result(row) for row in tracker.rows]

    @property
    def problems(self) -> list[RowResult]:
        return [one for one in self.results if one.problems]

    @property
    def wanted(self) -> list[RowResult]:
        """The rows that go into the draft: what is recorded first and in its order, so that
        a sheet with its rows shuffled changes nothing."""
        order = {reference: n for n, reference in enumerate(self.recorded.actions)}
        rows = [one for one in self.results if one.does_something and not one.problems]
        return sorted(rows, key=lambda one: order.get(one.reference.lower(), len(order)))

    def text(self) -> tuple[str, dict[int, RowResult]]:
        """The draft, and the row that each of its lines tells of."""
        wanted = self.wanted
        refs = dict.fromkeys(ref for one in wanted for ref in one.item.get("commitments", ()))
        posts = posts_in_all(one.item for one in wanted)
        lines = [
            line("reviewed_by", self.paper.reviewed_by),
            line("document", self.paper.document),
            line("authority", self.paper.authority),
            "plan:",
            *(f"  {line(key, value)}" for key, value in self.paper.plan.items()),
            *listed("owners", [p for key, p in self.named.named.items() if key in posts]),
            *listed("commitments", [self._commitment(ref) for ref in refs]),
            *listed("actions", [one.item for one in wanted]),
        ]
        first = len(lines) - len(wanted) + 1
        return "\n".join(lines) + "\n", dict(enumerate(wanted, first))

    def _commitment(self, ref: str) -> dict:
        held = self.recorded.commitments.get(ref)
        if held is not None:
            added = held.added.isoformat()
            return {"recommendation": ref, "title": held.title, "added": added}
        item = {"recommendation": ref, "title": self.asked[ref].title}
        if self.recorded.commitments:
            item["added"] = self._joined_on
        return item

    @property
    def _joined_on(self) -> str:
        """Since when what this sheet adds is in a plan that was there before."""
        return max(self.opened, self.paper.day).isoformat()

    # One row

    def _result(self, row: Row) -> RowResult:
        result = RowResult(row, problems=list(row.problems))
        if not row.title:
            return result
        held = self._held(row)
        result.reference = held.reference if held else self._new_reference(row, result)
        first = self.told.setdefault(result.reference.lower(), row)
        if first is not row and result.reference:
            result.problems.append(f"Row {first.number} is action {result.reference} already.")
        result.is_new = held is None
        result.item = {"reference": result.reference, "title": row.short_title}
        if held is None:
            self._days_of_new(row, result)
        else:
            self._compare(row, held, result)
        self._success_measure(row, held, result)
        self._commitments(row, held, result)
        said = self.answers.get("owners", {}).get(row.owner.key, {}) if row.owner else {}
        owner = owner_told(result, held, self.named.key(said), self.named, self.paper.day)
        self._statement(row, held, owner, result)
        return result

    def _held(self, row: Row) -> RecordedAction | None:
        said = self.answers.get("matches", {}).get(row.key)
        if said and said != "new":
            return self.recorded.actions.get(said.lower())
        return None if said == "new" and not row.reference else self.recorded.find(row)

    def _new_reference(self, row: Row, result: RowResult) -> str:
        """The sheet's own number; else the recommendation's with the next free place. Once
        given it stays: another sheet finds the action by its words."""
        if row.reference:
            reference = as_reference(row.reference)
            if not reference:
                result.problems.append(f"“{row.reference[:30]}” has no letter or figure.")
            return reference
        refs = self._refs(row)
        stem = f"{as_reference(self.asked[refs[0]].key)[:24]}." if refs else "A"
        n = 1
        while f"{stem}{n}".lower() in self.taken:
            n += 1
        self.taken.add(f"{stem}{n}".lower())
        return f"{stem}{n}"

    def _refs(self, row: Row) -> list[str]:
        meant = self.answers.get("recommendations", {})
        refs = [ref for value in row.recommendations for ref in meant.get(value.key, ())]
        return list(dict.fromkeys(ref for ref in refs if ref in self.asked))

    def _day(self, read: DayRead) -> date | None:
        if read.day:
            return read.day
        said = self.answers.get("days", {}).get(day_key(read)) if read.text else None
        return date.fromisoformat(said) if said and said != "none" else None

    def _days_of_new(self, row: Row, result: RowResult) -> None:
        start, due = self._day(row.start), self._day(row.due)
        if start and due and start > due and not row.problems:
            result.problems.append("It starts after it is due.")
        if start:
            result.item["start"] = start.isoformat()
        if due:
            result.item["due"] = due.isoformat()
        if row.due.is_a_question:
            result.item["due_as_printed"] = printed(row.due.text)
        if self.recorded.actions:
            result.item["added"] = self._joined_on

    def _compare(self, row: Row, held: RecordedAction, result: RowResult) -> None:
        """What a sheet cannot change, and the words, which it can."""
        action, due, start = held.state.action, self._day(row.due), self._day(row.start)
        if due and due not in (held.state.current_due, action.first_due):
            stands = held.state.current_due
            here = f"due on {in_full(stands)}" if stands else "without a date"
            result.kept.append(
                f"The sheet says it is due on {in_full(due)}; here it is {here}. A date moves "
                "only by a request and a decision: ask for it on the action’s page."
            )
        if start and start != action.start:
            result.kept.append("Its start is set once and stays as it is.")
        self._described(action, "title", result)

    def _success_measure(self, row: Row, held, result: RowResult) -> None:
        if not row.success_measure:
            return
        if len(row.success_measure) > LONGEST_WORDS:
            result.problems.append(too_long("success measure"))
            return
        result.item["success_measure"] = row.success_measure
        if held:
            self._described(held.state.action, "success_measure", result)

    @staticmethod
    def _described(action, name: str, result: RowResult) -> None:
        """As the import takes words: whoever changed them since the last import."""
        label = {"title": "what will be done", "success_measure": "how we will know"}[name]
        told, stands, last = result.item[name], getattr(action, name), action.imported.get(name)
        if told in (stands, last):
            return
        if stands == last or (last is None and not stands):
            result.changes.append(f"{label.capitalize()}: other words")
        else:
            result.kept.append(f"Somebody has changed {label} here; theirs stays.")

    def _commitments(self, row: Row, held, result: RowResult) -> None:
        refs = self._refs(row)
        if held is None:
            if refs:
                result.item["commitments"] = refs
            return
        for ref in refs:
            key = self.asked[ref].key
            if ref in held.left_here:
                result.kept.append(f"Somebody took it from recommendation {key} here.")
            elif ref not in held.served:
                result.item.setdefault("commitments", []).append(ref)
                result.changes.append(f"Serves recommendation {key} as well")

    def _statement(self, row: Row, held, owner: str, result: RowResult) -> None:
        meant = self.answers.get("statuses", {}).get(row.status.key, "") if row.status else ""
        statement = Statement(
            result=result,
            held=held,
            meant=meant,
            speaker=owner or self.named.key(self.answers.get("speaker") or {}),
            signer=self.named.key(self.answers.get("signer") or {}),
            day=self.paper.day,
            opened=self.opened,
            is_decided_here=self.recorded.is_decided_here,
        )
        if statement.says_something:
            statement.add(take=result.reference in self.answers.get("take", ()))
