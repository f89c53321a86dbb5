"""Posts, teams and partner bodies: what answers for actions; who holds it, who covers it, and
what was said in their name."""

from django.db import models
from django.db.models import F, Q, Subquery
from simple_history.models import HistoricalRecords

from improvement.models.people import User
from inspections.models import Authority
from inspections.models.time import (
    Event,
    EventQuerySet,
    Known,
    event_constraints,
)


class Owner(Known):
    """A post, team or partner body that answers for actions. People hold it for a time."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="owners")
    key = models.SlugField(max_length=60)
    post = models.CharField("post or team", max_length=150)
    body = models.CharField(
        "partner body", max_length=150, blank=True, help_text="Empty for the council itself."
    )
    answers_to = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="team",
        help_text="The post that is told what is late here.",
    )
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "key"], name="owner_key_is_unique")
        ]

    def __str__(self):
        return f"{self.post} ({self.body})" if self.body else self.post


class Said(Event):
    """An event by the council: who said it.

    Live, `said_by` is who was signed in. Loaded from a draft, nobody was: `by_post` names
    the post that spoke, and `recorded_by` who loaded it.
    """

    said_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_post = models.ForeignKey(
        Owner, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def speaker(self):
        return self.said_by or self.by_post


def said_constraints(**kwargs):
    return [
        *event_constraints(**kwargs),
        models.CheckConstraint(
            # What a plan's paper states as a fact (an owner, a closing) has no speaker.
            condition=Q(said_by__isnull=False) | Q(by_post__isnull=False) | ~Q(draft_key=""),
            name="%(class)s_has_a_speaker",
        ),
    ]


def latest(events, field):
    """The `field` of the newest of `events`, as a subquery."""
    return Subquery(events.filter(retracts=False).newest_first().values(field)[:1])


class HoldingQuerySet(EventQuerySet):
    def current(self, as_at):
        """Who holds which post on the day: the last word on each holder of each post."""
        standing = {}
        for holding in self.that_stand(as_at).oldest_first():
            standing[(holding.owner_id, holding.user_id, holding.name)] = holding
        return [h for h in standing.values() if h.change == Holding.Change.TAKES_UP]


class Holding(Said):
    """That someone takes up or leaves a post; may be entered before the day."""

    class Change(models.TextChoices):
        TAKES_UP = "takes_up", "takes up the post"
        LEAVES = "leaves", "leaves the post"

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="holdings")
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="holdings"
    )
    name = models.CharField(
        max_length=150, blank=True, help_text="Only for a holder without an account."
    )
    change = models.CharField(max_length=20, choices=Change)
    text = models.TextField("handover note", blank=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        constraints = [
            *said_constraints(may_be_in_the_future=True),
            models.CheckConstraint(
                condition=Q(user__isnull=False, name="") | (Q(user__isnull=True) & ~Q(name="")),
                name="holding_names_one_holder",
            ),
        ]

    def __str__(self):
        return f"{self.user or self.name} {self.get_change_display()} {self.owner}"


class CoverQuerySet(EventQuerySet):
    def current(self, as_at):
        """The covers that run on the day."""
        return self.that_stand(as_at).filter(Q(until=None) | Q(until__gte=as_at.day))


class Cover(Said):
    """That someone stands in from a day to a day: for a post, so that they update its
    actions; or for an approver, so that they decide.

    Without an end it is standing: somebody here speaks for a partner body, which has no
    accounts. May be entered before the day; ended early by one that voids it.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="covers")
    owner = models.ForeignKey(
        Owner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="covers",
        verbose_name="post",
    )
    approver = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="covered_by"
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="covers", verbose_name="who stands in"
    )
    until = models.DateField("until", null=True, blank=True)
    text = models.TextField("note", blank=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        constraints = [
            *said_constraints(may_be_in_the_future=True),
            models.CheckConstraint(
                condition=Q(owner__isnull=False, approver__isnull=True)
                | Q(owner__isnull=True, approver__isnull=False),
                name="cover_is_for_a_post_or_an_approver",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("holds_from")),
                name="cover_ends_after_it_begins",
                violation_error_message="The last day is before the first.",
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("user")),
                name="nobody_covers_themselves",
                violation_error_message="Choose somebody else than the one who is away.",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=False) | Q(owner__isnull=False) | Q(retracts=True),
                name="cover_of_an_approver_ends",
                violation_error_message="Give the last day.",
            ),
        ]

    def __str__(self):
        return f"{self.user} covers {self.owner or self.approver}"


class Ownership(Said):
    """Which post answers for an action or a commitment from a day on."""

    action = models.ForeignKey(
        "improvement.Action",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ownerships",
    )
    commitment = models.ForeignKey(
        "improvement.Commitment",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ownerships",
    )
    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="ownerships")
    text = models.TextField("handover note", blank=True)

    class Meta:
        constraints = [
            *said_constraints(),
            models.CheckConstraint(
                condition=Q(action__isnull=False, commitment__isnull=True)
                | Q(action__isnull=True, commitment__isnull=False),
                name="ownership_is_of_one_thing",
            ),
        ]

    def __str__(self):
        return f"{self.owner} from {self.holds_from}"
