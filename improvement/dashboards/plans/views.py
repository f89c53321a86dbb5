from django.db.models import Prefetch
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.exported import file_asked
from improvement.dashboards.plans.compare import earlier_state
from improvement.dashboards.plans.presets import last_day_looked, presets
from improvement.dashboards.plans.shown import (
    answered_inspections,
    find_plan_shown,
    plan_context,
    plans_as_at,
)
from improvement.exports.of_plan import table_of_count
from improvement.figures.figure import counts, find_count
from improvement.figures.minute import delivery_bar, minute_of
from improvement.figures.of_actions import ACTION_FIGURES
from improvement.figures.of_commitments import COMMITMENT_FIGURES
from improvement.rounds.answers import open_tally
from improvement.state import read_state, state_of
from improvement.state.rows import Rows
from inspections.models import Inspection
from inspections.models.time import AsAt

AT_A_GLANCE = 5


def show_plan(request, plan, **more):
    """A board member comes before a meeting with the question: what should I challenge?"""
    rows = Rows.fetch([plan], request.as_at)
    state = state_of(plan, rows)
    since = last_day_looked(state)
    then = earlier_state(rows, AsAt.end_of(since, state.as_at.reading))
    minute = minute_of(state, then, since)
    pressing = find_count(state, ACTION_FIGURES, "late-or-unconfirmed")
    disputed = find_count(state, COMMITMENT_FIGURES, "disagree")
    context = {
        **plan_context(state),
        "answers": answered_inspections(plan, rows),
        "minute": minute,
        "bar": delivery_bar(minute.delivery),
        "pressing": pressing,
        "most_pressing": pressing.rows[:AT_A_GLANCE],
        "disputed": disputed,
        "disagreements": disputed.rows[:AT_A_GLANCE],
        "presets": presets(state),
        "round": open_tally(state, request.as_at),
        "may_keep": access.may(request.user, access.Need.ADMIN, plan.authority_id),
        **more,
    }
    return render(request, "dashboards/plan.html", context)


@require_safe
def plan(request, key):
    return show_plan(request, find_plan_shown(request, key))


def show_rows(request, plan, figures, template):
    """The rows of the figure that the address names, with links to the other figures."""
    show = request.GET.get("show", "all")
    state = read_state(plan, request.as_at)
    context = {**plan_context(state), "others": counts(state, figures), "show": show}
    if show not in figures:
        return render(request, "dashboards/no_such_list.html", context, status=404)
    count = find_count(state, figures, show)
    if file := file_asked(request, lambda: table_of_count(count)):
        return file
    return render(request, template, {**context, "count": count})


@require_safe
def plan_rows(request, key):
    plan = find_plan_shown(request, key)
    return show_rows(request, plan, COMMITMENT_FIGURES, "dashboards/plan_rows.html")


@require_safe
def plan_list(request):
    plans = (
        plans_as_at(request.as_at)
        .filter(authority__in=access.authorities(request.user))
        .prefetch_related(Prefetch("answers", Inspection.objects.for_list()))
        .order_by("authority__name", "-opened", "-pk")
    )
    context = {
        "open_plans": [plan for plan in plans if plan.closed_on is None],
        "closed_plans": [
            plan for plan in plans if plan.closed_on is not None and not plan.is_lost_sight_of
        ],
        "lost_plans": [plan for plan in plans if plan.is_lost_sight_of],
    }
    return render(request, "dashboards/plan_list.html", context)
