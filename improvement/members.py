"""Who a member is on the day they ask: their roles, the posts that they hold or cover, and
for whom they stand in."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, FilteredRelation, OuterRef, Q, Value, When

from improvement.models import Cover, Holding, Membership, User
from inspections.models import Authority
from inspections.models.time import AsAt

Role = Membership.Role

# In place of a role: that of an approver for whom the member stands in.
LENT = "lent"


def ask_on(user: User, day: date) -> User:
    """Says on which day the member asks: who stands in for an approver is one for a time.
    Without it no cover counts."""
    if getattr(user, "asks_on", None) != day:
        user.asks_on = day
        user.__dict__.pop("_roles_by_authority", None)
    return user


def roles(user: User) -> dict[int, frozenset]:
    """The member's roles by authority, on the day they ask; one query a request. A superuser
    is an admin of all. Who covers an approver who still is one, is an approver."""
    if not hasattr(user, "_roles_by_authority"):
        found: dict[int, set] = {}
        slugs: dict[int, str] = {}
        lent = set()
        for authority, slug, role in _memberships(user):
            slugs[authority] = slug
            held = found.setdefault(authority, {Role.ADMIN} if user.is_superuser else set())
            if role == LENT:
                lent.add(authority)
            elif role:
                held.add(Role(role))
        user._slugs_by_authority = slugs
        user._stands_in_at = {pk for pk in lent if Role.APPROVER not in found[pk]}
        for authority in lent:
            found[authority].add(Role.APPROVER)
        user._roles_by_authority = {pk: frozenset(held) for pk, held in found.items()}
    return user._roles_by_authority


def stands_in(user: User, authority: int) -> bool:
    """Whether the member is an approver there only by standing in; costs no query."""
    roles(user)
    return authority in user._stands_in_at


def _memberships(user: User):
    """(authority, its slug, role) of each membership, and `LENT` for the role of an approver
    whom they cover; for a superuser every authority, role or not."""
    if not user.is_superuser:
        held = user.memberships.values_list("authority", "authority__slug", "role")
    else:
        mine = FilteredRelation("memberships", condition=Q(memberships__user=user))
        held = Authority.objects.annotate(mine=mine).values_list("pk", "slug", "mine__role")
    day = getattr(user, "asks_on", None)
    if day is None:
        return held
    lent = _covers_of_approvers(user, day).values_list(
        "authority", "authority__slug", Value(LENT)
    )
    return held.union(lent)


def _covers_of_approvers(user: User, day: date):
    """The covers by which the member stands in on the day for somebody who is an approver."""
    covers = Cover.objects.current(AsAt.end_of(day)).filter(user=user)
    return covers.filter(_makes_an_approver(user))


def _makes_an_approver(user: User) -> Q:
    is_approver = Membership.objects.filter(
        user=OuterRef("approver"), authority=OuterRef("authority"), role=Role.APPROVER
    )
    # Who has no role here any more stands in for nobody.
    is_member = Membership.objects.filter(user=user, authority=OuterRef("authority"))
    return Q(approver__is_active=True) & Q(Exists(is_approver)) & Q(Exists(is_member))


def _is_no_approver(user: User) -> Q:
    own = Membership.objects.filter(
        user=user, authority=OuterRef("authority"), role=Role.APPROVER
    )
    return ~Q(Exists(own))


def slug_of(user: User, authority: int) -> str:
    """The authority's name in addresses, or nothing where the member has no role; costs no
    query, so that a page may link each of its rows."""
    roles(user)
    return user._slugs_by_authority.get(authority, "")


def posts_held(user: User, as_at) -> set[int]:
    """The posts that the member holds at the moment."""
    holdings = Holding.objects.filter(user=user)
    return {holding.owner_id for holding in holdings.current(as_at)}


def posts_covered(user: User, as_at) -> set[int]:
    """The posts whose actions the member updates for a time, or, of a partner body that has
    no account, until further notice."""
    covers = Cover.objects.filter(user=user, owner__isnull=False).current(as_at)
    return set(covers.values_list("owner", flat=True))


def posts_spoken_for(user: User, as_at) -> set[int]:
    """The posts that the member holds or covers."""
    return posts_held(user, as_at) | posts_covered(user, as_at)


@dataclass(frozen=True)
class Answerer:
    """Who would answer a claim or a request: the member with the posts that they speak for;
    and where they only stand in, by which covers, and what the approvers covered speak for."""

    user: User
    posts: frozenset[int]
    covers: tuple[Cover, ...] = ()
    their_posts: frozenset[int] = frozenset()

    @property
    def approvers(self) -> list[User]:
        return [cover.approver for cover in self.covers]

    @property
    def instead_of(self) -> User | None:
        """In whose stead an answer is recorded."""
        return self.covers[0].approver if self.covers else None


def answerers(user: User, authorities, as_at) -> dict[int, Answerer]:
    """Who the member is when they answer, at each of the authorities; two queries."""
    covers = _covers_behind(user, as_at)
    deciding = [cover for cover in covers if cover.decides]
    people = {user.pk, *(cover.approver_id for cover in deciding)}
    posts: dict[int, set[int]] = {person: set() for person in people}
    for holding in Holding.objects.filter(user__in=people).current(as_at):
        posts[holding.user_id].add(holding.owner_id)
    for cover in covers:
        if cover.owner_id and cover.user_id in people:
            posts[cover.user_id].add(cover.owner_id)
    found = {}
    for authority in authorities:
        here = tuple(cover for cover in deciding if cover.authority_id == authority)
        theirs = frozenset().union(*(posts[cover.approver_id] for cover in here))
        found[authority] = Answerer(user, frozenset(posts[user.pk]), here, theirs)
    return found


def answerer(user: User, authority: int, as_at) -> Answerer:
    return answerers(user, [authority], as_at)[authority]


def _covers_behind(user: User, as_at) -> list[Cover]:
    """The covers that the member gives, and those that the approvers give whom they cover;
    `decides` says by which the member is an approver."""
    running = Cover.objects.current(as_at)
    covered = running.filter(user=user, approver__isnull=False).values("approver")
    decides = Q(user=user) & _makes_an_approver(user) & _is_no_approver(user)
    return list(
        running.filter(Q(user=user) | Q(user__in=covered, owner__isnull=False))
        .annotate(decides=Case(When(decides, then=Value(True)), default=Value(False)))
        .select_related("approver")
        .oldest_first()
    )
