"""Evidence: what shows that an action was done. A link, or a file that is kept here."""

from django.db import models
from django.db.models import Q

from improvement.models.actions import Action, Update
from improvement.models.posts import Said, said_constraints


class EvidenceFile(models.Model):
    """A file as it was uploaded, by its fingerprint; never read by anything here.

    In the database, not in a folder: it is written with the update it belongs to or not at
    all, and one backup holds everything. Lists read `Evidence` and never the content.
    """

    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("size in bytes")
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sha256"], name="evidence_file_is_kept_once")
        ]

    def __str__(self):
        return f"{self.sha256[:12]} ({self.size} bytes)"


class Evidence(Said):
    """A link or file with what it shows, in one sentence."""

    class Kind(models.TextChoices):
        AUDIT = "audit", "Audit of practice"
        MEASURE = "measure", "Performance data"
        VOICES = "voices", "What children and families said"
        MINUTES = "minutes", "Minutes or a paper"
        POLICY = "policy", "Policy, procedure or guidance"
        TRAINING = "training", "Training or a briefing"
        OTHER = "other", "Something else"

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="evidence")
    update = models.ForeignKey(
        Update,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        help_text="The update that it came with.",
    )
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    dated = models.DateField("date of the evidence", null=True, blank=True)
    shows = models.CharField("what it shows", max_length=300, blank=True)
    link = models.URLField(max_length=500, blank=True)
    file = models.ForeignKey(
        EvidenceFile, on_delete=models.PROTECT, null=True, blank=True, related_name="uses"
    )
    file_name = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            *said_constraints(),
            models.CheckConstraint(
                condition=Q(retracts=True)
                | Q(file__isnull=True, file_name="") & ~Q(link="")
                | Q(file__isnull=False, link="") & ~Q(file_name=""),
                name="evidence_is_a_link_or_a_file",
                violation_error_message="Give a link or a file, one of the two.",
            ),
            models.CheckConstraint(
                condition=Q(retracts=True) | ~Q(shows="") & ~Q(kind=""),
                name="evidence_says_what_it_shows",
                violation_error_message="Say in one sentence what it shows.",
            ),
        ]

    def __str__(self):
        return self.shows
