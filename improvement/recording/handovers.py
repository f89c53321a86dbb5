"""A handover that was a mistake is taken back, while the new holder has said nothing."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from improvement import access, members
from improvement.access import Need
from improvement.models import Holding, Plan
from improvement.recording.posts import is_officer, lock_post
from improvement.recording.refusals import Refused
from improvement.recording.turn import need_words, require_role, said
from improvement.state.handovers import to_take_back
from improvement.state.tenures import told_of
from inspections.models.time import AsAt


@transaction.atomic
def take_back_handover(*, left, by, now, reason):
    """The post is again whose it was, as if it had not been handed over; that it was, and
    why that was taken back, stays on record.

    `left` is the leaving with which it was handed over. Who handed over what they held
    takes it back, or an admin. Gives the event that has the reason.
    """
    if not may_take_back(left, by, AsAt(now)):
        raise PermissionDenied("You take back only what you handed over yourself.")
    lock_post(left.owner)
    # Nobody speaks for the post meanwhile.
    plans = Plan.objects.filter(authority=left.owner.authority_id).order_by("pk")
    list(plans.select_for_update(no_key=True))
    handover = find_to_take_back(left)
    if handover is None:
        raise Refused(
            "It can no longer be taken back: whoever took the post up has said something for "
            "it, or it has changed hands since. An admin can hand it over once more."
        )
    need_words(reason, "Say why it is taken back.", "reason")
    if left.user and not is_officer(left.user, left.owner.authority_id):
        raise Refused(f"{left.user} is no officer here any more. Hand it to somebody who is.")
    for event in handover.events:
        # The reason goes with the note: where a history shows the one, it shows the other.
        text = reason.strip() if event == handover.note else ""
        taken_back = _void(event, by, now, text)
    return taken_back


def may_take_back(left, by, as_at) -> bool:
    """Whether it is theirs to take back, if anything can be."""
    members.ask_on(by, as_at.day)
    if access.may(by, Need.ADMIN, left.owner.authority_id):
        return True
    require_role(by, Need.UPDATE, left.owner.authority_id, as_at)
    return by.pk == left.user_id == left.said_by_id


def find_to_take_back(left):
    """The handover that began with this leaving, as long as it can be taken back."""
    told = told_of([left.owner_id])
    return next((one for one in to_take_back(told) if one.left.pk == left.pk), None)


def _void(event, by, now, text):
    return Holding.objects.create(
        owner_id=event.owner_id,
        user_id=event.user_id,
        name=event.name,
        change=event.change,
        text=text,
        voids=event,
        retracts=True,
        holds_from=event.holds_from,
        **said(by, now),
    )
