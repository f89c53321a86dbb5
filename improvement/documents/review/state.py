"""How a document stands by now, for a page that stays open while others decide on it too."""

from datetime import datetime, timedelta
from typing import Any

from improvement.documents.review.cards import clock_time
from improvement.documents.review.leaves import Leaves
from improvement.documents.review.needs import count_needed
from improvement.models import Proposal, User, WaitingDocument

LATELY = timedelta(minutes=10)


def state_of(waiting: WaitingDocument, leaf: int, *, by: User, now: datetime) -> dict[str, Any]:
    found = waiting.proposals.select_related("decided_by").order_by("position", "pk")
    proposals = list(found.defer("proposed", "corrected", "same"))
    leaves = Leaves(waiting, [(one.passage, one.state) for one in proposals])
    each = leaves.of_each(one.passage for one in proposals)
    here = [one for one, on in zip(proposals, each, strict=True) if on == leaf]
    return {
        "turns": {str(one.pk): one.turn for one in here},
        "needed": count_needed(waiting),
        "undecided": leaves.counts[Proposal.State.UNDECIDED],
        "accepted": leaves.counts[Proposal.State.ACCEPTED],
        "rejected": leaves.counts[Proposal.State.REJECTED],
        "leaves": {str(number): count for number, count in leaves.undecided.items()},
        "others": others(proposals, by=by, now=now),
    }


def others(proposals: list[Proposal], *, by: User, now: datetime) -> list[str]:
    """Who else has decided on it in the last ten minutes, and since when in these."""
    since: dict[User, datetime] = {}
    for one in proposals:
        if one.decided_by not in (None, by) and one.decided_at >= now - LATELY:
            since[one.decided_by] = min(
                one.decided_at, since.get(one.decided_by, one.decided_at)
            )
    told = sorted(since.items(), key=lambda pair: (pair[1], str(pair[0])))
    return [f"{user}, since {clock_time(moment)}" for user, moment in told]
