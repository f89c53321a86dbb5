"""Which measure shows whether which recommendation has had its effect, as a person has
confirmed it."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import F, OuterRef, QuerySet

from improvement.dashboards.recommendations.repeats import asked_on
from improvement.models import latest
from inspections.models import LinkState, Measure, MeasureLink, Recommendation
from inspections.models.time import AsAt


def proofs(as_at: AsAt) -> QuerySet:
    """The links that stand: the latest word on a pair, where it confirms."""
    events = MeasureLink.objects.that_stand(as_at)
    of_the_pair = events.filter(
        measure=OuterRef("measure"), recommendation=OuterRef("recommendation")
    )
    last_words = events.annotate(last_word=latest(of_the_pair, "pk")).filter(pk=F("last_word"))
    return last_words.filter(state=LinkState.CONFIRMED)


class Proved(NamedTuple):
    """A recommendation whose effect a measure shows, and the year in which it was asked."""

    recommendation: Recommendation
    year: int


def proved_by(measures: Iterable[Measure], as_at: AsAt) -> dict[int, list[Proved]]:
    """By measure, the recommendations of the same authority, in the order of their links."""
    authority_of = {measure.pk: measure.authority_id for measure in measures}
    links = proofs(as_at).filter(
        measure__in=authority_of, recommendation__in=Recommendation.objects.known(as_at)
    )
    proved: dict[int, list[Proved]] = {}
    links = links.select_related("recommendation__inspection", "recommendation__document")
    for link in links.oldest_first():
        asked = link.recommendation
        is_ours = asked.inspection.authority_id == authority_of[link.measure_id]
        day = asked_on(asked)
        if is_ours and day <= as_at.day:
            proved.setdefault(link.measure_id, []).append(Proved(asked, day.year))
    return proved
