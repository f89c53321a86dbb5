"""A draft within what its format takes, however long the document's lists and sentences are.
What is left out is told: a person looks for it."""

from collections.abc import Callable
from typing import Any

from inspections.intake.extracting.said import figures, findings

LONGEST = 10_000  # characters of a text, as draft.schema.json has it
LONGEST_NAME = 150
MOST = 500  # entries of a list
LAST_PARAGRAPH = 9_999  # that a place can name
LISTS = {
    "recommendations": MOST,
    "findings": findings.MOST,
    "measures": figures.MOST,
    "judgements": 100,
    "people": 100,
    "areas_covered": MOST,
}  # the most entries of each


def within_limits(draft: dict[str, Any]) -> list[str]:
    """Takes out of the draft what its format refuses; returns what was, in sentences."""
    doubts: list[str] = []
    told = draft.get("inspections", [])
    if len(told) > MOST:
        draft["inspections"] = told[:MOST]
        doubts.append(f"A draft holds {MOST} inspections, and {len(told)} are told of.")
    for inspection in draft.get("inspections", ()):
        for name, most in LISTS.items():
            if name in inspection:
                what = name.replace("_", " ")
                inspection[name] = _kept(inspection[name], what, most, doubts.append)
    plan = draft.get("plan", {})
    if any(isinstance(told, list) and len(told) > MOST for told in plan.values()):
        del draft["plan"]  # a part of it would answer what is not there
        doubts.append(
            f"It tells of over {MOST} actions, more than a draft holds: none is kept."
        )
    return doubts


def _kept(told: list[Any], what: str, most: int, doubt: Callable[[str], None]) -> list[Any]:
    short = [one for one in told if _is_short(one)]
    for one in told:
        if not _is_short(one):
            where = _paragraph(one)
            doubt(
                f"One of the {what} is over {LONGEST:,} characters long, or its name over "
                f"{LONGEST_NAME}, and left out"
                + (f": look at paragraph {where}." if where else ".")
            )
    near = [one for one in short if _paragraph(one) <= LAST_PARAGRAPH]
    if len(near) < len(short):
        doubt(f"The {what} after paragraph {LAST_PARAGRAPH} are left out: divide the document.")
    if len(near) > most:
        doubt(f"A draft holds {most} {what}, and {len(near)} are told: look for more.")
    return near[:most]


def _is_short(one: Any) -> bool:
    if not isinstance(one, dict):
        return len(str(one)) <= LONGEST
    name, text = str(one.get("name", "")), str(one.get("text", ""))
    return len(name) <= LONGEST_NAME and len(text) <= LONGEST


def _paragraph(one: Any) -> int:
    return int(one.get("at", {}).get("paragraph", 0)) if isinstance(one, dict) else 0
