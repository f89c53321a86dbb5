"""Who may do what, in one place.

`RULES` gives every URL name its need; a view whose URL has none is closed to everybody.
A view finds what it shows or changes through `find`, which looks only in the authorities
where the member has a role: what belongs to another authority is not there (404), what
needs another role is refused (403).
"""

from enum import Enum

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import FilteredRelation, Q
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers

from improvement.models import (
    Action,
    Commitment,
    DateRequest,
    Holding,
    Membership,
    Owner,
    Plan,
    User,
)
from inspections.models import (
    Authority,
    Document,
    Finding,
    Inspection,
    Leader,
    Measure,
    Milestone,
    Recommendation,
)

Role = Membership.Role


class Need(Enum):
    """What a page needs: to be signed in or not, or one of some roles in the authority."""

    NOTHING = "nothing"
    SIGNED_IN = "signed in"
    SUPERUSER = "superuser"
    VIEW = frozenset(Role)
    UPDATE = frozenset({Role.OFFICER})
    APPROVE = frozenset({Role.APPROVER})
    ADMIN = frozenset({Role.ADMIN})
    STAFF = frozenset({Role.OFFICER, Role.APPROVER, Role.ADMIN})


RULES = {
    # Signing in
    "account_login": Need.NOTHING,
    "account_logout": Need.NOTHING,
    "account_inactive": Need.NOTHING,
    "account_signup": Need.NOTHING,
    "account_reset_password": Need.NOTHING,
    "account_reset_password_done": Need.NOTHING,
    "account_reset_password_from_key": Need.NOTHING,
    "account_reset_password_from_key_done": Need.NOTHING,
    "account_reauthenticate": Need.SIGNED_IN,
    "account_change_password": Need.SIGNED_IN,
    "health": Need.NOTHING,
    "how-status-works": Need.NOTHING,
    "accessibility": Need.NOTHING,
    # Reading
    "front-page": Need.SIGNED_IN,
    "plan-list": Need.SIGNED_IN,
    "inspection-list": Need.SIGNED_IN,
    "timeline": Need.SIGNED_IN,
    "plan": Need.VIEW,
    "plan-rows": Need.VIEW,
    "plan-compare": Need.VIEW,
    "action-list": Need.VIEW,
    "action": Need.VIEW,
    "inspection": Need.VIEW,
    "inspection-matrix": Need.VIEW,
    "measure-list": Need.SIGNED_IN,
    "measure": Need.VIEW,
    "document-list": Need.SIGNED_IN,
    "document": Need.VIEW,
    "recommendation": Need.VIEW,
    "theme-list": Need.SIGNED_IN,
    "theme": Need.VIEW,
    "search": Need.SIGNED_IN,
    # Officers and approvers
    "my-actions": Need.SIGNED_IN,
    "action-update": Need.UPDATE,
    "action-date": Need.UPDATE,
    "action-sign-off": Need.APPROVE,
    "request-decide": Need.APPROVE,
    "action-withdraw": Need.APPROVE,
    "action-reopen": Need.APPROVE,
    "commitment-impact": Need.APPROVE,
    # Admins
    "draft-upload": Need.ADMIN,
    "draft-schema": Need.ADMIN,
    "keeping": Need.ADMIN,
    "plan-create": Need.ADMIN,
    "plan-keeping": Need.ADMIN,
    "plan-amend": Need.ADMIN,
    "plan-close": Need.ADMIN,
    "plan-period": Need.ADMIN,
    "commitment-create": Need.ADMIN,
    "commitment-amend": Need.ADMIN,
    "action-create": Need.ADMIN,
    "action-amend": Need.ADMIN,
    "action-owner": Need.ADMIN,
    "owner-list": Need.ADMIN,
    "owner-create": Need.ADMIN,
    "owner-amend": Need.ADMIN,
    "holding-create": Need.ADMIN,
    "finding-links": Need.ADMIN,
    "people": Need.ADMIN,
    "person-invite": Need.ADMIN,
    "person-roles": Need.ADMIN,
    "authority-create": Need.SUPERUSER,
}

# Pages that write: never offered, and never obeyed, on a page about the past.
WRITES = frozenset(
    name
    for name, need in RULES.items()
    if need in (Need.UPDATE, Need.APPROVE, Need.ADMIN, Need.SUPERUSER)
)

AUTHORITY_OF = {
    Authority: "pk",
    Plan: "authority",
    Owner: "authority",
    Inspection: "authority",
    Document: "authority",
    Milestone: "authority",
    Leader: "authority",
    Measure: "authority",
    Commitment: "plan__authority",
    Action: "plan__authority",
    DateRequest: "action__plan__authority",
    Recommendation: "inspection__authority",
    Finding: "inspection__authority",
}


def need_of(view_name: str) -> Need | None:
    if view_name.startswith("admin:"):
        return Need.STAFF
    return RULES.get(view_name)


def roles(user: User) -> dict[int, frozenset]:
    """The member's roles by authority; one query a request. A superuser is an admin of all."""
    if not hasattr(user, "_roles_by_authority"):
        found: dict[int, set] = {}
        slugs: dict[int, str] = {}
        for authority, slug, role in _memberships(user):
            slugs[authority] = slug
            held = found.setdefault(authority, {Role.ADMIN} if user.is_superuser else set())
            held.update([Role(role)] if role else [])
        user._slugs_by_authority = slugs
        user._roles_by_authority = {pk: frozenset(held) for pk, held in found.items()}
    return user._roles_by_authority


def _memberships(user: User):
    """(authority, its slug, role) of each membership; for a superuser every authority, role
    or not."""
    if not user.is_superuser:
        return user.memberships.values_list("authority", "authority__slug", "role")
    mine = FilteredRelation("memberships", condition=Q(memberships__user=user))
    return Authority.objects.annotate(mine=mine).values_list("pk", "slug", "mine__role")


def slug_of(user: User, authority: int) -> str:
    """The authority's name in addresses, or nothing where the member has no role; costs no
    query, so that a page may link each of its rows."""
    roles(user)
    return user._slugs_by_authority.get(authority, "")


def authorities(user: User, need: Need = Need.VIEW) -> list[int]:
    """The authorities where the member has one of the roles needed."""
    return [pk for pk, held in roles(user).items() if held & need.value]


def may(user: User, need: Need, authority: int) -> bool:
    return bool(roles(user).get(authority, frozenset()) & need.value)


def may_open(user: User, need: Need) -> bool:
    """Whether a page with this need is open to somebody signed in; what it may show them
    and let them change is asked of each thing on it."""
    if need in (Need.NOTHING, Need.SIGNED_IN):
        return True
    # The first superuser comes before there is any authority to have a role in.
    if user.is_superuser and need in (Need.SUPERUSER, Need.ADMIN, Need.STAFF):
        return True
    return need is not Need.SUPERUSER and bool(authorities(user, need))


def find(request, queryset, **lookup):
    """The one object that the address names, if the member may do there what the page is
    for. Raises Http404 for another authority's, PermissionDenied for want of a role."""
    path = AUTHORITY_OF[queryset.model]
    visible = queryset.filter(**{f"{path}__in": authorities(request.user)})
    found = get_object_or_404(visible, **lookup)
    need = need_of(request.resolver_match.view_name)
    if not may(request.user, need, authority_of(found)):
        raise PermissionDenied
    return found


def authority_of(found) -> int:
    *path, last = AUTHORITY_OF[type(found)].split("__")
    for name in path:
        found = getattr(found, name)
    # Its key, not the authority itself: that would cost a query.
    return getattr(found, last if last == "pk" else f"{last}_id")


def posts_held(user: User, as_at) -> set[int]:
    """The posts that the member holds at the moment."""
    holdings = Holding.objects.filter(user=user)
    return {holding.owner_id for holding in holdings.current(as_at)}


def may_update(user: User, state, posts: set[int]) -> bool:
    """Whether the member may speak for an action: an officer who holds its post (`posts`,
    from `posts_held`)."""
    if state.owner is None or not may(user, Need.UPDATE, state.action.plan.authority_id):
        return False
    return state.owner.pk in posts


class AccessMiddleware:
    """Refuses a view without a rule, and a role-bound view to those with the role nowhere."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        match = request.resolver_match
        if request.user.is_authenticated and "Cache-Control" not in response:
            # Neither a proxy nor the back button after signing out may show it again.
            add_never_cache_headers(response)
        if match and match.app_name == "admin":
            # The Django admin's own pages carry inline styles; scripts stay strict.
            response._csp_update = {"style-src": "'unsafe-inline'", "img-src": "data:"}
        return response

    def process_view(self, request, view, args, kwargs):
        need = need_of(request.resolver_match.view_name or "")
        if need is None:
            # Static files in development are the only views without a name of ours.
            if settings.DEBUG and request.path.startswith(f"/{settings.STATIC_URL}"):
                return
            raise PermissionDenied
        if need is Need.NOTHING or not request.user.is_authenticated:
            return  # LoginRequiredMiddleware has sent the others to the sign-in page
        if not may_open(request.user, need):
            raise PermissionDenied
