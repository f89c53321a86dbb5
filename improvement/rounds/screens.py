"""The rounds of a plan and who has answered; for everybody who may read the plan."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.plans.shown import find_plan_shown, plan_context
from improvement.mail import chasing
from improvement.models import UpdateRound
from improvement.rounds.answers import answers_to, rounds_of, tally
from improvement.state import read_state


@dataclass(frozen=True)
class Phase:
    """Where a round is on a day: to come, open or closed."""

    round: UpdateRound
    day: date

    @property
    def is_to_come(self) -> bool:
        return self.day < self.round.holds_from

    @property
    def is_closed(self) -> bool:
        return self.day > self.round.closes

    @property
    def is_open(self) -> bool:
        return not self.is_to_come and not self.is_closed

    @property
    def days_left(self) -> int:
        """How many days after this one it still takes answers."""
        return (self.round.closes - self.day).days


@require_safe
def round_list(request, key):
    plan = find_plan_shown(request, key)
    state = read_state(plan, request.as_at)
    rounds = [
        (Phase(one, request.as_at.day), tally(state, one, request.as_at))
        for one in rounds_of([plan], request.as_at)
    ]
    context = {
        **plan_context(state),
        "rounds": rounds,
        "may_keep": access.may(request.user, access.Need.ADMIN, plan.authority_id),
    }
    return render(request, "rounds/round_list.html", context)


@require_safe
def round_page(request, key, pk):
    update_round = find_round(request, key, pk)
    latest = latest_word(update_round, request.as_at)
    if latest.pk != pk and not latest.retracts:
        return redirect(address_of(request, key, latest))
    context = {
        "plan": update_round.plan,
        "round": update_round,
        "phase": Phase(update_round, request.as_at.day),
    }
    if latest.retracts:
        return render(request, "rounds/round.html", {**context, "taken_back": latest})
    answers = answers_to(update_round, request.as_at)
    authority = answers.plan.authority_id
    context |= {
        "plan": answers.plan,
        "answers": answers,
        "tally": answers.tally,
        "may_keep": access.may(request.user, access.Need.ADMIN, authority),
    }
    if context["may_keep"]:
        reminded = chasing.reminders(answers, today=request.as_at.day)
        context["to_remind"] = chasing.to_remind(answers, reminded)
        context["last_reminded"] = max((m.written_at for m in reminded.values()), default=None)
    return render(request, "rounds/round.html", context)


def find_round(request, key, pk):
    """The round that the address names, if it was known by the moment of the page."""
    rounds = UpdateRound.objects.filter(retracts=False).select_related(
        "plan", "said_by", "by_post", "voided_by__said_by"
    )
    found = access.find(request, rounds, plan__key=key, pk=pk)
    if not request.as_at.knows(found.known_at):
        raise Http404
    return found


def latest_word(update_round, as_at):
    """The round itself, or what was known to have changed it or taken it back since."""
    later = getattr(update_round, "voided_by", None)
    if later is None or not as_at.knows(later.known_at):
        return update_round
    return latest_word(later, as_at)


def address_of(request, key, update_round):
    """The round's page, at the moment that the address asks about."""
    kept = {name: request.GET[name] for name in ("as_at", "reading") if name in request.GET}
    address = reverse("round", args=[key, update_round.pk])
    return f"{address}?{urlencode(kept)}" if kept else address
