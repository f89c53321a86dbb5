from django.core.validators import RegexValidator
from django.db import models
from django.db.models import OuterRef, Q
from simple_history.models import HistoricalRecords

from improvement.models.people import User
from improvement.models.plans import Commitment, Plan
from improvement.models.posts import Ownership, Said, latest, said_constraints
from inspections.models.time import AppendOnlyError, Known, KnownQuerySet


class Status(models.TextChoices):
    """Delivery status of an action, as said by the officer."""

    NOT_STARTED = "not_started", "Not started"
    ON_TRACK = "on_track", "On track"
    AT_RISK = "at_risk", "At risk"
    OFF_TRACK = "off_track", "Off track"
    DONE = "done", "Done, evidence awaited"
    NOT_STATED = "not_stated", "Not stated"


NEEDS_REASON = (Status.AT_RISK, Status.OFF_TRACK)


class ActionQuerySet(KnownQuerySet):
    def for_screen(self, as_at):
        """A plan's actions in the order of their references, with `owner_now` (its id)."""
        owners = Ownership.objects.as_at(as_at).filter(action=OuterRef("pk"))
        return (
            self.known(as_at)
            .filter(added__lte=as_at.day)
            .annotate(owner_now=latest(owners, "owner"))
            .order_by("position", "pk")
        )

    def update(self, **values):
        if changed := set(values) & set(Action.SET_ONCE):
            raise AppendOnlyError(f"Set once, and never changed: {', '.join(sorted(changed))}.")
        return super().update(**values)


class Action(Known):
    """One step for one or more commitments.

    Its days are set once: whether it was late or unconfirmed on a day gone by depends on
    them, and a page about that day must not change.
    """

    SET_ONCE = ("added", "start", "first_due")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    reference = models.CharField(
        max_length=30,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
                "Letters, figures, full stops, hyphens and underscores only.",
            )
        ],
    )
    position = models.PositiveIntegerField(default=0, editable=False)
    title = models.CharField("what will be done", max_length=300)
    added = models.DateField("in the plan since")
    start = models.DateField(null=True, blank=True)
    first_due = models.DateField("first due date", null=True, blank=True)
    due_as_printed = models.CharField(max_length=100, blank=True)
    success_measure = models.TextField("how we will know", blank=True)
    history = HistoricalRecords()

    objects = ActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "reference"],
                name="action_reference_is_unique",
                violation_error_message="The plan has an action with this reference.",
            )
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    @classmethod
    def from_db(cls, db, field_names, values):
        action = super().from_db(db, field_names, values)
        action.days_as_read = {name: action.__dict__.get(name) for name in cls.SET_ONCE}
        return action

    def save(self, *args, **kwargs):
        days = {name: getattr(self, name) for name in self.SET_ONCE}
        if not self._state.adding and days != self.days_as_read:
            raise AppendOnlyError("An action's days are set once; a decision moves its date.")
        super().save(*args, **kwargs)
        self.days_as_read = days


class ActionCommitment(Said):
    """That an action joins or leaves a commitment."""

    class Change(models.TextChoices):
        JOINS = "joins", "joins"
        LEAVES = "leaves", "leaves"

    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="action_commitments"
    )
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="action_commitments"
    )
    change = models.CharField(max_length=20, choices=Change)

    class Meta:
        constraints = said_constraints()

    def __str__(self):
        return f"{self.action} {self.change} {self.commitment}"


class Update(Said):
    """An officer's statement about an action.

    What was done (`text`) and what difference it makes are never the same words. One of
    `no_change` says only that what was said before still holds, with its reason if there
    was one.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    status = models.CharField(max_length=20, choices=Status, blank=True)
    text = models.TextField("what changed", blank=True)
    difference = models.TextField("what difference it makes", blank=True)
    reason = models.TextField("why", blank=True)
    no_change = models.BooleanField("confirms that nothing changed", default=False)
    as_cover = models.BooleanField("said by someone who covered the post", default=False)
    told_by = models.CharField(
        "who told us, and when",
        max_length=200,
        blank=True,
        help_text="Where somebody here speaks for a partner body.",
    )

    class Meta:
        constraints = [
            *said_constraints(),
            models.CheckConstraint(
                condition=Q(retracts=True) | ~Q(status=""), name="update_has_a_status"
            ),
            models.CheckConstraint(
                condition=Q(no_change=False) | Q(text="", difference=""),
                name="no_change_says_nothing_new",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("at_risk", "off_track")) | ~Q(reason=""),
                name="at_risk_and_off_track_say_why",
                violation_error_message="Say why it is at risk or off track.",
            ),
        ]

    def __str__(self):
        return f"{self.action.reference}: {self.get_status_display()}"


class DateRequest(Said):
    """An officer asks for a new date. It changes nothing until it is granted."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="date_requests")
    to = models.DateField("new date", null=True, blank=True)
    reason = models.TextField("why", blank=True)
    meanwhile = models.TextField("what happens meanwhile", blank=True)
    holds_up = models.TextField("what it holds up", blank=True)
    as_cover = models.BooleanField("said by someone who covered the post", default=False)

    class Meta:
        constraints = [
            *said_constraints(),
            models.CheckConstraint(
                condition=Q(retracts=True) | (Q(to__isnull=False) & ~Q(reason="")),
                name="request_says_a_date_and_why",
            ),
        ]

    def __str__(self):
        return f"{self.action.reference}: to {self.to}"


class Decision(Said):
    """A decision on a request for a date, or on an action: withdrawn, reopened."""

    class Outcome(models.TextChoices):
        GRANTED = "granted", "granted"
        GRANTED_TO = "granted_to", "granted to another date"
        REFUSED = "refused", "refused"
        WITHDRAWN = "withdrawn", "withdrawn"
        REOPENED = "reopened", "reopened"

    ON_A_REQUEST = (Outcome.GRANTED, Outcome.GRANTED_TO, Outcome.REFUSED)

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="decisions")
    request = models.ForeignKey(
        DateRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    to = models.DateField("date granted instead", null=True, blank=True)
    reason = models.TextField("why", blank=True)
    minute = models.CharField(
        "minute reference", max_length=150, blank=True, help_text="Where it was agreed."
    )
    instead_of = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="the approver covered",
    )

    class Meta:
        constraints = [
            *said_constraints(),
            models.CheckConstraint(
                condition=Q(retracts=True)
                | Q(outcome__in=("granted", "granted_to", "refused"), request__isnull=False)
                | Q(outcome__in=("withdrawn", "reopened"), request__isnull=True),
                name="decision_is_on_a_request_or_on_the_action",
            ),
            models.CheckConstraint(
                condition=Q(outcome="granted_to", to__isnull=False)
                | (~Q(outcome="granted_to") & Q(to__isnull=True)),
                name="decision_names_a_date_only_if_another",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=("refused", "withdrawn", "reopened")) | ~Q(reason=""),
                name="decision_says_why",
                violation_error_message="Say why.",
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(voids__isnull=True),
                name="a_request_is_decided_once",
                violation_error_message="This request has been decided already.",
            ),
        ]

    def __str__(self):
        return f"{self.action.reference}: {self.get_outcome_display()}"


class SignOff(Said):
    """Someone else than the one who said done accepts the claim or sends it back."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "accepted"
        SENT_BACK = "sent_back", "sent back"

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="sign_offs")
    claim = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="sign_offs")
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    text = models.TextField("note", blank=True)
    instead_of = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="the approver covered",
    )

    class Meta:
        constraints = [
            *said_constraints(),
            models.CheckConstraint(
                condition=Q(retracts=True) | ~Q(outcome=""), name="sign_off_has_an_outcome"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="sent_back") | ~Q(text=""),
                name="sent_back_says_what_is_missing",
                violation_error_message="Say what is missing.",
            ),
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(voids__isnull=True),
                name="a_claim_is_signed_off_once",
                violation_error_message="This claim has been answered already.",
            ),
        ]

    def __str__(self):
        return f"{self.action.reference}: {self.get_outcome_display()}"


ACTION_EVENTS = (Update, DateRequest, Decision, SignOff)
