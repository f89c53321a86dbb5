from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from inspections.models.documents import Authority, Document, Placed
from inspections.models.inspections import Inspection
from inspections.models.recommendations import LinkEvent, Recommendation, Theme
from inspections.models.time import Event, Known, PartialDateField, event_constraints


class Measure(Known):
    """An indicator of an authority. Documents years apart may each give it a reading."""

    class Good(models.TextChoices):
        HIGHER = "higher", "higher is better"
        LOWER = "lower", "lower is better"

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="measures")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=150)
    unit = models.CharField(max_length=40)
    good = models.CharField(
        "which way is good",
        max_length=10,
        choices=Good,
        blank=True,
        help_text="A person's judgement; empty where neither way is.",
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="measures"
    )
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name="first named by",
    )
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "key"], name="measure_key_is_unique")
        ]

    def __str__(self):
        return self.name

    def in_unit(self, figure):
        """A figure with its unit: "34.4%", "15 audits a month"."""
        return plain(figure) + (self.unit if self.unit == "%" else f" {self.unit}")


class MeasureReading(Event, Placed):
    """What one sentence of a document states of a measure.

    `value` is the figure it speaks of, `earlier` the one it compares that with; one of
    them may be missing. `on` is the day of the value as printed; without it the reading
    stands at its inspection's last day.
    """

    class Bound(models.TextChoices):
        MORE_THAN = "more_than", "more than"
        LESS_THAN = "less_than", "less than"
        AT_LEAST = "at_least", "at least"
        AT_MOST = "at_most", "at most"
        ABOUT = "about", "about"

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="readings")
    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="measure_readings"
    )
    on = PartialDateField("day of the value")
    value = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    bound = models.CharField(max_length=10, choices=Bound, blank=True)
    earlier = models.DecimalField(
        "earlier value", max_digits=12, decimal_places=3, null=True, blank=True
    )
    earlier_on = PartialDateField("day of the earlier value")
    target = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)

    class Meta:
        constraints = [
            *event_constraints(),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(earlier__isnull=False),
                name="reading_has_a_figure",
            ),
        ]

    def __str__(self):
        return f"{self.measure}: {self.figures}"

    @property
    def value_figure(self):
        """The value in words, "more than 90%"; nothing where it is not stated."""
        bound = f"{self.get_bound_display()} " if self.bound else ""
        return "" if self.value is None else bound + self.measure.in_unit(self.value)

    @property
    def earlier_figure(self):
        return "" if self.earlier is None else self.measure.in_unit(self.earlier)

    @property
    def target_figure(self):
        return "" if self.target is None else self.measure.in_unit(self.target)

    @property
    def figures(self):
        """The figures in words: "97% (86% before)", "15 audits a month (target 25)"."""
        said = [self.value_figure] if self.value_figure else []
        if self.earlier_figure:
            before = f"{self.earlier_figure} before"
            said.append(f"({before})" if said else before)
        if self.target_figure:
            said.append(f"(target {self.target_figure})")
        return " ".join(said)


def plain(figure):
    """34.400 as "34.4" and 97.000 as "97"."""
    return f"{figure:f}".rstrip("0").rstrip(".") if "." in f"{figure:f}" else f"{figure:f}"


class MeasureLink(LinkEvent):
    """That a measure shows whether a recommendation has had its effect."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="links")
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="measure_links"
    )

    class Meta:
        constraints = event_constraints()

    def __str__(self):
        return f"{self.measure} proves {self.recommendation}: {self.state}"
