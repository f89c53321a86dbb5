"""Who holds a post: someone takes it up, leaves it, or hands it on with a note."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from improvement import access, members
from improvement.access import Need, Role
from improvement.models import Holding, Owner, User
from improvement.recording.refusals import Refused
from improvement.recording.turn import need_words, refuse_far_off, require_role, said
from inspections.intake.dates import in_full
from inspections.models import Authority
from inspections.models.time import AsAt


@transaction.atomic
def take_up(*, owner, by, now, on, user=None, name=""):
    holder = _check_holder(owner, by, now, user, name)
    refuse_far_off(on, AsAt(now), "on")
    if user and not user.memberships.filter(authority=owner.authority_id).exists():
        raise Refused(f"{user} has no role at {owner.authority}. Give them one first.", "user")
    if user and not signs_in(user):
        raise Refused(f"{user} is marked as left. Choose somebody else.", "user")
    if holder in holders_on(owner, on):
        raise Refused(f"{user or name.strip()} holds the post on {in_full(on)} already.")
    return _hold(owner, by, now, on, holder, Holding.Change.TAKES_UP)


@transaction.atomic
def leave_post(*, owner, by, now, on, user=None, name="", may_be_vacant=True):
    """`may_be_vacant` is whether somebody has said that nobody need hold it then."""
    holder = _check_holder(owner, by, now, user, name)
    held = holders_on(owner, on)
    if holder not in held:
        raise Refused(f"{user or name.strip()} does not hold the post on {in_full(on)}.")
    if held == {holder} and not may_be_vacant:
        raise Refused(
            "Nobody else holds the post. Choose who takes it over, or that it stays vacant.",
            "to",
        )
    return _hold(owner, by, now, on, holder, Holding.Change.LEAVES)


@transaction.atomic
def hand_over(*, owner, by, now, on, to, text, leaving=None):
    """Whoever holds the post leaves it, and a colleague takes it up, with a note of what the
    next one needs to know.

    A holder hands on what they hold, from today or a later day; an admin what anybody holds
    (`leaving`, a holding), or a post that nobody holds. Gives the event that has the note.
    """
    as_at = AsAt(now)
    holds = require_holder_or_admin(owner, by, as_at)
    lock_post(owner)
    text = text.strip()
    is_admin = access.may(by, Need.ADMIN, owner.authority_id)
    leaver = _who_leaves(leaving, by, holds, is_admin)
    need_words(text, "Say what the next one needs to know.", "text")
    if on < as_at.day and not is_admin:
        raise Refused("That day has passed. Give today or a later day.", "on")
    refuse_far_off(on, as_at, "on")
    check_officer(to, owner.authority, "to")
    held = holders_on(owner, on)
    _check_leaver(leaver, to, held, on)
    if leaver:
        _check_not_handed_over(owner, leaver, to, on)
        stays = (to.pk, "") in held
        left = _hold(
            owner, by, now, on, leaver, Holding.Change.LEAVES, text=text if stays else ""
        )
        if stays:  # they share the post: it is theirs already, and the note is for them
            return left
    return _hold(owner, by, now, on, (to.pk, ""), Holding.Change.TAKES_UP, text=text)


def _who_leaves(leaving, by, holds, is_admin):
    """The holder who leaves, or None if an admin fills a vacant post."""
    if leaving is None:
        return (by.pk, "") if holds else None
    if leaving.user_id != by.pk and not is_admin:
        raise PermissionDenied("You hand on only what you hold yourself.")
    return (leaving.user_id, leaving.name)


def _check_leaver(leaver, to, held, on):
    if leaver is None:
        if (to.pk, "") in held:
            raise Refused(f"{to} holds the post on {in_full(on)} already.", "to")
        return
    if leaver == (to.pk, ""):
        raise Refused(f"{to} is the one who leaves. Choose somebody else.", "to")
    if leaver not in held:
        raise Refused(
            f"Whoever hands it over does not hold the post on {in_full(on)}. Choose a day on "
            "which they do.",
            "on",
        )


def _check_not_handed_over(owner, leaver, to, on):
    """A second handover beside one that is still to come would leave the post to two people
    who each think it theirs. To the same person it only comes earlier."""
    to_come = Holding.objects.filter(
        owner=owner, voided_by__isnull=True, retracts=False, holds_from__gt=on
    )
    leaves = to_come.filter(change=Holding.Change.LEAVES, user=leaver[0], name=leaver[1])
    ends = leaves.oldest_first().first()
    if ends is None:
        return
    then = to_come.filter(change=Holding.Change.TAKES_UP, holds_from=ends.holds_from)
    takers = list(then.select_related("user").oldest_first())
    if takers and to.pk not in {taker.user_id for taker in takers}:
        taker = takers[0]
        raise Refused(
            f"It is handed over to {taker.user or taker.name} from "
            f"{in_full(ends.holds_from)} already. They can hand it on from that day.",
            "to",
        )


def require_holder_or_admin(owner, by, as_at):
    """Whether `by` holds the post; refused to whoever is neither its holder nor an admin."""
    members.ask_on(by, as_at.day)
    holds = owner.pk in members.posts_held(by, as_at)
    if access.may(by, Need.ADMIN, owner.authority_id):
        return holds
    require_role(by, Need.UPDATE, owner.authority_id, as_at)
    if not holds:
        raise PermissionDenied(f"You do not hold the post {owner}.")
    return holds


def check_officer(user, authority, field):
    """Only an officer who can sign in updates actions."""
    if not is_officer(user, authority.pk):
        raise Refused(f"{user} is no officer at {authority}. Choose somebody who is.", field)


def is_officer(user, authority):
    roles = user.memberships.filter(authority=authority, role=Role.OFFICER)
    return signs_in(user) and roles.exists()


def signs_in(user):
    """Asked anew, once the lock is ours: they may have been marked as left meanwhile."""
    return User.objects.filter(pk=user.pk, is_active=True).exists()


def lock_roles(authority):
    """As whoever changes roles, or marks somebody as left, does."""
    list(Authority.objects.select_for_update(no_key=True).filter(pk=authority))


def lock_post(owner):
    """The authority's lock comes first, so that nobody loses their role or leaves while they
    are given the post."""
    lock_roles(owner.authority_id)
    Owner.objects.select_for_update(no_key=True).get(pk=owner.pk)


def _check_holder(owner, by, now, user, name):
    """The holder, who is a user or a name, once the post's lock is ours."""
    require_role(by, Need.ADMIN, owner.authority_id, AsAt(now))
    lock_post(owner)
    name = name.strip()
    if bool(user) == bool(name):
        raise Refused("Give either an account or the name of someone without one.", "user")
    return (user.pk if user else None, name)


def holders_on(owner, on):
    held = Holding.objects.filter(owner=owner).current(AsAt.end_of(on))
    return {(holding.user_id, holding.name) for holding in held}


def _hold(owner, by, now, on, holder, change, text=""):
    user_id, name = holder
    return Holding.objects.create(
        owner=owner,
        user_id=user_id,
        name=name,
        change=change,
        text=text,
        holds_from=on,
        **said(by, now),
    )
