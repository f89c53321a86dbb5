"""Who may do what, in one place.

`RULES` gives every URL name its need; a view whose URL has none is closed to everybody.
A view finds what it shows or changes through `find`, which looks only in the authorities
where the member has a role: what belongs to another authority is not there (404), what
needs another role is refused (403).
"""

from enum import Enum

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers

from improvement import members
from improvement.members import Role
from improvement.models import (
    Action,
    Commitment,
    DateRequest,
    Evidence,
    Holding,
    Owner,
    Plan,
    Proposal,
    Sheet,
    UpdateRound,
    User,
    WaitingDocument,
)
from inspections.models import (
    Authority,
    Document,
    Finding,
    GlossaryEntry,
    Inspection,
    Leader,
    Measure,
    Milestone,
    Recommendation,
)
from inspections.models.time import london_day


class Need(Enum):
    """What a page needs: to be signed in or not, or one of some roles in the authority."""

    NOTHING = "nothing"
    SIGNED_IN = "signed in"
    SUPERUSER = "superuser"
    VIEW = frozenset(Role)
    UPDATE = frozenset({Role.OFFICER})
    APPROVE = frozenset({Role.APPROVER})
    ADMIN = frozenset({Role.ADMIN})
    HOLD = frozenset({Role.OFFICER, Role.ADMIN})
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
    "plan-matrix": Need.VIEW,
    "plan-rows": Need.VIEW,
    "plan-compare": Need.VIEW,
    "plan-check": Need.VIEW,
    "action-list": Need.VIEW,
    "action": Need.VIEW,
    "evidence-file": Need.VIEW,
    "inspection": Need.VIEW,
    "inspection-matrix": Need.VIEW,
    "measure-list": Need.SIGNED_IN,
    "measure": Need.VIEW,
    "document-list": Need.SIGNED_IN,
    "document": Need.VIEW,
    "document-text": Need.VIEW,
    "document-page": Need.VIEW,
    "document-file": Need.VIEW,
    "recommendation": Need.VIEW,
    "theme-list": Need.SIGNED_IN,
    "theme": Need.VIEW,
    "search": Need.SIGNED_IN,
    "round-list": Need.VIEW,
    "round": Need.VIEW,
    "my-mail": Need.SIGNED_IN,
    # Officers and approvers
    "my-actions": Need.SIGNED_IN,
    "my-actions-each": Need.UPDATE,
    "my-posts": Need.SIGNED_IN,
    "post-hand-over": Need.UPDATE,
    "handover-take-back": Need.HOLD,
    "post-cover": Need.HOLD,
    "approver-cover": Need.APPROVE,
    "action-update": Need.UPDATE,
    "action-no-change": Need.UPDATE,
    "evidence-add": Need.UPDATE,
    "evidence-take-back": Need.HOLD,
    "request-take-back": Need.UPDATE,
    "action-date": Need.UPDATE,
    "action-sign-off": Need.APPROVE,
    "request-decide": Need.APPROVE,
    "action-withdraw": Need.APPROVE,
    "action-reopen": Need.APPROVE,
    "commitment-impact": Need.APPROVE,
    "to-decide": Need.APPROVE,
    "decision-take-back": Need.APPROVE,
    "sign-off-take-back": Need.APPROVE,
    "impact-take-back": Need.APPROVE,
    # Spreadsheets that go out and come back
    "plan-workbook": Need.VIEW,
    "round-trip": Need.HOLD,
    "round-trip-preview": Need.HOLD,
    # Admins
    "waiting-list": Need.ADMIN,
    "waiting": Need.ADMIN,
    "waiting-page": Need.ADMIN,
    "waiting-state": Need.ADMIN,
    "waiting-add": Need.ADMIN,
    "waiting-import": Need.ADMIN,
    "waiting-put-away": Need.ADMIN,
    "proposal": Need.ADMIN,
    "glossary": Need.ADMIN,
    "glossary-add": Need.ADMIN,
    "glossary-amend": Need.ADMIN,
    "draft-upload": Need.ADMIN,
    "draft-schema": Need.ADMIN,
    "sheet-upload": Need.ADMIN,
    "sheet-plan": Need.ADMIN,
    "sheet-columns": Need.ADMIN,
    "sheet-meanings": Need.ADMIN,
    "sheet-check": Need.ADMIN,
    "sheet-take-away": Need.ADMIN,
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
    "round-open": Need.ADMIN,
    "round-change": Need.ADMIN,
    "round-take-back": Need.ADMIN,
    "round-chase": Need.ADMIN,
    "mail-list": Need.ADMIN,
    "people": Need.ADMIN,
    "person-invite": Need.ADMIN,
    "person-roles": Need.ADMIN,
    "person-leaving": Need.ADMIN,
    "person-cover": Need.ADMIN,
    "authority-create": Need.SUPERUSER,
}

# Pages that write: never offered, and never obeyed, on a page about the past.
WRITES = frozenset(
    name
    for name, need in RULES.items()
    if need in (Need.UPDATE, Need.HOLD, Need.APPROVE, Need.ADMIN, Need.SUPERUSER)
) | {"my-mail"}

AUTHORITY_OF = {
    Authority: "pk",
    Plan: "authority",
    Owner: "authority",
    Holding: "owner__authority",
    Inspection: "authority",
    Document: "authority",
    WaitingDocument: "authority",
    Proposal: "waiting__authority",
    GlossaryEntry: "authority",
    Milestone: "authority",
    Leader: "authority",
    Measure: "authority",
    Commitment: "plan__authority",
    Action: "plan__authority",
    DateRequest: "action__plan__authority",
    Evidence: "action__plan__authority",
    Sheet: "authority",
    UpdateRound: "plan__authority",
    Recommendation: "inspection__authority",
    Finding: "inspection__authority",
}


def need_of(view_name: str) -> Need | None:
    if view_name.startswith("admin:"):
        return Need.STAFF
    return RULES.get(view_name)


def authorities(user: User, need: Need = Need.VIEW) -> list[int]:
    """The authorities where the member has one of the roles needed."""
    return [pk for pk, held in members.roles(user).items() if held & need.value]


def may(user: User, need: Need, authority: int) -> bool:
    return bool(members.roles(user).get(authority, frozenset()) & need.value)


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


def may_update(user: User, state, posts: set[int]) -> bool:
    """Whether the member may speak for an action: an officer who holds or covers its post
    (`posts`, from `posts_spoken_for`)."""
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
        if request.user.is_authenticated:
            members.ask_on(request.user, london_day(request.now))
        need = need_of(request.resolver_match.view_name or "")
        if need is None:
            # Static files in development are the only views without a name of ours.
            if settings.DEBUG and request.path.startswith(f"/{settings.STATIC_URL}"):
                return
            raise PermissionDenied
        if need is Need.NOTHING or not request.user.is_authenticated:
            return  # SignInFirst has sent the others to the sign-in page
        if not may_open(request.user, need):
            raise PermissionDenied
