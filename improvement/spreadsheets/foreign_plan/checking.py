"""What a sheet would do to the plan: worked out row by row, tried at the one door, and kept
with the sheet until its answers or the plan change."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from improvement import personal_data
from improvement.importing import Outcome, import_drafts
from improvement.models import Plan, Sheet
from improvement.spreadsheets.foreign_plan.draft_text import posts_in_all
from improvement.spreadsheets.foreign_plan.drafting import Drafting, Paper
from improvement.spreadsheets.foreign_plan.recorded import (
    answered_by,
    asked_of,
    posts_of,
    read_recorded,
    refs_of_inspections,
)
from improvement.spreadsheets.foreign_plan.row_told import facts, not_taken, words_told
from improvement.spreadsheets.foreign_plan.statements import RowResult
from improvement.spreadsheets.foreign_plan.tracker import Tracker
from inspections.intake.sheets import Table
from inspections.models.time import AsAt

MAX_DRAFT = 10_000_000  # 2,500 rows of 4,000 characters
THERE_NOW = (
    "Since you began, a plan with this key has been made. Upload the sheet again and say that "
    "it is that plan, or give this one another key under The plan."
)
ROUNDS = 3  # what falls out with a row may make another row fall out


@dataclass
class Check:
    """A sheet's draft, and the rows that cannot come in."""

    drafting: Drafting
    text: str
    problems: dict[int, list[str]]  # by row; 0 for what is wrong with no row of its own
    counts: dict[str, int]
    leaves_out: bool  # rows with problems stay outside, by the admin's choice

    @property
    def can_be_imported(self) -> bool:
        stands_in_the_way = 0 in self.problems if self.leaves_out else self.problems
        return not stands_in_the_way and bool(self.drafting.wanted)


def check(sheet: Sheet, plan: Plan | None, *, actor, now) -> Check:
    """What importing the sheet would do, tried at the one door and taken back."""
    drafting = _drafting(sheet, plan, actor, now)
    if not plan and Plan.objects.filter(key=drafting.paper.plan["key"]).exists():
        return Check(drafting, "", {0: [THERE_NOW]}, {}, leaves_out=False)
    leaves_out = bool(sheet.answers.get("leave_out"))
    problems = {one.row.number: list(one.problems) for one in drafting.problems}
    for _ in range(ROUNDS):
        text, rows = drafting.text()
        if not rows:
            return Check(drafting, text, problems, {}, leaves_out)
        report = _import(sheet, text, actor, now, dry_run=True)
        for problem in report.problems:
            number = rows[problem.line].row.number if problem.line in rows else 0
            problems.setdefault(number, []).append(problem.sentence)
            if number and leaves_out:
                rows[problem.line].problems.append(problem.sentence)
        # Without the rows that fell out the others are tried once more.
        if not leaves_out or not report.problems or 0 in problems:
            break
    return Check(drafting, text, problems, _counts(report), leaves_out)


def bring_in(sheet: Sheet, plan: Plan | None, *, actor, now, seen: str) -> dict | None:
    """Import the sheet: how much was created and changed; None if what was seen is not what
    would be imported now."""
    if sheet.answers.get("leave_out"):
        text = check(sheet, plan, actor=actor, now=now).text
    else:
        text, _ = _drafting(sheet, plan, actor, now).text()
    is_there = not plan and Plan.objects.filter(key=sheet.answers["plan"]["key"]).exists()
    if is_there or fingerprint(text) != seen:
        return None
    report = _import(sheet, text, actor, now, dry_run=False)
    return None if report.problems else _counts(report)


def _import(sheet: Sheet, text: str, actor, now, *, dry_run: bool):
    return import_drafts(
        [(sheet.name, text)], actor=actor, now=now, dry_run=dry_run, max_bytes=MAX_DRAFT
    )


def _counts(report) -> dict[str, int]:
    return {outcome.value: report.counts[outcome] for outcome in Outcome}


def _drafting(sheet: Sheet, plan: Plan | None, actor, now) -> Drafting:
    answers, authority = sheet.answers, sheet.authority
    inspections = answered_by(plan, answers.get("plan", {}))
    paper = Paper(
        authority=authority.name,
        plan=_plan_told(authority, plan, answers.get("plan", {})),
        name=sheet.name,
        sha256=sheet.sha256,
        day=date.fromisoformat(answers["day"]),
        reviewed_by=actor.email,
    )
    return Drafting(
        paper,
        Tracker(table_of(sheet), answers),
        answers,
        recorded=read_recorded(plan, AsAt(now)),
        posts=posts_of(authority),
        asked=asked_of(authority, inspections),
    )


def _plan_told(authority, plan: Plan | None, said: dict) -> dict:
    if plan is not None:
        return {"key": plan.key, "title": plan.title, "opened": plan.opened.isoformat()}
    told = {name: value for name, value in said.items() if name != "answers"}
    answers = refs_of_inspections(authority, said.get("answers", ()))
    return {**told, "answers": answers} if answers else told


def table_of(sheet: Sheet) -> Table:
    return Table.from_plain(sheet.table["tables"][sheet.answers["table"]])


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# As it is kept with the sheet, and shown


def kept(found: Check) -> dict:
    """A check as plain JSON: the page shows it without working it out again."""
    drafting = found.drafting
    rows = [_row_kept(one, found) for one in drafting.results]
    return {
        "fingerprint": fingerprint(found.text),
        "general": found.problems.get(0, []),
        "rows": rows,
        "warnings": sum(bool(row["warnings"]) for row in rows),
        "counts": found.counts,
        "new_posts": drafting.named.new_among(
            posts_in_all(one.item for one in drafting.wanted)
        ),
        "can_be_imported": found.can_be_imported,
    }


def _row_kept(one: RowResult, found: Check) -> dict:
    told = found.problems.get(one.row.number) or one.problems
    return {
        "row": one.row.number,
        "reference": one.reference,
        "title": one.item.get("title", one.row.title)[:300],
        "outcome": _outcome(one, told),
        "changes": one.changes,
        "kept": one.kept,
        "problems": list(dict.fromkeys(told)),
        "is_conflict": one.is_conflict,
        "is_hidden": one.row.hidden,
        "facts": list(facts(one, found.drafting)) if one.is_new else [],
        "told": [] if told else list(words_told(one, found.drafting)),
        "not_taken": [] if told else list(not_taken(one, found.drafting)),
        "warnings": _warnings(one),
    }


def _outcome(one: RowResult, problems: list[str]) -> str:
    if problems:
        return "problem"
    if one.is_new:
        return "new"
    if one.changes:
        return "changed"
    return "kept" if one.kept else "same"


def _warnings(one: RowResult) -> list[str]:
    """What looks like a trace of an individual child in the words that would come in."""
    if not one.does_something:
        return []
    # A number of the sheet becomes a reference, its words joined by hyphens.
    texts = (one.row.reference, one.row.title, *_texts_of(one.item))
    found = [suspicion for text in texts for suspicion in personal_data.find(text)]
    return list(dict.fromkeys(f"“{one.words}” looks like {one.why}" for one in found))[:5]


def _texts_of(value) -> Iterator[str]:
    """Every text that stands anywhere in an item of the draft."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts_of(part)
