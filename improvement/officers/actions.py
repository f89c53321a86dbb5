from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from improvement import access, recording
from improvement.forms import sent
from improvement.models import Action, Plan, Update
from improvement.officers.forms import DateRequestForm, Said, UpdateForm
from improvement.state import read_state

READS_AND_WRITES = ["GET", "HEAD", "POST"]


@require_http_methods(READS_AND_WRITES)
def update(request, key, reference):
    state = find_state(request, key, reference)
    if not may_speak(request, state):
        return render(request, "officers/not_your_post.html", {"state": state}, status=403)
    mistaken = find_mistaken(request, state)
    form = UpdateForm(
        sent(request),
        today=request.as_at.day,
        last_update=state.replayed.last_update,
        entries=recording.entered(state),
        about={"action": state.action, "corrects": mistaken},
        initial=words_of(mistaken),
    )
    context = {
        "state": state,
        "why_not": recording.why_no_update(state),
        "mistaken": mistaken,
        "last_said": in_words(state.replayed.last_update),
        "decided": in_words(decision_since(state)),
    }
    return answer(request, form, "officers/update.html", context)


@require_http_methods(READS_AND_WRITES)
def new_date(request, key, reference):
    state = find_state(request, key, reference)
    if not may_speak(request, state):
        return render(request, "officers/not_your_post.html", {"state": state}, status=403)
    form = DateRequestForm(
        sent(request), entries=recording.entered(state), about={"action": state.action}
    )
    context = {"state": state, "why_not": recording.why_no_request(state)}
    return answer(request, form, "officers/new_date.html", context)


def may_speak(request, state):
    posts = access.posts_held(request.user, request.as_at)
    return access.may_update(request.user, state, posts)


def find_state(request, key, reference):
    """How the action that the address names stands, if the member may write there."""
    action = access.find(
        request,
        Action.objects.select_related("plan"),
        plan__key=key,
        reference=reference,
    )
    plan = get_object_or_404(Plan.objects.for_screen(request.as_at), pk=action.plan_id)
    state = read_state(plan, request.as_at).action_by_pk.get(action.pk)
    if state is None:
        raise Http404
    return state


def find_mistaken(request, state):
    """The update of their own that the officer corrects, if the address names one."""
    if "corrects" not in request.GET:
        return None
    own = Update.objects.filter(action=state.action, said_by=request.user)
    pk = request.GET["corrects"]
    return get_object_or_404(own, pk=pk if pk.isdecimal() else 0)


def decision_since(state):
    """The decision by which it stands as it does, if no update said so since."""
    since = state.replayed.since
    return since if since and since.kind != "update" else None


def in_words(entry):
    return Said.of(entry) if entry else None


def words_of(mistaken):
    if mistaken is None:
        return {}
    names = ("status", "text", "reason", "holds_from")
    return {name: getattr(mistaken, name) for name in names}


def answer(request, form, template, context):
    """Record what the form says and return to the action; else show it as it was typed."""
    if form.is_valid() and form.record(by=request.user, now=request.now):
        messages.success(request, form.outcome)
        action = context["state"].action
        return redirect("action", action.plan.key, action.reference)
    return render(request, template, {"form": form, **context})
