"""What has been said of links so far: read once for an inspection, and kept as it grows."""

import math

from django.db.models import Q

from inspections.models import FindingLink, Inspection, MeasureLink, RepeatLink

PAIRS = {
    FindingLink: ("finding_id", "recommendation_id"),
    RepeatLink: RepeatLink.PAIR,
    MeasureLink: ("measure_id", "recommendation_id"),
}


class Spoken:
    """The events of each pair, the oldest first; a report has hundreds of pairs."""

    def __init__(self, inspection: Inspection, measures):
        self._events: dict[tuple, list] = {}
        ours = Q(finding__inspection=inspection) | Q(recommendation__inspection=inspection)
        for events in (
            FindingLink.objects.filter(finding__inspection=inspection),
            RepeatLink.objects.filter(ours),
            MeasureLink.objects.filter(measure__key__in=measures),
        ):
            for event in events:
                self.add(event)

    def add(self, event):
        events = self.of(type(event), event)
        events.append(event)
        # One that is not written yet comes after all that are.
        events.sort(key=lambda one: (one.holds_from, one.known_at, one.pk or math.inf))

    def of(self, model, pair) -> list:
        """`pair` is an event, or names what is linked."""
        linked = vars(pair) if isinstance(pair, model) else ids_of(pair)
        name = (model, *(linked.get(field) for field in PAIRS[model]))
        return self._events.setdefault(name, [])


def ids_of(pair: dict) -> dict:
    return {f"{name}_id": record.pk for name, record in pair.items()}
