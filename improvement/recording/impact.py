"""Whether what was done works: shown later than done, and looked at again after months."""

from datetime import timedelta

from django.db import transaction

from improvement import members
from improvement.access import Need
from improvement.models import Impact
from improvement.recording.refusals import Refused, SaidAlready
from improvement.recording.turn import (
    impacts_of,
    lock_plan,
    need_words,
    one_of,
    refuse,
    refuse_overtaken,
    require_role,
    said,
)
from improvement.state import Standing, read_state
from improvement.state.reasons import why_closed, why_not_open
from inspections.intake.dates import in_full, london_day
from inspections.models.time import AsAt

# Inspectors come every quarter: what has only been shown since their last visit has not yet
# outlasted one, so nobody can call it sustained.
SUSTAINED_AFTER = timedelta(days=90)

WORKS = (Impact.State.SHOWN, Impact.State.SUSTAINED)
SAID_DONE = (Standing.DONE, Standing.COMPLETE)


@transaction.atomic
def record_impact(
    *,
    commitment,
    by,
    now,
    state,
    text,
    shown_by="",
    measure=None,
    recheck_on=None,
    holds_from=None,
    seen=None,
):
    """Say whether it works and what shows it; what is shown is looked at again on a day."""
    as_at = AsAt(now)
    plan = _turn(commitment, by, as_at)
    earlier = list(impacts_of(commitment))
    told = {
        "state": one_of(Impact.State, state, "state"),
        "text": text.strip(),
        "shown_by": one_of(["", *Impact.ShownBy], shown_by, "shown_by"),
        "measure": measure,
        "recheck_on": recheck_on,
        "holds_from": holds_from or as_at.day,
    }
    _refuse_twice(earlier, by, as_at, told)
    refuse(why_not_open(plan) or why_closed(plan))
    _check_what_shows_it(told, commitment)
    _check_days(told, commitment, as_at)
    _check_order(earlier, told["holds_from"], by, as_at)
    if told["state"] in WORKS:
        _check_something_is_done(plan, commitment, as_at)
    if told["state"] == Impact.State.SUSTAINED:
        _check_sustained(earlier, told["holds_from"])
    refuse_overtaken(earlier, seen)
    return Impact.objects.create(commitment=commitment, **told, **said(by, now))


@transaction.atomic
def take_back_impact(*, impact, by, now):
    """Take back a slip of today, as long as nothing was said of the impact after it."""
    as_at = AsAt(now)
    plan = _turn(impact.commitment, by, as_at)
    refuse(why_not_open(plan) or why_closed(plan))
    refuse(why_impact_stays(impact, list(impacts_of(impact.commitment)), by, as_at.day))
    return Impact.objects.create(
        commitment=impact.commitment,
        voids=impact,
        retracts=True,
        holds_from=impact.holds_from,
        **said(by, now),
    )


def why_impact_stays(impact, every, by, day):
    """Why a word on impact cannot be taken back; `every` word on it in order of entry."""
    taken_back = {one.voids_id for one in every}
    if impact.said_by_id != by.pk:
        return "Only who recorded it takes it back."
    if impact.pk in taken_back or impact.retracts:
        return "It was taken back already."
    if london_day(impact.known_at) != day:
        recorded = in_full(london_day(impact.known_at))
        return (
            f"It was recorded on {recorded}, and can be taken back only on that day. Say what "
            "has changed since as a new word on its impact."
        )
    if _that_stand(every)[-1] != impact:
        return "Something was said of its impact after it, which may rest on it, so it stays."
    return ""


def works_since(every, day):
    """Since when it is known to work, as it stood on the day; None if it is not shown.

    What is said here counts from the day it was said, whatever day it names: otherwise it
    could be shown and sustained within minutes. A paper of the past counts from its day.
    """
    since = None
    for one in sorted(_that_stand(every), key=_order):
        if one.holds_from <= day:
            counts = one.holds_from if one.draft_key else london_day(one.known_at)
            since = min(since or counts, counts) if one.state in WORKS else None
    return since


def why_not_themselves(by, authority):
    """Why somebody may not say whether it works who is an approver only by standing in: a
    word on impact does not record in whose stead it is said."""
    if members.stands_in(by, authority):
        return "Whether it works is said by an approver themselves, not by who covers one."
    return ""


def _that_stand(every):
    taken_back = {one.voids_id for one in every}
    return [one for one in every if one.pk not in taken_back and not one.retracts]


def _order(impact):
    return (impact.holds_from, impact.known_at, impact.pk)


def _turn(commitment, by, as_at):
    require_role(by, Need.APPROVE, commitment.plan.authority_id, as_at)
    refuse(why_not_themselves(by, commitment.plan.authority_id))
    return lock_plan(commitment.plan_id, as_at)


def _refuse_twice(earlier, by, as_at, told):
    last = earlier[-1] if earlier else None
    if last is None or (last.said_by_id, london_day(last.known_at)) != (by.pk, as_at.day):
        return
    if all(getattr(last, name) == value for name, value in told.items()):
        raise SaidAlready


def _check_what_shows_it(told, commitment):
    works, measure = told["state"] in WORKS, told["measure"]
    if works:
        need_words(told["shown_by"], "Choose what shows it.", "shown_by")
        need_words(told["text"], "Say what shows it.", "text")
    if measure is None:
        return
    if told["shown_by"] != Impact.ShownBy.MEASURE:
        raise Refused(
            "A measure is named only where a measure shows it. Choose that, or none.", "measure"
        )
    if measure.authority_id != commitment.plan.authority_id:
        raise Refused("That measure belongs to another authority.", "measure")


def _check_days(told, commitment, as_at):
    holds_from, recheck_on = told["holds_from"], told["recheck_on"]
    if holds_from > as_at.day:
        raise Refused("That day is still to come. Give today or an earlier day.", "holds_from")
    if holds_from < commitment.added:
        added = in_full(commitment.added)
        raise Refused(f"The commitment is in the plan only since {added}.", "holds_from")
    if recheck_on is None and told["state"] == Impact.State.SHOWN:
        raise Refused("Say when somebody looks at it again.", "recheck_on")
    if recheck_on is not None and recheck_on <= as_at.day:
        raise Refused("Give a day to come, on which somebody looks again.", "recheck_on")


def _check_order(earlier, day, by, as_at):
    """What holds from an earlier day than the last word would be on record without ever
    standing, and its day to look again would be lost."""
    last = max(_that_stand(earlier), key=_order, default=None)
    if last is None or day >= last.holds_from:
        return
    goes = not why_impact_stays(last, earlier, by, as_at.day)
    raise Refused(
        f"What stands holds from {in_full(last.holds_from)}. Give that day or a later one"
        + (", or take it back." if goes else "."),
        "holds_from",
    )


def _check_something_is_done(plan, commitment, as_at):
    states = {state.pk: state for state in read_state(plan, as_at).commitments}
    actions = states[commitment.pk].actions if commitment.pk in states else []
    if not any(action.standing in SAID_DONE for action in actions):
        raise Refused(
            "Nothing is said to be done yet, so nothing can be shown to work.", "state"
        )


def _check_sustained(earlier, day):
    since = works_since(earlier, day)
    if since is None:
        raise Refused(
            "Nothing has been shown yet that could be sustained. Say first that it is shown, "
            "and since when.",
            "state",
        )
    if day - since < SUSTAINED_AFTER:
        raise Refused(
            f"That it is shown is known since {in_full(since)}. It can be said to be sustained "
            f"from {in_full(since + SUSTAINED_AFTER)}, {SUSTAINED_AFTER.days} days later.",
            "state",
        )
