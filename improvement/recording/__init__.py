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
    leave_post,
    reopen_plan,
    set_period,
    take_up,
)
from improvement.recording.approvers import (
    decide_request,
    record_impact,
    reopen,
    sign_off,
    withdraw,
)
from improvement.recording.links import JUDGED, judge_link, judge_repeat
from improvement.recording.officers import LIVE_STATUSES, record_update, request_date
from improvement.recording.refusals import Overtaken, Refused, SaidAlready
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
    why_no_decision,
    why_no_reopening,
    why_no_request,
    why_no_sign_off,
    why_no_update,
    why_no_withdrawal,
    why_not_open,
    why_own,
)

__all__ = [
    "JUDGED",
    "LIVE_STATUSES",
    "LONGEST_PERIOD_DAYS",
    "Overtaken",
    "Refused",
    "SaidAlready",
    "close_plan",
    "decide_request",
    "entered",
    "entries_since",
    "give_owner",
    "impacts_of",
    "join",
    "judge_link",
    "judge_repeat",
    "leave",
    "leave_post",
    "lock_open_plan",
    "mark",
    "record_impact",
    "record_update",
    "reopen",
    "reopen_plan",
    "request_date",
    "require_role",
    "set_period",
    "sign_off",
    "take_up",
    "why_closed",
    "why_no_decision",
    "why_no_reopening",
    "why_no_request",
    "why_no_sign_off",
    "why_no_update",
    "why_no_withdrawal",
    "why_not_open",
    "why_own",
    "withdraw",
]
