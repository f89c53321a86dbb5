"""Keys by the natural-key rule, so that two documents about one inspection meet."""

import re
from collections.abc import Iterable
from typing import Any

DOCUMENTS = {
    "full_inspection": "inspection-report",
    "reinspection": "reinspection-report",
    "monitoring_visit": "monitoring-letter",
    "focused_visit": "focused-visit-letter",
    "joint_inspection": "joint-inspection-letter",
    "send_inspection": "send-inspection-report",
}
SUFFIXES = "bcdefghijklmnopqrstuvwxyz"


def inspection_key(
    inspection: dict[str, Any], printed: str | None, taken: Iterable[str]
) -> str:
    """`2018-06-reinspection`: the month of its start if known, else of its document."""
    when = inspection.get("started") or inspection.get("ended") or inspection.get("by")
    when = when or inspection.get("published") or printed
    key = f"{when[:7]}-{inspection['kind']}" if when else f"undated-{inspection['kind']}"
    return _free(key, taken)


def document_key(kind: str, when: str | None) -> str:
    """`2016-01-05-inspection-report`."""
    name = DOCUMENTS.get(kind, kind.replace("_", "-"))
    return f"{when}-{name}" if when else name


def finding_keys(sha256: str, paragraphs: Iterable[str]) -> list[str]:
    """`f-50654c-14-2`: the second of paragraph 14 in this very file. A key of another document
    about the same inspection, or of a draft written by hand, is never hit by chance."""
    counts: dict[str, int] = {}
    keys = []
    for paragraph in paragraphs:
        counts[paragraph] = counts.get(paragraph, 0) + 1
        keys.append(f"f-{sha256[:6]}-{paragraph}-{counts[paragraph]}")
    return keys


def measure_key(name: str, taken: Iterable[str]) -> str:
    """The name in letters and underscores, at most 50 long."""
    words = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")[:50].strip("_")
    return _free(words or "measure", taken)


def _free(key: str, taken: Iterable[str]) -> str:
    others = set(taken)
    candidates = (key, *(f"{key}-{suffix}" for suffix in SUFFIXES))
    return next((one for one in candidates if one not in others), f"{key}-{len(others)}")
