from collections import defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from improvement import access, recording
from improvement.forms import sent
from improvement.keeping.forms.choices import free_key
from improvement.keeping.forms.posts import VACANT, LeaveForm, OwnerForm, TakeUpForm
from improvement.keeping.plans import choose_authority, chosen_authority, write
from improvement.models import Owner, User
from improvement.state.handovers import open_actions, to_take_back
from improvement.state.posts import PostNow, posts_now
from improvement.state.tenures import covers_to_come, officers, tenures
from improvement.two_at_once import in_turn, one_at_a_time

METHODS = ["GET", "HEAD", "POST"]


@require_safe
def owner_list(request):
    authority = chosen_authority(request)
    if authority is None:
        return choose_authority(request, "Posts and who holds them")
    return render(
        request,
        "keeping/owner_list.html",
        {"authority": authority, "posts": posts_of(authority, request.as_at)},
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
@one_at_a_time
def owner_amend(request, pk):
    owner = in_turn(request, find_owner, pk)
    form = OwnerForm(sent(request), instance=owner, others=list(owner.authority.owners.all()))
    if form.is_valid() and write(form, lambda: form.has_changed() and form.save()):
        messages.success(request, form.outcome("The post is amended."))
        return redirect(list_of(owner.authority))
    return render(request, "keeping/owner_amend.html", {"form": form, "owner": owner})


@require_http_methods(METHODS)
def holding_create(request, pk):
    """Someone takes up the post; or the holder that the address names leaves it."""
    owner = find_owner(request, pk)
    today = request.as_at.day
    recorded = owner.holdings.filter(retracts=False).newest_first()
    recorded = recorded.select_related("user", "said_by", "by_post", "voided_by__said_by")
    told = [one for one in recorded if not hasattr(one, "voided_by")]
    held = tenures(told, today)
    leaving = holder_named(held, request.GET.get("leaves"))
    if leaving:
        takers = [one for one in officers(owner.authority) if one.pk != leaving.user_id]
        form = LeaveForm(
            sent(request),
            holds_from=leaving.holds_from,
            takers=None if owner.body else takers,
            is_shared=any(
                t.taken_up.holds_from <= today for t in held if t.taken_up != leaving
            ),
            initial={"on": max(today, leaving.holds_from)},
        )
    else:
        members = User.objects.filter(memberships__authority=owner.authority, is_active=True)
        form = TakeUpForm(
            sent(request),
            people=members.distinct().order_by("name", "email", "pk"),
            initial={"on": today},
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
            "held": held,
            "recorded": recorded,
            "to_take_back": {one.left.pk for one in to_take_back({owner.pk: told})},
            "covers": covers_to_come(owner.covers, request.as_at.day),
            "actions": open_actions([owner.authority_id], request.as_at)[owner.pk],
        },
    )


# Asking


@dataclass(frozen=True)
class PostRow:
    """A post as it stands, how many open actions it answers for, and which post is told
    what is late."""

    post: PostNow
    open: int
    told: PostNow | None


def find_owner(request, pk):
    return access.find(request, Owner.objects.select_related("authority"), pk=pk)


def list_of(authority):
    return reverse("owner-list", query={"authority": authority.slug})


def posts_of(authority, as_at):
    counts = count_open_actions(authority, as_at)
    posts = posts_now(authority.pk, as_at)
    ordered = sorted(posts.values(), key=lambda post: (post.owner.body, post.owner.post))
    return [
        PostRow(post, counts[post.owner.pk], posts.get(post.owner.answers_to_id))
        for post in ordered
    ]


def holder_named(held, chosen):
    if chosen is None:
        return None
    for holder in held:
        if str(holder.taken_up.pk) == chosen:
            return holder.taken_up
    raise Http404


def count_open_actions(authority, as_at):
    """How many open actions of plans that are not closed each post answers for, by its id."""
    found = open_actions([authority.pk], as_at)
    return defaultdict(int, {post: len(actions) for post, actions in found.items()})


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
    if leaving is None:
        recording.take_up(**said)
        return
    to, text = said.pop("to", None), said.pop("text", "")
    if isinstance(to, User):
        recording.hand_over(leaving=leaving, to=to, text=text, **said)
    else:
        knowingly = to == VACANT or bool(owner.body)
        who = {"user": leaving.user, "name": leaving.name}
        recording.leave_post(may_be_vacant=knowingly, **who, **said)
