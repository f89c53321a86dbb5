"""Which proposals need a person's answer, and which only their look."""

from collections.abc import Iterable

from improvement.models import Proposal

ASKED, UNSURE = "asked", "unsure"


def need_of(one: Proposal) -> str:
    """Why it needs a person: it is asked whether it is what is recorded, or the reader is not
    sure and nothing recorded bears it out. Empty where a look is enough."""
    if not one.is_waiting:
        return ""
    if one.same and not is_surely_same(one) and one.corrected is None:
        return ASKED
    is_unsure = one.said.get("sure", {}).get("level") == "low"
    return UNSURE if is_unsure and not is_surely_same(one) else ""


def is_surely_same(one: Proposal) -> bool:
    """Whether it is nearly certain that it is recorded already: then that is its answer, as
    long as nobody gives another."""
    return bool(one.same) and one.same.get("sure") == "yes"


def number_needed(proposals: Iterable[Proposal]) -> int:
    return sum(bool(need_of(one)) for one in proposals)
