"""The pages on which somebody says who covers for a time, and ends it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from improvement import access, members, recording
from improvement.access import Need, Role
from improvement.forms import sent
from improvement.models import Membership, Owner, User
from improvement.posts.forms import CoverForm
from improvement.state.tenures import covers_to_come, officers
from inspections.intake.dates import in_full
from inspections.models import Authority

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def post_cover(request, pk):
    """Who updates for a post for a time; who speaks for a partner body."""
    owner = access.find(request, Owner.objects.select_related("authority"), pk=pk)
    held = members.posts_held(request.user, request.as_at)
    is_admin = access.may(request.user, Need.ADMIN, owner.authority_id)
    if owner.pk not in held and not is_admin:
        raise PermissionDenied(f"You do not hold the post {owner}.")
    holders = {h.user_id for h in owner.holdings.current(request.as_at)}
    people = [person for person in officers(owner.authority) if person.pk not in holders]
    may_stand = bool(owner.body) and is_admin
    context = {"owner": owner, "authority": owner.authority, "is_mine": owner.pk in held}
    return cover_page(
        request,
        context,
        covers=owner.covers,
        people=people,
        verb=recording.cover_post,
        about={"owner": owner},
        may_stand=may_stand,
    )


@require_http_methods(METHODS)
def approver_cover(request, slug):
    """Who covers the approver who is signed in."""
    authority = access.find(request, Authority.objects.all(), slug=slug)
    if request.user.pk not in approvers(authority):
        raise PermissionDenied("You decide here only as cover, and cannot pass it on.")
    return decide_page(request, authority, request.user, is_mine=True)


@require_http_methods(METHODS)
def person_cover(request, slug, pk):
    """The same, entered by an admin."""
    authority = access.find(request, Authority.objects.all(), slug=slug)
    if pk not in approvers(authority):
        raise Http404
    return decide_page(request, authority, get_object_or_404(User, pk=pk), is_mine=False)


def decide_page(request, authority, approver, *, is_mine):
    deciding = approvers(authority)
    others = User.objects.filter(memberships__authority=authority, is_active=True)
    others = others.distinct().order_by("name", "email", "pk")
    return cover_page(
        request,
        {"approver": approver, "authority": authority, "is_mine": is_mine},
        covers=approver.covered_by.filter(authority=authority),
        people=[person for person in others if person.pk not in deciding],
        verb=recording.cover_approver,
        about={"approver": approver, "authority": authority},
        hint=f"They would decide in {'your place' if is_mine else f'the place of {approver}'} "
        "on these days, whatever their role is here: somebody who otherwise only reads, too.",
    )


def cover_page(request, context, *, covers, people, verb, about, may_stand=False, hint=""):
    """One button ends a cover; the form begins one."""
    said = {"by": request.user, "now": request.now}
    if "end" in request.POST:
        return end(request, covers, **said)
    form = CoverForm(
        sent(request),
        people=people,
        may_stand=may_stand,
        hint=hint,
        initial={"starts": request.as_at.day},
    )
    if form.is_valid() and form.record(verb, **about, **said):
        messages.success(request, outcome(form.cleaned_data))
        return redirect(request.path)
    context = {"owner": None, "approver": None} | context
    context |= {
        "form": form,
        "covers": covers_to_come(covers, request.as_at.day),
        "may_stand": may_stand,
        "anybody": bool(people),
    }
    return render(request, "posts/cover.html", context)


def end(request, covers, **said):
    chosen = request.POST["end"]
    # By its text: what was sent may be no number, or one too large for the database.
    found = [c for c in covers.select_related("owner", "approver") if str(c.pk) == chosen]
    if not found:
        raise Http404
    try:
        recording.end_cover(cover=found[0], **said)
    except recording.Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, f"{found[0].user} no longer covers.")
    return redirect(request.path)


def outcome(said):
    until = f"to {in_full(said['until'])}" if said["until"] else "on, until you end it"
    return f"{said['user']} covers from {in_full(said['starts'])} {until}."


def approvers(authority) -> set[int]:
    """Who is an approver of the authority themselves, not by cover."""
    held = Membership.objects.filter(authority=authority, role=Role.APPROVER)
    return set(held.values_list("user", flat=True))
