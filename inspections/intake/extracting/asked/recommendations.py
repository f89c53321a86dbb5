"""What a document asks for: recommendations, priority actions, areas for improvement and
requirements, whole and in order."""

import re
from collections.abc import Collection
from typing import Any

from inspections.intake.extracting.asked.entries import Entry
from inspections.intake.extracting.asked.lists import Asked, lists
from inspections.intake.extracting.asked.tags import says_repeat, without_tags
from inspections.intake.extracting.places import at
from inspections.intake.reading.passages import Kind, Reading

KINDS = frozenset({"recommendation", "priority_action", "area_for_improvement", "requirement"})
# At its beginning: what is to be done at once, not what should happen at once to a child.
_AT_ONCE = re.compile(r"(?:\W*\w+){0,3}?\W*\b(?:immediate(?:ly)?)\b", re.IGNORECASE)
_BOARD = re.compile(r"\b(?:lscb|safeguarding children(?:’s|'s)? board)\b", re.IGNORECASE)
_AS_KEY = re.compile(r"[0-9][0-9A-Za-z-]{0,28}")  # as draft.schema.json has it
_LEAST = 3  # words of an entry that is no item of a list; less is a broken line


def recommendations(reading: Reading, kinds: Collection[str] = KINDS) -> list[dict[str, Any]]:
    """Everything of these kinds that the document asks for.

    Each as the draft has it, and besides: `number` as printed, and the `tags` of the national
    framework that stood behind its words. The key is the number (2-1 for 2.1), or where there is
    none, or it is taken, the list's prefix and its place: afi-2, pa-1, lscb-3.
    """
    found: list[dict[str, Any]] = []
    counted: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    chapters = _chapters(reading)
    for asked in lists(reading.passages):
        if asked.head.kind not in kinds:
            continue
        of_board = chapters.get(asked.under.number, False)
        prefix = "lscb" if of_board else asked.head.prefix
        for entry in asked.entries:
            told = _told(asked, entry)
            same = (told["kind"], _letters(told["text"]))
            if same in seen or _is_broken(entry):  # a summary says it again
                continue
            seen.add(same)
            counted[prefix] = counted.get(prefix, 0) + 1
            told["key"] = _key(told, f"{prefix}-{counted[prefix]}", found)
            found.append({"key": told.pop("key"), **told})
    return found


def _told(asked: Asked, entry: Entry) -> dict[str, Any]:
    text, tags = without_tags(entry.text.strip())
    quote = None if entry.goes_on else text
    told: dict[str, Any] = {"kind": asked.head.kind, "text": text}
    if asked.head.immediate or _AT_ONCE.match(text):
        told["immediate"] = "yes"
    if says_repeat(text):
        told["says_repeat"] = "yes"
    if entry.number:
        told["number"] = entry.number
    if tags:
        told["tags"] = tags
    return {**told, "at": at(entry.passage, quote)}


def _is_broken(entry: Entry) -> bool:
    return entry.passage.kind != Kind.ITEM and len(entry.text.split()) < _LEAST


def _key(told: dict[str, Any], place: str, found: list[dict[str, Any]]) -> str:
    taken = {one["key"] for one in found}
    number = re.sub(r"[^0-9A-Za-z]+", "-", str(told.get("number", ""))).strip("-")
    if _AS_KEY.fullmatch(number) and number not in taken:
        return number
    while place in taken:
        place += "-b"
    return place


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _chapters(reading: Reading) -> dict[int, bool]:
    """For each passage, whether it stands in the chapter on the safeguarding board: that begins
    with a heading that names the board, and goes on to the end or the next chapter."""
    inside = False
    told: dict[int, bool] = {}
    for passage in reading.passages:
        if passage.kind == Kind.HEADING:
            inside = _is_inside(passage.text, inside)
        told[passage.number] = inside
    return told


def _is_inside(heading: str, inside: bool) -> bool:
    if _BOARD.search(heading):
        return True
    leaves = re.match(
        r"(?:the )?(?:experiences and progress|leadership|local authority|information about|annex)",
        heading.strip(" 0123456789."),
        re.IGNORECASE,
    )
    return inside and not leaves
