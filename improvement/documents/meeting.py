"""Which recorded inspection a document that waits is about."""

from datetime import UTC, datetime
from typing import Any

from improvement.importing.meeting import may_be
from improvement.importing.report import Report
from improvement.importing.session import Session
from inspections.intake.draft import Item
from inspections.models import Authority, Inspection

NO_MOMENT = datetime.min.replace(tzinfo=UTC)


def would_meet(authority: Authority, facts: dict[str, Any]) -> Inspection | None:
    """The one that an import would add these facts to; None where there is none, or where it
    would have to ask which. Nothing is written."""
    item = Item(0)
    item.update(facts)
    session = Session(report=Report(), actor=None, now=NO_MOMENT, history=False)
    found = may_be(session, authority, item)
    return found[0] if len(found) == 1 else None
