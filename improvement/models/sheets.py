"""Spreadsheets that somebody has uploaded and not yet settled."""

from django.db import models

from improvement.models.people import User
from improvement.models.plans import Plan
from inspections.models import Authority


class Sheet(models.Model):
    """A spreadsheet as it was read, and what its uploader has answered so far.

    Nothing here is true yet: it becomes a draft, or updates, when it is applied. Taken away
    once it is, or when it has lain for a week.
    """

    class Purpose(models.TextChoices):
        PLAN = "plan", "a plan kept elsewhere"
        ROUND_TRIP = "round_trip", "a plan downloaded here"

    purpose = models.CharField(max_length=20, choices=Purpose)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="sheets")
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="sheets"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sheets")
    name = models.CharField("file name", max_length=200)
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    table = models.JSONField(
        default=dict
    )  # the cells, as `inspections.intake.sheets` reads them
    answers = models.JSONField(default=dict)  # columns, colours, owners… as the uploader said

    def __str__(self):
        return self.name
