from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.plans import plans_as_at, show_plan
from inspections.models import Authority


def choose_authority(authorities, slug):
    """The one that the address names, else the first."""
    if not slug:
        return authorities[0]
    for authority in authorities:
        if authority.slug == slug:
            return authority
    raise Http404


def choose_plan(plans):
    """The newest open plan, else the one that closed last."""
    still_open = [plan for plan in plans if plan.closed_on is None]
    if still_open:
        return max(still_open, key=lambda plan: (plan.opened, plan.pk))
    return max(plans, key=lambda plan: (plan.closed_on, plan.pk))


@require_safe
def front_page(request):
    visible = access.authorities(request.user)
    authorities = list(Authority.objects.filter(pk__in=visible).order_by("name"))
    if not authorities:
        return render(request, "dashboards/no_authority.html")
    authority = choose_authority(authorities, request.GET.get("authority"))
    choice = {"authority": authority, "authorities": authorities}
    plans = list(plans_as_at(request.as_at).filter(authority=authority).order_by("-opened"))
    if not plans:
        may_keep = access.may(request.user, access.Need.ADMIN, authority.pk)
        return render(request, "dashboards/no_plan.html", {**choice, "may_keep": may_keep})
    shown = choose_plan(plans)
    others = [plan for plan in plans if plan != shown]
    return show_plan(request, shown, other_plans=others, **choice)
