"""Whether a page speaks of a time before what it shows was written down here, so that it is
reconstructed from documents."""

from django.db.models import OuterRef, Subquery


def first_entered(model):
    """When a record was first written here, which may be long after it was known."""
    entries = model.history.model.objects.filter(id=OuterRef("pk")).order_by("history_date")
    return Subquery(entries.values("history_date")[:1])


def is_before(entered_at, as_at) -> bool:
    """`entered_at` is None for what never was loaded."""
    return entered_at is not None and as_at.moment < entered_at
