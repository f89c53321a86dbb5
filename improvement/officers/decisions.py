from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from improvement import access, recording
from improvement.forms import sent
from improvement.models import Commitment, DateRequest, Plan
from improvement.officers.actions import READS_AND_WRITES, answer, find_state
from improvement.officers.forms import (
    DecideForm,
    ImpactForm,
    ReopenForm,
    Said,
    SignOffForm,
    WithdrawForm,
)


@require_http_methods(READS_AND_WRITES)
def sign_off(request, key, reference):
    state = find_state(request, key, reference)
    form = SignOffForm(sent(request), state=state, entries=recording.entered(state), about={})
    why_not = recording.why_no_sign_off(state) or why_own(request, state.replayed.claim)
    context = {"state": state, "why_not": why_not, "claim": state.replayed.claim}
    return answer(request, form, "officers/sign_off.html", context)


@require_http_methods(READS_AND_WRITES)
def decide(request, key, reference, pk):
    state = find_state(request, key, reference)
    asked = get_object_or_404(
        DateRequest.objects.select_related("action__plan", "said_by", "by_post"),
        action=state.action,
        pk=pk,
    )
    form = DecideForm(sent(request), entries=recording.entered(state), about={"request": asked})
    waiting = state.replayed.waiting.get(pk)
    why_not = recording.why_no_decision(state, pk) or why_own(request, waiting)
    context = {"state": state, "why_not": why_not, "asked": asked}
    return answer(request, form, "officers/decide.html", context)


@require_http_methods(READS_AND_WRITES)
def withdraw(request, key, reference):
    state = find_state(request, key, reference)
    form = WithdrawForm(
        sent(request), entries=recording.entered(state), about={"action": state.action}
    )
    context = {"state": state, "why_not": recording.why_no_withdrawal(state)}
    return answer(request, form, "officers/withdraw.html", context)


@require_http_methods(READS_AND_WRITES)
def reopen(request, key, reference):
    state = find_state(request, key, reference)
    form = ReopenForm(
        sent(request), entries=recording.entered(state), about={"action": state.action}
    )
    context = {"state": state, "why_not": recording.why_no_reopening(state)}
    return answer(request, form, "officers/reopen.html", context)


@require_http_methods(READS_AND_WRITES)
def impact(request, key, pk):
    commitment = access.find(
        request,
        Commitment.objects.select_related("plan", "recommendation__inspection__authority"),
        plan__key=key,
        pk=pk,
    )
    plan = get_object_or_404(Plan.objects.for_screen(request.as_at), pk=commitment.plan_id)
    earlier = list(recording.impacts_of(commitment))
    form = ImpactForm(sent(request), entries=earlier, about={"commitment": commitment})
    if form.is_valid() and form.record(by=request.user, now=request.now):
        messages.success(request, form.outcome)
        inspection = commitment.recommendation.inspection
        return redirect(
            "recommendation",
            inspection.authority.slug,
            inspection.key,
            commitment.recommendation.key,
        )
    context = {
        "form": form,
        "commitment": commitment,
        "plan": plan,
        "why_not": recording.why_closed(plan),
        "earlier": [Said.of(entry) for entry in reversed(earlier)],
    }
    return render(request, "officers/impact.html", context)


def why_own(request, entry):
    posts = access.posts_held(request.user, request.as_at)
    return recording.why_own(entry, request.user, posts)
