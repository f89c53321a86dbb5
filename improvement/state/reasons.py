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


def why_no_confirmation(state: ActionState):
    """Why “no change” cannot be said: only what an officer said of it can be confirmed."""
    last, since = state.replayed.last_update, state.replayed.since
    if why_no_update(state):
        return why_no_update(state)
    if last is None or last.outcome == "not_stated":
        return "Nobody has said yet how it stands, so there is nothing to confirm."
    if since is not None and since.kind != "update":
        return f"{how_it_stands(state)} Say what has been done since."
    return ""


def why_no_request(state: ActionState):
    if why_no_update(state) or not state.waiting:
        return why_no_update(state)
    waiting = state.waiting[0]
    return (
        f"A request for {in_full(waiting.to)} is waiting to be decided, since "
        f"{in_full(waiting.known_on)}. You can ask again once it is."
    )


def why_not_sooner(state: ActionState, to):
    """Why a date is not asked for unless it is said to be meant: hardly anybody asks for less
    time than they have."""
    if to is None or state.current_due is None or to >= state.current_due:
        return ""
    return f"That is earlier than the date it has now, {in_full(state.current_due)}."


def why_request_stays(state: ActionState, request_pk, by):
    """Why a request cannot be taken back: only who asked may, and only until it is decided."""
    answer = state.replayed.answered.get(request_pk)
    waiting = state.replayed.waiting.get(request_pk)
    if why_closed(state.action.plan):
        return why_closed(state.action.plan)
    if answer:
        return (
            f"It was decided on {in_full(answer.holds_from)} by {answer.speaker}, so it stays."
        )
    if waiting is None:
        return "It was taken back already."
    return "" if waiting.by_user == by.pk else "Only who asked for the date takes that back."


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


def why_own_action(state: ActionState, answerer):
    """Why the member may not withdraw it: nobody takes off the plan what they, or the approver
    whom they cover, are to do. Reopening one's own is nobody's gain, so anybody may."""
    if state.owner is None or state.owner.pk not in answerer.posts | answerer.their_posts:
        return ""
    return (
        f"{state.owner} answers for this action, and you speak for that post or cover "
        "somebody who does. Another approver has to withdraw it."
    )


def why_no_reopening(state: ActionState):
    if why_closed(state.action.plan) or not state.is_open:
        return why_closed(state.action.plan)
    return f"{how_it_stands(state)} Only a complete or withdrawn action can be reopened."


def why_own_claim(state: ActionState, answerer):
    """Why the member may not answer the claim that stands: nobody signs off what they said
    themselves. Whoever first said that it is done still said so after a colleague has
    confirmed it."""
    return next(filter(None, (why_own(entry, answerer) for entry in said_done(state))), "")


def said_done(state: ActionState):
    """Every update by which it stands as done, the latest first; none if nobody claims it."""
    if state.replayed.claim is None:
        return []
    began = state.replayed.since.order
    said = [
        entry
        for entry in state.entries
        if (entry.kind, entry.outcome) == ("update", "done") and entry.order >= began
    ]
    claim = state.replayed.claim
    earlier = [e for e in said if e != claim and e.voided_at is None]
    return [claim, *sorted(earlier, key=lambda entry: entry.order, reverse=True)]


def why_own(entry, answerer):
    """Why the member may not answer an entry: nobody answers what they said themselves, or
    their post said, or they brought in; nor for an approver who could not."""
    covered = {approver.pk: approver for approver in answerer.approvers}
    if entry.by_user == answerer.user.pk:
        return "You said this yourself. Someone else has to answer it."
    if entry.loaded_by == answerer.user.pk:
        return "You brought this in yourself. Someone else has to answer it."
    if entry.by_user in covered:
        approver = covered[entry.by_user]
        return f"You cover {approver}, who said this. Someone else has to answer it."
    if entry.loaded_by in covered:
        approver = covered[entry.loaded_by]
        return f"You cover {approver}, who brought this in. Someone else has to answer it."
    if entry.by_post in answerer.posts:
        return "You hold or cover the post that said this. Someone else has to answer it."
    if entry.by_post in answerer.their_posts:
        return (
            "You cover somebody who holds or covers the post that said this. Someone else has "
            "to answer it."
        )
    return ""


def why_not_taken_back(state: ActionState, entry, by, day):
    """Why an answer or a decision cannot be taken back: only a slip can, on its day, by who
    made it, and while nothing rests on it."""
    if entry.by_user != by.pk:
        return "Only who recorded it takes it back."
    if entry.voided_at or entry.retracts:
        return "It was taken back already."
    if entry.known_on != day:
        return (
            f"It was recorded on {in_full(entry.known_on)}, and can be taken back only on that "
            "day. What has changed since is said by a new decision."
        )
    after = (entry.known_at, *entry.order)
    later = [other for other in state.entries if (other.known_at, *other.order) > after]
    if any(_rests_on(other, entry) for other in later):
        return (
            "Something was said of the action after it, which may rest on it, so it stays. "
            "What has changed is said by a new decision."
        )
    return ""


def _rests_on(other, entry):
    """Whether a later entry may rest on an answer: all may, save answers to other questions."""
    if other.voided_at or other.retracts:
        return False
    return entry.about is None or other.about is None
