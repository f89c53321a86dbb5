"""What is posted to a card: the decision of one, or of all that is left of a leaf."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from improvement.documents.deciding import OvertakenError, decide
from improvement.documents.review.cards import Card, card, what_happened
from improvement.documents.review.desk import Desk
from improvement.documents.review.needs import need_of
from improvement.models import Proposal, User

State = Proposal.State
NO_STATE = "Say whether it is accepted or not: nothing was saved."
SAVED, OVERTAKEN, WRONG = 200, 409, 422
IN_WORDS = {
    State.ACCEPTED: "accept it",
    State.REJECTED: "say “not so”",
    State.UNDECIDED: "take it back",
}


@dataclass(frozen=True)
class Answer:
    status: int
    card: Card  # as it stands now; with what was typed, where that will not do


def answer(
    proposal: Proposal, desk: Desk, leaf: int, data, *, by: User, now: datetime, is_alone=False
) -> Answer:
    """Decide as the form says. Nothing is written if somebody else has decided meanwhile, or
    if what is to be accepted will not do."""
    shown = card(proposal, desk, leaf, data, is_alone=is_alone)
    seen, chosen = _seen(shown), data.get("state", "")
    if seen != proposal.turn:
        return _overtaken(proposal, desk, leaf, chosen, is_alone)
    if chosen not in State.values:
        return Answer(WRONG, card(proposal, desk, leaf, is_alone=is_alone, told=[NO_STATE]))
    if chosen == State.ACCEPTED and not shown.form.is_valid():
        return Answer(WRONG, shown)
    said = shown.form.said if chosen == State.ACCEPTED else None
    try:
        decided = decide(proposal=proposal, seen=seen, state=chosen, said=said, by=by, now=now)
    except OvertakenError as error:
        return _overtaken(error.proposal, desk, leaf, chosen, is_alone)
    return Answer(SAVED, card(decided, desk, leaf, is_alone=is_alone))


def _seen(shown: Card) -> int:
    """The turn that the form carries; none that ever was, where it carries none."""
    sent = shown.form.data.get(shown.turn_name, "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def _overtaken(
    proposal: Proposal, desk: Desk, leaf: int, chosen: str, is_alone: bool
) -> Answer:
    told = [what_happened(proposal)]
    if chosen in IN_WORDS:
        told.append(f"You were about to {IN_WORDS[chosen]}. Nothing of yours was saved.")
    return Answer(OVERTAKEN, card(proposal, desk, leaf, is_alone=is_alone, told=told))


# Several at once


@dataclass
class Rest:
    """What became of what was left of a leaf."""

    accepted: int = 0
    overtaken: int = 0  # somebody else has decided on them meanwhile
    needing: int = 0  # a look is not enough for them
    unseen: int = 0  # they were further up or down, or came since
    wrong: list[Card] = field(default_factory=list)  # they will not do as they stand

    @property
    def sentence(self) -> str:
        told = [f"{_number(self.accepted)} accepted."]
        if self.overtaken:
            told.append(
                f"{_number(self.overtaken)} left: somebody else looked at them meanwhile."
            )
        if self.unseen:
            told.append(_unseen(self.unseen))
        if self.needing:
            told.append(f"{_number(self.needing)} left for your answer.")
        if self.wrong:
            told.append(
                f"{_number(len(self.wrong))} left: accept each by itself, and it says what it "
                "still needs."
            )
        return " ".join(told)


def accept_rest(
    proposals: Iterable[Proposal],
    seen: dict[int, int],
    desk: Desk,
    leaf: int,
    data,
    *,
    by: User,
    now: datetime,
    all_or_none: bool = False,
    only_looked_over: bool = False,
) -> Rest:
    """Accept those that were seen undecided, in one transaction; `only_looked_over` leaves those
    that need more than a look."""
    rest = Rest()
    with transaction.atomic():
        for proposal in proposals:
            if only_looked_over and need_of(proposal):
                rest.needing += 1
            elif proposal.pk in seen:
                _accept(proposal, seen[proposal.pk], desk, leaf, data, rest, by=by, now=now)
        if all_or_none and rest.wrong:
            transaction.set_rollback(True)
            rest.accepted = 0
    return rest


def _accept(proposal, turn, desk, leaf, data, rest, *, by, now) -> None:
    if proposal.turn != turn or not proposal.is_waiting:
        rest.overtaken += proposal.decided_by != by
        return
    shown = card(proposal, desk, leaf, data)
    if not shown.form.is_valid():
        rest.wrong.append(shown)
        return
    said = shown.form.said
    try:
        decide(proposal=proposal, seen=turn, state=State.ACCEPTED, said=said, by=by, now=now)
        rest.accepted += 1
    except OvertakenError:
        rest.overtaken += 1


def _unseen(count: int) -> str:
    if count == 1:
        return "One you have not seen yet is left: scroll to it, then press again."
    return f"{count} you have not seen yet are left: scroll to them, then press again."


def _number(count: int) -> str:
    return {0: "None", 1: "One"}.get(count, str(count))
