"""Words that mean the same in this field, so that a letter's words meet a plan's."""

from django.db import models

from inspections.models.documents import Authority


class GlossaryQuerySet(models.QuerySet):
    def words_for(self, authority: Authority) -> list[list[str]]:
        """The groups that hold for an authority: its own stand for published ones of that key."""
        groups: dict[str, list[str]] = {}
        for entry in self.filter(models.Q(authority=None) | models.Q(authority=authority)):
            if entry.authority_id is not None or entry.key not in groups:
                groups[entry.key] = entry.words
        return [words for _, words in sorted(groups.items()) if words]


class GlossaryEntry(models.Model):
    """A group of words for one thing: front door, MASH, multi-agency safeguarding hub.

    Without an authority it is a published one (`intake/vocabulary/glossary.yaml`); with one
    it is that authority's own, kept by its admins.
    """

    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, null=True, blank=True, related_name="glossary"
    )
    key = models.SlugField(max_length=60)
    words = models.JSONField(default=list)

    objects = GlossaryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "glossary entries"
        constraints = [
            models.UniqueConstraint(fields=["authority", "key"], name="glossary_key_is_unique"),
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(authority=None),
                name="published_glossary_key_is_unique",
            ),
        ]

    def __str__(self):
        return ", ".join(self.words)
