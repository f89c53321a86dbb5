"""Who is told by rule, without being asked, that an action is late.

An open action that is late by more than the plan's update period, for which no request waits
and no claim of done, is told once to the post above; if it is still so after another period,
once to the approvers. A moved date begins anew: what was told is kept by action and date.
`templates/dashboards/_rules_mail.html` writes the rule down for readers; change both.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from improvement.mail.letters import Letter, address, due_in_words, invented, of_action, section
from improvement.mail.outbox import Draft, lock, write, written
from improvement.mail.today import Today
from improvement.models import Mail, Owner, User
from improvement.state import ActionState, PlanState, Standing
from inspections.models.time import london_day

ABOVE, APPROVERS = "above", "approvers"
WHY = (
    "You get this once for each action and due date, because the rule says so: whose post is "
    "above is told first, then the approvers."
)


@dataclass(frozen=True)
class Escalated:
    """An action that somebody is to be told of, at one of the two steps."""

    action: ActionState
    step: str
    user: User

    @property
    def key(self) -> str:
        return f"{stem(self.action)}:{self.step}:{self.user.pk}"


def stem(action: ActionState) -> str:
    return f"escalation:{action.pk}:{action.current_due.isoformat()}"


def escalate(today: Today) -> dict[User, list[Escalated]]:
    """By person what they are to be told, as far as it was not told before."""
    told = told_above(today)
    found = defaultdict(list)
    for plan in today.plans:
        for action in filter(lambda one: is_overdue(one, plan.plan.period), plan.actions):
            for one in _steps(action, plan, today, told.get(stem(action))):
                found[one.user].append(one)
    return found


def is_overdue(action: ActionState, period: int) -> bool:
    if not action.is_open or action.standing == Standing.DONE or action.waiting:
        return False
    return action.late > period


def told_above(today: Today) -> dict[str, date]:
    """By action and due date, when the post above was first told."""
    mails = Mail.objects.filter(
        kind=Mail.Kind.ESCALATION, plan__in=[state.plan for state in today.plans]
    )
    first: dict[str, date] = {}
    for key, written_at in mails.order_by("-pk").values_list("key", "written_at"):
        begun, step, _ = key.rsplit(":", 2)
        if step == ABOVE:
            first[begun] = london_day(written_at)
    return first


def _steps(action: ActionState, plan: PlanState, today: Today, told: date | None):
    above = people_above(action.owner, plan.owners, today)
    yield from (Escalated(action, ABOVE, user) for user in above)
    period = timedelta(days=plan.plan.period)
    if above and (told is None or today.day - told < period):
        return
    if action.late > 2 * plan.plan.period:
        approvers = today.approvers[plan.plan.authority_id]
        yield from (Escalated(action, APPROVERS, user) for user in approvers)


def people_above(owner: Owner | None, owners: dict[int, Owner], today: Today) -> list[User]:
    """Who speaks for the nearest post above for which anybody else does."""
    own = {user.pk for user in today.speakers.members_of(owner)} if owner else set()
    seen: set[int] = set()
    while owner is not None and owner.answers_to_id and owner.answers_to_id not in seen:
        seen.add(owner.answers_to_id)
        owner = owners.get(owner.answers_to_id)
        others = [
            user
            for user in (today.speakers.members_of(owner) if owner else ())
            if user.pk not in own
        ]
        if others:
            return others
    return []


@transaction.atomic
def write_escalations(user: User, escalated: Iterable[Escalated], today: Today) -> list[Mail]:
    """One mail about all that is new; for each of the others a row that it was told."""
    escalated = list(escalated)
    lock(user)
    already = written(one.key for one in escalated)
    new = [one for one in escalated if one.key not in already]
    drafts = [
        Draft(
            user,
            Mail.Kind.ESCALATION,
            one.key,
            letter_of(user, new) if one is new[0] else None,
            f"{one.action.action.reference}: told in one mail with others",
            one.action.action.plan,
        )
        for one in new
    ]
    return write(user, drafts, today.now)


def letter_of(user: User, escalated: list[Escalated]) -> Letter:
    by_step = defaultdict(list)
    for one in sorted(escalated, key=lambda one: -one.action.late):
        by_step[one.step].append(_row(one.action))
    late = len({one.action.pk for one in escalated})
    return Letter(
        subject=f"Improvement plan: {late} long late",
        opening="This is late by more than the plan’s update period, and no other date has "
        "been asked for.",
        sections=(
            *section("In posts that answer to yours", by_step[ABOVE], "late"),
            *section("Still so after another period", by_step[APPROVERS], "late"),
        ),
        why=WHY,
        name=user.name,
        closing=(
            f"The rule: {address('how-status-works')}#told",
            *invented(one.action for one in escalated),
        ),
    )


def _row(action: ActionState):
    owner = f"{action.owner} answers for it." if action.owner else "No post answers for it."
    return of_action(action, due_in_words(action), owner)
