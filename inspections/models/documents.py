from django.db import models
from simple_history.models import HistoricalRecords

from inspections.models.time import Known, PartialDateField


class Kind(models.TextChoices):
    """Kinds of external look, and of the documents that report them."""

    FULL_INSPECTION = "full_inspection", "Full inspection"
    REINSPECTION = "reinspection", "Re-inspection"
    MONITORING_VISIT = "monitoring_visit", "Monitoring visit"
    FOCUSED_VISIT = "focused_visit", "Focused visit"
    JOINT_INSPECTION = "joint_inspection", "Joint inspection"
    SEND_INSPECTION = "send_inspection", "SEND inspection"
    PEER_REVIEW = "peer_review", "Peer review"
    GOVERNANCE_REVIEW = "governance_review", "Governance review"
    IMPROVEMENT_NOTICE = "improvement_notice", "Improvement notice"
    DIRECTION = "direction", "Direction"
    SCRUTINY_REPORT = "scrutiny_report", "Scrutiny report"
    PRESS_REPORT = "press_report", "Press report"
    IMPROVEMENT_PLAN = "improvement_plan", "Improvement plan"


class Authority(models.Model):
    """A council responsible for children's services."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "authorities"

    def __str__(self):
        return self.name


class Document(Known):
    """A source as published: letter, report, minutes, press."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="documents")
    key = models.SlugField(max_length=100)
    title = models.CharField(max_length=250)
    kind = models.CharField(max_length=30, choices=Kind)
    publisher = models.CharField(max_length=150, blank=True)
    second_hand = models.BooleanField(
        default=False, help_text="It tells what another document says (press, minutes)."
    )
    dated = PartialDateField("date on the document")
    published = PartialDateField()
    url = models.URLField("address", max_length=500, blank=True)
    sha256 = models.CharField("fingerprint (SHA-256)", max_length=64, blank=True)
    public_from = models.DateField(
        null=True,
        blank=True,
        help_text="Empty: not for publication, and nothing taken from it is either.",
    )
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        help_text="The earlier version that this one corrects.",
    )
    held_as = models.CharField(
        "held here as", max_length=10, blank=True, help_text="Empty: its words are not held."
    )
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "key"], name="document_key_is_unique"),
            models.UniqueConstraint(
                fields=["authority", "sha256"],
                condition=~models.Q(sha256=""),
                name="document_fingerprint_is_unique",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def stands_on(self):
        """The day it is placed at: its publication, else the date printed on it; or None."""
        printed = self.published or self.dated
        return printed.last_day if printed else None


class DocumentPart(models.Model):
    """One of several papers bound in one file."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="parts")
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=30, blank=True)
    title = models.CharField(max_length=250, blank=True)
    dated = PartialDateField("date on the part")
    from_paragraph = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "key"], name="part_key_is_unique")
        ]

    def __str__(self):
        return self.title or self.key


class Placed(models.Model):
    """Something taken from a document, with its place there.

    `page` counts the pages of the file from 1; `paragraph` counts the non-empty blocks of
    the part from 1. `quote` holds the document's own words, never ours.
    """

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    part = models.CharField(max_length=60, blank=True)
    page = models.PositiveIntegerField(null=True, blank=True)
    paragraph = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def place(self):
        """The place in words: "page 4, paragraph 2", or nothing."""
        named = (("part", self.part), ("page", self.page), ("paragraph", self.paragraph))
        return ", ".join(f"{name} {value}" for name, value in named if value)
