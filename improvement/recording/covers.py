"""Who covers for a time: a post, or an approver."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from improvement import access, members
from improvement.access import Need, Role
from improvement.models import Cover, Membership
from improvement.recording.posts import (
    check_officer,
    holders_on,
    lock_post,
    lock_roles,
    require_holder_or_admin,
    signs_in,
)
from improvement.recording.refusals import Refused
from improvement.recording.turn import refuse_far_off, said
from inspections.intake.dates import in_full
from inspections.models.time import AsAt

LONGEST_COVER = timedelta(days=366)


@transaction.atomic
def cover_post(*, owner, by, now, starts, until, user, text=""):
    """Somebody updates the post's actions from a day to a day; for a partner body, which has
    no accounts here, an admin may leave the end open."""
    as_at = AsAt(now)
    require_holder_or_admin(owner, by, as_at)
    lock_post(owner)
    may_stand = bool(owner.body) and access.may(by, Need.ADMIN, owner.authority_id)
    if until is None and not may_stand:
        raise Refused("Give the last day.", "until")
    _check_days(starts, until, as_at, longest=None if may_stand else LONGEST_COVER)
    check_officer(user, owner.authority, "user")
    if (user.pk, "") in holders_on(owner, starts):
        raise Refused(f"{user} holds the post, so covers nothing. Choose another.", "user")
    others = owner.covers.all()
    # Several may speak for a partner body; for a post of the council it is one at a time.
    _refuse_overlap(others.filter(user=user) if owner.body else others, starts, until)
    return Cover.objects.create(
        authority=owner.authority,
        owner=owner,
        user=user,
        until=until,
        text=text.strip(),
        holds_from=starts,
        **said(by, now),
    )


@transaction.atomic
def cover_approver(*, approver, authority, by, now, starts, until, user, text=""):
    """Somebody decides for an approver from a day to a day."""
    as_at = AsAt(now)
    _require_approver_or_admin(approver, authority.pk, by, as_at)
    lock_roles(authority.pk)
    if not _is_approver(approver, authority.pk):
        raise Refused(
            f"{approver} is no approver at {authority}, so there is nothing to cover."
        )
    if until is None:
        raise Refused("Give the last day.", "until")
    _check_days(starts, until, as_at, longest=LONGEST_COVER)
    _check_stand_in(user, approver, authority)
    _refuse_overlap(approver.covered_by.filter(authority=authority), starts, until)
    return Cover.objects.create(
        authority=authority,
        approver=approver,
        user=user,
        until=until,
        text=text.strip(),
        holds_from=starts,
        **said(by, now),
    )


@transaction.atomic
def end_cover(*, cover, by, now):
    """End a cover today: the days that it ran stay on record. One that has not run a whole
    day yet is taken back."""
    as_at = AsAt(now)
    if cover.owner_id:
        require_holder_or_admin(cover.owner, by, as_at)
        lock_post(cover.owner)
    else:
        _require_approver_or_admin(cover.approver, cover.authority_id, by, as_at)
        lock_roles(cover.authority_id)
    if cover.retracts or Cover.objects.filter(voids=cover).exists():
        raise Refused("It was changed meanwhile. Look again at what stands now.")
    if cover.until and cover.until < as_at.day:
        raise Refused(f"It ended on {in_full(cover.until)}. There is nothing left to end.")
    has_run = cover.holds_from < as_at.day
    return Cover.objects.create(
        authority_id=cover.authority_id,
        owner_id=cover.owner_id,
        approver_id=cover.approver_id,
        user_id=cover.user_id,
        until=as_at.day - timedelta(days=1) if has_run else cover.until,
        text=cover.text,
        voids=cover,
        retracts=not has_run,
        holds_from=cover.holds_from,
        **said(by, now),
    )


def _require_approver_or_admin(approver, authority, by, as_at):
    members.ask_on(by, as_at.day)
    if access.may(by, Need.ADMIN, authority):
        return
    # Who only covers an approver does not pass that on.
    if by.pk != approver.pk or not _is_approver(by, authority):
        raise PermissionDenied(
            "Only an approver themselves, or an admin, says who covers them."
        )


def _is_approver(user, authority):
    held = Membership.objects.filter(user=user, authority=authority, role=Role.APPROVER)
    return held.exists()


def _check_days(starts, until, as_at, longest):
    if starts < as_at.day:
        raise Refused("The first day has passed. Give today or a later day.", "starts")
    refuse_far_off(starts, as_at, "starts")
    if until is None:
        return
    if until < starts:
        raise Refused("The last day is before the first.", "until")
    if longest and until - starts > longest:
        raise Refused("At most a year: give an earlier last day.", "until")


def _check_stand_in(user, approver, authority):
    if user.pk == approver.pk:
        raise Refused("Choose somebody else than the one who is covered.", "user")
    if not signs_in(user) or not user.memberships.filter(authority=authority).exists():
        raise Refused(f"{user} has no role at {authority}. Choose somebody who has.", "user")
    if _is_approver(user, authority.pk):
        raise Refused(f"{user} is an approver, and decides without it. Choose another.", "user")


def _refuse_overlap(covers, starts, until):
    standing = covers.filter(voided_by__isnull=True, retracts=False)
    standing = standing.filter(Q(until=None) | Q(until__gte=starts))
    if until:
        standing = standing.filter(holds_from__lte=until)
    clash = standing.select_related("user").oldest_first().first()
    if clash is None:
        return
    end = f"to {in_full(clash.until)}" if clash.until else "on"
    raise Refused(
        f"{clash.user} covers from {in_full(clash.holds_from)} {end} already. Choose other days, "
        "or end that cover first.",
        "starts",
    )
