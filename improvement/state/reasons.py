"""Why something cannot be said now: a sentence, or nothing. Screens ask before they offer."""

from improvement.state.plan_state import ActionState
from inspections.intake.dates import in_full


def how_it_stands(state):
    since = (
        f", since {in_full(state.replayed.since.holds_from)}" if state.replayed.since else ""
    )
    return f"The action stands as “{state.standing.words}”{since}."


def why_closed(plan):
    if plan is None or plan.closed_on is None:
        return ""
    kind = "Such a" if plan.is_lost_sight_of else "A closed"
    return f"{plan.how_it_ended}. {kind} plan takes no updates, requests or decisions."


def why_not_open(plan):
    return "" if plan else "The plan has not opened yet. Come back on the day it does."


def why_no_update(state: ActionState):
    if state.is_open:
        return why_closed(state.action.plan)
    return why_closed(state.action.plan) or (
        f"{how_it_stands(state)} It takes no updates and no requests for a date until an approver has "
        "reopened it."
    )


def why_no_request(state: ActionState):
    if why_no_update(state) or not state.waiting:
        return why_no_update(state)
    waiting = state.waiting[0]
    return (
        f"A request for {in_full(waiting.to)} is waiting to be decided, since "
        f"{in_full(waiting.known_on)}. You can ask again once it is."
    )


def why_no_decision(state: ActionState, request_pk):
    if why_closed(state.action.plan):
        return why_closed(state.action.plan)
    answer = state.replayed.answered.get(request_pk)
    if answer:
        return f"This request was decided on {in_full(answer.holds_from)} by {answer.speaker}."
    if request_pk not in state.replayed.waiting:
        return "This request was taken back. There is nothing to decide."
    if state.is_open:
        return ""
    return (
        f"{how_it_stands(state)} A new date would change nothing: the request waits until the action is "
        "reopened."
    )


def why_no_sign_off(state: ActionState):
    if why_closed(state.action.plan) or state.replayed.claim:
        return why_closed(state.action.plan)
    return f"{how_it_stands(state)} There is no claim of done to accept or send back."


def why_no_withdrawal(state: ActionState):
    if why_closed(state.action.plan) or state.is_open:
        return why_closed(state.action.plan)
    return f"{how_it_stands(state)} Only an open action can be withdrawn."


def why_no_reopening(state: ActionState):
    if why_closed(state.action.plan) or not state.is_open:
        return why_closed(state.action.plan)
    return f"{how_it_stands(state)} Only a complete or withdrawn action can be reopened."


def why_own(entry, by, posts):
    """Nobody answers what they said themselves, nor what the post said that they hold."""
    if entry.by_user == by.pk:
        return "You said this yourself. Someone else has to answer it."
    if entry.by_post in posts:
        return "You hold the post that said this. Someone else has to answer it."
    return ""
