"""What was said of one theme and claimed about it, inspection by inspection."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from improvement.dashboards.recommendations.repeats import Repeat, confirmed
from improvement.dashboards.themes.records import read_inspections
from improvement.dashboards.themes.said import Said, count_directions
from improvement.models import Plan
from improvement.state.claims import Claim, Claims
from inspections.models import (
    Authority,
    Document,
    Finding,
    Inspection,
    MeasureReading,
    Recommendation,
    RepeatLink,
    Theme,
)
from inspections.models.time import AsAt


@dataclass(frozen=True)
class InspectionEntry:
    """What one inspection said of the theme, and what the council claimed on its last day."""

    said: Said
    report: Document | None
    asked: list[tuple[Recommendation, list[Repeat]]]
    found: list[tuple[Finding, list[Repeat]]]
    figures: list[MeasureReading]
    claims: list[Claim]

    @property
    def day(self) -> date:
        return self.said.inspection.day

    @property
    def year(self) -> int:
        return self.said.called_on.year


@dataclass(frozen=True)
class LastWord:
    """What a plan claims at the moment of the page, or claimed as it closed."""

    plan: Plan
    day: date
    claims: list[Claim]

    @property
    def year(self) -> int:
        return self.day.year


class ThemeStory:
    """The rows about one theme at one authority, fetched once."""

    def __init__(self, theme: Theme, authority: Authority, as_at: AsAt):
        self.as_at = as_at
        self.inspections = {one.pk: one for one in read_inspections(authority, as_at)}
        asked = Recommendation.objects.known(as_at).filter(theme=theme)
        found = Finding.objects.known(as_at).filter(theme=theme)
        figures = MeasureReading.objects.that_stand(as_at).filter(measure__theme=theme)
        self.asked = self._by_inspection(asked.order_by("position", "pk"))
        self.found = self._by_inspection(found.order_by("position", "pk"))
        self.figures = self._by_inspection(
            figures.select_related("measure").order_by("measure__name", "pk")
        )
        self.repeats = read_repeats(theme, authority, as_at)
        self.claims = Claims([one for rows in self.asked.values() for one in rows], as_at)

    def _by_inspection(self, rows) -> dict[int, list]:
        said = defaultdict(list)
        here = rows.filter(inspection__in=list(self.inspections))
        for row in here.select_related("document"):  # it adds to what is selected already
            row.inspection = self.inspections[row.inspection_id]
            said[row.inspection_id].append(row)
        return said

    def entries(self) -> list[InspectionEntry]:
        """The newest first."""
        return [self._entry(inspection) for inspection in reversed(self.inspections.values())]

    def _entry(self, inspection: Inspection) -> InspectionEntry:
        asked, found, figures = (
            rows[inspection.pk] for rows in (self.asked, self.found, self.figures)
        )
        said = Said(
            inspection,
            inspection.letter_held(self.as_at),
            raised=len(asked),
            figures=len(figures),
            **count_directions(finding.direction for finding in found),
        )
        on_the_day = AsAt.end_of(inspection.day, self.as_at.reading)
        return InspectionEntry(
            said,
            self._report(inspection),
            [(one, self.repeats[Recommendation, one.pk]) for one in asked],
            [(one, self.repeats[Finding, one.pk]) for one in found],
            figures,
            self.claims.as_at(on_the_day),
        )

    def _report(self, inspection: Inspection) -> Document | None:
        known = inspection.sources_known(self.as_at)
        return next((source.document for source in known if source.is_its_report), None)

    def last_words(self) -> list[LastWord]:
        words = []
        for plan in self.claims.plans:
            at_the_end = self.as_at.no_later_than(plan.closed_on)
            claims = [c for c in self.claims.as_at(at_the_end) if c.plan == plan]
            if claims:
                words.append(LastWord(plan, at_the_end.day, claims))
        return words


def read_repeats(theme: Theme, authority: Authority, as_at: AsAt) -> dict[tuple, list[Repeat]]:
    """What each recommendation and finding of the theme says again."""
    here = authority.pk
    links = RepeatLink.objects.filter(
        Q(recommendation__theme=theme, recommendation__inspection__authority=here)
        | Q(finding__theme=theme, finding__inspection__authority=here)
    )
    repeats = defaultdict(list)
    for link in confirmed(links, as_at):
        repeat = Repeat(link, is_earlier=True)
        if repeat.inspection.authority_id == here and repeat.known(as_at):
            repeats[who_repeats(link)].append(repeat)
    return repeats


def who_repeats(link: RepeatLink) -> tuple:
    if link.recommendation_id:
        return Recommendation, link.recommendation_id
    return Finding, link.finding_id
