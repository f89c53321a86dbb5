"""Accepted grades that the records have no place for yet: those of an inspection of which
nobody has said the framework, which decides what is graded.

They wait on the list and keep nothing else from being imported.
"""

from dataclasses import dataclass

from improvement.documents.meeting import would_meet
from improvement.documents.naming import called
from improvement.documents.splitting import Joined, Said
from improvement.models import Proposal
from inspections.models import Authority

JUDGEMENTS = "judgements"


@dataclass(frozen=True)
class Unplaced:
    """Such an inspection and its grades."""

    inspection: Proposal
    grades: list[Proposal]

    @property
    def called(self) -> str:
        return called(self.inspection)


def set_aside(joined: Joined, authority: Authority) -> tuple[Joined, list[Unplaced]]:
    """What has been accepted, without such grades; and those."""
    told = joined.draft["inspections"]
    without = [
        number for number, said in enumerate(told) if _has_no_place(said, number, authority)
    ]
    if not without:
        return joined, []
    kept = {path: one for path, one in joined.of.items() if not _is_grade_of(path, without)}
    inspections = [
        {name: value for name, value in said.items() if name != JUDGEMENTS}
        if number in without
        else said
        for number, said in enumerate(told)
    ]
    unplaced = [
        Unplaced(
            joined.of["inspections", number],
            [one for path, one in joined.of.items() if _is_grade_of(path, [number])],
        )
        for number in without
    ]
    return Joined({**joined.draft, "inspections": inspections}, kept), unplaced


def _is_grade_of(path: tuple, numbers: list[int]) -> bool:
    return len(path) == 4 and path[1] in numbers and path[2] == JUDGEMENTS


def _has_no_place(said: Said, number: int, authority: Authority) -> bool:
    """Whether neither the document nor the records know its framework. What cannot be met
    because it is wrong in itself is told as such by the import."""
    if JUDGEMENTS not in said or "framework" in said or not {"key", "kind"} <= said.keys():
        return False
    try:
        met = would_meet(authority, said)
    except ValueError:  # a date that is none
        return False
    return met is None or met.framework_id is None
