from improvement.models.actions import (
    ACTION_EVENTS,
    NEEDS_REASON,
    Action,
    ActionCommitment,
    DateRequest,
    Decision,
    SignOff,
    Status,
    Update,
)
from improvement.models.people import Membership, User
from improvement.models.plans import (
    Commitment,
    Holding,
    Impact,
    Owner,
    Ownership,
    Plan,
    PlanClosure,
    UpdatePeriod,
)

__all__ = [
    "ACTION_EVENTS",
    "NEEDS_REASON",
    "Action",
    "ActionCommitment",
    "Commitment",
    "DateRequest",
    "Decision",
    "Holding",
    "Impact",
    "Membership",
    "Owner",
    "Ownership",
    "Plan",
    "PlanClosure",
    "SignOff",
    "Status",
    "Update",
    "UpdatePeriod",
    "User",
]
