"""Update rounds: from when to when every open action of a plan is to be spoken of."""

from datetime import timedelta

from django.db import transaction

from improvement.access import Need
from improvement.models import UpdateRound
from improvement.recording.refusals import Refused
from improvement.recording.turn import lock_plan, refuse, refuse_far_off, require_role, said
from improvement.state.reasons import why_closed, why_not_open
from inspections.intake.dates import in_full
from inspections.models.time import AsAt

# A round that ran longer would ask for nothing by any day; most often a mistyped year.
LONGEST_ROUND_DAYS = 92


@transaction.atomic
def open_round(*, plan, by, now, opens, closes, text=""):
    as_at = _take_turn(plan, by, now)
    if opens < as_at.day:
        raise Refused("A round opens today or on a later day.", "opens")
    _check_days(plan, as_at, opens, closes)
    return UpdateRound.objects.create(
        plan=plan, holds_from=opens, closes=closes, text=text.strip(), **said(by, now)
    )


@transaction.atomic
def change_round(*, update_round, by, now, opens, closes, text=""):
    """Another close or note; of one that has not opened yet, another first day as well."""
    as_at = _take_turn(update_round.plan, by, now)
    refuse(_why_settled(update_round, as_at))
    text = text.strip()
    if (opens, closes, text) == (
        update_round.holds_from,
        update_round.closes,
        update_round.text,
    ):
        raise Refused("That is what the round says already.")
    if opens != update_round.holds_from and update_round.holds_from <= as_at.day:
        raise Refused(
            f"The round has been open since {in_full(update_round.holds_from)}: what was answered "
            "counts from that day. Only its last day and the note can change.",
            "opens",
        )
    if opens != update_round.holds_from and opens < as_at.day:
        raise Refused("A round opens today or on a later day.", "opens")
    _check_days(update_round.plan, as_at, opens, closes, update_round)
    return UpdateRound.objects.create(
        plan=update_round.plan,
        holds_from=opens,
        closes=closes,
        text=text,
        voids=update_round,
        **said(by, now),
    )


@transaction.atomic
def take_back_round(*, update_round, by, now):
    as_at = _take_turn(update_round.plan, by, now)
    refuse(_why_settled(update_round, as_at))
    return UpdateRound.objects.create(
        plan=update_round.plan,
        holds_from=update_round.holds_from,
        closes=update_round.closes,
        voids=update_round,
        retracts=True,
        **said(by, now),
    )


def _take_turn(plan, by, now):
    as_at = AsAt(now)
    require_role(by, Need.ADMIN, plan.authority_id, as_at)
    standing = lock_plan(plan.pk, as_at)
    refuse(why_not_open(standing) or why_closed(standing))
    return as_at


def _why_settled(update_round, as_at):
    """Why a round can be changed no more, once the plan's lock is ours."""
    if UpdateRound.objects.filter(voids=update_round).exists():
        return "Somebody changed this round or took it back while you were looking at it."
    if update_round.closes < as_at.day:
        return (
            f"The round closed on {in_full(update_round.closes)}. How it ended stays as it is; open "
            "another one."
        )
    return ""


def _check_days(plan, as_at, opens, closes, instead_of=None):
    refuse_far_off(opens, as_at, "opens")
    if closes < opens:
        raise Refused("It closes before it opens.", "closes")
    if closes < as_at.day:
        raise Refused("A round closes today or on a later day.", "closes")
    if closes - opens >= timedelta(days=LONGEST_ROUND_DAYS):
        raise Refused(f"A round lasts {LONGEST_ROUND_DAYS} days at most.", "closes")
    others = UpdateRound.objects.filter(plan=plan, voided_by__isnull=True, retracts=False)
    if instead_of is not None:
        others = others.exclude(pk=instead_of.pk)
    other = others.filter(holds_from__lte=closes, closes__gte=opens).first()
    if other is not None:
        raise Refused(
            f"There is a round from {in_full(other.holds_from)} to {in_full(other.closes)} "
            "already. Change that one, or choose other days.",
            "opens",
        )
