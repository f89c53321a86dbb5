from functools import wraps

from django.contrib import messages
from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from improvement import recording
from improvement.forms import sent
from improvement.keeping.forms.rows import (
    ActionForm,
    CommitmentForm,
    HandoverForm,
    NewActionForm,
    in_order,
    next_reference,
)
from improvement.keeping.plans import (
    find_plan,
    grouped_by_inspection,
    recommendations_asked,
    say_closed,
    without_commitment,
    write,
)
from improvement.state import read_state
from improvement.two_at_once import in_turn, one_at_a_time
from inspections.models.time import london_day


def of_an_open_plan(view):
    """The view gets the plan and its state; a closed plan says that it is closed."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @one_at_a_time
    @wraps(view)
    def opened(request, key, **kwargs):
        plan = in_turn(request, find_plan, key)
        if plan.closed_on and request.method != "POST":
            return say_closed(request, plan)
        # What was typed while somebody closed it is shown again with the refusal, not lost.
        return view(request, plan, read_state(plan, request.as_at), **kwargs)

    return opened


@of_an_open_plan
def commitment_create(request, plan, state):
    asked = recommendations_asked(plan)
    unanswered = without_commitment(asked, state)
    form = CommitmentForm(
        sent(request),
        initial=proposed_row(unanswered, request.GET.get("recommendation")),
        owners=posts(state),
        recommendations=grouped_by_inspection(unanswered),
    )
    if form.is_valid() and write(
        form, lambda: create_commitment(form, plan=plan, by=request.user, now=request.now)
    ):
        messages.success(request, f"“{form.instance}” is a commitment of the plan.")
        return redirect("plan-keeping", plan.key)
    return render(
        request,
        "keeping/commitment_create.html",
        {"form": form, "plan": plan, "asked": asked, "unanswered": unanswered},
    )


@of_an_open_plan
def commitment_amend(request, plan, state, pk):
    row = one(row for row in state.commitments if row.commitment.pk == pk)
    form = CommitmentForm(
        sent(request), instance=row.commitment, owners=posts(state), owner_now=row.owner
    )
    if form.is_valid() and write(
        form, lambda: amend_commitment(form, by=request.user, now=request.now)
    ):
        messages.success(request, form.outcome("The commitment is amended."))
        return redirect("plan-keeping", plan.key)
    return render(
        request, "keeping/commitment_amend.html", {"form": form, "plan": plan, "row": row}
    )


@of_an_open_plan
def action_create(request, plan, state):
    references = [action.action.reference for action in state.actions]
    form = NewActionForm(
        sent(request),
        initial={
            "reference": next_reference(references),
            "commitments": request.GET.getlist("commitment"),
        },
        owners=posts(state),
        commitments=rows_of(state),
        references=references,
        opened=plan.opened,
    )
    if form.is_valid() and write(
        form, lambda: create_action(form, plan=plan, by=request.user, now=request.now)
    ):
        messages.success(request, f"Action {form.instance.reference} is in the plan.")
        return redirect("plan-keeping", plan.key)
    return render(request, "keeping/action_create.html", {"form": form, "plan": plan})


@of_an_open_plan
def action_amend(request, plan, state, reference):
    row = find_action(state, reference)
    form = ActionForm(
        sent(request),
        instance=row.action,
        initial={"commitments": [commitment.pk for commitment in row.commitments]},
        commitments=rows_of(state),
    )
    if form.is_valid() and write(
        form,
        lambda: amend_action(form, joined=row.commitments, by=request.user, now=request.now),
    ):
        messages.success(request, form.outcome(f"Action {reference} is amended."))
        return redirect("plan-keeping", plan.key)
    return render(
        request, "keeping/action_amend.html", {"form": form, "plan": plan, "row": row}
    )


@of_an_open_plan
def action_owner(request, plan, state, reference):
    row = find_action(state, reference)
    form = HandoverForm(sent(request), owners=posts(state), owner_now=row.owner)
    if form.is_valid() and write(
        form,
        lambda: recording.give_owner(
            action=row.action,
            owner=form.cleaned_data["owner"],
            by=request.user,
            now=request.now,
            text=form.cleaned_data["note"],
        ),
    ):
        owner = form.cleaned_data["owner"]
        messages.success(request, f"From today {owner} answers for action {reference}.")
        return redirect("plan-keeping", plan.key)
    return render(
        request, "keeping/action_owner.html", {"form": form, "plan": plan, "row": row}
    )


# Asking


def one(found):
    """The first of `found`, or Http404: looked up in memory, where no value is too odd."""
    for row in found:
        return row
    raise Http404


def find_action(state, reference):
    return one(row for row in state.actions if row.action.reference == reference)


def posts(state):
    return sorted(state.owners.values(), key=lambda owner: (str(owner).lower(), owner.pk))


def rows_of(state):
    return [row.commitment for row in state.commitments]


def proposed_row(unanswered, chosen):
    """To begin with: the recommendation that the address names, under its own title."""
    named = next((row for row in unanswered if str(row.pk) == chosen), None)
    return {"recommendation": named.pk, "title": named.short_title} if named else {}


# Writing


def create_commitment(form, *, plan, by, now):
    recording.lock_open_plan(plan, now)
    commitment = form.instance
    commitment.plan, commitment.recommendation = plan, form.cleaned_data["recommendation"]
    commitment.added, commitment.known_at = london_day(now), now
    form.save()
    if form.cleaned_data["owner"]:
        recording.give_owner(
            commitment=commitment, owner=form.cleaned_data["owner"], by=by, now=now
        )


def amend_commitment(form, *, by, now):
    recording.lock_open_plan(form.instance.plan, now)
    if {*form.changed_data} - {"owner", "note"}:
        form.save()
    owner, note = form.cleaned_data["owner"], form.cleaned_data["note"]
    if owner and owner != form.owner_now:
        recording.give_owner(commitment=form.instance, owner=owner, by=by, now=now, text=note)


def create_action(form, *, plan, by, now):
    recording.lock_open_plan(plan, now)
    action = form.instance
    action.plan, action.added, action.known_at = plan, london_day(now), now
    action.position = make_room(plan, action.reference)
    form.save()
    if form.cleaned_data["owner"]:
        recording.give_owner(action=action, owner=form.cleaned_data["owner"], by=by, now=now)
    for commitment in form.cleaned_data["commitments"]:
        recording.join(action=action, commitment=commitment, by=by, now=now)


def make_room(plan, reference):
    """The place of a new action: before the first one whose reference comes after its own."""
    places = list(plan.actions.order_by("position", "pk").values_list("position", "reference"))
    for position, other in places:
        if in_order(other) > in_order(reference):
            plan.actions.filter(position__gte=position).update(position=F("position") + 1)
            return position
    return places[-1][0] + 1 if places else 0


def amend_action(form, *, joined, by, now):
    recording.lock_open_plan(form.instance.plan, now)
    action, wanted = form.instance, form.cleaned_data["commitments"]
    if {*form.changed_data} - {"commitments"}:
        form.save()
    # Joining comes first: an action may not leave the only commitment that it serves.
    for commitment in wanted:
        if commitment not in joined:
            recording.join(action=action, commitment=commitment, by=by, now=now)
    for commitment in joined:
        if commitment not in wanted:
            recording.leave(action=action, commitment=commitment, by=by, now=now)
