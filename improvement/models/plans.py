from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import OuterRef, Q
from django.utils.formats import date_format
from simple_history.models import HistoricalRecords

from improvement.models.posts import Ownership, Said, latest, said_constraints
from inspections.models import Authority, Document, Inspection, Measure, Recommendation
from inspections.models.time import Known, KnownQuerySet

# Boards meet every six weeks (Trafford's rhythm, among others); see the README.
UPDATE_PERIOD_DAYS = 42


class PlanQuerySet(KnownQuerySet):
    def for_screen(self, as_at):
        """Plans known by the moment with what stood then: `closed_on`, `period`."""
        closures = PlanClosure.objects.as_at(as_at).filter(plan=OuterRef("pk"))
        periods = UpdatePeriod.objects.as_at(as_at).filter(plan=OuterRef("pk"))
        return (
            self.known(as_at)
            .select_related("authority")
            .filter(opened__lte=as_at.day)
            .annotate(
                last_closure=latest(closures, "outcome"),
                last_closure_on=latest(closures, "holds_from"),
                period=models.functions.Coalesce(
                    latest(periods, "days"), models.Value(UPDATE_PERIOD_DAYS)
                ),
            )
        )


class Plan(Known):
    """The council's answer to one or more inspections."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="plans")
    key = models.SlugField(
        max_length=60, unique=True, help_text="Its name in addresses; never changes."
    )
    title = models.CharField(max_length=200)
    opened = models.DateField()
    runs_until = models.DateField(
        "runs until",
        null=True,
        blank=True,
        help_text="The last day of the time the plan is for, if it states one.",
    )
    submit_by = models.DateField(
        "to be submitted by",
        null=True,
        blank=True,
        help_text="As the letter or notice states it, whatever a calculator gives.",
    )
    answers = models.ManyToManyField(Inspection, related_name="plans", blank=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="plans"
    )
    example = models.BooleanField(
        "invented example", default=False, help_text="Every page that shows it says so."
    )
    history = HistoricalRecords()

    objects = PlanQuerySet.as_manager()

    def __str__(self):
        return self.title

    @property
    def closed_on(self):
        """The day it closed, or up to which it is known, as at the moment it was read for
        (`for_screen`); or None."""
        return self.last_closure_on if self.last_closure in PlanClosure.ENDS else None

    @property
    def is_lost_sight_of(self):
        """Whether it is not known to have closed: nothing is known of it after that day."""
        return self.last_closure == PlanClosure.Outcome.LAST_KNOWN

    @property
    def how_it_ended(self):
        """In words; nobody can say that a plan known only from an old paper closed."""
        day = date_format(self.closed_on, "j F Y")
        if self.is_lost_sight_of:
            return f"Nothing is known of the plan after {day}"
        return f"The plan closed on {day}"


class PlanClosure(Said):
    """That a plan closed, and what succeeds it, or was opened again.

    A plan known only from an old paper is `last known` on its day: that stops its clocks
    as a closing does, and claims nothing.
    """

    class Outcome(models.TextChoices):
        CLOSED = "closed", "closed"
        LAST_KNOWN = "last_known", "last known"
        REOPENED = "reopened", "opened again"

    ENDS = (Outcome.CLOSED, Outcome.LAST_KNOWN)

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="closures")
    outcome = models.CharField(max_length=20, choices=Outcome)
    successor = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)

    class Meta:
        constraints = said_constraints()

    def __str__(self):
        return f"{self.plan} {self.outcome}"


class UpdatePeriod(Said):
    """How many days a plan's actions may go unmentioned before they are unconfirmed."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="periods")
    days = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])

    class Meta:
        constraints = [
            *said_constraints(),
            models.CheckConstraint(condition=Q(days__gte=1), name="period_is_at_least_a_day"),
        ]

    def __str__(self):
        return f"{self.days} days"


class CommitmentQuerySet(KnownQuerySet):
    def for_screen(self, as_at):
        """A plan's rows in the order of the recommendations, with `owner_now` (its id),
        the latest word on impact and when it is looked at again, as they stood."""
        owners = Ownership.objects.as_at(as_at).filter(commitment=OuterRef("pk"))
        impacts = Impact.objects.as_at(as_at).filter(commitment=OuterRef("pk"))
        return (
            self.known(as_at)
            .filter(added__lte=as_at.day)
            .select_related("recommendation__inspection", "recommendation__theme")
            .annotate(
                owner_now=latest(owners, "owner"),
                impact_now=models.functions.Coalesce(
                    latest(impacts, "state"), models.Value("")
                ),
                recheck_now=latest(impacts, "recheck_on"),
            )
            .order_by("recommendation__inspection", "recommendation__position", "pk")
        )


class Commitment(Known):
    """A plan's answer to one recommendation: a row of the matrix."""

    class Stance(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        IN_PART = "in_part", "Accepted in part"
        NOT_ACCEPTED = "not_accepted", "Not accepted"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="commitments")
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="commitments"
    )
    title = models.CharField("the plan's short title", max_length=150)
    stance = models.CharField(max_length=20, choices=Stance, default=Stance.ACCEPTED)
    stance_reason = models.TextField("why not, or not in full", blank=True)
    board = models.CharField("board that oversees it", max_length=150, blank=True)
    added = models.DateField("in the plan since")
    history = HistoricalRecords()

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "recommendation"], name="one_commitment_a_recommendation"
            ),
            models.CheckConstraint(
                condition=Q(stance="accepted") | ~Q(stance_reason=""),
                name="stance_says_why",
                violation_error_message="Say why it is not accepted, or not in full.",
            ),
        ]

    def __str__(self):
        return self.title


class Impact(Said):
    """Whether what was done for a commitment is shown to work, and by what."""

    class State(models.TextChoices):
        NOT_YET_SHOWN = "not_yet_shown", "not yet shown"
        SHOWN = "shown", "shown"
        SUSTAINED = "sustained", "sustained"

    class ShownBy(models.TextChoices):
        MEASURE = "measure", "a measure"
        AUDIT = "audit", "an audit"
        VOICES = "voices", "what children and families said"
        OTHER = "other", "something else"

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="impacts")
    state = models.CharField(max_length=20, choices=State, blank=True)
    text = models.TextField("what shows it", blank=True)
    shown_by = models.CharField(max_length=20, choices=ShownBy, blank=True)
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="impacts"
    )
    recheck_on = models.DateField("to be looked at again on", null=True, blank=True)

    class Meta:
        constraints = [
            *said_constraints(),
            models.CheckConstraint(
                condition=Q(retracts=True) | Q(state="not_yet_shown") | ~Q(text=""),
                name="impact_says_what_shows_it",
                violation_error_message="Say what shows it.",
            ),
            models.CheckConstraint(
                condition=Q(retracts=True) | ~Q(state=""), name="impact_has_a_state"
            ),
        ]

    def __str__(self):
        return f"{self.commitment}: impact {self.state}"
