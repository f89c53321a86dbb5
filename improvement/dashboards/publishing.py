"""What of a page is not for publication, or not yet: whatever was taken from a document
inherits that from it, also where its document is not named beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspections.intake.dates import in_full
from inspections.models import Document, Inspection

MARK = "‡"  # in a drawing, where there is no room for words


@dataclass(frozen=True)
class KeptBack:
    """Until when it is: without a day, for good."""

    public_from: date | None

    def __str__(self):
        before = f" before {in_full(self.public_from)}" if self.public_from else ""
        return f"not for publication{before}"


def kept_back(documents: Iterable[Document | None], today: date) -> KeptBack | None:
    """What holds for all that was taken from these documents together; None where each of
    them is public."""
    return longest((one.public_from for one in documents if one), today)


def longest(days: Iterable[date | None], today: date) -> KeptBack | None:
    """Of the days from which documents are public, what those to come, or none, mean."""
    back = [day for day in days if day is None or day > today]
    if not back:
        return None
    return KeptBack(None if None in back else max(day for day in back if day))


def earliest(days: Iterable[date | None], today: date) -> KeptBack | None:
    """The same of what each document tells: it is public as soon as one of them is."""
    told = list(days)
    if not told or any(day and day <= today for day in told):
        return None
    return KeptBack(min(filter(None, told), default=None))


def wholly_kept_back(inspection: Inspection, today: date) -> KeptBack | None:
    """Of an inspection of which no public document tells; fetch it with its sources."""
    return earliest((source.document.public_from for source in inspection.sources.all()), today)
