"""A document's own file, and the text that was read out of it."""

from django.db import models

from inspections.models.documents import Authority, Document


class DocumentFile(models.Model):
    """A document as it was uploaded, by its fingerprint.

    In the database, not in a folder: one backup holds everything. Before it has been imported
    it belongs to no document, and only admins of its authority see it. Lists never read the
    content.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="files")
    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="file"
    )
    name = models.CharField("file name", max_length=200)
    sha256 = models.CharField("fingerprint (SHA-256)", max_length=64)
    form = models.CharField(max_length=10)  # `inspections.intake.reading.passages.Form`
    size = models.PositiveIntegerField("size in bytes")
    pages = models.PositiveIntegerField(null=True, blank=True)
    # Of each page, width and height in points, as `Reading.sizes` has them.
    sizes = models.JSONField(default=list)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "sha256"], name="document_file_is_kept_once"
            )
        ]

    def __str__(self):
        return self.name


class Passage(models.Model):
    """One paragraph, heading, list item or table row of a document's file, with its place."""

    file = models.ForeignKey(DocumentFile, on_delete=models.CASCADE, related_name="passages")
    number = models.PositiveIntegerField()  # counts the blocks that are not empty, from 1
    kind = models.CharField(max_length=10)  # `inspections.intake.reading.passages.Kind`
    text = models.TextField()
    page = models.PositiveIntegerField(null=True, blank=True)
    marker = models.CharField(max_length=20, blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    cells = models.JSONField(default=list)
    # Where its lines stand: page, left, top, right, bottom of each, in points from the upper
    # left corner.
    boxes = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="passage_number_is_unique")
        ]

    def __str__(self):
        return f"{self.number}. {self.text[:80]}"
