"""Which recorded inspection a document that waits is about."""

from typing import Any

from improvement.importing.meeting import may_be
from inspections.intake.draft import Item
from inspections.models import Authority, Inspection


def would_meet(authority: Authority, facts: dict[str, Any]) -> Inspection | None:
    """The one that an import would add these facts to; None where there is none, or where it
    would have to ask which. Nothing is written."""
    item = Item(0)
    item.update(facts)
    found = may_be(authority, item, met={})
    return found[0] if len(found) == 1 else None
