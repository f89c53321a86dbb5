from improvement.state.plan_state import (
    ActionState,
    Cell,
    CommitmentState,
    Dispute,
    PlanState,
    find_plan,
    read_state,
)
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
    "find_plan",
    "read_state",
]
