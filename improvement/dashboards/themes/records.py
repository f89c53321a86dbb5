"""What the inspections of an authority said of each theme."""

from collections import defaultdict

from django.db.models import Count

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


def read_records(authority: Authority, inspections, as_at: AsAt) -> list[Record]:
    """Each theme that anything was said of, the most often raised first; what has none goes
    under the theme None."""
    counts = count_what_was_said(authority, as_at)
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


def count_what_was_said(authority: Authority, as_at: AsAt) -> dict[tuple, dict[str, int]]:
    """By (theme, inspection): how often it was raised, found better, found worse."""
    here = {"inspection__authority": authority}
    asked = Recommendation.objects.known(as_at).filter(**here)
    findings = Finding.objects.known(as_at).filter(**here)
    readings = MeasureReading.objects.that_stand(as_at).filter(**here)
    counts: dict[tuple, dict[str, int]] = defaultdict(dict)
    for *pair, number in counted(asked, "theme", "inspection"):
        counts[tuple(pair)]["raised"] = number
    for *pair, direction, number in counted(findings, "theme", "inspection", "direction"):
        said = counts[tuple(pair)]
        name = "better" if direction in POSITIVE else "worse"
        said[name] = said.get(name, 0) + number
    for *pair, number in counted(readings, "measure__theme", "inspection"):
        counts[tuple(pair)]["figures"] = number
    return counts


def counted(rows, *by):
    return rows.order_by().values_list(*by).annotate(number=Count("pk"))
