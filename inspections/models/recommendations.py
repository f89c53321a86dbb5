from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from inspections.models.documents import Placed
from inspections.models.inspections import Inspection
from inspections.models.time import Event, EventQuerySet, Known, event_constraints


class Theme(models.Model):
    """A subject that returns across inspections."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    history = HistoricalRecords()

    def __str__(self):
        return self.name


class Worded(models.Model):
    """The inspectors' words, or our summary where we do not hold them."""

    text = models.TextField("the document's own words", blank=True)
    summary = models.TextField("our summary", blank=True)

    class Meta:
        abstract = True

    @property
    def words(self):
        return self.text or self.summary


class Recommendation(Known, Placed, Worded):
    """One numbered thing asked for."""

    class Kind(models.TextChoices):
        RECOMMENDATION = "recommendation", "Recommendation"
        PRIORITY_ACTION = "priority_action", "Priority action"
        AREA_FOR_IMPROVEMENT = "area_for_improvement", "Area for improvement"
        REQUIREMENT = "requirement", "Requirement"

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="recommendations"
    )
    key = models.SlugField("number", max_length=30)
    position = models.PositiveSmallIntegerField(default=0, help_text="Its place in the list.")
    kind = models.CharField(max_length=30, choices=Kind, default=Kind.RECOMMENDATION)
    title = models.CharField("short title", max_length=150, blank=True)
    immediate = models.BooleanField("for immediate action", default=False)
    says_repeat = models.BooleanField(
        "says that it was asked before",
        default=False,
        help_text="The document itself says so. Which one it repeats is a person's reading.",
    )
    theme = models.ForeignKey(
        Theme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
    )
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "key"], name="recommendation_key_is_unique"
            ),
            models.CheckConstraint(
                condition=~Q(text="", summary=""), name="recommendation_has_words"
            ),
        ]

    def __str__(self):
        return f"{self.key}. {self.short_title}"

    @property
    def short_title(self):
        return self.title or self.words[:100]


class Direction(models.TextChoices):
    IMPROVED = "improved", "improved"
    SOME_PROGRESS = "some_progress", "some progress"
    NO_PROGRESS = "no_progress", "no progress"
    DECLINED = "declined", "declined"
    STRENGTH = "strength", "strength"
    WEAKNESS = "weakness", "weakness"


class Finding(Known, Placed, Worded):
    """A sentence in which inspectors say how something is going."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="findings"
    )
    key = models.SlugField(max_length=30)
    position = models.PositiveSmallIntegerField(default=0)
    direction = models.CharField(max_length=20, choices=Direction)
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "key"], name="finding_key_is_unique"),
            models.CheckConstraint(condition=~Q(text="", summary=""), name="finding_has_words"),
        ]

    def __str__(self):
        return self.words[:100]


class LinkState(models.TextChoices):
    PROPOSED = "proposed", "proposed"
    CONFIRMED = "confirmed", "confirmed"
    REJECTED = "rejected", "rejected"


class LinkQuerySet(EventQuerySet):
    def standing(self, as_at, *pair):
        """The latest word on each pair: what later events about the same pair replace
        is left out. `pair` names the fields that identify what is linked."""
        standing = {}
        for link in self.that_stand(as_at).oldest_first():
            standing[tuple(getattr(link, name) for name in pair)] = link
        return list(standing.values())

    def confirmed(self, as_at):
        """The findings confirmed as speaking of a recommendation."""
        links = self.standing(as_at, "finding_id", "recommendation_id")
        return [link for link in links if link.state == LinkState.CONFIRMED]


class LinkEvent(Event):
    """That a link was proposed, confirmed or rejected."""

    state = models.CharField(max_length=20, choices=LinkState)
    score = models.FloatField(null=True, blank=True)
    why = models.CharField(max_length=250, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        abstract = True


class FindingLink(LinkEvent):
    """That a finding speaks of a recommendation of an earlier inspection."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="links")
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="links"
    )

    class Meta:
        constraints = event_constraints()

    def __str__(self):
        return f"{self.finding.key} speaks of {self.recommendation}: {self.state}"


class RepeatLink(LinkEvent):
    """That a recommendation or a finding says again what an earlier one said: a
    recommendation, a finding, or an inspection whose words are not held."""

    recommendation = models.ForeignKey(
        Recommendation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="repeats",
    )
    finding = models.ForeignKey(
        Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="repeats"
    )
    earlier_recommendation = models.ForeignKey(
        Recommendation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="repeated_by",
    )
    earlier_finding = models.ForeignKey(
        Finding,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="repeated_by",
    )
    earlier_inspection = models.ForeignKey(
        Inspection,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="repeated_by",
    )

    PAIR = (
        "recommendation_id",
        "finding_id",
        "earlier_recommendation_id",
        "earlier_finding_id",
        "earlier_inspection_id",
    )

    class Meta:
        constraints = [
            *event_constraints(),
            models.CheckConstraint(
                condition=Q(recommendation__isnull=False, finding__isnull=True)
                | Q(recommendation__isnull=True, finding__isnull=False),
                name="repeat_says_who_repeats",
            ),
            models.CheckConstraint(
                condition=Q(
                    earlier_recommendation__isnull=False,
                    earlier_finding__isnull=True,
                    earlier_inspection__isnull=True,
                )
                | Q(
                    earlier_recommendation__isnull=True,
                    earlier_finding__isnull=False,
                    earlier_inspection__isnull=True,
                )
                | Q(
                    earlier_recommendation__isnull=True,
                    earlier_finding__isnull=True,
                    earlier_inspection__isnull=False,
                ),
                name="repeat_names_one_earlier",
            ),
        ]

    def __str__(self):
        return f"repeat {self.pk}: {self.state}"
