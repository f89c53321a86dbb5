"""The rows of two days, each counted as one thing, and what that is in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from improvement.state import PlanState
from improvement.state.compare import (
    ComparedRow,
    Comparison,
    CountedAs,
    compare_actions,
    compare_commitments,
)

# What a row is counted as, in words: with a number before it, and what it means.
WORDS = {
    CountedAs.ADDED: ("added", "Not in the plan on the earlier day, in it on the later."),
    CountedAs.BROUGHT_BACK: ("brought back", "Withdrawn on the earlier day, reopened since."),
    CountedAs.WITHDRAWN: (
        "withdrawn",
        "In the plan on the earlier day, taken out of it since.",
    ),
    CountedAs.CAME_AND_WENT: (
        "added and withdrawn again",
        "Came into the plan after the earlier day, and was out of it on the later.",
    ),
    CountedAs.CLOSED: (
        "closed",
        "Complete now and not then: somebody has accepted that it is.",
    ),
    CountedAs.REOPENED: ("reopened", "Complete then, and not now."),
    CountedAs.SLIPPED: ("moved later", "The current due date is later than it was."),
    CountedAs.BROUGHT_FORWARD: (
        "brought forward",
        "The current due date is earlier than it was.",
    ),
    CountedAs.DATED: ("given a date", "It had no due date and has one."),
    CountedAs.UNDATED: ("without their date", "It had a due date and has none."),
    CountedAs.MOVED: ("with another status", "Its status is another one."),
    CountedAs.OWNER: ("with another owner", "Another post answers for it, or none."),
    CountedAs.LINKS: ("serving others", "It serves other commitments than it did."),
    CountedAs.UNCHANGED: ("unchanged", "None of the above."),
}
WORDS_OF_COMMITMENTS = {
    **WORDS,
    CountedAs.DISPUTED: (
        "in new disagreement",
        "Our status contradicts the inspectors' last word, and did not, or the other way round.",
    ),
    CountedAs.WORSE: ("worse", "Its status is worse than it was."),
    CountedAs.BETTER: ("better", "Its status is better than it was."),
    CountedAs.MOVED: (
        "with another status",
        "Its status is another one, and not stated, no action or all withdrawn on either day.",
    ),
    CountedAs.SETTLED: (
        "no longer in disagreement",
        "Our status and the inspectors' last word no longer contradict each other.",
    ),
    CountedAs.IMPACT_SHOWN: ("newly shown to work", "Its impact is shown now, and was not."),
    CountedAs.IMPACT: (
        "with another word on impact",
        "What is said of its impact is otherwise.",
    ),
    CountedAs.LINKS: ("with other actions", "Actions have joined or left it."),
}


@dataclass(frozen=True)
class CountedRows:
    """The rows counted as one thing; `beside`, those that changed so too."""

    kind: CountedAs
    words: str
    meaning: str
    rows: list[ComparedRow]
    beside: list[ComparedRow]


@dataclass(frozen=True)
class ComparedKind:
    """The actions or the commitments of both days. `kind` is its name in addresses."""

    kind: str
    comparison: Comparison
    words: dict[CountedAs, tuple[str, str]]

    def groups(self) -> list[CountedRows]:
        return [group for group in self.every_group() if group.rows]

    def every_group(self) -> Iterator[CountedRows]:
        """In the order in which a row is counted."""
        for kind in self.comparison.order:
            counted, beside = self.comparison.counted(kind), self.comparison.beside(kind)
            yield CountedRows(kind, *self.words[kind], counted, beside)

    def sum(self) -> list[tuple[str, int, str]]:
        """What leads from the rows in the plan on the earlier day to those on the later."""
        terms = (
            ("+", CountedAs.ADDED),
            ("+", CountedAs.BROUGHT_BACK),
            ("−", CountedAs.WITHDRAWN),
        )
        found = [(sign, kind, len(self.comparison.counted(kind))) for sign, kind in terms]
        return [
            (sign, number, self.words[kind][0])
            for sign, kind, number in found
            if number or kind == CountedAs.ADDED
        ]


def sections(then: PlanState | None, now: PlanState) -> list[ComparedKind]:
    return [
        ComparedKind("actions", compare_actions(then, now), WORDS),
        ComparedKind("commitments", compare_commitments(then, now), WORDS_OF_COMMITMENTS),
    ]
