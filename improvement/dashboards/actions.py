from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from improvement import access
from improvement.access import Need
from improvement.dashboards.action_history import ActionHistory
from improvement.dashboards.figures import ACTION_FIGURES
from improvement.dashboards.plans import find_plan_shown, plan_context, show_rows
from improvement.models import Holding
from improvement.state import ActionState, PlanState, Standing, read_state
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
    is_main: bool


@dataclass(frozen=True)
class Waiting:
    """A request that nobody has decided; `address` is empty for who may not decide it."""

    request: Entry
    address: str = ""


class Offers:
    """What the member may do to an action. Nothing on a page about the past or about a
    closed plan."""

    def __init__(self, request, plan: PlanState, action: ActionState):
        self.user, self.plan, self.action = request.user, plan, action
        is_live = not request.GET.get("as_at") and not plan.is_closed
        self.may_update = is_live and access.may_update(self.user, action, plan.as_at)
        self.may_approve = is_live and access.may(
            self.user, Need.APPROVE, plan.plan.authority_id
        )
        self.is_finished = action.standing in (Standing.COMPLETE, Standing.WITHDRAWN)

    def _address(self, name: str, *args) -> str:
        return reverse(name, args=[self.plan.plan.key, self.action.action.reference, *args])

    @property
    def is_own_claim(self) -> bool:
        claim = self.action.replayed.claim
        return self.may_approve and claim is not None and claim.by_user == self.user.pk

    def all(self) -> list[Offer]:
        may_speak = self.may_update and not self.is_finished
        named = [
            ("Update it", "action-update", True, may_speak),
            ("Ask for a new date", "action-date", False, may_speak),
            ("Sign it off or send it back", "action-sign-off", True, self._may_sign_off()),
            (
                "Withdraw it",
                "action-withdraw",
                False,
                self.may_approve and not self.is_finished,
            ),
            ("Reopen it", "action-reopen", False, self.may_approve and self.is_finished),
        ]
        return [
            Offer(words, self._address(name), main) for words, name, main, may in named if may
        ]

    def _may_sign_off(self) -> bool:
        has_claim = self.action.replayed.claim is not None
        return self.may_approve and has_claim and not self.is_own_claim

    def waiting(self) -> list[Waiting]:
        return [self._waiting(request) for request in self.action.waiting]

    def _waiting(self, request: Entry) -> Waiting:
        if not self.may_approve or request.by_user == self.user.pk:
            return Waiting(request)
        return Waiting(request, self._address("request-decide", request.pk))


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
        "is_own_claim": offers.is_own_claim,
        "waiting": offers.waiting(),
        "refused": [(r, found.replayed.answered[r.pk]) for r in found.replayed.refused],
        "sign_offs": sign_offs(state, found),
        "history": history.lines(),
        "wordings": history.wordings()[:WORDINGS_SHOWN],
    }
    return render(request, "dashboards/action.html", context)
