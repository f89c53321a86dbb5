"""The pages on which an approver decides on one action, and takes a slip back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from improvement import members, recording
from improvement.approvers.forms.decisions import (
    DecideForm,
    ReopenForm,
    SignOffForm,
    WithdrawForm,
)
from improvement.approvers.waiting import (
    CLAIM,
    REQUEST,
    Waiting,
    asked_of,
    evidence_of,
    that_stand,
)
from improvement.forms import sent
from improvement.models import DateRequest, Decision, SignOff
from improvement.saying.answers import READS_AND_WRITES, answer, find_in_plan, find_state
from improvement.saying.forms import Said


@require_http_methods(READS_AND_WRITES)
def sign_off(request, key, reference):
    plan, state = find_in_plan(request, key, reference)
    given = evidence_of(request.as_at.day, action=state.action)[state.pk]
    form = SignOffForm(
        sent(request),
        state=state,
        evidence=that_stand(given),
        entries=recording.entered(state),
        about={},
    )
    answerer = members.answerer(request.user, plan.plan.authority_id, request.as_at)
    claim = state.replayed.claim
    context = {
        "state": state,
        "why_not": recording.why_no_sign_off(state) or recording.why_own_claim(state, answerer),
        "waiting": Waiting(CLAIM, plan, state, claim, given=given) if claim else None,
        "covers": answerer.covers,
    }
    return answer(request, form, "approvers/sign_off.html", context)


@require_http_methods(READS_AND_WRITES)
def decide(request, key, reference, pk):
    plan, state = find_in_plan(request, key, reference)
    entry = find_asked(state, pk)
    about = {}
    if request.method == "POST":
        about["request"] = DateRequest.objects.select_related("action__plan").get(pk=pk)
    form = DecideForm(sent(request), entries=recording.entered(state), about=about)
    answerer = members.answerer(request.user, plan.plan.authority_id, request.as_at)
    context = {
        "state": state,
        "why_not": recording.why_no_decision(state, pk) or recording.why_own(entry, answerer),
        "waiting": Waiting(
            REQUEST,
            plan,
            state,
            entry,
            given=evidence_of(request.as_at.day, action=state.action)[state.pk],
        ),
        "covers": answerer.covers,
    }
    return answer(request, form, "approvers/decide.html", context)


def find_asked(state, pk):
    for entry in state.entries:
        if (entry.kind, entry.pk) == ("request", pk):
            return entry
    raise Http404


@require_http_methods(READS_AND_WRITES)
def withdraw(request, key, reference):
    state = find_state(request, key, reference)
    form = WithdrawForm(
        sent(request), entries=recording.entered(state), about={"action": state.action}
    )
    answerer = members.answerer(request.user, state.action.plan.authority_id, request.as_at)
    context = {
        "state": state,
        "why_not": recording.why_no_withdrawal(state)
        or recording.why_own_action(state, answerer),
    }
    return answer(request, form, "approvers/withdraw.html", context)


@require_http_methods(READS_AND_WRITES)
def reopen(request, key, reference):
    plan, state = find_in_plan(request, key, reference)
    form = ReopenForm(
        sent(request), entries=recording.entered(state), about={"action": state.action}
    )
    context = {
        "state": state,
        "why_not": recording.why_no_reopening(state),
        "asked": asked_of(plan, state),
    }
    return answer(request, form, "approvers/reopen.html", context)


@require_http_methods(READS_AND_WRITES)
def take_back_decision(request, key, reference, pk):
    state = find_state(request, key, reference)
    decision = get_object_or_404(
        Decision.objects.select_related("action__plan", "request"), action=state.action, pk=pk
    )
    return take_back(request, state, "decision", decision, recording.take_back_decision)


@require_http_methods(READS_AND_WRITES)
def take_back_sign_off(request, key, reference, pk):
    state = find_state(request, key, reference)
    answered = get_object_or_404(
        SignOff.objects.select_related("action__plan", "claim"), action=state.action, pk=pk
    )
    return take_back(request, state, "sign_off", answered, recording.take_back_sign_off)


def take_back(request, state, kind, event, verb):
    entry = next(e for e in state.entries if (e.kind, e.pk) == (kind, event.pk))
    why_not = recording.why_not_taken_back(state, entry, request.user, request.as_at.day)
    if request.method == "POST" and not why_not:
        try:
            verb(**{kind: event}, by=request.user, now=request.now)
        except recording.Refused as refused:
            why_not = refused.sentence
        else:
            messages.success(request, "It is taken back. It stays on record, struck through.")
            return redirect("to-decide")
    context = {"state": state, "said": Said.of(entry), "why_not": why_not}
    return render(request, "approvers/take_back.html", context)
