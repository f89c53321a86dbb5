"""Which outside look a second-hand document reports on, and what it tells of it."""

import re

from inspections.intake.extracting.families.family import Facts, visited
from inspections.intake.extracting.heads.head import Head
from inspections.intake.extracting.heads.visits import judged_inadequate, said_to_be_published

# The first named counts; a bare “inspection” only where nothing else is named.
_KINDS = {
    r"re-?inspect(?:ion|ed)": "reinspection",
    r"monitoring visit": "monitoring_visit",
    r"focused visit": "focused_visit",
    r"joint targeted area inspection|\bJTAI\b": "joint_inspection",
    r"SEND inspection": "send_inspection",
    r"peer (?:review|challenge)": "peer_review",
}
_OFSTED = re.compile(r"\bofsted\b|\binspect(?:ion|ors?)\b", re.IGNORECASE)
_GRADED = {"full_inspection", "reinspection"}


def reported_inspection(head: Head) -> Facts:
    """The inspection that the document is about; without days of its own it stood by the
    document's."""
    kind = _kind(head.text) or _kind(head.whole)
    if kind is None:
        return {}
    facts: Facts = {"kind": kind, **visited(head, len(head.whole))}
    if kind in _GRADED and (day := said_to_be_published(head.whole)):
        facts["published"] = day
    if "started" not in facts and head.dated is not None:
        facts["by"] = head.dated.isoformat()
    return {**facts, **_follows(head, kind)}


def _follows(head: Head, kind: str) -> Facts:
    """A monitoring visit follows the last judgement that is told."""
    judged = judged_inadequate(head.whole) if kind == "monitoring_visit" else []
    if not judged:
        return {}
    when, printed = judged[-1]
    judgement = "full_inspection" if len(judged) == 1 else "reinspection"
    return {"follows": {"kind": judgement, "when": when}, "follows_as_printed": printed}


def framework_named(head: Head) -> str | None:
    """A second-hand document names the framework, or it is not known."""
    return "SIF" if re.search(r"\bsingle inspection\b", head.whole, re.IGNORECASE) else None


def _kind(text: str) -> str | None:
    named = [
        (found.start(), kind)
        for pattern, kind in _KINDS.items()
        if (found := re.search(pattern, text, re.IGNORECASE))
    ]
    if named:
        return min(named)[1]
    return "full_inspection" if _OFSTED.search(text) else None
