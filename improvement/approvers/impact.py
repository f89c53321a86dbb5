"""Whether what was done for a commitment works, and what shows it."""

from calendar import monthrange
from datetime import date

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from improvement import access, recording
from improvement.approvers.forms.impact import ImpactForm
from improvement.dashboards.measures.proofs import proofs
from improvement.forms import sent
from improvement.models import Commitment, Impact, Plan
from improvement.saying.answers import READS_AND_WRITES
from improvement.saying.forms import Said
from inspections.models import Measure

RECHECK_AFTER_MONTHS = 6


@require_http_methods(READS_AND_WRITES)
def impact(request, key, pk):
    commitment = find_commitment(request, key, pk)
    plan = get_object_or_404(Plan.objects.for_screen(request.as_at), pk=commitment.plan_id)
    every = list(recording.impacts_of(commitment).select_related("measure"))
    proving, others = measures_for(commitment, request.as_at)
    form = ImpactForm(
        sent(request),
        proving=proving,
        others=others,
        entries=every,
        about={"commitment": commitment},
        initial={"recheck_on": months_on(request.as_at.day, RECHECK_AFTER_MONTHS)},
    )
    if form.is_valid() and form.record(by=request.user, now=request.now):
        messages.success(request, form.outcome, extra_tags=request.path)
        return to_recommendation(commitment)
    context = {
        "form": form,
        "commitment": commitment,
        "plan": plan,
        "why_not": recording.why_closed(plan)
        or recording.why_not_themselves(request.user, plan.authority_id),
        "earlier": [
            Earlier(one, every, request) for one in reversed(every) if not one.retracts
        ],
    }
    return render(request, "approvers/impact.html", context)


@require_http_methods(READS_AND_WRITES)
def take_back_impact(request, key, pk, impact):
    commitment = find_commitment(request, key, pk)
    found = get_object_or_404(Impact.objects.filter(commitment=commitment), pk=impact)
    found.commitment = commitment
    every = list(recording.impacts_of(commitment))
    why_not = recording.why_not_themselves(
        request.user, commitment.plan.authority_id
    ) or recording.why_impact_stays(found, every, request.user, request.as_at.day)
    if request.method == "POST" and not why_not:
        try:
            recording.take_back_impact(impact=found, by=request.user, now=request.now)
        except recording.Refused as refused:
            why_not = refused.sentence
        else:
            messages.success(request, "It is taken back. It stays on record, struck through.")
            return redirect("commitment-impact", key, pk)
    context = {"commitment": commitment, "said": Said.of(found), "why_not": why_not}
    return render(request, "approvers/take_back_impact.html", context)


def find_commitment(request, key, pk):
    return access.find(
        request,
        Commitment.objects.select_related(
            "plan", "recommendation__inspection__authority", "recommendation__document"
        ),
        plan__key=key,
        pk=pk,
    )


def to_recommendation(commitment):
    recommendation = commitment.recommendation
    slug, inspection = recommendation.inspection.authority.slug, recommendation.inspection.key
    return redirect("recommendation", slug, inspection, recommendation.key)


class Earlier:
    """A word on its impact that was said before."""

    def __init__(self, impact, every, request):
        self.impact, self.said = impact, Said.of(impact)
        self.is_taken_back = impact.pk in {one.voids_id for one in every}
        day = request.as_at.day
        self.may_take_back = not recording.why_impact_stays(impact, every, request.user, day)


def measures_for(commitment, as_at):
    """The authority's measures: those that prove the recommendation, and the others."""
    links = proofs(as_at).filter(recommendation=commitment.recommendation_id)
    proving = set(links.values_list("measure", flat=True))
    measures = Measure.objects.filter(authority=commitment.plan.authority_id).order_by("name")
    found = list(measures)
    return (
        [measure for measure in found if measure.pk in proving],
        [measure for measure in found if measure.pk not in proving],
    )


def months_on(day: date, months: int) -> date:
    """The same day some months later, or the last of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
