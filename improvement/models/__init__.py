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
from improvement.models.documents import Proposal, WaitingDocument
from improvement.models.evidence import Evidence, EvidenceFile
from improvement.models.mail import Mail, UpdateRound
from improvement.models.people import Membership, User
from improvement.models.plans import (
    UPDATE_PERIOD_DAYS,
    Commitment,
    Impact,
    Plan,
    PlanClosure,
    UpdatePeriod,
)
from improvement.models.posts import Cover, Holding, Owner, Ownership, Said, latest
from improvement.models.sheets import Sheet

__all__ = [
    "ACTION_EVENTS",
    "NEEDS_REASON",
    "UPDATE_PERIOD_DAYS",
    "Action",
    "ActionCommitment",
    "Commitment",
    "Cover",
    "DateRequest",
    "Decision",
    "Evidence",
    "EvidenceFile",
    "Holding",
    "Impact",
    "Mail",
    "Membership",
    "Owner",
    "Ownership",
    "Plan",
    "PlanClosure",
    "Proposal",
    "Said",
    "Sheet",
    "SignOff",
    "Status",
    "Update",
    "UpdatePeriod",
    "UpdateRound",
    "User",
    "WaitingDocument",
    "latest",
]
