"""The weekly mail to who leads a team: what is late, off track or unconfirmed
in the posts that answer to theirs, and which of them are vacant."""

from collections import defaultdict

from improvement.mail.letters import (
    Letter,
    Section,
    address,
    due_in_words,
    invented,
    of_action,
    one_line,
)
from improvement.mail.outbox import Draft
from improvement.mail.today import Person
from improvement.models import Mail, Owner
from improvement.state import ActionState, Standing
from inspections.intake.dates import days_in_words

WHY = (
    "You get this once a week because posts answer to one that you hold. It is sent only when "
    "something there is late, off track or unconfirmed, or a post is vacant."
)


def team_of(posts: set[int], owners: dict[int, Owner]) -> list[Owner]:
    """The posts below, however far down; each once, and none of `posts` itself."""
    below = defaultdict(list)
    for owner in owners.values():
        below[owner.answers_to_id].append(owner)
    team, above = {}, list(posts)
    while above:
        for owner in below[above.pop()]:
            if owner.pk not in team and owner.pk not in posts:
                team[owner.pk] = owner
                above.append(owner.pk)
    return sorted(team.values(), key=str)


def team_digest(person: Person, key: str) -> Draft | None:
    """Nothing for who leads nobody."""
    team = {}
    for plan in person.today.plans:
        if plan.plan.authority_id in person.member_of:
            team |= {owner.pk: owner for owner in team_of(person.posts, plan.owners)}
    if not team:
        return None
    troubled = troubled_of(person, team)
    letter = letter_of(person, troubled, team) if troubled else None
    return Draft(person.user, Mail.Kind.TEAM, key, letter, "Nothing to tell of the team")


def troubled_of(person: Person, team: dict[int, Owner]) -> dict[int, list[ActionState]]:
    """By post its open actions in which anything is wrong."""
    found = defaultdict(list)
    for plan in person.today.plans:
        for action in plan.actions:
            is_theirs = action.owner is not None and action.owner.pk in team
            if is_theirs and action.is_open and wrong_with(action):
                found[action.owner.pk].append(action)
    return found


def letter_of(person: Person, troubled: dict[int, list[ActionState]], team) -> Letter:
    number = sum(map(len, troubled.values()))
    posts = "1 post" if len(troubled) == 1 else f"{len(troubled)} posts"
    return Letter(
        subject=f"Your team’s improvement plan: {number} to look at, {posts}",
        opening="In the posts that answer to yours, this is late, off track or unconfirmed, or "
        "its post is vacant.",
        sections=tuple(
            Section(
                heading(team[pk], troubled[pk][0].vacancy, person),
                tuple(of_action(action, *wrong_with(action)) for action in troubled[pk]),
                more_at=address("front-page"),
            )
            for pk in sorted(troubled, key=lambda pk: str(team[pk]))
        ),
        why=WHY,
        name=person.user.name,
        closing=invented(action for actions in troubled.values() for action in actions),
    )


def heading(owner: Owner, vacancy, person: Person) -> str:
    """The post and who holds it, or since when nobody does."""
    speakers = person.today.speakers
    told = [str(holding.user or holding.name) for holding in speakers.holders[owner.pk]]
    if vacancy:
        told = [vacancy.words]
    told += [f"covered by {cover.user}" for cover in speakers.covers[owner.pk]]
    return one_line(f"{owner}: {', '.join(told)}" if told else str(owner))


def wrong_with(action: ActionState) -> list[str]:
    """All that is wrong with it, in words; nothing if it is as it should be."""
    is_claimed = action.standing == Standing.DONE
    wrong = []
    if action.late and not is_claimed:
        wrong.append(due_in_words(action))
    if action.standing == Standing.OFF_TRACK:
        last = action.replayed.last_update
        wrong.append(f"Off track: {last.reason}" if last and last.reason else "Off track.")
    if action.unconfirmed and not is_claimed:
        wrong.append(f"Nothing was said about it for {days_in_words(action.unconfirmed)}.")
    if action.vacancy:
        wrong.append(f"{action.vacancy.words}.")
    return wrong
