from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement.dashboards.actions.evidence import EvidenceOf
from improvement.dashboards.actions.history import ActionHistory
from improvement.dashboards.actions.offers import Offers
from improvement.dashboards.plans.shown import find_plan_shown, plan_context
from improvement.dashboards.plans.views import show_rows
from improvement.figures.of_actions import ACTION_FIGURES
from improvement.state import ActionState, PlanState, read_state
from improvement.state.replay import Entry

WORDINGS_SHOWN = 5


def find_action(state: PlanState, reference: str) -> ActionState:
    for action in state.actions:
        if action.action.reference == reference:
            return action
    raise Http404


def sign_offs(state: PlanState, action: ActionState) -> list[Entry]:
    """The answers to its claims that stand, newest first."""
    as_at = state.as_at
    standing = (e for e in action.entries if e.stands(as_at.day, as_at.known_by))
    answers = (e for e in standing if e.kind == "sign_off")
    return sorted(answers, key=lambda entry: entry.order, reverse=True)


@require_safe
def action_list(request, key):
    plan = find_plan_shown(request, key)
    return show_rows(request, plan, ACTION_FIGURES, "dashboards/action_list.html")


@require_safe
def action(request, key, reference):
    state = read_state(find_plan_shown(request, key), request.as_at)
    found = find_action(state, reference)
    evidence = EvidenceOf(found.action, state.as_at)
    history = ActionHistory(state, found, evidence)
    offers = Offers(request, state, found)
    context = {
        **plan_context(state),
        "action": found,
        "post": state.posts.get(found.action.owner_now),
        "offers": offers.all(),
        "why_not_sign_off": offers.why_not_sign_off,
        "waiting": offers.waiting(),
        "correction": offers.correction(),
        "refused": [(r, found.replayed.answered[r.pk]) for r in found.replayed.refused],
        "sign_offs": sign_offs(state, found),
        "evidence": evidence.given,
        "may_take_back": offers.may_take_back,
        "may_take_back_any": offers.may_take_back_any,
        "history": history.lines(),
        "wordings": history.wordings()[:WORDINGS_SHOWN],
    }
    return render(request, "dashboards/action.html", context)
