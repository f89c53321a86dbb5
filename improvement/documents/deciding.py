"""What an admin says of one proposal: true, true with a correction, or not so."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404

from improvement.access import Need
from improvement.models import Proposal, User, WaitingDocument
from improvement.recording.turn import one_of, require_role
from inspections.models.time import AsAt

State = Proposal.State


class OvertakenError(Exception):
    """Somebody else has decided on it since the page was shown; nothing was written."""

    def __init__(self, proposal: Proposal):
        super().__init__(str(proposal))
        self.proposal = proposal


@transaction.atomic
def decide(
    *,
    proposal: Proposal,
    seen: int,
    state: str,
    said: dict[str, Any] | None,
    by: User,
    now: datetime,
) -> Proposal:
    """Record what `by` says of the proposal as they saw it (its `turn` then was `seen`).

    `said` is the whole of it in their words, in the form of a draft; None leaves it as it
    stands. Taking a decision back is the state "undecided". Raises OvertakenError, and Http404
    if its document has been put away since.
    """
    require_role(by, Need.ADMIN, proposal.waiting.authority_id, AsAt(now))
    state = one_of(tuple(State), state, "state")
    held = Proposal.objects.select_for_update(of=("self",)).select_related(
        "waiting", "decided_by"
    )
    held = get_object_or_404(held, pk=proposal.pk)
    if held.turn != seen:
        raise OvertakenError(held)
    if said is not None:
        held.corrected = None if said == held.proposed else said
        # Words that were lengthened may begin in another passage now.
        held.passage = int(said.get("at", {}).get("paragraph", 0)) or held.passage
    held.state = state
    is_open = state == State.UNDECIDED
    held.decided_by, held.decided_at = (None, None) if is_open else (by, now)
    held.turn += 1
    held.save()
    return held


@transaction.atomic
def add_by_hand(
    *,
    waiting: WaitingDocument,
    kind: str,
    inspection: int | None,
    passage: int | None,
    said: dict[str, Any],
    by: User,
    now: datetime,
) -> Proposal:
    """Something that the reader did not see: accepted by whoever adds it."""
    require_role(by, Need.ADMIN, waiting.authority_id, AsAt(now))
    one_of(tuple(Proposal.Kind), kind, "kind")
    others = Proposal.objects.filter(waiting=waiting)
    # After what stands in the same passage; positions need not be different.
    before = others.filter(passage__lte=passage or 0).order_by("position").last()
    return Proposal.objects.create(
        waiting=waiting,
        kind=kind,
        inspection=inspection,
        passage=passage,
        position=before.position if before else 1,
        proposed=said,
        state=State.ACCEPTED,
        decided_by=by,
        decided_at=now,
        by_hand=True,
    )
