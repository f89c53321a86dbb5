"""Each colour says why: of its actions, how many are what."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement.figures.because import because
from improvement.state.rules import Colour, Standing, colour, commitment_standing

PERIOD = 42
COMMITMENT = SimpleNamespace(plan=SimpleNamespace(period=PERIOD))


@dataclass
class Action:
    standing: Standing
    late: int = 0
    unconfirmed: int = 0

    @property
    def in_plan(self):
        return self.standing is not Standing.WITHDRAWN


@dataclass
class Commitment:
    """As the state of a plan has it, by the same rules."""

    actions: list
    impact: str = ""
    commitment: object = field(default_factory=lambda: COMMITMENT)

    @property
    def standing(self):
        return commitment_standing([action.standing for action in self.actions])

    @property
    def colour(self):
        late = max((action.late for action in self.actions), default=0)
        unconfirmed = any(action.unconfirmed for action in self.actions)
        return colour(self.standing, late, unconfirmed, PERIOD, self.impact)


ON_TRACK, AT_RISK, OFF_TRACK = Standing.ON_TRACK, Standing.AT_RISK, Standing.OFF_TRACK


@pytest.mark.parametrize(
    ("actions", "words"),
    [
        ([], "Grey because it has no action"),
        ([Action(Standing.WITHDRAWN)], "Grey because all its actions were withdrawn"),
        ([Action(ON_TRACK)], "Green because its one action is on track"),
        ([Action(ON_TRACK, late=3)], "Amber because its one action is late"),
        (
            [Action(ON_TRACK, late=3), Action(ON_TRACK, late=9), *[Action(ON_TRACK)] * 5],
            "Amber because 2 of 7 actions are late",
        ),
        (
            [Action(AT_RISK), Action(ON_TRACK, unconfirmed=50), Action(ON_TRACK)],
            "Amber because 1 of 3 actions is at risk, 1 unconfirmed",
        ),
        (
            [Action(OFF_TRACK, late=60), Action(ON_TRACK, late=3)],
            "Red because 1 of 2 actions is off track, 1 late by more than 42 days",
        ),
        ([Action(Standing.COMPLETE)] * 3, "Green because all 3 actions are complete"),
        (
            [Action(Standing.NOT_STARTED), Action(ON_TRACK)],
            "Grey because some of its actions have begun and others not",
        ),
        (
            [Action(Standing.NOT_STATED), Action(ON_TRACK)],
            "Grey because 1 of 2 actions is not stated",
        ),
    ],
)
def test_a_colour_says_what_made_it(actions, words):
    assert because(Commitment(actions)) == words


def test_blue_says_that_it_is_shown_to_work():
    row = Commitment([Action(Standing.COMPLETE)] * 2, impact="shown")

    assert because(row) == "Blue because all 2 actions are complete, and it is shown to work"


ACTIONS = st.builds(
    Action,
    standing=st.sampled_from(
        [
            Standing.NOT_STARTED,
            ON_TRACK,
            AT_RISK,
            OFF_TRACK,
            Standing.DONE,
            Standing.NOT_STATED,
            Standing.COMPLETE,
            Standing.SENT_BACK,
            Standing.REOPENED,
            Standing.WITHDRAWN,
        ]
    ),
    late=st.sampled_from([0, 1, PERIOD, PERIOD + 1]),
    unconfirmed=st.sampled_from([0, 50]),
).filter(
    lambda a: a.in_plan and a.standing is not Standing.COMPLETE or not a.late + a.unconfirmed
)


@given(st.lists(ACTIONS, max_size=6))
def test_red_and_amber_always_name_an_action_that_is_so(actions):
    row = Commitment(actions)
    told = because(row)

    assert told.startswith(row.colour.value.capitalize())
    if row.colour in (Colour.RED, Colour.AMBER):
        assert any(
            words in told
            for words in (
                "off track",
                "late",
                "at risk",
                "sent back",
                "reopened",
                "unconfirmed",
            )
        )
