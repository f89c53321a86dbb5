"""What a finding speaks of, or a recommendation repeats: what is proposed for it, and what a
person has said of each."""

from dataclasses import dataclass
from typing import Any

from improvement.documents.review.desk import Asked, Desk

# How sure the matcher is, in words: a score of at least so much (tests/score_matching.py).
WORDS = ((0.5, "very likely"), (0.25, "likely"), (0.0, "possible"))
ANSWERS = {
    "finding": ("recommendations", "not_about"),
    "recommendation": ("repeats", "not_repeats"),
}


@dataclass(frozen=True)
class LinkRow:
    """A recommendation that it may speak of, and what has been said of that."""

    name: str  # of its field
    ref: str
    asked: Asked | None  # None where it is no longer recorded
    how_likely: str
    why: str
    answer: str  # "yes", "no", or "" while nobody has said


def rows(kind: str, said: dict[str, Any], desk: Desk) -> list[LinkRow]:
    """Those proposed, the likeliest first, and those that a person has added. A paper's own
    requirements are none: a finding speaks of what was asked before."""
    yes, no = (said.get(name, []) for name in ANSWERS[kind])
    proposed = {one["ref"]: one for one in said.get("proposed", []) if "/" in one["ref"]}
    refs = list(dict.fromkeys([*proposed, *yes, *no]))
    known = desk.asked if refs else {}
    return [
        LinkRow(
            name=f"link-{number}",
            ref=ref,
            asked=known.get(ref),
            how_likely=_in_words(proposed.get(ref, {}).get("score")),
            why=proposed.get(ref, {}).get("why", ""),
            answer="yes" if ref in yes else "no" if ref in no else "",
        )
        for number, ref in enumerate(refs, start=1)
    ]


def put(kind: str, said: dict[str, Any], answers: dict[str, str]) -> None:
    """Write into what is said which it speaks of, and which not."""
    for name, answer in zip(ANSWERS[kind], ("yes", "no"), strict=True):
        refs = [ref for ref, given in answers.items() if given == answer]
        if refs:
            said[name] = refs
        else:
            said.pop(name, None)


def _in_words(score: str | None) -> str:
    if score is None:
        return ""
    return next(words for least, words in WORDS if float(score) >= least)
