"""Whether a plan that is in use, or closed, may take what a draft adds to it."""

from datetime import date

from improvement.importing.merging import Session
from improvement.importing.report import Line
from improvement.models import (
    ActionCommitment,
    DateRequest,
    Decision,
    Holding,
    Impact,
    Ownership,
    Plan,
    PlanClosure,
    SignOff,
    Update,
    UpdatePeriod,
)
from inspections.intake.draft import Item
from inspections.models.time import AsAt

PLAN_OF = (
    (Update, "action__plan"),
    (DateRequest, "action__plan"),
    (Decision, "action__plan"),
    (SignOff, "action__plan"),
    (ActionCommitment, "action__plan"),
    (Ownership, "action__plan"),
    (Ownership, "commitment__plan"),
    (Impact, "commitment__plan"),
    (PlanClosure, "plan"),
    (UpdatePeriod, "plan"),
    (Holding, "owner__ownerships__action__plan"),
    (Holding, "owner__ownerships__commitment__plan"),
)

# What says how it stands; that people hold posts is set up before anybody speaks.
SPOKEN = (Update, DateRequest, Decision, SignOff, Impact, PlanClosure)


def live_events_of(plan: Plan):
    """For each kind of event those that members have entered in the plan."""
    for model, path in PLAN_OF:
        yield model.objects.filter(**{path: plan}, said_by__isnull=False)


def is_spoken_in(plan: Plan) -> bool:
    """Whether members speak in the plan here; then its approvers decide, and no paper."""
    return any(e.exists() for e in live_events_of(plan) if e.model in SPOKEN)


def lock(plan: Plan, session: Session) -> Plan | None:
    """The plan as it stands once its lock is ours: nobody closes it or speaks in it now.

    Read by a query of its own: what a query that waits for a lock reads beside the locked
    row is older than the lock.
    """
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    return Plan.objects.for_screen(AsAt(session.now)).filter(pk=plan.pk).first()


def refuse_additions(session: Session, item: Item, standing: Plan, added: list[Line]):
    if not added:
        return
    closed_on = standing.closed_on
    told = item.get("closed") or item.get("last_known") or ""
    # A plan that was lost sight of may be found again, by a paper that knows it for longer.
    found_again = standing.is_lost_sight_of and closed_on and told >= closed_on.isoformat()
    if closed_on and told != closed_on.isoformat() and not found_again:
        # Each would be told otherwise, and it is one fault: the first shows where.
        session.problem(
            min(line.line for line in added),
            f"{standing.how_it_ended}, so it takes nothing new.",
        )
    if session.history and any(events.exists() for events in live_events_of(standing)):
        session.problem(
            item.line,
            "Members have entered events in this plan, so nothing can be added to its past. "
            "Import it without --history.",
        )


def check_closing(session: Session, line: int, plan: Plan, closed: date):
    """A closing told of a day before the last entry would hide what came after it."""
    after = AsAt.end_of(closed).moment
    in_the_plan = (events for events in live_events_of(plan) if events.model is not Holding)
    if any(events.filter(known_at__gt=after).exists() for events in in_the_plan):
        session.problem(
            line,
            "Members have entered events after that day, so it was not the plan's last.",
        )
