"""The events of some plans' actions, replayed to any day up to the one they were fetched for."""

from collections import defaultdict
from collections.abc import Iterable

from improvement.models import Action, Commitment
from improvement.state.replay import Entry, History, Replay
from improvement.state.rules import Standing, commitment_standing
from inspections.models.time import AsAt


class Events:
    """By action what was said of it; by commitment which actions joined and left it."""

    def __init__(self, entries: Iterable[Entry], belongings: Iterable[Entry]):
        self.of_action: dict[int, list[Entry]] = defaultdict(list)
        for entry in entries:
            self.of_action[entry.action].append(entry)
        self.of_commitment: dict[int | None, list[Entry]] = defaultdict(list)
        for belonging in belongings:
            self.of_commitment[belonging.about].append(belonging)
        self._histories: dict[int, History] = {}

    def replay(self, action: Action, as_at: AsAt) -> Replay:
        if action.pk not in self._histories:
            self._histories[action.pk] = History(self.of_action[action.pk], action.first_due)
        return self._histories[action.pk].replay(as_at.day, as_at.known_by)

    def members(
        self, commitment: Commitment, actions: Iterable[Action], as_at: AsAt
    ) -> list[Action]:
        """Which of the actions belonged to the commitment, in their order."""
        joined: dict[int, bool] = {}
        for belonging in self.of_commitment[commitment.pk]:
            if belonging.stands(as_at.day, as_at.known_by):
                joined[belonging.action] = belonging.outcome == "joins"
        return [
            action
            for action in actions
            if joined.get(action.pk)
            and action.added <= as_at.day
            and as_at.knows(action.known_at)
        ]

    def standing(
        self, commitment: Commitment, actions: Iterable[Action], as_at: AsAt
    ) -> Standing:
        """Where the commitment stood; of the actions, those that belonged to it count."""
        members = self.members(commitment, actions, as_at)
        return commitment_standing([self.replay(one, as_at).standing for one in members])
