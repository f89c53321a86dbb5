"""The officer's successor, and how a post comes to them and back."""

import pytest

from improvement import recording
from tests.handover.holding import MINUTE, NOTE
from tests.office import NOON, TODAY, member_of


@pytest.fixture
def successor(authority):
    return member_of(authority, "officer", name="The successor")


@pytest.fixture
def hand_over(post, members, successor):
    def say(**said):
        usual = {"owner": post, "by": members["officer"], "now": NOON, "on": TODAY}
        return recording.hand_over(**usual | {"to": successor, "text": NOTE} | said)

    return say


@pytest.fixture
def take_back(members):
    def say(handed, **said):
        left = handed.owner.holdings.get(
            change="leaves", known_at=handed.known_at, retracts=False
        )
        usual = {"left": left, "by": members["officer"], "reason": "The wrong post."}
        return recording.take_back_handover(**usual | {"now": NOON + MINUTE} | said)

    return say
