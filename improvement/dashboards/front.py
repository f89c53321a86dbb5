from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.authorities import about_one_authority
from improvement.dashboards.plans.shown import plans_as_at
from improvement.dashboards.plans.views import show_plan


def choose_plan(plans):
    """The newest open plan, else the one that closed last."""
    still_open = [plan for plan in plans if plan.closed_on is None]
    if still_open:
        return max(still_open, key=lambda plan: (plan.opened, plan.pk))
    return max(plans, key=lambda plan: (plan.closed_on, plan.pk))


@require_safe
@about_one_authority
def front_page(request, authority, authorities):
    choice = {"authority": authority, "authorities": authorities}
    plans = list(plans_as_at(request.as_at).filter(authority=authority).order_by("-opened"))
    if not plans:
        may_keep = access.may(request.user, access.Need.ADMIN, authority.pk)
        return render(request, "dashboards/no_plan.html", {**choice, "may_keep": may_keep})
    shown = choose_plan(plans)
    others = [plan for plan in plans if plan != shown]
    return show_plan(request, shown, other_plans=others, **choice)
