"""What became of somebody's own since their last mail: what others decided, and what was
handed to them; and who covers whom."""

from datetime import datetime, time

from improvement.mail.letters import Row, Section, address, of_action, one_line, section
from improvement.mail.today import Person
from improvement.models import Ownership
from improvement.state import ActionState
from inspections.intake.dates import LONDON, in_full


def answered(person: Person, since: datetime) -> tuple[Section, ...]:
    """What others decided of their actions since."""
    rows = []
    for action in person.actions:
        for entry in action.entries:
            is_new = entry.known_at > since and entry.by_user != person.user.pk
            stands = entry.stands(person.today.day, person.today.now)
            if entry.kind in ("decision", "sign_off") and is_new and stands:
                rows.append(of_action(action, _decided(action, entry, person)))
    return section("Decided since the last mail", rows, "decided", address("my-actions"))


OUTCOMES = {
    "granted": "The date that {asked} for is granted",
    "granted_to": "Another date than {asked} for is granted",
    "refused": "The date that {asked} for is refused",
    "withdrawn": "Withdrawn",
    "reopened": "Reopened",
    "accepted": "{Whose} claim of done is accepted",
    "sent_back": "{Whose} claim of done is sent back",
}


def _decided(action: ActionState, entry, person: Person) -> str:
    """The person is “you” only in what they asked or claimed themselves: whoever held the
    post before may have."""
    said = next((one for one in action.entries if _is_answered_by(one, entry)), None)
    is_theirs = said is not None and said.by_user == person.user.pk
    outcome = OUTCOMES[entry.outcome].format(
        asked="you asked" if is_theirs else "was asked", Whose="Your" if is_theirs else "The"
    )
    to = f": {in_full(entry.to)}" if entry.to else ""
    why = entry.reason or entry.text
    return f"{outcome}{to}, {entry.speaker}.{f' {why}' if why else ''}"


def _is_answered_by(said, answer) -> bool:
    kind = "request" if answer.kind == "decision" else "update"
    return answer.about is not None and (said.kind, said.pk) == (kind, answer.about)


def handed_over(person: Person, since: datetime) -> tuple[Section, ...]:
    """Posts and actions that became theirs since, with the note that came with them."""
    rows = [*_posts_taken_up(person, since), *_covers_begun(person, since)]
    open_ones = {action.pk: action for action in person.actions if action.is_open}
    given = (
        Ownership.objects.that_stand(person.today.as_at)
        .filter(action__in=open_ones, owner__in=person.posts, known_at__gt=since)
        .exclude(said_by=person.user)
        .oldest_first()
    )
    latest = {one.action_id: one for one in given}
    rows += [of_action(open_ones[pk], one.text) for pk, one in latest.items()]
    return section("New for you", rows, "new for you", address("my-actions"))


def _posts_taken_up(person: Person, since: datetime) -> list[Row]:
    return [
        Row(
            f"You hold the post {one_line(str(owner))} since {in_full(holding.holds_from)}.",
            (one_line(holding.text),) if holding.text else (),
            address("my-actions"),
        )
        for owner, holding in _of_person(person, person.today.speakers.holders)
        if began(holding) > since
    ]


def _covers_begun(person: Person, since: datetime) -> list[Row]:
    return [
        Row(
            f"You cover {one_line(str(owner))}{until(cover)}.",
            (one_line(cover.text),) if cover.text else (),
            address("my-actions"),
        )
        for owner, cover in _of_person(person, person.today.speakers.covers)
        if began(cover) > since
    ]


def _of_person(person: Person, told):
    """(post, holding or cover) of the person."""
    owners = {pk: owner for plan in person.today.plans for pk, owner in plan.owners.items()}
    for pk, owner in owners.items():
        yield from ((owner, one) for one in told[pk] if one.user_id == person.user.pk)


def began(event) -> datetime:
    """When it was both so and known."""
    return max(event.known_at, datetime.combine(event.holds_from, time(), tzinfo=LONDON))


def until(cover) -> str:
    return f" until {in_full(cover.until)}" if cover.until else " until further notice"


def covers(person: Person) -> list[str]:
    """Who covers whom: told beside what there is to do, never alone."""
    told = [
        f"You cover {one_line(str(owner))}{until(cover)}."
        for owner, cover in _of_person(person, person.today.speakers.covers)
    ]
    owners = {pk: owner for plan in person.today.plans for pk, owner in plan.owners.items()}
    for pk in person.held & owners.keys():
        told += [
            f"{one_line(str(cover.user))} covers {one_line(str(owners[pk]))} for you{until(cover)}."
            for cover in person.today.speakers.covers[pk]
            if cover.user_id != person.user.pk
        ]
    return told
