from improvement.state.one_action import read_action
from improvement.state.plan_state import (
    ActionState,
    Cell,
    CommitmentState,
    Dispute,
    PlanState,
)
from improvement.state.reading import read_state, read_states, state_of
from improvement.state.rules import Colour, Progress, Side, Standing

__all__ = [
    "ActionState",
    "Cell",
    "Colour",
    "CommitmentState",
    "Dispute",
    "PlanState",
    "Progress",
    "Side",
    "Standing",
    "read_action",
    "read_state",
    "read_states",
    "state_of",
]
