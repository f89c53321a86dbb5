from django.http import QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement import access, members, recording
from improvement.addresses import number_in
from improvement.forms import sent
from improvement.models import DateRequest, Update
from improvement.officers.forms.dates import DateRequestForm
from improvement.officers.forms.taking_back import TakeBackRequestForm
from improvement.officers.forms.updates import NoChangeForm, UpdateForm
from improvement.saying.answers import READS_AND_WRITES, answer, find_state
from improvement.saying.forms import Said
from improvement.saying.last import last_said
from improvement.state import Standing

SAID_AGAIN = (Standing.NOT_STARTED, Standing.ON_TRACK, Standing.AT_RISK, Standing.OFF_TRACK)


@require_http_methods(READS_AND_WRITES)
def update(request, key, reference):
    state = find_state(request, key, reference)
    if not may_speak(request, state):
        return not_your_post(request, state)
    mistaken = find_mistaken(request, state)
    form = update_form(request, state, mistaken)
    context = update_context(request, state, mistaken)
    return answer(request, form, "officers/update.html", context, back_to(request, state))


@require_http_methods(READS_AND_WRITES)
def no_change(request, key, reference):
    """One press on a list; a page of its own where something has to be said or read first."""
    state = find_state(request, key, reference)
    if not may_speak(request, state):
        return not_your_post(request, state)
    form = NoChangeForm(
        sent(request),
        body=body_spoken_for(request, state),
        entries=recording.entered(state),
        about={"action": state.action},
    )
    context = {
        "state": state,
        "why_not": recording.why_no_confirmation(state),
        "last_said": last_said(state, request.as_at),
        "keep_as": update_address(state),
    }
    return answer(request, form, "officers/no_change.html", context, back_to(request, state))


@require_http_methods(READS_AND_WRITES)
def new_date(request, key, reference):
    state = find_state(request, key, reference)
    if not may_speak(request, state):
        return not_your_post(request, state)
    form = DateRequestForm(
        sent(request),
        state=state,
        entries=recording.entered(state),
        about={"action": state.action},
    )
    replayed = state.replayed
    context = {
        "state": state,
        "why_not": recording.why_no_request(state),
        "refused": [(asked, replayed.answered[asked.pk]) for asked in replayed.refused],
    }
    return answer(request, form, "officers/new_date.html", context, back_to(request, state))


@require_http_methods(READS_AND_WRITES)
def take_back_request(request, key, reference, pk):
    state = find_state(request, key, reference)
    requests = DateRequest.objects.filter(action=state.action, retracts=False)
    asked = get_object_or_404(requests, pk=pk)
    form = TakeBackRequestForm(
        sent(request), entries=recording.entered(state), about={"request": asked}
    )
    waiting = state.replayed.waiting.get(pk)
    context = {
        "state": state,
        "why_not": recording.why_request_stays(state, pk, request.user),
        "asked": in_words(waiting),
    }
    there = "officers/take_back_request.html"
    return answer(request, form, there, context, back_to(request, state))


# What the page of one update and the one-at-a-time mode share


def update_form(request, state, mistaken=None):
    again = "" if mistaken else status_again(state)
    return UpdateForm(
        sent(request),
        files=request.FILES or None,
        today=request.as_at.day,
        last_update=state.replayed.last_update,
        again=again,
        named=status_named(request).get("status", ""),
        body=body_spoken_for(request, state),
        entries=recording.entered(state),
        about={"action": state.action, "corrects": mistaken},
        initial=words_of(mistaken) or status_named(request) or {"status": again},
    )


def update_context(request, state, mistaken=None):
    decided = decision_since(state)
    keep_as = update_address(state)
    return {
        "state": state,
        "why_not": recording.why_no_update(state),
        "why_no_confirmation": mistaken is not None or recording.why_no_confirmation(state),
        "mistaken": mistaken,
        "status_named": status_named(request),
        "last_said": last_said(state, request.as_at),
        "decided": in_words(decided),
        "keep_as": f"{keep_as}?corrects={mistaken.pk}" if mistaken else keep_as,
    }


def update_address(state):
    return reverse("action-update", args=[state.action.plan.key, state.action.reference])


def back_to(request, state):
    """Whoever comes from their list goes back to where the action stands on it."""
    if request.GET.get("from") != "mine":
        return ""
    return f"{reverse('my-actions')}#action-{state.pk}"


def status_named(request):
    """The status that a link on the list names: chosen already, to be said why."""
    status = request.GET.get("status")
    return {"status": status} if status in recording.LIVE_STATUSES else {}


def status_again(state):
    """The status that it has, where an officer may say it once more. Done is never chosen for
    them, and what an approver decided is not theirs to say."""
    return state.standing.value if state.standing in SAID_AGAIN else ""


def may_speak(request, state):
    posts = members.posts_spoken_for(request.user, request.as_at)
    return access.may_update(request.user, state, posts)


def body_spoken_for(request, state):
    """The partner body for whose post the member only speaks; nothing if they hold it."""
    body = state.owner.body if state.owner else ""
    if not body or state.owner.pk in members.posts_held(request.user, request.as_at):
        return ""
    return body


def not_your_post(request, state, **context):
    """Told whose it is; what was typed is shown, so that it can be passed on."""
    posted = request.POST if request.method == "POST" else QueryDict()
    words = ("text", "difference", "reason", "meanwhile", "holds_up", "shows_1")
    typed = [posted[name] for name in words if posted.get(name)]
    context = {"state": state, "typed": typed, **context}
    return render(request, "officers/not_your_post.html", context, status=403)


def find_mistaken(request, state):
    """The update of their own that the officer corrects, if the address names one."""
    if "corrects" not in request.GET:
        return None
    own = Update.objects.filter(action=state.action, said_by=request.user)
    return get_object_or_404(own, pk=number_in(request.GET["corrects"]))


def decision_since(state):
    """The decision by which it stands as it does, if no update said so since."""
    since = state.replayed.since
    return since if since and since.kind != "update" else None


def in_words(entry):
    return Said.of(entry) if entry else None


def words_of(mistaken):
    if mistaken is None:
        return {}
    names = ("status", "text", "difference", "reason", "told_by", "holds_from")
    return {name: getattr(mistaken, name) for name in names}
