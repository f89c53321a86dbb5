from collections import defaultdict
from smtplib import SMTPException

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from improvement import access
from improvement.access import Need, Role
from improvement.forms import sent
from improvement.keeping.depending import what_depends_on
from improvement.keeping.forms.people import AuthorityForm, InvitationForm, RolesForm
from improvement.keeping.plans import write
from improvement.models import Cover, Holding, Membership, User
from improvement.recording import Refused
from improvement.two_at_once import lock_descriptions, one_at_a_time
from inspections.models import Authority

METHODS = ["GET", "HEAD", "POST"]
SECONDS_A_DAY = 60 * 60 * 24


@require_safe
def people(request):
    kept = access.authorities(request.user, Need.ADMIN)
    return render(
        request,
        "keeping/people.html",
        {"people": people_of(kept, request.as_at), "is_one": len(kept) == 1},
    )


@never_cache
@require_http_methods(METHODS)
def person_invite(request):
    form = InvitationForm(sent(request), authorities=list(authorities_of(request.user)))
    invited = []
    if form.is_valid() and write(form, lambda: invited.append(invite(**form.cleaned_data))):
        person, is_new = invited[0]
        if is_new:
            # Answered here, not by a redirect: the link is shown once and kept nowhere.
            return show_invitation(request, person, form.cleaned_data["authority"])
        messages.success(request, f"{person.email} has an account. The roles are added.")
        if not person.is_active:
            messages.warning(request, "They are marked as left, so they cannot sign in yet.")
        return redirect("people")
    return render(request, "keeping/person_invite.html", {"form": form})


@sensitive_variables("link")
def show_invitation(request, person, authority):
    link = request.build_absolute_uri(
        reverse(
            "account_reset_password_from_key",
            kwargs={
                "uidb36": user_pk_to_url_str(person),
                "key": default_token_generator.make_token(person),
            },
        )
    )
    context = {
        "person": person,
        "authority": authority,
        "link": link,
        # Who could read it here could take the account for their own, and with it whatever
        # another authority gives the address later: the mailbox is the proof.
        "shows_link": request.user.is_superuser,
        "reset": request.build_absolute_uri(reverse("account_reset_password")),
        "days": settings.PASSWORD_RESET_TIMEOUT // SECONDS_A_DAY,
    }
    try:
        get_adapter().send_mail("account/email/invitation", person.email, dict(context))
        context["was_sent"] = True
    except (OSError, SMTPException):
        context["was_sent"] = False
    return render(request, "keeping/person_invited.html", context)


@require_http_methods(METHODS)
@one_at_a_time
def person_roles(request, pk):
    kept = access.authorities(request.user, Need.ADMIN)
    if request.method == "POST":
        lock_descriptions(*kept)
    person = get_object_or_404(
        User.objects.filter(memberships__authority__in=kept).distinct(), pk=pk
    )
    memberships = list(
        person.memberships.select_related("authority").order_by("authority__name")
    )
    held = roles_held(memberships, kept)
    may_leave = may_mark_as_left(request.user, person, memberships, kept)
    depends = what_depends_on(person, kept, request.as_at)
    if may_leave and person.is_active and depends and "has_left" in request.POST:
        # They took something up while the page was open: nothing is orphaned in silence.
        return redirect("person-leaving", person.pk)
    form = RolesForm(
        sent(request),
        held=held,
        may_leave=may_leave and not (depends and person.is_active),
        person=person,
    )
    if form.is_valid() and write(
        form,
        lambda: change_roles(
            person=person,
            roles=form.roles(),
            has_left=form.cleaned_data.get("has_left"),
            holds=[post.owner for post in depends.posts],
        ),
    ):
        messages.success(request, form.outcome(f"The roles of {person} are changed."))
        return redirect("front-page" if person == request.user else "people")
    return render(
        request,
        "keeping/person_roles.html",
        {
            "form": form,
            "person": person,
            "depends": depends,
            "may_leave": may_leave,
            "approver_at": [a for a, roles in held.items() if Role.APPROVER in roles],
            "is_elsewhere": any(m.authority_id not in kept for m in memberships),
        },
    )


@require_http_methods(METHODS)
def authority_create(request):
    form = AuthorityForm(sent(request))
    if form.is_valid() and write(form, form.save):
        messages.success(request, f"{form.instance} is there. Invite its first admin.")
        return redirect("keeping")
    return render(request, "keeping/authority_create.html", {"form": form})


# Asking


def authorities_of(user):
    kept = access.authorities(user, Need.ADMIN)
    return Authority.objects.filter(pk__in=kept).order_by("name", "pk")


def people_of(kept, as_at):
    """`(person, roles in words, posts held, whom they cover)` for every member of the
    authorities, and for whoever holds a post there without any role."""
    posts, holders = defaultdict(list), {}
    holdings = Holding.objects.filter(owner__authority__in=kept, user__isnull=False)
    for holding in holdings.select_related("owner", "user").current(as_at):
        posts[holding.user_id].append(holding.owner)
        holders[holding.user_id] = holding.user
    covers = defaultdict(list)
    running = Cover.objects.filter(authority__in=kept).current(as_at)
    for cover in running.select_related("owner", "approver").oldest_first():
        covers[cover.user_id].append(cover)
    roles = defaultdict(lambda: defaultdict(list))
    memberships = Membership.objects.filter(authority__in=kept)
    for membership in memberships.select_related("user", "authority").order_by(
        "user__name", "user__email", "authority__name", "pk"
    ):
        roles[membership.user][membership.authority].append(membership.get_role_display())
    for person in sorted(holders.values(), key=str):
        roles[person]  # an empty row for who has no role left
    return [
        (person, dict(held), posts[person.pk], covers[person.pk])
        for person, held in roles.items()
    ]


def roles_held(memberships, kept):
    """The person's roles by authority, as far as they are the asking admin's to change."""
    held = defaultdict(set)
    for membership in memberships:
        if membership.authority_id in kept:
            held[membership.authority].add(membership.role)
    return dict(held)


def may_mark_as_left(user, person, memberships, kept):
    """Only for someone all of whose roles are the admin's to keep, and never themselves."""
    if person == user or any(m.authority_id not in kept for m in memberships):
        return False
    return user.is_superuser or not person.is_superuser


# Writing


def invite(*, email, name, authority, roles):
    """The person at the address, and whether the account is new; given the roles."""
    person = User.objects.filter(email__iexact=email).first()
    is_new = person is None
    if is_new:
        try:
            person = User.objects.create_user(email, name=name)
        except ValidationError as error:
            raise Refused(" ".join(error.messages), "email") from error
    for role in roles:
        Membership.objects.get_or_create(user=person, authority=authority, role=role)
    return person, is_new


@transaction.atomic
def change_roles(*, person, roles, has_left=None, holds=()):
    """Give the person exactly `roles` in those authorities; no other is touched. Who holds a
    post (`holds`, all of those authorities) stays an officer until they have handed it over."""
    # The lock keeps two admins from taking the role from each other at once.
    lock_descriptions(*(authority.pk for authority in roles))
    for authority, wanted in roles.items():
        held = person.memberships.filter(authority=authority)
        if Role.ADMIN not in wanted or has_left:
            keep_an_admin(authority, person)
        if not wanted or (
            Role.OFFICER not in wanted and held.filter(role=Role.OFFICER).exists()
        ):
            refuse_orphans(authority, person, holds)
        held.exclude(role__in=wanted).delete()
        for role in wanted:
            held.get_or_create(user=person, authority=authority, role=role)
    if has_left is not None and person.is_active == has_left:
        person.is_active = not has_left
        person.save(update_fields=["is_active"])


def refuse_orphans(authority, person, holds):
    """Refuse if a post would be held by somebody who can say nothing for it."""
    posts = sorted({str(post) for post in holds if post.authority_id == authority.pk})
    if posts:
        raise Refused(
            f"{person} holds {', '.join(posts)}. Hand it over first: follow “Leaves” beside the "
            "post on this page.",
            f"roles-{authority.pk}",
        )


def keep_an_admin(authority, person):
    """Refuse if nobody else who can sign in is an admin of the authority."""
    admins = Membership.objects.filter(authority=authority, role=Role.ADMIN)
    is_one = admins.filter(user=person).exists()
    if is_one and not admins.filter(user__is_active=True).exclude(user=person).exists():
        raise Refused(
            f"{authority} would have no admin left. Make someone else one first.",
            f"roles-{authority.pk}",
        )
