"""Figures of a document that are recorded already under a name of our own."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from improvement.models import Proposal
from inspections.intake.matching import Candidate, Matcher
from inspections.models import Inspection, MeasureReading
from inspections.models.measures import plain

Said = dict[str, Any]


def add_same_figures(
    met: Inspection, measures: list[Proposal], glossary: list[list[str]]
) -> None:
    """To each figure that a reading of the inspection has too, the measure it is likely a
    reading of: of several the one whose name is most alike."""
    recorded = defaultdict(list)
    rows = MeasureReading.objects.filter(inspection=met, voided_by=None, retracts=False)
    for row in rows.select_related("measure").order_by("pk"):
        if row.value is not None:
            recorded[row.value].append(row)
    for one in measures:
        values = _values(one.proposed)
        alike = [row for value in values for row in recorded[value] if _may_be(row, one)]
        if alike:
            one.same = _same(_likeliest(alike, one, glossary), alike, one)


def told_as_recorded(said: Said, same: Said) -> None:
    """Put the measure as it is recorded into what is said; the figures stay the document's,
    with what is recorded beside them where its words were read without it."""
    if "said" not in same:
        return  # a finding or a recommendation: only its key is another
    said.update(same["said"])
    said.pop("theme", None)  # the measure has its own
    for reading in said.get("readings", ()):
        stated = same.get("stated", {}).get(str(reading.get("value")), {})
        for name, fact in stated.items():
            reading.setdefault(name, fact)


def _values(said: Said) -> list[Decimal]:
    return [Decimal(str(one["value"])) for one in said.get("readings", ()) if "value" in one]


def _may_be(row: MeasureReading, proposal: Proposal) -> bool:
    """A figure on another page is another figure, as far as both pages are known."""
    page = proposal.proposed.get("at", {}).get("page")
    if row.page and page and str(row.page) != str(page):
        return False
    return _is_share(row.measure.unit) == _is_share(proposal.proposed.get("unit", ""))


def _is_share(unit: str) -> bool:
    """A share and a number are never the same."""
    return "%" in unit or "per cent" in unit


def _likeliest(alike: list[MeasureReading], proposal: Proposal, glossary) -> MeasureReading:
    names = {row.measure.key: row.measure.name for row in alike}
    if len(names) > 1:
        matcher = Matcher([Candidate(key, "", name) for key, name in names.items()], glossary)
        quote = proposal.proposed.get("at", {}).get("quote", "")
        best = matcher.best(proposal.proposed.get("name", ""), around=quote, most=1)
        if best:
            return next(row for row in alike if row.measure.key == best[0].ref)
    return alike[0]


def _same(row: MeasureReading, alike: list[MeasureReading], proposal: Proposal) -> Said:
    measure = row.measure
    stands = {one.measure_id for one in alike}
    stated = {plain(one.value): _stated(one) for one in alike if one.measure_id == measure.pk}
    facts = {"name": measure.name, "unit": measure.unit, "good": measure.good}
    on_page = bool(row.page) and str(row.page) == proposal.proposed.get("at", {}).get("page")
    return {
        "key": measure.key,
        "words": f"{measure.name}: {plain(row.value)} {measure.unit}".strip(),
        "sure": "yes" if on_page and len(stands) == 1 else "no",
        "why": "The same figure" + (" on the same page" if on_page else ""),
        "said": {name: said for name, said in facts.items() if said},
        "stated": stated,
    }


def _stated(row: MeasureReading) -> Said:
    """What a reading states beside its value, as a draft calls it."""
    days = {"on": row.on, "from_on": row.earlier_on}
    figures = {"from": row.earlier, "target": row.target}
    return {
        **{name: day.text for name, day in days.items() if day is not None},
        **{name: plain(figure) for name, figure in figures.items() if figure is not None},
        **({"bound": row.bound} if row.bound else {}),
    }
