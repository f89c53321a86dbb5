"""The cards of a leaf in groups that are read together and accepted together: those under one
heading, and no more than a screen or so of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from improvement.documents.review.cards import Card

ENOUGH = 5  # cards, after which the next paragraph begins a group
MOST = 9


@dataclass(frozen=True)
class Group:
    cards: list[Card]

    @property
    def number(self) -> int:
        """By which the page names it."""
        return self.cards[0].proposal.pk

    @property
    def heading(self) -> str:
        return self.cards[0].heading

    @property
    def seen(self) -> str:
        return seen([one for one in self.cards if one.proposal.is_waiting])

    @property
    def looked_over(self) -> list[Card]:
        """Those that nobody has decided on, and that a look is enough for."""
        return [one for one in self.cards if one.proposal.is_waiting and not one.need]

    @property
    def needing(self) -> int:
        return sum(bool(one.need) for one in self.cards)

    @property
    def is_of_several(self) -> bool:
        return len(self.cards) > 1


def seen(cards: Iterable[Card]) -> str:
    """In one field which cards a page shows, each at its turn."""
    return " ".join(f"{one.proposal.pk}:{one.proposal.turn}" for one in cards)


def grouped(cards: Iterable[Card]) -> list[Group]:
    groups: list[list[Card]] = []
    for one in cards:
        if not groups or _begins(groups[-1], one):
            groups.append([])
        groups[-1].append(one)
    return [Group(cards) for cards in groups]


def _begins(group: list[Card], one: Card) -> bool:
    before = group[-1]
    if one.heading != before.heading or len(group) >= MOST:
        return True
    return len(group) >= ENOUGH and one.proposal.passage != before.proposal.passage
