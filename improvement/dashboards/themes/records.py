"""What the inspections of an authority said of each theme."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Count

from improvement.dashboards.publishing import longest
from improvement.dashboards.reconstructed import first_entered
from improvement.dashboards.themes.said import Record, Said
from improvement.state.rules import POSITIVE
from inspections.models import (
    Authority,
    Finding,
    Inspection,
    MeasureReading,
    Recommendation,
    Theme,
)
from inspections.models.time import AsAt


def read_inspections(authority: Authority, as_at: AsAt) -> list[Inspection]:
    """Everything outsiders did at the authority by the moment, in order of time: what asks
    without looking (a notice, a direction) raises themes too."""
    here = Inspection.objects.filter(authority=authority)
    return here.annotate(entered_at=first_entered(Inspection)).that_stood(as_at)


def read_records(authority: Authority, inspections, as_at: AsAt, today: date) -> list[Record]:
    """Each theme that anything was said of, the most often raised first; what has none goes
    under the theme None."""
    counts = count_what_was_said(authority, as_at, today)
    held = {inspection.pk: inspection.letter_held(as_at) for inspection in inspections}
    records = [
        Record(
            theme,
            [
                Said(one, held[one.pk], **counts[theme and theme.pk, one.pk])
                for one in inspections
            ],
        )
        for theme in [*Theme.objects.order_by("name"), None]
    ]
    spoken_of = [record for record in records if record.last]
    return sorted(spoken_of, key=lambda record: record.weight, reverse=True)


def count_what_was_said(authority: Authority, as_at: AsAt, today: date) -> dict[tuple, dict]:
    """By (theme, inspection): how often it was raised, found better, found worse; and until
    when any of that is kept back from publication."""
    here = {"inspection__authority": authority}
    asked = Recommendation.objects.known(as_at).filter(**here)
    findings = Finding.objects.known(as_at).filter(**here)
    readings = MeasureReading.objects.that_stand(as_at).filter(**here)
    counts: dict[tuple, dict[str, Any]] = defaultdict(dict)
    public_from = defaultdict(set)

    def add(name, pair, document, public, number):
        counts[pair][name] = counts[pair].get(name, 0) + number
        if document:
            public_from[pair].add(public)

    for *pair, document, public, number in counted(asked, "theme"):
        add("raised", tuple(pair), document, public, number)
    for *pair, document, public, direction, number in counted(findings, "theme", "direction"):
        name = "better" if direction in POSITIVE else "worse"
        add(name, tuple(pair), document, public, number)
    for *pair, document, public, number in counted(readings, "measure__theme"):
        add("figures", tuple(pair), document, public, number)
    for pair, days in public_from.items():
        counts[pair]["kept_back"] = longest(days, today)
    return counts


def counted(rows, theme, *by):
    of_one = (theme, "inspection", "document", "document__public_from", *by)
    return rows.order_by().values_list(*of_one).annotate(number=Count("pk"))
