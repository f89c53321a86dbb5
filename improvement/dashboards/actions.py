from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from improvement import access, recording
from improvement.access import Need
from improvement.dashboards.action_history import ActionHistory
from improvement.dashboards.figures import ACTION_FIGURES
from improvement.dashboards.plans import find_plan_shown, plan_context, show_rows
from improvement.models import Holding
from improvement.state import ActionState, PlanState, read_state
from improvement.state.replay import Entry
from inspections.models.time import Reading

WORDINGS_SHOWN = 5


def find_action(state: PlanState, reference: str) -> ActionState:
    for action in state.actions:
        if action.action.reference == reference:
            return action
    raise Http404


@dataclass(frozen=True)
class Offer:
    """Something that the member may do to an action now."""

    words: str
    address: str
    is_main: bool = False


@dataclass(frozen=True)
class Waiting:
    """A request that nobody has decided; `address` is empty for who may not decide it."""

    request: Entry
    address: str


class Offers:
    """What the member may do to an action: nothing on a page about the past."""

    def __init__(self, request, plan: PlanState, action: ActionState):
        self.user, self.plan, self.action = request.user, plan.plan, action
        authority = self.plan.authority_id
        may_write = not request.GET.get("as_at") and not plan.is_closed
        self.may_approve = may_write and access.may(self.user, Need.APPROVE, authority)
        speaks = access.may(self.user, Need.UPDATE, authority) or self.may_approve
        self.posts = access.posts_held(self.user, plan.as_at) if speaks else set()
        self.may_update = may_write and access.may_update(self.user, action, self.posts)

    def all(self) -> list[Offer]:
        return [*self._of_officers(), *self._of_approvers()]

    def _of_officers(self):
        if self.may_update and not recording.why_no_update(self.action):
            yield Offer("Update it", self._address("action-update"), is_main=True)
        if self.may_update and not recording.why_no_request(self.action):
            yield Offer("Ask for a new date", self._address("action-date"))

    def _of_approvers(self):
        if not self.may_approve:
            return
        if not recording.why_no_sign_off(self.action) and not self.why_not_sign_off:
            address = self._address("action-sign-off")
            yield Offer("Sign it off or send it back", address, is_main=True)
        if not recording.why_no_withdrawal(self.action):
            yield Offer("Withdraw it", self._address("action-withdraw"))
        if not recording.why_no_reopening(self.action):
            yield Offer("Reopen it", self._address("action-reopen"))

    @property
    def why_not_sign_off(self) -> str:
        """Why an approver may not answer the claim that stands, if there is one."""
        claim = self.action.replayed.claim
        if not self.may_approve or claim is None:
            return ""
        return recording.why_own(claim, self.user, self.posts)

    def waiting(self) -> list[Waiting]:
        return [Waiting(entry, self._decides(entry)) for entry in self.action.waiting]

    def _decides(self, entry: Entry) -> str:
        if not self.may_approve or recording.why_no_decision(self.action, entry.pk):
            return ""
        if recording.why_own(entry, self.user, self.posts):
            return ""
        return self._address("request-decide", entry.pk)

    def _address(self, name: str, *args) -> str:
        return reverse(name, args=[self.plan.key, self.action.action.reference, *args])


def sign_offs(state: PlanState, action: ActionState) -> list[Entry]:
    """The answers to its claims that stand, newest first."""
    as_at = state.as_at
    known_by = as_at.moment if as_at.reading == Reading.THEN else None
    standing = (e for e in action.entries if e.stands(as_at.day, known_by))
    answers = (e for e in standing if e.kind == "sign_off")
    return sorted(answers, key=lambda entry: entry.order, reverse=True)


def holders(state: PlanState, action: ActionState) -> list[Holding]:
    """Who holds the post that answers for it."""
    held = Holding.objects.filter(owner=action.owner).select_related("user")
    return held.current(state.as_at)


@require_safe
def action_list(request, key):
    plan = find_plan_shown(request, key)
    return show_rows(request, plan, ACTION_FIGURES, "dashboards/action_list.html")


@require_safe
def action(request, key, reference):
    state = read_state(find_plan_shown(request, key), request.as_at)
    found = find_action(state, reference)
    history = ActionHistory(state, found)
    offers = Offers(request, state, found)
    context = {
        **plan_context(state),
        "action": found,
        "holders": holders(state, found),
        "offers": offers.all(),
        "why_not_sign_off": offers.why_not_sign_off,
        "waiting": offers.waiting(),
        "refused": [(r, found.replayed.answered[r.pk]) for r in found.replayed.refused],
        "sign_offs": sign_offs(state, found),
        "history": history.lines(),
        "wordings": history.wordings()[:WORDINGS_SHOWN],
    }
    return render(request, "dashboards/action.html", context)
