"""A row as it would be recorded, for the page on which it is looked at: what it becomes, every
word that is told of it, and what of its cells is not taken."""

from collections.abc import Iterator
from datetime import date

from improvement.models import NEEDS_REASON
from improvement.spreadsheets.foreign_plan.drafting import Drafting
from improvement.spreadsheets.foreign_plan.likeness import colour_name
from improvement.spreadsheets.foreign_plan.questions import STATUSES
from improvement.spreadsheets.foreign_plan.statements import RowResult
from improvement.spreadsheets.foreign_plan.tracker import Value, bare_words, cut, parts_of
from inspections.intake.dates import in_full

LONGEST_SHOWN = 600


def facts(one: RowResult, drafting: Drafting) -> Iterator[str]:
    """What a new action would be, beside what the sheet says where that reads otherwise."""
    item, row = one.item, one.row
    keys = [drafting.asked[ref].key for ref in item.get("commitments", ())]
    yield f"Serves {'recommendation ' + ', '.join(keys) if keys else 'no recommendation'}"
    owner = drafting.named.words(item["owner"]) if "owner" in item else "nobody"
    yield f"Owner: {owner}{_beside(row.owner, owner)}"
    if "due" in item:
        written = item.get("due_as_printed")
        due = in_full(date.fromisoformat(item["due"]))
        yield f"Due {due}{f' (in the sheet: “{written}”)' if written else ''}"
    else:
        yield f"No due date{'; printed: ' + row.due.text[:100] if row.due.text else ''}"
    status = _status(item)
    yield f"{status}{_beside(row.status, status)}"


def _status(item: dict) -> str:
    if "sign_offs" in item:
        return "Complete, signed off"
    if "decisions" in item:
        return "Withdrawn"
    updates = item.get("updates")
    return STATUSES[updates[-1]["status"] if updates else "not_stated"]


def _beside(value: Value, taken: str) -> str:
    """The sheet's own words and colour, unless they say the same."""
    if not value or (bare_words(value.text) == bare_words(taken) and not value.colour):
        return ""
    said = [f"“{value.text[:150]}”"] if value.text else []
    said += [f"on {colour_name(value.colour)}"] if value.colour else []
    return f" (in the sheet: {' '.join(said)})"


def words_told(one: RowResult, drafting: Drafting) -> Iterator[tuple[str, str]]:
    """Each text that would be recorded, under whose and what it is."""
    if not one.does_something:
        return
    for update in one.item.get("updates", ()):
        day = in_full(date.fromisoformat(update["on"]))
        yield f"Update of {day}, by {drafting.named.words(update['by_post'])}", _said(update)
    for sign_off in one.item.get("sign_offs", ()):
        yield "Signed off", f"By {drafting.named.words(sign_off['by_post'])}"
    for decision in one.item.get("decisions", ()):
        yield f"Withdrawn by {drafting.named.words(decision['by_post'])}", decision["reason"]
    if measure := one.item.get("success_measure"):
        yield "Success measure", cut(measure, LONGEST_SHOWN)


def _said(update: dict) -> str:
    reason = update.get("reason")
    said = (STATUSES[update["status"]], update.get("text", ""), reason and f"Why: {reason}")
    return "\n".join(cut(words, LONGEST_SHOWN) for words in said if words)


def not_taken(one: RowResult, drafting: Drafting) -> Iterator[str]:
    """What stands in the row's cells and would not be recorded, though the row would."""
    if not one.does_something:
        return
    item, row = one.item, one.row
    yield from _owners_left(one, drafting)
    if one.is_new:
        if row.start.text and "start" not in item:
            yield f"Its start, “{row.start.text[:100]}”, is left out: no day was given for it."
        meant = drafting.answers.get("recommendations", {})
        for value in row.recommendations:
            if not set(meant.get(value.key, ())) & {*drafting.asked}:
                yield f"“{value.text[:150]}” is left out: none of the recommendations."
    updates = item.get("updates", ())
    has_reason = "decisions" in item or (updates and updates[-1]["status"] in NEEDS_REASON)
    if row.reason and updates and not has_reason:
        yield (
            f"Its reason, “{row.reason[:150]}”, is left out: only what is at risk or off track "
            "has one."
        )


def _owners_left(one: RowResult, drafting: Drafting) -> Iterator[str]:
    text, handovers = one.row.owner.text, one.item.get("handovers", ())
    if not text or not (one.is_new or handovers):
        return
    key = handovers[0]["to"] if handovers else one.item.get("owner")
    if not key:
        yield f"The owner “{text[:150]}” is left out: it was answered that there is none."
        return
    name = drafting.named.words(key)
    parts = parts_of(text)
    left = [part for part in parts if bare_words(part) not in bare_words(name)]
    if len(parts) > 1 and left:
        others = "the others are" if len(left) == len(parts) else f"{', '.join(left)} is"
        yield f"The sheet names “{text[:200]}”: {name} answers for it; {others} left out."
