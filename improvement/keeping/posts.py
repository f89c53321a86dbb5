from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from improvement import access, recording
from improvement.forms import sent
from improvement.keeping.forms.choices import free_key
from improvement.keeping.forms.posts import LeaveForm, OwnerForm, TakeUpForm
from improvement.keeping.plans import choose_authority, chosen_authority, write
from improvement.models import Action, Holding, Owner, Plan, User
from improvement.state.fetch import fetch_events
from improvement.state.replay import replay

METHODS = ["GET", "HEAD", "POST"]


@require_safe
def owner_list(request):
    authority = chosen_authority(request)
    if authority is None:
        return choose_authority(request, "Posts and who holds them")
    holders = defaultdict(list)
    holdings = Holding.objects.filter(owner__authority=authority).select_related("user")
    for holding in holdings.current(request.as_at):
        holders[holding.owner_id].append(holding)
    open_actions = count_open_actions(authority, request.as_at)
    return render(
        request,
        "keeping/owner_list.html",
        {
            "authority": authority,
            "posts": [
                (owner, holders[owner.pk], open_actions[owner.pk])
                for owner in authority.owners.order_by("body", "post", "pk")
            ],
        },
    )


@require_http_methods(METHODS)
def owner_create(request):
    authority = chosen_authority(request)
    if authority is None:
        return choose_authority(request, "Add a post")
    owners = list(authority.owners.all())
    form = OwnerForm(sent(request), others=owners)
    if form.is_valid() and write(
        form,
        lambda: create_owner(form, authority=authority, others=owners, now=request.now),
    ):
        messages.success(request, f"{form.instance} is there. Say who holds it.")
        return redirect("holding-create", form.instance.pk)
    return render(request, "keeping/owner_create.html", {"form": form, "authority": authority})


@require_http_methods(METHODS)
def owner_amend(request, pk):
    owner = find_owner(request, pk)
    form = OwnerForm(sent(request), instance=owner, others=list(owner.authority.owners.all()))
    if form.is_valid() and write(form, form.save):
        messages.success(request, "The post is amended.")
        return redirect(list_of(owner.authority))
    return render(request, "keeping/owner_amend.html", {"form": form, "owner": owner})


@require_http_methods(METHODS)
def holding_create(request, pk):
    """Someone takes up the post; or the holder that the address names leaves it."""
    owner = find_owner(request, pk)
    standing = owner.holdings.filter(voided_by__isnull=True, retracts=False)
    told = list(standing.select_related("user", "said_by", "by_post").newest_first())
    leaving = holder_named(holders_of(told, request.as_at.day), request.GET.get("leaves"))
    if leaving:
        form = LeaveForm(sent(request), holds_from=leaving.holds_from)
    else:
        members = User.objects.filter(memberships__authority=owner.authority, is_active=True)
        form = TakeUpForm(
            sent(request), people=members.distinct().order_by("name", "email", "pk")
        )
    if form.is_valid() and write(
        form, lambda: change_holder(form, owner, leaving, by=request.user, now=request.now)
    ):
        messages.success(request, "It is recorded.")
        return redirect("holding-create", owner.pk)
    return render(
        request,
        "keeping/holding_create.html",
        {
            "form": form,
            "owner": owner,
            "leaving": leaving,
            "held": holders_of(told, request.as_at.day),
            "told": told,
        },
    )


# Asking


def find_owner(request, pk):
    return access.find(request, Owner.objects.select_related("authority"), pk=pk)


def list_of(authority):
    return reverse("owner-list", query={"authority": authority.slug})


@dataclass(frozen=True)
class Held:
    """That someone holds the post today or will: since when and, if that is known, until."""

    taken_up: Holding
    until: date | None


def holders_of(told, today):
    """Who holds the post now or later; `told` is everything recorded, the newest first."""
    held, taken_up = [], {}
    for holding in reversed(told):
        holder = (holding.user_id, holding.name)
        if holding.change == Holding.Change.TAKES_UP:
            taken_up.setdefault(holder, holding)
        elif holder in taken_up:
            held.append(Held(taken_up.pop(holder), holding.holds_from))
    held += [Held(holding, None) for holding in taken_up.values()]
    return [h for h in held if h.until is None or h.until > max(today, h.taken_up.holds_from)]


def holder_named(held, chosen):
    if chosen is None:
        return None
    for holder in held:
        if str(holder.taken_up.pk) == chosen:
            return holder.taken_up
    raise Http404


def count_open_actions(authority, as_at):
    """How many open actions of plans that are not closed each post answers for, by its id.

    Replayed as every screen replays them, but for all plans of the authority at once.
    """
    plans = Plan.objects.for_screen(as_at).filter(authority=authority)
    running = [plan for plan in plans if plan.closed_on is None]
    actions = Action.objects.for_screen(as_at).filter(plan__in=running)
    entries = defaultdict(list)
    for entry in fetch_events(running, as_at)[0]:
        entries[entry.action].append(entry)
    counts = defaultdict(int)
    for action in actions:
        standing = replay(entries[action.pk], action.first_due, as_at.day, None).standing
        counts[action.owner_now] += standing.is_open
    return counts


# Writing


def create_owner(form, *, authority, others, now):
    owner = form.instance
    owner.authority, owner.known_at = authority, now
    owner.key = free_key(str(owner), [other.key for other in others], 60) or free_key(
        "post", [other.key for other in others], 60
    )
    form.save()


def change_holder(form, owner, leaving, *, by, now):
    said = {"owner": owner, "by": by, "now": now, **form.cleaned_data}
    if leaving:
        recording.leave_post(user=leaving.user, name=leaving.name, **said)
    else:
        recording.take_up(**said)
