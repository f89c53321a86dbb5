"""Who holds a post or covers it, now and in days to come; and who could."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from improvement.models import Cover, Holding, Membership, User


@dataclass(frozen=True)
class Tenure:
    """That someone holds a post or will: since when and, if that is known, until when."""

    taken_up: Holding
    until: date | None


def tenures(told: Collection[Holding], today: date) -> list[Tenure]:
    """Who holds a post now or later; `told` is everything of it that stands, the newest
    first."""
    held, taken_up = [], {}
    for holding in reversed(told):
        holder = (holding.user_id, holding.name)
        if holding.change == Holding.Change.TAKES_UP:
            taken_up.setdefault(holder, holding)
        elif holder in taken_up:
            held.append(Tenure(taken_up.pop(holder), holding.holds_from))
    held += [Tenure(holding, None) for holding in taken_up.values()]
    return [t for t in held if t.until is None or t.until > max(today, t.taken_up.holds_from)]


def told_of(owners: Collection[int]) -> dict[int, list[Holding]]:
    """All that stands of who takes up or leaves each of the posts, the newest first; what is
    still to come included."""
    found = defaultdict(list)
    standing = Holding.objects.filter(voided_by__isnull=True, retracts=False, owner__in=owners)
    reads = ("user", "said_by", "by_post", "owner")
    for holding in standing.select_related(*reads).newest_first():
        found[holding.owner_id].append(holding)
    return found


def covers_to_come(covers, today: date) -> list[Cover]:
    """Of the covers (a queryset) those that run or are still to come."""
    standing = covers.filter(voided_by__isnull=True, retracts=False)
    standing = standing.filter(Q(until=None) | Q(until__gte=today))
    reads = ("user", "approver", "owner", "authority")
    return list(standing.select_related(*reads).oldest_first())


def officers(authority) -> list[User]:
    """Who may take up a post of the authority or cover one."""
    found = User.objects.filter(
        memberships__authority=authority,
        memberships__role=Membership.Role.OFFICER,
        is_active=True,
    )
    return list(found.distinct().order_by("name", "email", "pk"))
