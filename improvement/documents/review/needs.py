"""Which proposals need a person's answer, and which only their look."""

from collections.abc import Iterable

from django.db.models import Count, Q

from improvement.models import Proposal, WaitingDocument

ASKED, UNSURE = "asked", "unsure"


def need_of(one: Proposal) -> str:
    """Why it needs a person: it is asked whether it is what is recorded, or the reader is not
    sure and nothing recorded bears it out. Empty where a look is enough."""
    if not one.is_waiting or is_taken_as_same(one):
        return ""
    if one.same and one.corrected is None:
        return ASKED
    return UNSURE if one.said.get("sure", {}).get("level") == "low" else ""


def is_taken_as_same(one: Proposal) -> bool:
    """Whether “the same” is answered beforehand: it is nearly certain that it is recorded
    already, and nobody has put it otherwise, not even to take that back."""
    is_sure = bool(one.same) and one.same.get("sure") == "yes"
    return is_sure and one.is_waiting and one.corrected is None


def number_needed(proposals: Iterable[Proposal]) -> int:
    return sum(bool(need_of(one)) for one in proposals)


def count_needed(waiting: WaitingDocument) -> int:
    """The same number, asked of the database alone: a page that stays open asks it again and
    again, and the words of hundreds of things are much to load for that."""
    as_read = Q(corrected__isnull=True)
    is_asked = Q(as_read, same__isnull=False)
    is_unsure = Q(as_read, proposed__sure__level="low") | Q(corrected__sure__level="low")
    told = waiting.proposals.filter(state=Proposal.State.UNDECIDED).aggregate(
        asked=Count("pk", filter=is_asked | is_unsure),
        taken=Count("pk", filter=Q(as_read, same__sure="yes")),  # each is among those asked
    )
    return told["asked"] - told["taken"]
