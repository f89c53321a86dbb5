"""Sentences that say how an earlier inspection judged: the grade, of what, and when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inspections.intake.extracting.heads.days import MONTH, YEAR, partial_date
from inspections.intake.extracting.judged.areas import areas_named
from inspections.intake.extracting.judged.grades import GRADE, STEMS, Grade, grade_of
from inspections.intake.extracting.places import sentences
from inspections.intake.reading.passages import Passage

# Others are judged too: schools and homes of the area, pieces of work in an audit.
_OTHERS = re.compile(
    r"\b(?:school|academ|nurser|college|children[’']s homes?|residential|agenc|provider|placement"
    r"|setting|audit|case file|cases|plans)\w*",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:local authority|authority|council|services|overall effectiveness|inspections?|they|it"
    r"|ofsted)\b",
    re.IGNORECASE,
)
_BY_INSPECTORS = re.compile(r"\b(?:inspect|ofsted|judg|rated|graded)", re.IGNORECASE)
_WHEN = rf"(?:(?:[0-3]?[0-9]\s+)?{MONTH}\s+)?{YEAR}"
WHEN = re.compile(_WHEN)
_YEAR = re.compile(YEAR)
# Judged in the past; what services are or require now is this inspection's.
JUDGED = re.compile(
    rf"(?:\b(?:judged|rated|graded|judgement of|were|was|to be)\s+"
    rf"(?:(?:to|be|as|overall|still|again|only|by|Ofsted|the|local|authority|council|services"
    rf"|effectiveness|it|them)\s+){{0,4}}[“\"‘']?(?P<plain>{GRADE})"
    rf"|\b(?P<required>required\s+improvement(?:\s+to\s+be\s+good)?)"
    rf"|\bjudged\s+to\s+(?P<require>require\s+improvement(?:\s+to\s+be\s+good)?))"
    r"(?!\s+(?:practice|progress|quality|work|standard|or better))",
    re.IGNORECASE,
)
# “the inadequate judgements in 2014 and 2017”
_NAMED = re.compile(
    rf"\b(?P<grade>{GRADE})[”\"’']?\s+(?:(?:Ofsted|inspection|overall)\s+)?(?:judgement|rating|grade)s?"
    rf"\s+(?:in|of|from)\s+(?P<days>{_WHEN}(?:(?:,|\s+and)\s+(?:in\s+)?{_WHEN})*)",
    re.IGNORECASE,
)
# “judged to be good, and outstanding in adoption and leadership”
_OTHERWISE = re.compile(
    rf"\W+(?:and|but|with)\s+({GRADE})\s+(?:in|for)\s+([^.;:]{{3,90}}?)(?=,\s|[.;:]|\s+in\s+{YEAR}|$)",
    re.IGNORECASE,
)
_SHORT_NAMES = {
    "adoption": "adoption",
    "leadership": "leadership",
    "care_leavers": "care leavers",
    "help_and_protection": "help and protection",
    "looked_after": "looked after",
}
_AGAIN = re.compile(
    rf"\band\s+(?:again|then|for the second time)\b[^.;]{{0,20}}?\b({MONTH}\s+{YEAR}|{YEAR})",
    re.IGNORECASE,
)
_INSPECTED = re.compile(r"\binspect\w*\b[^.;]{0,140}$", re.IGNORECASE)
_PUBLISHED = re.compile(r"\b(?:published|report of|report in)\b[^.;]{0,20}$", re.IGNORECASE)
_CLOSE = 60  # letters between a grade and the day behind it


@dataclass(frozen=True)
class Day:
    """A day as exact as printed: the inspection's, its report's, or only one `by` which the
    judgement stood; with the words it stands in."""

    when: str
    kind: str
    words: str


@dataclass(frozen=True)
class Said:
    """One judgement of an earlier inspection."""

    day: Day
    area: str
    grade: Grade
    passage: Passage


def said_in(passage: Passage) -> Iterator[Said]:
    """Judgements of the past in a passage; the day may stand in the sentence before."""
    before: Day | None = None
    for sentence in sentences(passage):
        text = sentence.text
        # Few sentences have the stem of a grade, or name a year, which is soon seen.
        small = text.casefold()
        graded = any(stem in small for stem in STEMS)
        by_inspectors = graded and (before is not None or _BY_INSPECTORS.search(text))
        if by_inspectors and _OURS.search(text) and not _OTHERS.search(text):
            yield from _of_sentence(text, before, passage)
            yield from _named(text, passage)
        days = list(WHEN.finditer(text)) if _YEAR.search(text) else []
        before = day_of(text, days[-1]) if days else None
        if before is not None and before.kind != "started":
            before = None


def day_of(text: str, found: re.Match[str], words: str | None = None) -> Day:
    """The day, by what is said before it."""
    before = text[: found.start()]
    kind = "by"
    if _PUBLISHED.search(before):
        kind = "published"
    elif _INSPECTED.search(before) and not re.search(r"\bjudged\b[^.;]*$", before):
        kind = "started"
    return Day(partial_date(found.group()) or "", kind, _line(words or text))


def grade_judged(judged: re.Match[str]) -> Grade | None:
    """The grade of a match of JUDGED."""
    return grade_of(judged["plain"] or judged["required"] or judged["require"])


def _of_sentence(text: str, before: Day | None, passage: Passage) -> Iterator[Said]:
    for judged in JUDGED.finditer(text):
        grade = grade_judged(judged)
        found = _nearest(list(WHEN.finditer(text)), judged)
        if grade is None:
            continue
        if found is not None:
            start, end = min(judged.start(), found.start()), max(judged.end(), found.end())
            day = day_of(text, found, text[start:end])
            yield Said(day, _area(text, judged), grade, passage)
            yield from _otherwise(text[judged.end() :], day, passage)
            again = _AGAIN.search(text, judged.end())
            if again:
                more = Day(partial_date(again.group(1)) or "", "by", _line(again.group()))
                yield Said(more, "overall", grade, passage)
        elif before is not None:
            yield Said(before, _area(text, judged, before.words), grade, passage)


def _named(text: str, passage: Passage) -> Iterator[Said]:
    for named in _NAMED.finditer(text):
        grade = grade_of(named["grade"])
        for day in WHEN.finditer(named["days"]):
            if grade is None:
                continue
            when = Day(partial_date(day.group()) or "", "by", _line(named.group()))
            yield Said(when, "overall", grade, passage)


def _otherwise(behind: str, day: Day, passage: Passage) -> Iterator[Said]:
    """The areas that were graded otherwise than the whole, where a sentence names them."""
    found = _OTHERWISE.match(behind)
    grade = grade_of(found.group(1)) if found else None
    for area, name in _SHORT_NAMES.items():
        if found and grade and name in found.group(2).casefold():
            yield Said(day, area, grade, passage)


def _nearest(days: list[re.Match[str]], judged: re.Match[str]) -> re.Match[str] | None:
    """The first day after the grade, close behind it, or else the last one before it."""
    behind = [day for day in days if 0 <= day.start() - judged.end() <= _CLOSE]
    before = [day for day in days if day.start() < judged.start()]
    return behind[0] if behind else before[-1] if before else None


def _area(text: str, judged: re.Match[str], before: str = "") -> str:
    """What was judged: the area named before the grade, or the whole."""
    for words in (text[: judged.start()], before):
        named = areas_named(" ".join(re.findall("[a-z]+", words.casefold())))
        if named:
            return named[-1].area
    both = f"{before} {text}".casefold()
    if "looked after" in both and "safeguarding" not in both:
        return "looked_after"
    return "safeguarding" if "inspection of safeguarding" in both else "overall"


def _line(words: str) -> str:
    return " ".join(words.split())[:250]
