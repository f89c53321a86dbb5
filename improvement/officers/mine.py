from dataclasses import dataclass
from datetime import date, timedelta

from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement import access, recording
from improvement.access import Need
from improvement.dashboards.plans.shown import is_reconstructed, plans_as_at
from improvement.state import ActionState, PlanState, Standing, read_states
from improvement.state.replay import Entry

SOON = timedelta(days=28)


@require_safe
def my_actions(request):
    as_at, user = request.as_at, request.user
    posts = access.posts_held(user, as_at)
    updates = access.authorities(user, Need.UPDATE) if posts else []
    approves = access.authorities(user, Need.APPROVE)
    plans = open_plans([*updates, *approves], as_at)
    states = [action for plan in plans for action in plan.actions if action.is_open]
    own = [s for s in states if s.owner and s.owner.pk in posts and authority(s) in updates]
    to_answer = [s for s in states if authority(s) in approves]
    context = {
        "posts": sorted({str(state.owner) for state in own}),
        "is_officer": bool(access.authorities(user, Need.UPDATE)),
        "is_approver": bool(approves),
        "groups": in_groups(own, as_at.day),
        "claims": claims(to_answer, user, posts),
        "requests": requests(to_answer, user, posts),
        "has_example": any(state.action.plan.example for state in [*own, *to_answer]),
        "is_reconstructed": any(is_reconstructed(plan) for plan in plans),
    }
    return render(request, "officers/my_actions.html", context)


def open_plans(authorities, as_at) -> list[PlanState]:
    plans = plans_as_at(as_at).filter(authority__in=authorities).order_by("opened", "pk")
    return read_states([plan for plan in plans if plan.closed_on is None], as_at)


def authority(state: ActionState) -> int:
    return state.action.plan.authority_id


# Officers: every action stands in the first group that is asked for it.

GROUPS = {
    "Late": lambda state, today: state.late > 0,
    "Sent back or reopened": lambda state, today: (
        state.standing in (Standing.SENT_BACK, Standing.REOPENED)
    ),
    "Unconfirmed": lambda state, today: state.unconfirmed > 0,
    "Due in the next 28 days": lambda state, today: (
        state.current_due is not None and state.current_due <= today + SOON
    ),
    "The rest": lambda state, today: True,
}


def in_groups(states, today) -> dict[str, list[ActionState]]:
    groups = {title: [] for title in GROUPS}
    for state in sorted(states, key=most_pressing):
        first = next(title for title, asks in GROUPS.items() if asks(state, today))
        groups[first].append(state)
    return {title: rows for title, rows in groups.items() if rows}


def most_pressing(state: ActionState):
    """The longest late, then the longest silent, then the next due; without a date last."""
    return (-state.late, -state.unconfirmed, state.current_due or date.max)


# Approvers


@dataclass(frozen=True)
class ToAnswer:
    """A claim or a request that waits; `why_not` says why this member cannot answer it."""

    state: ActionState
    entry: Entry
    why_not: str


def claims(states, user, posts) -> list[ToAnswer]:
    return oldest_first((s, s.replayed.claim, user, posts) for s in states if s.replayed.claim)


def requests(states, user, posts) -> list[ToAnswer]:
    return oldest_first((s, entry, user, posts) for s in states for entry in s.waiting)


def oldest_first(asked) -> list[ToAnswer]:
    waiting = [
        ToAnswer(state, entry, recording.why_own(entry, user, posts))
        for state, entry, user, posts in asked
    ]
    return sorted(waiting, key=lambda row: row.entry.known_at)
