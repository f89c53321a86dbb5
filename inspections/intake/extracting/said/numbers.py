"""The figures in a sentence: how many of what, or what share; not dates, ages, money or pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inspections.intake.extracting.heads.days import MONTH

_NUMBER = re.compile(
    r"(?<![\w£$€.,/’'–-])(?P<value>\d{1,3}(?:,\d{3})+|\d+(?:\.\d{1,3})?)"
    r"(?P<percent>\s?%|\s?per\s?cent\b)?(?![\w/:–’'-]|[.,]\d)"
)
_OF_A_MEASURE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,3})?")  # as draft.schema.json has it
_BEFORE = re.compile(
    r"(?:\bone in|stages? \d (?:and|to|&)|\b(?:sections?|s\.?|stages?|aged?|ages(?: of)?|aged between|between the ages of|under"
    r"|pages?|paragraphs?|no\.?|phases?|regulations?|articles?|years?|parts?|per|tables?|figure"
    r"|progress|attainment|outcomes?|enablers?|principles?|question|q|recommendations?)"
    rf"|(?:{MONTH}))\s*$",
    re.IGNORECASE,
)
_RANGE_BEFORE = re.compile(r"(?<!from )\b\d+ (?:to|or) $")  # “0 to 19 services”
_AGE_BEFORE = re.compile(r"\b(?:aged|ages)\b[^.;,%]{0,20}$", re.IGNORECASE)
_AFTER = re.compile(
    rf"\s*(?:(?:{MONTH})|years?\b|years?-olds?\b|-year|am\b|pm\b|(?:and|or|to|–) \d+[ -]year|£|million\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOT_COUNTED = r"(?!(?:and|or|of|in|to|is|was|were|are|at|as|from|for|per|a|the|this|by|who|whose|live|lived|that|with|has|its|us)\b)"
_NOUN = re.compile(
    rf"\s*((?:{_NOT_COUNTED}[a-z][\w’'-]*\s+){{0,3}}?"
    rf"(?:{_NOT_COUNTED}[a-z][\w’'-]*[^s\W]s|children|people|staff))\b"
)


@dataclass(frozen=True)
class Figure:
    """A number as a measure has it, and where in the sentence it stands."""

    value: str
    unit: str  # "%", or what is counted, or nothing
    start: int
    end: int


def figures_in(sentence: str) -> list[Figure]:
    """In order; years, dates, ages, money, and numbers of sections and pages left out."""
    return list(_figures(sentence))


def _figures(sentence: str) -> Iterator[Figure]:
    for match in _NUMBER.finditer(sentence):
        if not _OF_A_MEASURE.fullmatch(match["value"].replace(",", "")):
            continue  # too large for any, or in the digits of another script
        if match["percent"]:
            yield _figure(match, "%")
        elif not _is_other(sentence, match):
            yield _figure(match, _counted(sentence, match.end()))


def _figure(match: re.Match[str], unit: str) -> Figure:
    return Figure(match["value"].replace(",", ""), unit, match.start(), match.end())


def _is_other(sentence: str, match: re.Match[str]) -> bool:
    before = sentence[max(0, match.start() - 40) : match.start()]
    return bool(
        _YEAR.fullmatch(match["value"])
        or _BEFORE.search(before)
        or _RANGE_BEFORE.search(before)
        or _AGE_BEFORE.search(before)
        or _AFTER.match(sentence, match.end())
    )


def _counted(sentence: str, start: int) -> str:
    """The words after a number up to what is counted: `social workers`."""
    match = _NOUN.match(sentence, start)
    return match.group(1)[:40] if match else ""
