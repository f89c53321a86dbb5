"""Update rounds, and the mail that goes out: each message once, kept until it is sent."""

from django.db import models
from django.db.models import F, Q

from improvement.models.people import User
from improvement.models.plans import Plan
from improvement.models.posts import Said, said_constraints
from inspections.models.time import EventQuerySet


class UpdateRoundQuerySet(EventQuerySet):
    def current(self, as_at):
        """The rounds that are open on the day."""
        return self.that_stand(as_at).filter(closes__gte=as_at.day)


class UpdateRound(Said):
    """A time in which every open action of a plan is to be spoken of, before a board meets.

    It opens on the day it holds from and closes at the end of `closes`. Another one that
    voids it changes its days, or takes it back. May be entered before it opens.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="rounds")
    closes = models.DateField("closes at the end of")
    text = models.TextField("note to the officers", blank=True)

    objects = UpdateRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            *said_constraints(may_be_in_the_future=True),
            models.CheckConstraint(
                condition=Q(closes__gte=F("holds_from")),
                name="round_closes_after_it_opens",
                violation_error_message="It closes before it opens.",
            ),
        ]

    def __str__(self):
        return f"{self.plan}: {self.holds_from} to {self.closes}"


class Mail(models.Model):
    """One message to one address: written first, then handed to the mail server.

    `key` says what it is about and when, so that the same is never written twice. `handing
    over` is set before the server gets it: found so later, nobody knows whether it arrived,
    and a person decides.
    """

    class Kind(models.TextChoices):
        DIGEST = "digest", "weekly digest"
        TEAM = "team", "weekly digest of a team"
        ESCALATION = "escalation", "escalation"
        CHASE = "chase", "reminder of a round"

    class State(models.TextChoices):
        WAITING = "waiting", "waiting to be sent"
        HANDING_OVER = "handing_over", "being handed over"
        SENT = "sent", "sent"
        UNCERTAIN = "uncertain", "sending uncertain"
        DROPPED = "dropped", "not to be sent"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mail")
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="mail"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    key = models.CharField(max_length=150)
    address = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    written_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField("what the server said", max_length=300, blank=True)
    settled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="mail_is_written_once"),
            models.CheckConstraint(
                condition=Q(state="waiting")
                | Q(state="dropped")
                | Q(handed_over_at__isnull=False),
                name="mail_handed_over_says_when",
            ),
        ]

    def __str__(self):
        return f"{self.subject} to {self.address}"
