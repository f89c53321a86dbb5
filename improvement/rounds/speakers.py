"""Who speaks for a post: who holds it, who covers it, and which of them can sign in."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Exists, OuterRef

from improvement.access import Role
from improvement.models import Cover, Holding, Membership, Owner, User


class Speakers:
    """Holders and covers of every post of some authorities, as they stood at a moment.

    Who may sign in and update is asked of today: accounts and roles have no past here.
    """

    def __init__(self, authorities: Collection[int], as_at):
        self.holders: dict[int, list[Holding]] = defaultdict(list)
        self.covers: dict[int, list[Cover]] = defaultdict(list)
        holdings = Holding.objects.filter(owner__authority__in=authorities)
        for holding in _with_roles(holdings, "owner__authority").current(as_at):
            self.holders[holding.owner_id].append(holding)
        covers = Cover.objects.filter(authority__in=authorities, owner__isnull=False)
        for cover in _with_roles(covers, "authority").current(as_at).oldest_first():
            # Who has taken the post up since stands in for nobody.
            if all(held.user_id != cover.user_id for held in self.holders[cover.owner_id]):
                self.covers[cover.owner_id].append(cover)

    def officers_of(self, owner: Owner) -> list[User]:
        """Who can sign in and update the post's actions, each once."""
        said = self._said_of(owner)
        return list({one.user_id: one.user for one in said if one.is_officer}.values())

    def members_of(self, owner: Owner) -> list[User]:
        """Who holds or covers the post and can sign in, whatever their role."""
        said = self._said_of(owner)
        return list({one.user_id: one.user for one in said if one.is_member}.values())

    def _said_of(self, owner: Owner):
        return [*self.holders[owner.pk], *self.covers[owner.pk]]


def _with_roles(events, authority: str):
    """Holdings or covers, with whether their user has a role, or that of an officer."""
    roles = Membership.objects.filter(
        user=OuterRef("user"), authority=OuterRef(authority), user__is_active=True
    )
    return events.select_related("user").annotate(
        is_member=Exists(roles), is_officer=Exists(roles.filter(role=Role.OFFICER))
    )
