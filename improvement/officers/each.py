"""One at a time: through all of one's actions, the worst first.

Nothing is kept of the walk itself: the order is that of the beginning of the day, so that
what is said on the way does not change it, and what was answered is read from what was said
today. So it goes on where it stopped, in another tab or after signing in anew.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement.addresses import number_in
from improvement.models import Action
from improvement.officers.actions import (
    not_your_post,
    update_context,
    update_form,
)
from improvement.officers.mine import Desk
from improvement.saying.answers import READS_AND_WRITES, find_state
from improvement.saying.forms import Said
from improvement.saying.last import LastSaid, last_said
from improvement.state import ActionState, Standing, rules
from improvement.state.replay import Entry, replay
from inspections.models.time import AsAt, Reading

CAME_BACK = (Standing.SENT_BACK, Standing.REOPENED)


@require_http_methods(READS_AND_WRITES)
def my_actions_each(request):
    walk = Walk(request.user, request.as_at)
    if "action" not in request.GET:
        return begin(request, walk)
    pk = request.GET["action"]
    step = walk.find(number_in(pk))
    if step is None:
        return no_longer_yours(request, walk, pk)
    state = step.state
    form = update_form(request, state)
    if form.is_valid() and form.record(by=request.user, now=request.now):
        context = update_context(request, state)
        messages.success(request, form.outcome, extra_tags=context["keep_as"])
        return redirect(walk.address_after(step))
    context = {
        **update_context(request, state),
        "form": form,
        "step": step,
        "number": len(walk.open_steps),
        "answered": sum(not one.is_to_say for one in walk.open_steps),
        "to_say": sum(one.is_to_say for one in walk.open_steps),
        "address_after": walk.address_after(step),
    }
    return render(request, "officers/each.html", context)


def begin(request, walk):
    first = next((step for step in walk.steps if step.is_to_say), None)
    if first and "end" not in request.GET:
        return redirect(first.address)
    context = {"steps": walk.steps, "first": first}
    return render(request, "officers/each_end.html", context)


def no_longer_yours(request, walk, pk):
    """The action was handed over meanwhile, or the address is not one of the walk's."""
    action = get_object_or_404(Action.objects.select_related("plan"), pk=number_in(pk))
    # Another authority's is not there; of one's own it is told whose it is now.
    state = find_state(request, action.plan.key, action.reference)
    return not_your_post(request, state, go_on=reverse("my-actions-each"))


@dataclass(frozen=True)
class Step:
    """One action of the walk: its place among those that are open, and what the member has
    said of it today."""

    place: int | None
    state: ActionState
    entry: Entry | None
    last: LastSaid | None

    @property
    def said(self):
        return Said.of(self.entry) if self.entry else None

    @property
    def confirms(self):
        """What they confirmed today without a change."""
        return self.last if self.entry and self.entry.no_change else None

    @property
    def address(self):
        return reverse("my-actions-each", query={"action": self.state.pk})

    @property
    def is_to_say(self):
        return self.state.is_open and self.entry is None


class Walk:
    """All that one speaks for and that is open: what My actions lists. One that was signed
    off today keeps its step, so that nobody who stands on it loses their way, and is not
    counted."""

    def __init__(self, user, as_at):
        yesterday = AsAt.end_of(as_at.day - timedelta(days=1), Reading.THEN)
        standing = [
            (state, this_morning(state, yesterday)) for state in Desk(user, as_at).states
        ]
        asked = [
            (state, stood)
            for state, stood in standing
            if state.is_open or stood.standing.is_open
        ]
        asked.sort(key=lambda pair: worst_first(*pair, yesterday.day))
        places = count(1)
        self.steps = [
            Step(
                next(places) if state.is_open else None,
                state,
                said_today(state, user, as_at.day),
                last_said(state, as_at),
            )
            for state, _ in asked
        ]

    @property
    def open_steps(self):
        return [step for step in self.steps if step.state.is_open]

    def find(self, pk):
        return next((step for step in self.steps if step.state.pk == pk), None)

    def address_after(self, step):
        """Of the next one that nothing was said of; of the end if there is none."""
        after = self.steps[self.steps.index(step) + 1 :]
        later = (one for one in after if one.is_to_say)
        found = next(later, None)
        return found.address if found else reverse("my-actions-each", query={"end": ""})


def this_morning(state, yesterday):
    entries = state.entries
    return replay(entries, state.action.first_due, yesterday.day, yesterday.known_by)


def worst_first(state, stood, day):
    """Late by most; then what came back; then by what was said of it, and the next due."""
    late = rules.days_late(stood.standing, stood.current_due, day, stood.claimed_on)
    severity = rules.WORST_FIRST.index(stood.standing) if stood.standing.is_open else 99
    due = stood.current_due
    return (
        -late,
        stood.standing not in CAME_BACK,
        severity,
        due is None,
        due or day,
        state.action.plan_id,
        state.action.position,
        state.pk,
    )


def said_today(state, user, today):
    """The last that the member said of it today, if it stands."""
    own = [
        entry
        for entry in state.entries
        if (entry.by_user, entry.known_on) == (user.pk, today)
        and entry.kind in ("update", "request")
        and entry.stands(today, None)
    ]
    return max(own, key=lambda entry: (entry.known_at, *entry.order), default=None)
