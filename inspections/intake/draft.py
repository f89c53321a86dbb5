"""The draft: what was read out of a document, or written by hand, and is not yet true.

A draft is YAML whose every scalar is a string (no `no` → false, no `2.10` → 2.1), checked
against `draft.schema.json`, with the line of each value kept for messages.
"""

import difflib
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from inspections.intake.dates import PartialDate
from inspections.intake.draft_yaml import (
    MAX_DEPTH,
    Item,
    Items,
    MalformedError,
    Steps,
    line_at,
    read_yaml,
)

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_TOLD",
    "Draft",
    "Item",
    "Items",
    "Problem",
    "Reading",
    "Steps",
    "nearest",
    "read_draft",
    "schema",
]

SCHEMA_PATH = Path(__file__).with_name("draft.schema.json")
MAX_BYTES = 500_000  # the largest seed is under 100 kB
MAX_TOLD = 200  # problems of one kind told at once; more than that is another file
MAX_KNOWN = 200  # words among which the nearest is looked for


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong, where, in a sentence for the person who mends it."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.sentence}"


@dataclass(frozen=True)
class Draft:
    """A draft that has the right form. What it says is checked by `check.py`."""

    file: str
    root: Item

    @property
    def document(self) -> Item:
        document: Item = self.root["document"]
        return document

    @property
    def inspections(self) -> list[Item]:
        return self.root.items_of("inspections")

    @property
    def plan(self) -> Item | None:
        return self.root.get("plan")


@dataclass
class Reading:
    """What could be read of a text, and its problems.

    With problems, `draft` holds the rest of it, so that everything else that is wrong can
    be told at once; `lost` names the keys that fell out with them. It is None where the
    text is no draft at all. Only without problems may it be imported.
    """

    draft: Draft | None = None
    problems: list[Problem] = field(default_factory=list)
    lost: frozenset[str] = frozenset()


def read_draft(content: bytes | str, file: str, max_bytes: int = MAX_BYTES) -> Reading:
    """Read a draft's text; never raises for anything that the text may hold."""
    try:
        root = read_yaml(_decode(content, max_bytes))
    except MalformedError as error:
        return Reading(problems=[Problem(file, error.line, error.sentence)])
    errors = list(_errors(root))
    found = {sentence for error in errors for sentence in _sentences(root, error)}
    problems = sorted(Problem(file, line, sentence) for line, sentence in found)
    if not errors:
        return Reading(Draft(file, root))
    lost = _let_fall_what_is_wrong(root, errors)
    return Reading(None if lost is None else Draft(file, root), problems, lost or frozenset())


def _decode(content: bytes | str, max_bytes: int) -> str:
    if len(content) > max_bytes:
        raise MalformedError(
            1,
            f"The file is over {max_bytes // 1000} kB; a draft is a text of some 10 to 100 kB.",
        )
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise MalformedError(1, "This is not a text in UTF-8, so it is not a draft.") from None


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema of the format."""
    loaded: dict[str, Any] = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    return loaded


_formats = jsonschema.FormatChecker(formats=())


@_formats.checks("partial-date", raises=ValueError)
def _is_a_date(value: object) -> bool:
    # What does not look like a date is told by the pattern; here only the calendar counts.
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        PartialDate(value)
    return True


def _errors(root: Item) -> Iterator[Any]:
    validator = jsonschema.Draft202012Validator(schema(), format_checker=_formats)
    return itertools.islice(validator.iter_errors(root), MAX_TOLD)


def _let_fall_what_is_wrong(root: Item, errors: list[Any]) -> frozenset[str] | None:
    """Take out the least that holds each error; None if too much is wrong.

    An entry that has lost what it needs goes in the next round, with what it stands in.
    """
    lost: set[str] = set()
    for _ in range(MAX_DEPTH):
        if not errors:
            return frozenset(lost)
        paths = {tuple(e.absolute_path) for e in errors if not _takes_out_unknown_keys(e)}
        if len(errors) >= MAX_TOLD or () in paths:
            return None  # the draft itself lacks what it must have
        # The last of a list first, and what is inside before what holds it.
        for path in sorted(paths, key=lambda path: [str(s).zfill(9) for s in path])[::-1]:
            _drop(root, list(path), lost)
        errors = list(_errors(root))
    return None


def _takes_out_unknown_keys(error: Any) -> bool:
    if error.validator != "additionalProperties":
        return False
    for key in set(error.instance) - set(error.schema["properties"]):
        del error.instance[key]
    return True


def _drop(root: Item, path: list[Any], lost: set[str]) -> None:
    parent: Any = root
    for step in path[:-1]:
        parent = parent[step]
    fallen = parent.pop(path[-1])
    if isinstance(parent, Items):
        parent.lines.pop(path[-1])
    if isinstance(fallen, Item):
        lost.update(str(fallen[key]) for key in ("key", "reference") if key in fallen)
    elif path[-1] in ("key", "reference"):
        lost.add(str(fallen))


def _sentences(root: Item, error: Any) -> Iterator[tuple[int, str]]:
    path = list(error.absolute_path)
    line = line_at(root, path)
    where = str(path[-1]) if path and isinstance(path[-1], str) else "this entry"
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        # One error comes for each missing key; its message names it first.
        name = next((k for k in missing if error.message.startswith(f"'{k}'")), missing[0])
        yield line, f"“{name}” is missing."
    elif error.validator == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        for key in itertools.islice(error.instance, MAX_TOLD):
            if key not in known:
                yield error.instance.line_of(key), _unknown(key, known)
    else:
        yield line, f"{where}: {_wanted(error)}"


def _wanted(error: Any) -> str:
    match error.validator:
        case "enum":
            return nearest(str(error.instance), error.validator_value)
        case "maxItems":
            return f"there are more than {error.validator_value} entries."
        case "format":
            return f"“{error.instance}” is not a day in the calendar."
        case "type":
            expected = {"array": "a list", "object": "a mapping"}
            return f"{expected.get(str(error.validator_value), 'one value')} is needed here."
    shown = str(error.instance)[:60]
    return f"“{shown}” will not do: {error.schema.get('description', error.message)}"


def _unknown(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, 1)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    return f"“{key}” is not known here.{hint}"


def nearest(word: str, known: list[str]) -> str:
    """A sentence for an unknown word that names the nearest one, or all of a few."""
    near = difflib.get_close_matches(word, known[:MAX_KNOWN], 1)
    if near:
        return f"“{word[:60]}” is not known; the nearest is “{near[0]}”."
    return f"“{word[:60]}” is not one of {', '.join(known[:40])}."
