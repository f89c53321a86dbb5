"""What is recorded in our own words only and is met by nothing that was accepted of a document:
it may stand twice once the document is imported."""

from improvement.documents.meeting import would_meet
from improvement.documents.splitting import Joined
from inspections.models import Authority, Finding

SHOWN = 200  # letters


def unmet(authority: Authority, joined: Joined) -> list[str]:
    """The words of each, in their order, asked once the import has met what it can; none where
    the document adds no findings."""
    about = next(iter(joined.draft["inspections"]), {})
    told = {one.get("key") for one in about.get("findings", ())}
    met = would_meet(authority, about) if told and {"key", "kind"} <= about.keys() else None
    if met is None:
        return []
    rows = Finding.objects.filter(inspection=met, text="").order_by("position", "pk")
    held = rows.exclude(key__in=told).values_list("summary", flat=True)
    return [one if len(one) <= SHOWN else f"{one[: SHOWN - 1]}…" for one in held]
