"""What can be said live, one verb for each: the only way the screens and the admin write.

Each verb takes the plan's lock, reads how things stand at `now`, checks who speaks and what
the rules allow, and appends one event. What is refused writes nothing. Past these verbs only
the import loads what documents tell, and `load_example` gives its members posts that they
hold since the example's plan opened.
"""

from improvement.recording.admins import (
    LONGEST_PERIOD_DAYS,
    close_plan,
    give_owner,
    join,
    leave,
    reopen_plan,
    set_period,
)
from improvement.recording.approvers import (
    decide_request,
    reopen,
    sign_off,
    take_back_decision,
    take_back_sign_off,
    withdraw,
)
from improvement.recording.covers import LONGEST_COVER, cover_approver, cover_post, end_cover
from improvement.recording.evidence import (
    MOST_PIECES,
    FileGiven,
    Given,
    add_evidence,
    faults_of,
    keeps_evidence,
    mark_of_evidence,
    needs_reason,
    take_back_evidence,
    why_evidence_stays,
)
from improvement.recording.file_types import LARGEST_FILE, TAKEN
from improvement.recording.handovers import (
    find_to_take_back,
    may_take_back,
    take_back_handover,
)
from improvement.recording.impact import (
    SUSTAINED_AFTER,
    record_impact,
    take_back_impact,
    why_impact_stays,
    why_not_themselves,
    works_since,
)
from improvement.recording.links import JUDGED, judge_link, judge_repeat
from improvement.recording.officers import (
    LIVE_STATUSES,
    confirm_no_change,
    record_update,
    request_date,
    take_back_request,
)
from improvement.recording.posts import hand_over, leave_post, take_up
from improvement.recording.refusals import Overtaken, Refused, SaidAlready
from improvement.recording.rounds import (
    LONGEST_ROUND_DAYS,
    change_round,
    open_round,
    take_back_round,
)
from improvement.recording.turn import (
    entered,
    entries_since,
    impacts_of,
    lock_open_plan,
    mark,
    require_role,
)
from improvement.state.reasons import (
    why_closed,
    why_no_confirmation,
    why_no_decision,
    why_no_reopening,
    why_no_request,
    why_no_sign_off,
    why_no_update,
    why_no_withdrawal,
    why_not_open,
    why_not_sooner,
    why_not_taken_back,
    why_own,
    why_own_action,
    why_own_claim,
    why_request_stays,
)

__all__ = [
    "JUDGED",
    "FileGiven",
    "Given",
    "LARGEST_FILE",
    "LIVE_STATUSES",
    "LONGEST_COVER",
    "LONGEST_PERIOD_DAYS",
    "LONGEST_ROUND_DAYS",
    "MOST_PIECES",
    "Overtaken",
    "Refused",
    "SUSTAINED_AFTER",
    "SaidAlready",
    "TAKEN",
    "add_evidence",
    "change_round",
    "close_plan",
    "confirm_no_change",
    "cover_approver",
    "cover_post",
    "decide_request",
    "end_cover",
    "entered",
    "entries_since",
    "faults_of",
    "find_to_take_back",
    "give_owner",
    "hand_over",
    "impacts_of",
    "join",
    "keeps_evidence",
    "judge_link",
    "judge_repeat",
    "leave",
    "leave_post",
    "lock_open_plan",
    "mark",
    "mark_of_evidence",
    "may_take_back",
    "needs_reason",
    "open_round",
    "record_impact",
    "record_update",
    "reopen",
    "reopen_plan",
    "request_date",
    "require_role",
    "set_period",
    "sign_off",
    "take_back_decision",
    "take_back_evidence",
    "take_back_handover",
    "take_back_impact",
    "take_back_request",
    "take_back_sign_off",
    "take_back_round",
    "take_up",
    "why_closed",
    "why_evidence_stays",
    "why_no_confirmation",
    "why_no_decision",
    "why_no_reopening",
    "why_no_request",
    "why_no_sign_off",
    "why_no_update",
    "why_no_withdrawal",
    "why_impact_stays",
    "why_not_open",
    "why_not_sooner",
    "why_not_taken_back",
    "why_own",
    "why_own_action",
    "why_own_claim",
    "why_request_stays",
    "withdraw",
    "why_not_themselves",
    "works_since",
]
