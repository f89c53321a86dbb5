"""What a family of documents is, and what several of them say in the same way."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from inspections.intake.extracting.heads.head import Head
from inspections.intake.extracting.heads.visits import FAR, last_inspection, visit_days
from inspections.intake.extracting.judged.judgements import Judged, judged
from inspections.intake.reading.passages import Reading

Facts = dict[str, Any]


@dataclass(frozen=True)
class Family:
    """Documents that are written alike: what they know themselves by, and what they may hold."""

    name: str
    recognises: Callable[[Head], bool]
    inspection: Callable[[Head], Facts]  # the head's facts of the inspection it is about
    framework: Callable[[Head, Iterable[str]], str | None]  # by the areas judged, too
    title: str | None = None  # of its documents, where that of their kind would not do
    document_kind: str | None = None  # None: that of its inspection
    publisher: Callable[[Head], str | None] = lambda head: "Ofsted"
    second_hand: bool = False
    judges: bool = False  # whether it may hold grades
    judged: Callable[[Reading], Judged] = judged
    asks: bool = True  # whether it may hold what is asked of the council


def visited(head: Head, far: int = FAR) -> Facts:
    """The first and the last day of the visit, as far as they are printed."""
    days = visit_days(head, far)
    if days is None:
        return {}
    return {"started": days.first.isoformat(), "ended": days.last.isoformat()}


def after_last_inspection(head: Head, kind: str = "full_inspection") -> Facts:
    """The last inspection, where it is named with its time."""
    found = last_inspection(head.text) or last_inspection(head.whole)
    if found is None:
        return {}
    when, printed = found
    return {"follows": {"kind": kind, "when": when}, "follows_as_printed": printed}
