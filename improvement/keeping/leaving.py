"""Somebody leaves the council: which posts nobody would hold, and what becomes of them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from improvement import access, recording
from improvement.access import Need
from improvement.forms import sent
from improvement.keeping.depending import what_depends_on
from improvement.keeping.forms.leaving import PersonLeavingForm
from improvement.keeping.forms.posts import VACANT
from improvement.keeping.people import METHODS, change_roles, may_mark_as_left, roles_held
from improvement.keeping.plans import write
from improvement.models import User
from improvement.state.tenures import officers
from improvement.two_at_once import lock_descriptions, one_at_a_time
from inspections.models.time import london_day


@require_http_methods(METHODS)
@one_at_a_time
def person_leaving(request, pk):
    kept = access.authorities(request.user, Need.ADMIN)
    if request.method == "POST":
        lock_descriptions(*kept)
    person = get_object_or_404(
        User.objects.filter(memberships__authority__in=kept).distinct(), pk=pk
    )
    memberships = list(person.memberships.all())
    if not may_mark_as_left(request.user, person, memberships, kept):
        messages.error(request, f"You cannot mark {person} as left.")
        return redirect("person-roles", person.pk)
    leaving = what_depends_on(person, kept, request.as_at)
    form = PersonLeavingForm(
        sent(request), orphaned=leaving.orphaned, takers=takers(leaving, person)
    )
    if form.is_valid() and write(
        form, lambda: leave(person, leaving, form, by=request.user, now=request.now)
    ):
        messages.success(request, f"{person} is marked as left and can no longer sign in.")
        return redirect("people")
    context = {"form": form, "person": person, "leaving": leaving}
    return render(request, "keeping/person_leaving.html", context)


# Asking


def takers(leaving, person) -> dict[int, list[User]]:
    """Who could take over at each authority that has a post to hand on."""
    authorities = {post.owner.authority_id: post.owner.authority for post in leaving.orphaned}
    return {
        pk: [officer for officer in officers(authority) if officer != person]
        for pk, authority in authorities.items()
    }


# Writing


def leave(person, leaving, form, *, by, now):
    """End all that the person holds and covers, hand on what was chosen, and switch the
    account off."""
    for post in leaving.posts:
        end_tenure(post, form.chosen(post), form.cleaned_data.get("text", ""), by=by, now=now)
    for cover in leaving.covers:
        recording.end_cover(cover=cover, by=by, now=now)
    memberships = list(person.memberships.select_related("authority"))
    kept = {membership.authority_id for membership in memberships}
    change_roles(person=person, roles=roles_held(memberships, kept), has_left=True)


def end_tenure(post, to, text, *, by, now):
    today = london_day(now)
    on = max(today, post.tenure.taken_up.holds_from)
    said = {"owner": post.owner, "by": by, "now": now, "on": on}
    if isinstance(to, User):
        recording.hand_over(to=to, text=text, leaving=post.tenure.taken_up, **said)
    else:
        # Whoever shares the post keeps it; a post of a partner body has its own people.
        knowingly = to == VACANT or not post.is_orphaned
        recording.leave_post(user=post.tenure.taken_up.user, may_be_vacant=knowingly, **said)
