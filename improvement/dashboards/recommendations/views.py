from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement import access, members
from improvement.dashboards.measures.courses import courses_for
from improvement.dashboards.recommendations.answers import (
    answer_of,
    choose,
    plans_that_answer,
    plans_without_it,
)
from improvement.dashboards.recommendations.repeats import asked_on, named, repeats_of
from improvement.dashboards.reconstructed import first_entered, is_before
from improvement.state.mentions import read_mentions
from inspections.models import Recommendation


@require_safe
def recommendation(request, authority, inspection, key):
    as_at = request.as_at
    found = access.find(
        request,
        Recommendation.objects.known(as_at)
        .select_related("inspection__authority", "document", "theme")
        .annotate(entered_at=first_entered(Recommendation)),
        inspection__authority__slug=authority,
        inspection__key=inspection,
        key=key,
    )
    if asked_on(found) > as_at.day:
        raise Http404("Nobody had asked for it.")
    repeats = repeats_of(found, as_at)
    plans = plans_that_answer([found], found.inspection.authority_id, as_at)
    chosen = choose(plans, request.GET.get("plan"))
    shown = {
        "recommendation": found,
        "asked_at": named(found.inspection, found.document),
        "reconstructed": is_before(found.entered_at, as_at),
        "earlier": [repeat for repeat in repeats if repeat.is_earlier],
        "later": [repeat for repeat in repeats if not repeat.is_earlier],
        "other_plans": [plan for plan in plans if plan != chosen],
        **(answer_of(chosen, found, as_at) or {"mentions": read_mentions(found, as_at)}),
        "plans_without_it": [] if plans else plans_without_it(found, as_at),
        "measures": [{"course": course} for course in courses_for(found, as_at)],
        "may_judge": chosen
        and chosen.closed_on is None
        and not request.GET.get("as_at")
        and access.may(request.user, access.Need.APPROVE, found.inspection.authority_id)
        and not members.stands_in(request.user, found.inspection.authority_id),
    }
    return render(request, "dashboards/recommendation.html", shown)
