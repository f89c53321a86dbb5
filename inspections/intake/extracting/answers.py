"""What a committee paper sets against each other, as the draft has it: requirements, the findings
that stand under each, and the council's own actions as a plan."""

import re
from typing import Any

from inspections.intake.extracting.families.family import Facts
from inspections.intake.extracting.said.blocks import Block

LONGEST_TITLE, LONGEST_ACTION = 150, 300
Paired = list[tuple[Block, list[str]]]  # each block with the keys of what it asks


def requirements(blocks: list[Block]) -> tuple[list[Facts], Paired]:
    """All that the blocks ask, each with its number as key or its place; and who asks what."""
    told: list[Facts] = []
    paired: Paired = []
    for block in blocks:
        keys = []
        for entry in block["asked"]:
            key = str(entry.get("number", ""))
            if not re.fullmatch(r"[0-9]{1,3}", key) or key in {one["key"] for one in told}:
                key = f"req-{len(told) + 1}"
            keys.append(key)
            words = {"text": entry["text"], "at": entry["at"]}
            told.append({"key": key, "kind": "requirement", **words})
        paired.append((block, keys))
    return told, paired


def proposed(findings: list[Facts], paired: Paired) -> list[Facts]:
    """The findings, each of a block with the requirements that it is set against."""
    keys_at = {
        entry["at"]["paragraph"]: keys  # type: ignore[index]
        for block, keys in paired
        for entry in block["found"]
    }
    return [_linked(one, keys_at.get(one["at"]["paragraph"], [])) for one in findings]


def _linked(finding: Facts, keys: list[str]) -> Facts:
    links = [
        {"ref": key, "score": "0.9", "why": "The paper sets it against this."} for key in keys
    ]
    return {**finding, "proposed": links} if links else finding


def plan(paired: Paired, authority: str, inspection: str, day: str) -> dict[str, Any] | None:
    """The council's actions, known as at the day of the paper; None where it tells none."""
    slug = re.sub(r"[^a-z0-9]+", "-", authority.casefold()).strip("-")
    commitments: list[Facts] = []
    actions: list[Facts] = []
    for block, keys in paired:
        refs = [f"{slug}/{inspection}/{key}" for key in keys]
        for ref, entry in zip(refs, block["asked"], strict=True):
            title = _short(str(entry["text"]), LONGEST_TITLE)
            commitments.append({"recommendation": ref, "title": title})
        for entry in block["action"]:
            reference = str(len(actions) + 1)
            title = _short(str(entry["text"]), LONGEST_ACTION)
            actions.append({"reference": reference, "title": title, "commitments": refs})
    if not actions:
        return None
    return {
        "key": f"{slug}-{day[:4]}",
        "title": f"What {authority} does, by a paper of {day}",
        "opened": day,
        "last_known": day,
        "answers": [f"{slug}/{inspection}"],
        "commitments": commitments,
        "actions": actions,
    }


def _short(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"
