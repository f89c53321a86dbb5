"""What depends on a person: the posts that they hold, whom they cover, who covers them, and
where nobody else decides."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from improvement.access import Role
from improvement.models import Cover, Holding, Membership, Owner
from improvement.state.handovers import OpenAction, open_actions
from improvement.state.tenures import Tenure, covers_to_come, tenures, told_of
from inspections.models import Authority


@dataclass(frozen=True)
class PostLeft:
    """A post that the person holds or will, and what it answers for."""

    owner: Owner
    tenure: Tenure
    others: list[Tenure]
    actions: list[OpenAction]
    is_shared: bool  # somebody else holds it today

    @property
    def is_orphaned(self) -> bool:
        """Whether nobody would hold it. A partner body names its own people."""
        return not self.owner.body and not self.is_shared

    @property
    def waiting(self) -> int:
        """How many claims and requests of the post wait to be answered."""
        return sum(bool(a.claim) + len(a.waiting) for a in self.actions)


@dataclass(frozen=True)
class Leaving:
    """All that depends on a person at the authorities that an admin keeps."""

    posts: list[PostLeft]
    covers: list[Cover]
    last_approver_of: list[Authority]

    def __bool__(self):
        return bool(self.posts or self.covers or self.last_approver_of)

    @property
    def orphaned(self) -> list[PostLeft]:
        return [post for post in self.posts if post.is_orphaned]


def what_depends_on(person, kept, as_at) -> Leaving:
    today = as_at.day
    held = Holding.objects.filter(user=person, owner__authority__in=kept)
    owners = {h.owner_id: h.owner for h in held.select_related("owner__authority")}
    told = told_of(owners)
    actions = open_actions({owner.authority_id for owner in owners.values()}, as_at)
    posts, officers = [], officers_at({owner.authority_id for owner in owners.values()})
    for owner_pk, owner in owners.items():
        every = tenures(told[owner_pk], today)
        others = [
            t
            for t in every
            if t.taken_up.user_id != person.pk and _can_act(t, officers[owner.authority_id])
        ]
        is_shared = any(t.taken_up.holds_from <= today for t in others)
        posts += [
            PostLeft(owner, tenure, others, actions[owner_pk], is_shared)
            for tenure in every
            if tenure.taken_up.user_id == person.pk
        ]
    about = Cover.objects.filter(Q(user=person) | Q(approver=person), authority__in=kept)
    posts.sort(key=lambda post: (str(post.owner), post.owner.pk))
    return Leaving(posts, covers_to_come(about, today), last_approver_of(person, kept))


def _can_act(tenure: Tenure, officers: set[int]) -> bool:
    return tenure.taken_up.user is None or tenure.taken_up.user_id in officers


def officers_at(authorities) -> dict[int, set[int]]:
    """Who can sign in and is an officer, by authority."""
    found = defaultdict(set)
    held = Membership.objects.filter(authority__in=authorities, role=Role.OFFICER)
    for authority, user in held.filter(user__is_active=True).values_list("authority", "user"):
        found[authority].add(user)
    return found


def last_approver_of(person, kept) -> list[Authority]:
    """Where nobody else who can sign in is an approver."""
    held = Membership.objects.filter(authority__in=kept, role=Role.APPROVER)
    others = held.filter(user__is_active=True).exclude(user=person).values("authority")
    only = held.filter(user=person).exclude(authority__in=others)
    return list(Authority.objects.filter(pk__in=only.values("authority")).order_by("name"))
