"""What an admin reads out of inspectors' words: whether a finding speaks of a recommendation,
and what is said again."""

from django.db import transaction

from improvement.access import Need
from improvement.recording.refusals import Refused
from improvement.recording.turn import one_of, require_role
from inspections.models import FindingLink, Inspection, LinkState, RepeatLink
from inspections.models.time import AsAt, london_day

JUDGED = (LinkState.CONFIRMED, LinkState.REJECTED)


def judge_link(*, finding, recommendation, state, by, now):
    """Confirm or reject that a finding speaks of a recommendation; None if it stands so."""
    pair = {"finding": finding, "recommendation": recommendation}
    return _judge(FindingLink, pair, state, by, now)


def judge_repeat(*, record, earlier, state, by, now):
    """Confirm or reject that a finding or recommendation says `earlier` again; None if it
    stands so."""
    pair = {record._meta.model_name: record, f"earlier_{earlier._meta.model_name}": earlier}
    return _judge(RepeatLink, pair, state, by, now)


@transaction.atomic
def _judge(kind, pair, state, by, now):
    """What inspectors said holds from their visit, whenever someone here read it so."""
    said, earlier = pair.values()
    authority = said.inspection.authority_id
    require_role(by, Need.ADMIN, authority, AsAt(now))
    asked_in = earlier if isinstance(earlier, Inspection) else earlier.inspection
    if asked_in.authority_id != authority:
        raise Refused("That was said of another authority. Choose one of this one.")
    state = one_of(JUDGED, state, "state")
    # The lock keeps two people's words on one record apart.
    type(said).objects.select_for_update(no_key=True).get(pk=said.pk)
    spoken = kind.objects.filter(**pair, voided_by__isnull=True, retracts=False)
    last = spoken.newest_first().first()
    if last and last.state == state:
        return None
    today = london_day(now)
    said_on = said.inspection.stands_on or (said.document and said.document.stands_on)
    # Not before the word that it replaces, or that one would go on standing.
    days = [said_on or today] + ([last.holds_from] if last else [])
    return kind.objects.create(
        **pair, state=state, holds_from=min(max(days), today), known_at=now, recorded_by=by
    )
