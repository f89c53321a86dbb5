"""Documents that wait for a person: a machine has read them, and nothing of them is true yet."""

from django.db import models

from improvement.models.people import User
from inspections.models import Authority, DocumentFile


class WaitingDocument(models.Model):
    """A document that an admin has uploaded, with what was read out of it.

    What of it has been accepted becomes true when it is imported; it stays on the list until
    everything has been looked at.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="waiting")
    file = models.OneToOneField(DocumentFile, on_delete=models.PROTECT, related_name="waiting")
    title = models.CharField(max_length=250)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="added_documents")
    added_at = models.DateTimeField()
    doubts = models.JSONField(default=list)  # what could not be read surely, in sentences
    # Other words of the document's own: of which council it is, where that is another.
    names_authority = models.CharField(max_length=100, blank=True)
    imported_at = models.DateTimeField(null=True, blank=True)  # last
    imported_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="imported_documents"
    )

    def __str__(self):
        return self.title


class Proposal(models.Model):
    """One thing read out of a document, or added by hand: not true until a person accepts it.

    `proposed` is as it was read, in the form that a draft has for it; `corrected` as a person
    has put it. Whoever decides carries the `turn` they saw, so that two admins at one document
    never overwrite each other.
    """

    class Kind(models.TextChoices):
        DOCUMENT = "document", "About the document"
        INSPECTION = "inspection", "Inspection"
        JUDGEMENT = "judgement", "Judgement"
        RECOMMENDATION = "recommendation", "Recommendation"
        FINDING = "finding", "Finding"
        MEASURE = "measure", "Figure"
        PLAN = "plan", "Plan"

    class State(models.TextChoices):
        UNDECIDED = "undecided", "not looked at"
        ACCEPTED = "accepted", "accepted"
        REJECTED = "rejected", "rejected"

    waiting = models.ForeignKey(
        WaitingDocument, on_delete=models.CASCADE, related_name="proposals"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    # Which of the inspections that the document tells of, from 0; none of what is about the
    # document itself.
    inspection = models.PositiveSmallIntegerField(null=True, blank=True)
    position = models.PositiveIntegerField()  # in the order of the document
    passage = models.PositiveIntegerField(
        null=True, blank=True
    )  # the number of the one it is in
    proposed = models.JSONField(default=dict)
    corrected = models.JSONField(null=True, blank=True)
    # What is recorded already and may be the same: {"key", "words", "why", "sure": "yes" or "no"};
    # of a finding its "direction" too, of a figure the measure as it is "said" and what is
    # "stated" beside each of its values.
    same = models.JSONField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.UNDECIDED)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="decided_proposals"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    turn = models.PositiveIntegerField(default=0)
    by_hand = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="undecided", decided_by__isnull=True)
                | ~models.Q(state="undecided") & models.Q(decided_by__isnull=False),
                name="proposal_names_who_decided",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.position}"

    @property
    def said(self) -> dict:
        """As it stands: as a person has corrected it, else as it was read."""
        return self.proposed if self.corrected is None else self.corrected

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.UNDECIDED
