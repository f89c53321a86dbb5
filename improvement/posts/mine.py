"""The posts that the member holds or covers, and who decides for them: what to do before
leave and on leaving."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement import access
from improvement.access import Need, Role
from improvement.models import Cover, Holding, Owner
from improvement.state.handovers import (
    Handover,
    HandoverNote,
    handover_notes,
    open_actions,
    to_take_back,
)
from improvement.state.posts import fetch_posts
from improvement.state.tenures import Tenure, covers_to_come, tenures, told_of
from inspections.models import Authority

# For how long after it My posts says that a handover to the member was taken back.
TOLD_FOR = timedelta(days=28)


@dataclass
class MyPost:
    """A post that the member holds."""

    owner: Owner
    since: date
    until: date | None
    others: list[Tenure]
    open: int
    late: int
    may_hand_over: bool
    note: HandoverNote | None = None
    covers: list[Cover] = field(default_factory=list)


@dataclass
class MyDeciding:
    """That the member is an approver of an authority, and who covers them."""

    authority: Authority
    covers: list[Cover]


@require_safe
def my_posts(request):
    user, as_at = request.user, request.as_at
    # Only where the member still has a role: a post elsewhere is nothing they may see.
    here = access.authorities(user)
    mine = Holding.objects.filter(user=user, owner__authority__in=here)
    mine = mine.select_related("owner__authority")
    holdings = {holding.owner_id: holding for holding in mine.current(as_at)}
    owners = {pk: holding.owner for pk, holding in holdings.items()}
    about_me = Q(owner__in=owners) | Q(user=user) | Q(approver=user)
    covers = covers_to_come(Cover.objects.filter(about_me, authority__in=here), as_at.day)
    actions = open_actions(authorities_of(owners.values(), covers), as_at)
    of_mine = [action for pk in owners for action in actions[pk]]
    told = told_of({*owners, *handed_on_by(user, here)})
    notes = handover_notes(user, posts_as_at(owners.values(), as_at), of_mine)
    context = {
        "posts": [
            my_post(request, holdings[pk], told[pk], actions[pk], notes.get(pk), covers)
            for pk in sorted(owners, key=lambda pk: (str(owners[pk]), pk))
        ],
        "handed_over": handed_over(user, told),
        "taken_back": taken_back_from(user, here, as_at).exclude(owner__in=owners),
        "covered": [
            (cover, len(actions[cover.owner_id]))
            for cover in covers
            if cover.user_id == user.pk and cover.owner_id
        ],
        "decides_for": [c for c in covers if c.user_id == user.pk and c.approver_id],
        "deciding": [
            MyDeciding(
                authority,
                [
                    c
                    for c in covers
                    if (c.approver_id, c.authority_id) == (user.pk, authority.pk)
                ],
            )
            for authority in approver_at(user)
        ],
    }
    return render(request, "posts/my_posts.html", context)


def posts_as_at(owners, as_at):
    authorities = {owner.authority_id for owner in owners}
    told = fetch_posts(authorities, as_at)
    return [post for pk in authorities for post in told.as_at(pk, as_at).values()]


def handed_on_by(user, here):
    """The posts that the member said they leave."""
    said = Holding.objects.filter(user=user, said_by=user, owner__authority__in=here)
    return said.filter(change=Holding.Change.LEAVES).values_list("owner", flat=True)


def handed_over(user, told) -> list[Handover]:
    """What the member handed over and may still take back."""
    return [h for h in to_take_back(told) if h.left.user_id == h.left.said_by_id == user.pk]


def taken_back_from(user, here, as_at):
    """By which events what had been handed to the member was lately taken back by others."""
    taken_back = Holding.objects.filter(
        user=user,
        owner__authority__in=here,
        change=Holding.Change.TAKES_UP,
        retracts=True,
        known_at__gt=as_at.moment - TOLD_FOR,
    )
    # What only corrects the records gives no reason.
    told = taken_back.exclude(text="").exclude(said_by=user)
    return told.select_related("owner", "said_by", "by_post").newest_first()


def my_post(request, holding, told, actions, note, covers) -> MyPost:
    today, user, owner = request.as_at.day, request.user, holding.owner
    held = tenures(told, today)
    own = next((t for t in held if t.taken_up.user_id == user.pk), None)
    return MyPost(
        owner=owner,
        since=holding.holds_from,
        until=own.until if own else None,
        others=[t for t in held if t.taken_up.user_id != user.pk],
        open=len(actions),
        late=sum(action.late > 0 for action in actions),
        may_hand_over=access.may(user, Need.UPDATE, owner.authority_id),
        note=note,
        covers=[cover for cover in covers if cover.owner_id == owner.pk],
    )


def authorities_of(owners, covers) -> set[int]:
    """Where open actions are counted."""
    return {owner.authority_id for owner in owners} | {c.authority_id for c in covers}


def approver_at(user) -> list[Authority]:
    """The authorities where the member is an approver themselves."""
    held = {"memberships__user": user, "memberships__role": Role.APPROVER}
    return list(Authority.objects.filter(**held).distinct().order_by("name", "pk"))
