"""Who holds each post at a moment, who covers it, and which posts nobody holds.

A post, or a team, of the council is vacant while nobody holds it, or only accounts that are
switched off or no officer's, which can say nothing for it. A partner body keeps its own people, so its posts are never vacant here; but
somebody here has to speak for it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from django.db.models import CharField, Exists, F, FilteredRelation, OuterRef, Q, Value
from django.db.models.functions import Coalesce, NullIf

from improvement.models import Holding, Membership, Owner
from improvement.state.replay import stands
from inspections.intake.dates import in_full
from inspections.models.time import AsAt, Reading, london_day


class Why(StrEnum):
    """Why nobody holds a post."""

    LEFT = "left"
    SWITCHED_OFF = "switched off"
    NO_OFFICER = "no officer"
    NEVER_HELD = "never held"


@dataclass(frozen=True)
class StandIn:
    """Somebody who covers a post, or speaks for a partner body."""

    user: int
    words: str
    until: date | None


@dataclass(frozen=True)
class Vacancy:
    """That nobody holds a post; `since` is known where the last holder left it."""

    owner: Owner
    why: Why
    since: date | None = None
    covers: tuple[StandIn, ...] = ()

    @property
    def words(self) -> str:
        if self.since:
            return f"Post vacant since {in_full(self.since)}"
        if self.why == Why.SWITCHED_OFF:
            return "Post vacant: its holder’s account is switched off"
        if self.why == Why.NO_OFFICER:
            return "Post vacant: its holder is no officer"
        return "Post vacant: no holder entered"


@dataclass(frozen=True)
class PostNow:
    """A post at a moment."""

    owner: Owner
    holders: tuple["Held", ...]
    covers: tuple[StandIn, ...]
    vacancy: Vacancy | None
    notes: tuple["Held", ...] = ()  # with which it was handed over, the newest last

    @property
    def is_unspoken_for(self) -> bool:
        """Whether nobody here may update the actions of a partner body."""
        has_account = any(
            holder.user and holder.is_active and holder.may_update for holder in self.holders
        )
        return bool(self.owner.body) and not self.covers and not has_account


@dataclass(frozen=True, slots=True)
class Held:
    """That a holder took up or left a post, as plain values; voided ones included."""

    owner: int
    pk: int
    user: int | None
    words: str
    change: str
    holds_from: date
    known_at: datetime
    voided_at: datetime | None
    retracts: bool
    is_active: bool
    may_update: bool  # by today's roles; somebody without an account needs none
    last_seen: date | None
    text: str
    speaker: str

    @property
    def order(self):
        return (self.holds_from, self.known_at, self.pk)

    @property
    def takes_up(self) -> bool:
        return self.change == Holding.Change.TAKES_UP

    def can_act(self, as_at: AsAt) -> bool:
        """Whether the holder still signs in as an officer, or never did because they have no
        account.

        Roles are today's. On which day an account was switched off is not kept: by today's knowledge it has
        been since its last use, and what was known then does not tell.
        """
        if as_at.reading == Reading.THEN:
            return True
        if not self.may_update:
            return False
        if self.is_active:
            return True
        return self.last_seen is not None and as_at.day <= self.last_seen


@dataclass(frozen=True, slots=True)
class Covered:
    """That somebody covers a post, as plain values; voided ones included."""

    owner: int
    pk: int
    user: int
    words: str
    until: date | None
    holds_from: date
    known_at: datetime
    voided_at: datetime | None
    retracts: bool

    def runs(self, as_at: AsAt) -> bool:
        is_over = self.until is not None and self.until < as_at.day
        return not is_over and stands(self, as_at.day, as_at.known_by)


@dataclass
class ToldOfPosts:
    """The posts of some authorities, by authority and id, and everything recorded of who
    held them and who covers them at the moment."""

    owners: dict[int, dict[int, Owner]] = field(default_factory=lambda: defaultdict(dict))
    holdings: dict[int, dict[int, Held]] = field(default_factory=lambda: defaultdict(dict))
    covers: dict[int, dict[int, Covered]] = field(default_factory=lambda: defaultdict(dict))

    def as_at(self, authority: int, as_at: AsAt) -> dict[int, PostNow]:
        """The authority's posts by their ids."""
        return {
            pk: _post_now(owner, self.holdings[pk].values(), self.covers[pk].values(), as_at)
            for pk, owner in self.owners[authority].items()
        }


def _named(person: str, *otherwise):
    name = NullIf(f"{person}__name", Value(""))
    return Coalesce(name, f"{person}__email", *otherwise, output_field=CharField())


def fetch_posts(authorities: Collection[int], as_at: AsAt) -> ToldOfPosts:
    """In one query: screens are held to a fixed number of them. Of covers only those around
    the day come with it, so that a post's rows stay few."""
    about_now = Q(covers__holds_from__lte=as_at.day, covers__retracts=False) & (
        Q(covers__until=None) | Q(covers__until__gte=as_at.day)
    )
    rows = Owner.objects.filter(authority__in=authorities).annotate(
        running=FilteredRelation("covers", condition=about_now)
    )
    told = ToldOfPosts()
    for row in rows.annotate(**HELD, **COVERED).order_by("pk"):
        told.owners[row.authority_id].setdefault(row.pk, row)
        if row.held_pk is not None:
            told.holdings[row.pk][row.held_pk] = _held(row)
        if row.cover_pk is not None:
            told.covers[row.pk][row.cover_pk] = _covered(row)
    return told


HELD = {
    "held_pk": F("holdings__pk"),
    "held_user": F("holdings__user_id"),
    "held_words": _named("holdings__user", "holdings__name"),
    "held_change": F("holdings__change"),
    "held_from": F("holdings__holds_from"),
    "held_known_at": F("holdings__known_at"),
    "held_voided_at": F("holdings__voided_by__known_at"),
    "held_retracts": F("holdings__retracts"),
    "held_is_active": F("holdings__user__is_active"),
    "held_is_officer": Exists(
        Membership.objects.filter(
            user=OuterRef("holdings__user"),
            authority=OuterRef("authority"),
            role=Membership.Role.OFFICER,
        )
    ),
    "held_last_login": F("holdings__user__last_login"),
    "held_text": F("holdings__text"),
    "held_speaker": _named("holdings__said_by", "holdings__by_post__post", Value("")),
}
COVERED = {
    "cover_pk": F("running__pk"),
    "cover_user": F("running__user_id"),
    "cover_words": _named("running__user"),
    "cover_until": F("running__until"),
    "cover_from": F("running__holds_from"),
    "cover_known_at": F("running__known_at"),
    "cover_voided_at": F("running__voided_by__known_at"),
    "cover_retracts": F("running__retracts"),
}


def _held(row) -> Held:
    return Held(
        owner=row.pk,
        pk=row.held_pk,
        user=row.held_user,
        words=row.held_words,
        change=row.held_change,
        holds_from=row.held_from,
        known_at=row.held_known_at,
        voided_at=row.held_voided_at,
        retracts=row.held_retracts,
        is_active=row.held_is_active is not False,
        may_update=row.held_user is None or row.held_is_officer,
        last_seen=london_day(row.held_last_login) if row.held_last_login else None,
        text=row.held_text,
        speaker=row.held_speaker,
    )


def _covered(row) -> Covered:
    return Covered(
        owner=row.pk,
        pk=row.cover_pk,
        user=row.cover_user,
        words=row.cover_words,
        until=row.cover_until,
        holds_from=row.cover_from,
        known_at=row.cover_known_at,
        voided_at=row.cover_voided_at,
        retracts=row.cover_retracts,
    )


def _post_now(
    owner: Owner, holdings: Iterable[Held], covers: Iterable[Covered], as_at: AsAt
) -> PostNow:
    standing = [held for held in holdings if stands(held, as_at.day, as_at.known_by)]
    standing.sort(key=lambda held: held.order)
    last_words = {held.user or held.words: held for held in standing}
    holders = tuple(held for held in last_words.values() if held.takes_up)
    stand_ins = tuple(
        StandIn(cover.user, cover.words, cover.until)
        for cover in sorted(covers, key=lambda cover: (cover.holds_from, cover.pk))
        # Who has taken the post up since stands in for nobody.
        if cover.runs(as_at) and all(held.user != cover.user for held in holders)
    )
    vacancy = None
    if not owner.body and not any(held.can_act(as_at) for held in holders):
        vacancy = Vacancy(owner, *_why_vacant(last_words.values(), holders), covers=stand_ins)
    notes = tuple(held for held in standing if held.text)
    return PostNow(owner, holders, stand_ins, vacancy, notes)


def _why_vacant(last_words: Collection[Held], holders: Collection[Held]):
    """Why, and since when if that is known."""
    if holders:
        is_off = any(held.may_update for held in holders)
        return (Why.SWITCHED_OFF if is_off else Why.NO_OFFICER,)
    if not last_words:
        return (Why.NEVER_HELD,)
    return (Why.LEFT, max(held.holds_from for held in last_words))


def posts_now(authority: int, as_at: AsAt) -> dict[int, PostNow]:
    """The posts of the authority by their ids; one query."""
    return fetch_posts([authority], as_at).as_at(authority, as_at)


def vacant(authority: int, as_at: AsAt) -> dict[int, Vacancy]:
    """The posts of the authority that nobody holds at the moment, by their ids; one query."""
    posts = posts_now(authority, as_at)
    return {pk: post.vacancy for pk, post in posts.items() if post.vacancy}
