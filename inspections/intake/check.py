"""What a draft may say: vocabulary, keys, dates and references within it.

Problems that need the records (does another draft's recommendation exist?) are found by the
import; everything else is found here, without a database.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from inspections.intake.dates import PartialDate
from inspections.intake.draft import MAX_TOLD, Draft, Item, Items, Problem, nearest

VOCABULARY = Path(__file__).with_name("vocabulary")
NEEDS_REASON = ("at_risk", "off_track")
MAX_READINGS = 2000  # the largest seed has 57; an import holds a lock while it reads them


@dataclass(frozen=True)
class Vocabulary:
    """The words that a draft may use for themes, frameworks and their areas."""

    themes: frozenset[str]
    areas: dict[str, list[str]]  # by framework


def published_vocabulary() -> dict[str, list[dict[str, Any]]]:
    """The files of `vocabulary/`, put into the records by `migrate`."""
    return {
        path.stem: yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
        for path in sorted(VOCABULARY.glob("*.yaml"))
    }


def check_draft(draft: Draft, vocabulary: Vocabulary) -> list[Problem]:
    """Everything that is wrong with what the draft says, in the order of its lines."""
    found = list(itertools.islice(_outside(draft, vocabulary), MAX_TOLD))
    if not draft.root.get("reviewed_by"):
        found.append((draft.root.line, "“reviewed_by” is missing: nobody has looked at it."))
    if draft.plan is not None:
        found.extend(itertools.islice(_plan(draft.plan), MAX_TOLD))
    return sorted({Problem(draft.file, line, sentence) for line, sentence in found})


Found = Iterator[tuple[int, str]]


def _outside(draft: Draft, vocabulary: Vocabulary) -> Found:
    if draft.document.get("replaces") == draft.document["key"]:
        line = draft.document.line_of("replaces")
        yield line, "A document does not replace itself: give this version a key of its own."
    yield from _unique(draft.inspections, "key", "inspection")
    for inspection in draft.inspections:
        yield from _inspection(inspection, vocabulary)
        yield from _shown_by(inspection, draft.document)
    yield from _parts(draft)
    yield from _measures(draft)
    for leader in draft.root.items_of("led_by"):
        yield from _order(leader, "since", "until")
    yield from _once(draft.root.items_of("led_by"), "post", "name")
    yield from _once(draft.root.items_of("milestones"), "title", "on")


def _once(items: Iterable[Item], *keys: str) -> Found:
    """What is named by several values is told once."""
    seen: dict[tuple[str, ...], int] = {}
    for item in items:
        name = tuple(item.get(key, "") for key in keys)
        if name in seen:
            words = ", ".join(filter(None, name))
            yield item.line, f"“{words[:80]}” stands on line {seen[name]} too."
        seen.setdefault(name, item.line)


def _measures(draft: Draft) -> Found:
    """One key is one indicator, whichever inspection of the draft gives its figures."""
    told: dict[str, Item] = {}
    readings = 0
    for measure in (m for i in draft.inspections for m in i.items_of("measures")):
        first = told.setdefault(measure["key"], measure)
        for name in ("name", "unit", "good", "theme"):
            if measure.get(name, first.get(name)) != first.get(name):
                line = first.line_of(name)
                yield measure.line_of(name), f"{measure['key']}: line {line} says otherwise."
        for reading in measure.items_of("readings"):
            yield from _order(reading, "from_on", "on")
            readings += 1
            if readings == MAX_READINGS + 1:
                sentence = f"There are more than {MAX_READINGS} readings in the draft."
                yield reading.line, sentence


def _parts(draft: Draft) -> Found:
    """Every part that a place names must be one of the document's."""
    parts = [part["key"] for part in draft.document.items_of("parts")]
    yield from _unique(draft.document.items_of("parts"), "key", "part")
    for at in _places(draft.root):
        if "part" in at and at["part"] not in parts:
            yield at.line_of("part"), f"part: {nearest(at['part'], parts)}"


def _places(value: Any) -> Iterator[Item]:
    if isinstance(value, Items):
        for entry in value:
            yield from _places(entry)
    if isinstance(value, Item):
        for key, inner in value.items():
            if key == "at" and isinstance(inner, Item):
                yield inner
            else:
                yield from _places(inner)


def _inspection(inspection: Item, vocabulary: Vocabulary) -> Found:
    framework = inspection.get("framework")
    if framework and framework not in vocabulary.areas:
        known = sorted(vocabulary.areas)
        yield inspection.line_of("framework"), "framework: " + nearest(framework, known)
    areas = vocabulary.areas.get(framework or "")
    for judgement in inspection.items_of("judgements"):
        if areas is not None and judgement["area"] not in areas:
            sentence = f"area: {nearest(judgement['area'], areas)} Not given under {framework}."
            yield judgement.line_of("area"), sentence
    yield from _unique(inspection.items_of("judgements"), "area", "judgement on")
    for kind in ("recommendations", "findings", "measures"):
        yield from _unique(inspection.items_of(kind), "key", kind[:-1])
        for item in inspection.items_of(kind):
            theme = item.get("theme")
            if theme and theme not in vocabulary.themes:
                sentence = "theme: " + nearest(theme, sorted(vocabulary.themes))
                yield item.line_of("theme"), sentence
            yield from _both(item, "recommendations", "not_about")
            yield from _both(item, "repeats", "not_repeats")
    yield from _order(inspection, "started", "ended")
    if "by" in inspection and ("started" in inspection or "ended" in inspection):
        yield inspection.line_of("by"), "“by” is for an inspection without dates of its own."


def _both(item: Item, confirmed: str, rejected: str) -> Found:
    """No link is confirmed and rejected at once."""
    listed = item.get(rejected)
    for ref, line in zip(listed, listed.lines, strict=True) if listed else ():
        if ref in item.get(confirmed, ()):
            yield line, f"{ref} stands under “{confirmed}” too: it is one or the other."


def _shown_by(inspection: Item, document: Item) -> Found:
    """A document shows only what stood by its own day."""
    printed = document.get("published") or document.get("dated")
    if "by" not in inspection or printed is None:
        return
    if PartialDate(inspection["by"]).first_day > PartialDate(printed).last_day:
        yield inspection.line_of("by"), "“by” is after the day of the document."


def _order(item: Item, first: str, second: str) -> Found:
    if first not in item or second not in item:
        return
    if PartialDate(item[second]).last_day < PartialDate(item[first]).first_day:
        yield item.line_of(second), f"“{second}” is before “{first}”."


def _unique(items: Iterable[Item], key: str, what: str) -> Found:
    seen: dict[str, int] = {}
    for item in items:
        value = str(item.get(key))
        if value in seen:
            yield item.line_of(key), f"The {what} {value} stands on line {seen[value]} too."
        seen.setdefault(value, item.line_of(key))


def _plan(plan: Item) -> Found:
    yield from _unique(plan.items_of("owners"), "key", "owner")
    yield from _unique(plan.items_of("commitments"), "recommendation", "commitment to")
    yield from _unique(plan.items_of("actions"), "reference", "action")
    yield from _order(plan, "opened", "closed")
    yield from _order(plan, "opened", "last_known")
    yield from _order(plan, "opened", "runs_until")
    if "closed" in plan and "last_known" in plan:
        yield plan.line_of("last_known"), "A plan that closed is not lost sight of: give one."
    owners = sorted({owner["key"] for owner in plan.items_of("owners")})
    answered = {commitment["recommendation"] for commitment in plan.items_of("commitments")}
    yield from _posts(plan, owners)
    for commitment in plan.items_of("commitments"):
        yield from _commitment(commitment)
    for action in plan.items_of("actions"):
        for position, ref in enumerate(action.get("commitments", ())):
            if ref not in answered:
                line = action["commitments"].lines[position]
                yield line, f"The plan has no commitment to {ref}."
        yield from _reasons(action)


def _commitment(commitment: Item) -> Found:
    accepted = commitment.get("stance", "accepted") == "accepted"
    if not accepted and not commitment.get("stance_reason"):
        yield commitment.line, "Say in stance_reason why it is not accepted in full."
    for impact in commitment.items_of("impact"):
        if impact["state"] != "not_yet_shown" and not impact.get("text"):
            yield impact.line, "Say in text what shows the impact."


def _reasons(action: Item) -> Found:
    for update in action.items_of("updates"):
        if update["status"] in NEEDS_REASON and not update.get("reason"):
            yield update.line, f"“{update['status']}” needs a reason."
    for sign_off in action.items_of("sign_offs"):
        if sign_off["outcome"] == "sent_back" and not sign_off.get("text"):
            yield sign_off.line, "Say in text what is missing."
    for request in action.items_of("date_requests"):
        decision = request.get("decision")
        if decision and decision["outcome"] == "refused" and not decision.get("reason"):
            yield decision.line, "A refusal needs a reason."
        if decision and (decision["outcome"] == "granted_to") != ("to" in decision):
            yield decision.line, "“to” stands with granted_to, and only there."


def _posts(value: Any, owners: list[str]) -> Found:
    """Every post that is named must be one of the plan's owners."""
    if isinstance(value, Items):
        for entry in value:
            yield from _posts(entry, owners)
    if not isinstance(value, Item):
        return
    for key, inner in value.items():
        names_a_post = key in ("owner", "by_post") or (key == "to" and not _is_day(inner))
        if names_a_post and isinstance(inner, str) and inner not in owners:
            yield value.line_of(key), f"{key}: {nearest(inner, owners)}"
        yield from _posts(inner, owners)


def _is_day(value: Any) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True
