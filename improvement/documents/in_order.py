"""Whether what is recorded still stands in its order: places are counted anew with each import,
and what is left out before a thing, or added, moves the number of its place and not the thing."""

from collections import defaultdict

from improvement.importing import Line, Outcome, Report
from inspections.intake.draft import Steps

POSITION = "position"


def forget_mere_counting(report: Report) -> None:
    """Take out of what is told as changed each new place that leaves the order as it was."""
    created = {line.path for line in report.lines if line.outcome is Outcome.CREATED}
    places: dict[Steps, dict[int, int]] = defaultdict(dict)
    for line in (*report.lines, *report.unchanged):
        if len(line.path) > 1 and isinstance(line.path[-1], int) and line.path not in created:
            *section, number = line.path
            # What has no new place has the one by which it is counted.
            places[tuple(section)].setdefault(number, number + 1)
            if _is_place(line):
                places[tuple(section)][number] = int(line.old)
    in_order = {section for section, held in places.items() if _is_kept(held)}
    told = [
        line for line in report.lines if not (_is_place(line) and line.path[:-1] in in_order)
    ]
    report.counts[Outcome.CHANGED] -= len(report.lines) - len(told)
    report.lines = told


def _is_place(line: Line) -> bool:
    return line.outcome is Outcome.CHANGED and line.field == POSITION and line.old.isdigit()


def _is_kept(before: dict[int, int]) -> bool:
    """Whether those in the order of the document were in that order before."""
    was = [before[number] for number in sorted(before)]
    return was == sorted(was)
