"""Which recorded inspection a document that waits is about."""

from typing import Any

from improvement.importing.meeting import Met, may_be
from inspections.intake.draft import Item
from inspections.models import Authority, Inspection


def would_meet(authority: Authority, facts: dict[str, Any]) -> Inspection | None:
    """The one that an import would add these facts to; None where there is none, or where it
    would have to ask which. Nothing is written."""
    found = could_meet(authority, facts, met={})
    return found[0] if len(found) == 1 else None


def could_meet(authority: Authority, facts: dict[str, Any], met: Met) -> list[Inspection]:
    """All that these facts may be about; `met` has those that others of the same document are."""
    item = Item(0)
    item.update(facts)
    return may_be(authority, item, met)
