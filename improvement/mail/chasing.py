"""Reminds everybody who has not answered in an open round, once a day at most."""

from datetime import date

from improvement.mail.letters import (
    Letter,
    Row,
    Section,
    address,
    due_in_words,
    invented,
    of_action,
    one_line,
    round_note,
)
from improvement.mail.outbox import Draft, write
from improvement.models import Mail
from improvement.rounds.answers import Chased, RoundAnswers
from inspections.intake.dates import in_full
from inspections.models.time import london_day

WHY = "An admin of the plan asked for this reminder because a round is open."


def remind(answers: RoundAnswers, *, now) -> list[Mail]:
    """The reminders written; none to who got one for this plan today."""
    today = london_day(now)
    written = []
    for chased in answers.chased:
        plan = answers.round.plan
        key = f"chase:{plan.pk}:{chased.user.pk}:{today.isoformat()}"
        letter = letter_of(chased, answers)
        draft = Draft(chased.user, Mail.Kind.CHASE, key, letter, plan=plan)
        written += write(chased.user, [draft], now)
    return written


def letter_of(chased: Chased, answers: RoundAnswers) -> Letter:
    asked = answers.round
    number = len(chased.missing)
    of_all = sum(post.asked for post in chased.posts)
    rows = tuple(of_action(action, due_in_words(action)) for action in chased.missing)
    closes = f"{asked.closes:%A} {in_full(asked.closes)}"
    return Letter(
        subject=f"Update round: {number} of your {of_all} still to answer by {in_full(asked.closes)}",
        opening=one_line(
            f"The update round of “{asked.plan}” is open until the end of {closes}. "
            f"Of your {of_all} actions {number} {'is' if number == 1 else 'are'} still to be "
            f"answered. {round_note(asked)}"
        ),
        sections=(
            Section("Answer all of them on My actions", (no_change_row(),)),
            Section(f"Not answered yet ({number})", rows, "", address("my-actions")),
        ),
        why=WHY,
        name=chased.user.name,
        closing=invented(chased.missing),
    )


def no_change_row() -> Row:
    """Only My actions has the button; an action's own page, to which its row leads, has none."""
    words = "Where nothing has changed, “No change” beside the action says so in one press."
    return Row(words, address=address("my-actions"))


def reminders(answers: RoundAnswers, *, today: date) -> dict[int, Mail]:
    """By person the last reminder in this round; `is_of_today` if there is no other today."""
    mails = Mail.objects.filter(kind=Mail.Kind.CHASE, plan=answers.round.plan_id)
    last = {}
    for mail in mails.order_by("pk"):
        mail.is_of_today = london_day(mail.written_at) == today
        if london_day(mail.written_at) >= answers.round.holds_from:
            last[mail.user_id] = mail
    return last


def to_remind(answers: RoundAnswers, reminded: dict[int, Mail]) -> int:
    """How many of those who have not answered were not reminded today."""
    mails = [reminded.get(one.user.pk) for one in answers.chased]
    return sum(mail is None or not mail.is_of_today for mail in mails)


def in_words(written: list[Mail], answers: RoundAnswers) -> str:
    number, asked = len(written), len(answers.chased)
    if not asked:
        return "Nobody is left to remind."
    if not number:
        return "Everybody who has not answered was reminded today already. Nothing was written."
    people = "1 person" if number == 1 else f"{number} people"
    before = asked - number
    others = f" {before} had theirs today already." if before else ""
    return f"A reminder to {people} is written and goes out with the next mail.{others}"
