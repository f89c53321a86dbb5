from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.figures import (
    ACTION_FIGURES,
    COMMITMENT_FIGURES,
    counts,
    delivery_bar,
    find_count,
    questions,
)
from improvement.dashboards.moments import is_before
from improvement.models import Plan, Update
from improvement.state import PlanState, read_state
from inspections.models import Inspection

AT_A_GLANCE = 10


def plans_as_at(as_at):
    """Plans as they stood, with `loaded_at`: when they were first loaded from documents.

    A plan that was loaded has `imported` values. One that was begun here may still be told
    something by a draft: nobody was signed in to say that.
    """
    entries = Plan.history.model.objects.filter(id=OuterRef("pk")).exclude(imported={})
    told = Update.objects.filter(action__plan=OuterRef("pk"), said_by__isnull=True)
    return Plan.objects.for_screen(as_at).annotate(
        loaded_at=Coalesce(
            Subquery(entries.order_by("history_date").values("history_date")[:1]),
            Subquery(told.order_by("recorded_at").values("recorded_at")[:1]),
        )
    )


def find_plan_shown(request, key):
    return access.find(request, plans_as_at(request.as_at), key=key)


def is_reconstructed(state: PlanState) -> bool:
    """Whether the page speaks of a day before its events were recorded."""
    return is_before(state.plan.loaded_at, state.as_at)


def plan_context(state: PlanState) -> dict:
    """What every page about a plan needs to say whose it is and of when it speaks."""
    return {
        "plan": state.plan,
        "state": state,
        "is_reconstructed": is_reconstructed(state),
    }


@dataclass(frozen=True)
class Preset:
    """A day worth looking back to; of a visit also the day its report could be read."""

    words: str
    day: date
    report_day: date | None = None


def presets(state: PlanState) -> list[Preset]:
    """The plan's opening and closing and each visit, in order of time."""

    def reached(day):
        return state.plan.opened <= day <= state.as_at.day

    found = [Preset("The plan opened", state.plan.opened)]
    for visit in filter(lambda visit: reached(visit.day), state.columns):
        apart = visit.report_day != visit.day and reached(visit.report_day)
        found.append(Preset(str(visit), visit.day, visit.report_day if apart else None))
    if state.is_closed:
        words = "The plan was last known" if state.plan.is_lost_sight_of else "The plan closed"
        found.append(Preset(words, state.plan.closed_on))
    return sorted(found, key=lambda preset: preset.day)


def last_day_looked(state: PlanState) -> date:
    """The last visit before the day of the page, else the plan's opening."""
    days = [preset.day for preset in presets(state) if preset.day < state.as_at.day]
    return days[-1] if days else state.plan.opened


def show_plan(request, plan, **more):
    state = read_state(plan, request.as_at)
    pressing = find_count(state, ACTION_FIGURES, "late-or-unconfirmed")
    disputed = find_count(state, COMMITMENT_FIGURES, "disagree")
    context = {
        **plan_context(state),
        "answers": plan.answers.for_list().order_by("pk"),
        "questions": questions(state),
        "bar": delivery_bar(state),
        "pressing": pressing,
        "most_pressing": pressing.rows[:AT_A_GLANCE],
        "disputed": disputed,
        "disagreements": disputed.rows[:AT_A_GLANCE],
        "presets": presets(state),
        "last_looked": last_day_looked(state),
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
    return render(request, template, {**context, "count": find_count(state, figures, show)})


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
