"""What waits for an approver's decision, and for an admin's word."""

from improvement import members
from improvement.mail.letters import (
    Row,
    Section,
    address,
    due_in_words,
    of_action,
    one_line,
    section,
)
from improvement.mail.outbox import in_doubt, to_member
from improvement.mail.today import Person
from improvement.state import CommitmentState
from improvement.state.reasons import why_own, why_own_claim
from inspections.intake.dates import in_full


def deciding(person: Person) -> tuple[Section, ...]:
    """Claims and requests that the person may answer, the oldest first; and what is due to be
    looked at again."""
    if not person.approves:
        return ()
    claims, requests, again = [], [], []
    answerers = members.answerers(person.user, sorted(person.approves), person.today.as_at)
    for plan in person.today.plans:
        if plan.plan.authority_id not in person.approves:
            continue
        answerer = answerers[plan.plan.authority_id]
        if not answerer.covers:  # whether it works is said by approvers themselves
            again += [one for one in plan.commitments if one.is_recheck_due]
        for action in filter(lambda one: one.is_open, plan.actions):
            asked = [entry for entry in action.waiting if not why_own(entry, answerer)]
            requests += [(entry, action) for entry in asked]
            if action.replayed.claim and not why_own_claim(action, answerer):
                claims.append((action.replayed.claim, action))
    queue = address("to-decide")
    return (
        *section(
            "Claims of done to answer", map(_claim, _oldest(claims)), "to sign off", queue
        ),
        *section(
            "Requests for a new date to decide",
            map(_request, _oldest(requests)),
            "to decide",
            queue,
        ),
        *section("To be looked at again", map(_again, again), "to look at again", queue),
    )


def _oldest(asked):
    return sorted(asked, key=lambda one: one[0].known_at)


def _claim(asked) -> Row:
    entry, action = asked
    said = f"Said done on {in_full(entry.known_on)} by {entry.speaker}."
    return of_action(action, said, due_in_words(action))


def _request(asked) -> Row:
    entry, action = asked
    said = f"{entry.speaker} asked on {in_full(entry.known_on)} for {in_full(entry.to)}."
    return of_action(action, said, due_in_words(action))


def _again(state: CommitmentState) -> Row:
    commitment = state.commitment
    return Row(
        one_line(str(commitment)),
        (f"Whether it works was to be looked at again on {in_full(state.recheck_on)}.",),
        address("commitment-impact", commitment.plan.key, commitment.pk),
    )


def doubtful_mail(person: Person) -> tuple[Section, ...]:
    """For admins: messages of which a person has to say whether they arrived."""
    if not person.keeps:
        return ()
    doubtful = in_doubt(person.today.now).filter(to_member(person.keeps)).count()
    words = "Somebody has to say whether they arrived, or what is wrong with the address."
    if not doubtful:
        return ()
    row = Row(words, address=address("mail-list"))
    return (Section(f"Mail that needs you ({doubtful})", (row,), f"{doubtful} mail uncertain"),)
