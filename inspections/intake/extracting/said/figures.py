"""Measures: the figures that a document states of how things go, as one sentence states them.

“97% from 86%”, “from 352 children to 307”, “15 per month as opposed to the target of 25”. Which
way is good stays open, save where the sentence itself calls it an improvement.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from inspections.intake.extracting.heads.days import partial_date
from inspections.intake.extracting.parts import Part, Under, under_headings
from inspections.intake.extracting.places import LONGEST_QUOTE, Sentence, at, sentences
from inspections.intake.extracting.said.names_of_measures import name_of
from inspections.intake.extracting.said.numbers import Figure, figures_in
from inspections.intake.extracting.said.themes import theme_of
from inspections.intake.reading.passages import Kind, Reading

MOST = 100  # as draft.schema.json has it

_TO = re.compile(
    r"[^.;%()]{0,60}?(?<!relating )(?<!related )(?<!due )(?<!according )\bto\b"
    r"(?: (?:a|just|only|current|figure|of|about|almost|the))* $"
)
_EARLIER = re.compile(
    r"[^.]{0,100}?\b(?:compared (?:with|to)|(?:up|down|reduced|increased|risen|fallen|improved) from"
    r"|an? (?:\w+ )?(?:reduction|increase|decrease|improvement|rise|fall|drop) (?:from|on)"
    r"|improvement on) (?:(?:a|the|just|only|about|previous|low|high|of|figure|position) )*$"
    r"|\W{0,3}from (?:(?:a|the|just|only|about) )*$"
)
_TARGET = re.compile(
    r"[^.;]{0,80}\btarget\b(?: (?:of|is|was|being|which|a|the|an|ambitious))* $"
)
_OF_OTHERS = re.compile(
    r"\b(?:national|england|neighbours?|regional)\b[^.;%]{0,25}$|\baverages? of $",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\W{0,4}(?:\w+\W+){0,6}?(?:national|nationally|england|country|neighbours?|regional|average)",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:from|(?:rate|figure|level) of) (?:(?:a|the|about|just|only) )*$")
_WAS = re.compile(r"(?:reduced|increased|risen|fallen|improved|decreased) from $")
_OPENS_DATED = re.compile(r"\W*(?:as )?(?:at|on|in) ([A-Z\d][^,;]{3,18}), $", re.IGNORECASE)
_OUT_OF = re.compile(r" (?:out )?of (?:the |a total of )?$")
_SPAN = re.compile(r"(?:minutes|hours|days|weeks|months|miles)$")  # alone, no measure
_FURTHEST = 2  # figures on that one may belong to
_CHANGE = re.compile(
    r"this (?:is|was|represents) an? (?:\w+ )?(?:reduction|increase|decrease|rise|fall) from ",
    re.IGNORECASE,
)
_BOUNDS = {
    "more_than": re.compile(r"\b(?:more than|over|in excess of|above) $", re.IGNORECASE),
    "less_than": re.compile(
        r"\b(?:fewer than|less than|under|below|almost|nearly) $", re.IGNORECASE
    ),
    "at_least": re.compile(r"\bat least $", re.IGNORECASE),
    "at_most": re.compile(r"\b(?:at most|up to) $", re.IGNORECASE),
    "about": re.compile(r"\b(?:about|around|approximately|some) $", re.IGNORECASE),
}
_DATED = re.compile(
    r"[^.;%()]{0,30}?\b(?:in|at|on|by|as of|since) (?=\d|[A-Z])([^.;,()]{4,20})"
)
_TWO_YEARS = re.compile(r"\d{4}\s?[–/-]")
_BETTER = re.compile(r"\bimprov\w*\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Stated:
    """One reading: its value, the earlier one it is compared with, the target."""

    value: Figure
    earlier: Figure | None = None
    target: Figure | None = None

    @property
    def first(self) -> Figure:
        return min(filter(None, (self.value, self.earlier)), key=lambda figure: figure.start)


def measures(reading: Reading) -> list[dict[str, Any]]:
    """In the order of the document: {name, unit, good, theme, readings: [{value, from, target,
    bound, on, from_on}], at}; each only if stated."""
    return [measure for under in under_headings(reading) for measure in _in_passage(under)][
        :MOST
    ]


def _in_passage(under: Under) -> Iterator[dict[str, Any]]:
    if under.part is Part.ASKED or under.passage.kind in (Kind.ROW, Kind.HEADING):
        return
    told = sentences(under.passage)
    for sentence, following in zip_longest(told, told[1:]):
        telling = len(sentence.text) <= LONGEST_QUOTE and re.search(r"\d", sentence.text)
        stated = list(_stated(sentence.text)) if telling else []
        change = _CHANGE.match(following.text) if following else None
        if change is not None and stated:
            yield from _since(sentence, stated.pop(0), following, change.end(), under)
        for one in stated:
            if under.part is not Part.BACKGROUND or one.earlier:
                yield _measure(one, sentence.text, under)


def _since(
    before: Sentence, stated: _Stated, sentence: Sentence, start: int, under: Under
) -> Iterator[dict[str, Any]]:
    """“… 153 children …. This is a reduction from 212 at 31 March 2017.”"""
    measure = _measure(stated, before.text, under)
    earlier = next((one for one in figures_in(sentence.text) if one.start == start), None)
    if earlier is None:
        return
    day = _day("from_on", sentence.text, earlier)
    measure["readings"][0].update({"from": earlier.value, **day})
    measure["at"] = at(under.passage, under.passage.text[before.start : sentence.end])
    yield measure


def _stated(sentence: str) -> Iterator[_Stated]:
    """The readings in a sentence: figures that stand alone, and those that belong together."""
    figures = [] if _CHANGE.match(sentence) else _comparable(sentence)
    while figures:
        taken, stated = _next(sentence, figures)
        if stated is not None:
            yield stated
        figures = figures[taken:]


def _comparable(sentence: str) -> list[Figure]:
    """Without other places' figures, and without time limits beside shares (“within 15 days”)."""
    found = [
        one for one in figures_in(sentence) if not _OF_OTHERS.search(sentence[: one.start])
    ]
    shares = any(one.unit == "%" for one in found)
    return [one for one in found if not (shares and _SPAN.search(one.unit))]


def _next(sentence: str, figures: list[Figure]) -> tuple[int, _Stated | None]:
    """The first figure with what belongs to it, and how many figures that took."""
    first, *rest = figures
    for place, second in enumerate(rest[:_FURTHEST]):
        stated = _pair(sentence, first, second)
        if stated is None:
            continue
        third = rest[place + 1] if len(rest) > place + 1 else None
        if third and not stated.target and _TARGET.match(sentence[second.end : third.start]):
            return place + 3, replace(stated, target=third)
        return place + 2, stated
    return 1, _alone(first)


def _alone(figure: Figure) -> _Stated | None:
    return None if not figure.unit or _SPAN.search(figure.unit) else _Stated(figure)


def _pair(sentence: str, first: Figure, second: Figure) -> _Stated | None:
    if (first.unit == "%") != (second.unit == "%"):
        return None
    between = sentence[first.end : second.start]
    if _OUT_OF.fullmatch(between):
        return _Stated(replace(first, unit=second.unit))
    if _FROM.search(sentence[: first.start]) and _TO.match(between):
        return _Stated(second, earlier=first)
    if _TARGET.match(between):
        return _Stated(first, target=second)
    if _EARLIER.match(between) and not _ELSEWHERE.match(sentence, second.end):
        return _Stated(first, earlier=second)
    return None


def _measure(stated: _Stated, sentence: str, under: Under) -> dict[str, Any]:
    name = name_of(sentence, stated.first, stated.earlier or stated.target)
    theme = theme_of(sentence, under.heading)
    said = (
        "from"
        if _WAS.search(sentence[: stated.value.start]) and not stated.earlier
        else "value"
    )
    reading = {said: stated.value.value}
    if stated.earlier:
        reading |= {"from": stated.earlier.value, **_day("from_on", sentence, stated.earlier)}
    if stated.target:
        reading["target"] = stated.target.value
    reading |= _day("on" if said == "value" else "from_on", sentence, stated.value)
    reading |= _bound(sentence, stated.value)
    return {
        "name": name,
        **_unit(stated),
        **_good(sentence, stated),
        **({"theme": theme} if theme else {}),
        "readings": [reading],
        "at": at(under.passage, sentence),
    }


def _unit(stated: _Stated) -> dict[str, str]:
    unit = stated.value.unit or (stated.earlier.unit if stated.earlier else "")
    return {"unit": unit} if unit else {}


def _bound(sentence: str, figure: Figure) -> dict[str, str]:
    before = sentence[: figure.start]
    return next(
        ({"bound": bound} for bound, form in _BOUNDS.items() if form.search(before)), {}
    )


def _day(name: str, sentence: str, figure: Figure) -> dict[str, str]:
    """The day that stands after a figure, or opens the sentence just before it."""
    following = _DATED.match(sentence, figure.end) or _OPENS_DATED.match(
        sentence[: figure.start]
    )
    printed = following.group(1) if following else ""
    day = None if _TWO_YEARS.match(printed) else partial_date(printed)
    return {name: day} if day else {}


def _good(sentence: str, stated: _Stated) -> dict[str, str]:
    """Only where the words before it call the change an improvement."""
    if stated.earlier is None or float(stated.value.value) == float(stated.earlier.value):
        return {}
    clause = re.split(r"[,;]", sentence[: stated.first.start])[-1]
    if not _BETTER.search(clause):
        return {}
    rises = float(stated.value.value) > float(stated.earlier.value)
    return {"good": "higher" if rises else "lower"}
