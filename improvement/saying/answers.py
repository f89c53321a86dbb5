"""What every page does on which somebody says something of an action."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from improvement import access
from improvement.models import Action, Plan
from improvement.state import read_state

READS_AND_WRITES = ["GET", "HEAD", "POST"]


def find_state(request, key, reference):
    """How the action that the address names stands, if the member may write there."""
    return find_in_plan(request, key, reference)[1]


def find_in_plan(request, key, reference):
    """The same with the state of its plan, for pages that show what the action serves."""
    action = access.find(
        request,
        Action.objects.select_related("plan"),
        plan__key=key,
        reference=reference,
    )
    plan = get_object_or_404(Plan.objects.for_screen(request.as_at), pk=action.plan_id)
    state = read_state(plan, request.as_at)
    if action.pk not in state.action_by_pk:
        raise Http404
    return state, state.action_by_pk[action.pk]


def answer(request, form, template, context, then=""):
    """Record what the form says and return to the action, or to `then`; else show the form
    as it was typed.

    `keep_as` is the name under which a browser keeps unsent words (`static/keep-words.js`).
    The message carries it, so that words are forgotten only once they are recorded.
    """
    keep_as = context.get("keep_as", request.path)
    if form.is_valid() and form.record(by=request.user, now=request.now):
        messages.success(request, form.outcome, extra_tags=keep_as)
        action = context["state"].action
        return redirect(then or reverse("action", args=[action.plan.key, action.reference]))
    return render(request, template, {"form": form, **context, "keep_as": keep_as})
