"""To decide: every claim and request that waits, answered in the list, several at once."""

import re
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from improvement import access, members, recording
from improvement.access import Need
from improvement.approvers.forms.queue import ClaimRowForm, MinuteForm, RequestRowForm, RowForm
from improvement.approvers.waiting import (
    CLAIM,
    REQUEST,
    Waiting,
    decided_today,
    evidence_of,
    find_entry,
    to_look_at_again,
    waiting_in,
)
from improvement.forms import sent
from improvement.models import DateRequest, Plan, Update
from improvement.saying.answers import READS_AND_WRITES
from improvement.state import read_states

ON_A_PAGE = 25
ROW = re.compile(r"(claim|request)-([0-9]{1,15})-outcome")
SHOWS = {"": (CLAIM, REQUEST), "claims": (CLAIM,), "dates": (REQUEST,)}


class Queue:
    """What waits at the authorities where the member decides."""

    def __init__(self, request):
        user, as_at = request.user, request.as_at
        authorities = access.authorities(user, Need.APPROVE)
        self.answerers = members.answerers(user, authorities, as_at)
        plans = Plan.objects.for_screen(as_at).filter(authority__in=authorities)
        still_open = [p for p in plans.order_by("opened", "pk") if p.closed_on is None]
        self.plans = read_states(still_open, as_at)
        evidence = evidence_of(as_at.day, action__plan__in=still_open)
        self.waiting = waiting_in(self.plans, self.answerers, evidence)
        self.by_key = {one.key: one for one in self.waiting}

    @property
    def covers(self):
        return [cover for one in self.answerers.values() for cover in one.covers]

    @property
    def to_answer(self):
        return [one for one in self.waiting if not one.why_not]

    @property
    def not_mine(self):
        return [one for one in self.waiting if one.why_not]

    def find(self, kind, pk):
        return self.by_key.get(f"{kind}-{pk}") or find_entry(self.plans, kind, int(pk))


@dataclass(frozen=True)
class Row:
    """Something that waits, with the boxes in which it is answered."""

    waiting: Waiting
    form: RowForm

    @property
    def lacks_minute(self) -> bool:
        return not self.waiting.is_claim and self.form.lacks_minute


@dataclass
class Recorded:
    """What became of the answers that were sent together, each by its own transaction."""

    recorded: list[RowForm] = field(default_factory=list)
    failed: dict[str, Row] = field(default_factory=dict)
    unknown: int = 0

    @property
    def is_all(self) -> bool:
        return bool(self.recorded) and not self.failed and not self.unknown

    @property
    def missed(self) -> int:
        return len(self.failed) + self.unknown


@require_http_methods(READS_AND_WRITES)
def to_decide(request):
    queue, minute = Queue(request), MinuteForm(sent(request))
    result = None
    if request.method == "POST" and minute.is_valid():
        result = record_several(request, queue, minute.cleaned_data["minute"])
        if result.is_all:
            number = len(result.recorded)
            said = f"{number} decision{'s'[: number != 1]} recorded."
            messages.success(request, said, extra_tags=request.path)
            return redirect(request.get_full_path())
        if lacking := [row for row in result.failed.values() if row.lacks_minute]:
            minute.ask_for(row.waiting.state.number for row in lacking)
        queue = Queue(request)
    elif request.method == "POST":
        # Nothing is recorded before the minute is in order; what was typed stays.
        result = Recorded(failed={row.waiting.key: row for row in answered(request, queue)})
    return render(request, "approvers/to_decide.html", shown(request, queue, minute, result))


def record_several(request, queue, minute) -> Recorded:
    result = Recorded()
    rows = answered(request, queue, minute, result)
    # A date first: once a claim is accepted, none can be granted.
    rows.sort(key=lambda row: row.waiting.is_claim)
    seen_now: dict[tuple, str] = {}
    for row in rows:
        form, action = row.form, row.waiting.state.pk
        valid = form.is_valid()
        seen = form.cleaned_data.get("seen")
        if valid:
            # What was just recorded here of the same action overtakes nobody.
            form.cleaned_data["seen"] = seen_now.get((action, seen), seen)
        if not valid or not form.record(by=request.user, now=request.now):
            result.failed[row.waiting.key] = row
            continue
        result.recorded.append(form)
        if form.recorded is not None:
            kind = "sign_off" if row.waiting.is_claim else "decision"
            seen_now[action, seen] = f"{kind}-{form.recorded.pk}"
    return result


def answered(request, queue, minute="", result=None) -> list[Row]:
    """The rows in which something was chosen or written, with what it was."""
    result = result or Recorded()
    found = []
    for name in request.POST:
        if not (match := ROW.fullmatch(name)):
            continue
        waiting = queue.find(*match.groups())
        if waiting is not None:
            form = form_for(waiting, request.POST, minute)
            found += [Row(waiting, form)] if form.is_touched else []
        elif request.POST[name]:
            result.unknown += 1
    give_objects(found)
    return found


def form_for(waiting, data=None, minute=""):
    usual = {
        "prefix": waiting.key,
        "entries": recording.entered(waiting.state),
        "about": {},
        "reference": waiting.state.number,
    }
    if waiting.is_claim:
        return ClaimRowForm(data, evidence=waiting.evidence, **usual)
    return RequestRowForm(data, minute_for_all=minute, **usual)


def give_objects(rows):
    """To each form what it speaks of, in one query for the claims and one for the requests."""
    for kind, name, model in ((CLAIM, "claim", Update), (REQUEST, "request", DateRequest)):
        asked = [row for row in rows if row.waiting.kind == kind]
        objects = model.objects.select_related("action__plan").in_bulk(
            [row.waiting.entry.pk for row in asked]
        )
        for row in asked:
            row.form.about = {name: objects[row.waiting.entry.pk]}


def shown(request, queue, minute, result):
    failed = result.failed if result else {}
    mine = [one for one in queue.to_answer if one.key not in failed]
    kind, plan = request.GET.get("show", ""), request.GET.get("plan", "")
    wanted = [
        one
        for one in mine
        if one.kind in SHOWS.get(kind, SHOWS[""]) and plan in ("", one.plan.plan.key)
    ]
    page = Paginator(wanted, ON_A_PAGE).get_page(request.GET.get("page"))
    kept = [Row(one, failed[one.key].form) for one in queue.to_answer if one.key in failed]
    still = {row.waiting.key for row in kept}
    return {
        "queue": queue,
        "minute": minute,
        "result": result,
        "kept": kept,
        "refused": [
            Row(queue.by_key.get(key, row.waiting), row.form)
            for key, row in failed.items()
            if key not in still
        ],
        "rows": [Row(one, form_for(one)) for one in page],
        "page": page,
        "show": kind if kind in SHOWS else "",
        "chosen_plan": plan,
        "claims": sum(one.is_claim for one in queue.waiting),
        "dates": sum(not one.is_claim for one in queue.waiting),
        "again": to_look_at_again(queue.plans, queue.answerers),
        "decided": decided_today(queue.plans, request.user, request.as_at.day),
        "has_example": any(plan.plan.example for plan in queue.plans),
    }
