"""When inspectors came, when the report was published, and what the visit follows."""

import re
from collections.abc import Iterator
from datetime import date

from inspections.intake.extracting.heads.days import Span, partial_date, spans
from inspections.intake.extracting.heads.head import Head

LONGEST_VISIT = 120  # days: a longer span is a year of statistics
FAR = 4000  # letters beyond the head in which a visit's days may still stand

_label = re.compile(
    r"(?<!previous )(?:\b(?:inspection|visit|review|fieldwork)\s+dates?|"
    r"\bdates?\s+of\s+(?:the\s+|this\s+)?(?:inspection|visit|review|fieldwork))\s*[:|]?\s*",
    re.IGNORECASE,
)
_published = re.compile(
    r"\b(?:(?:report|date|first)\s+published|publication\s+date|published)\s*[:|]\s*",
    re.IGNORECASE,
)
_said_published = re.compile(r"\bpublished\s+(?:on\s+|in\s+)?(?:the\s+)?(?=[0-9]|[A-Z])")
_visit = re.compile(
    r"\b(?:visit|inspect|review|peer challenge|on[- ]?site|fieldwork|diagnostic)", re.IGNORECASE
)
_took_place = re.compile(
    r"\b(?:summaris|t(?:ook|aken) place|carried out|undert(?:ook|aken)|conducted|"
    r"(?:re)?visited|was held|on[- ]site|was inspected)",
    re.IGNORECASE,
)
_it_took_place = re.compile(r"(?:It|This|They|These|Both) (?:took place|(?:was|were) )")
_another = re.compile(
    r"\b(?:judged|published|previous|last (?:\w+ )?inspect|since the|will be|next)\b",
    re.IGNORECASE,
)
_earlier = re.compile(
    r"(?:(?:last|previous|most recent|first|full)\s+(?:full |judgement |Ofsted |standard |short |"
    r"graded |single |ILACS |section \d+ )*(?:re-?)?inspection|last\s+inspected|"
    r"(?:judged|rated|found|graded)[^.]{0,60}?inadequate|(?:re-?)?inspection)",
    re.IGNORECASE,
)
_since = re.compile(r"\b(?:since|following|after|follows)\b", re.IGNORECASE)
_inadequate = re.compile(
    r"\b(?:judged|rated|graded|found)\b.{0,80}?\binadequate\b", re.IGNORECASE
)
_in_time = re.compile(r"\b(?:again |since )?(?:in )?(?:[A-Z][a-z]{2,8} )?(?:19|20)[0-9]{2}\b")
_last = re.compile(
    r"\b(?:last|previous|most recent|since (?:the|its|their))\s+(?:full |judgement |Ofsted |standard |short |graded |"
    r"single |ILACS )*(?:re-?)?inspect(?:ion|ed)(?: report)?\b[^.;•]{0,90}?"
    r"\b(?:in|of|on|dated)\s+(?=(?:[0-9]{1,2}\s+)?(?:[A-Z][a-z]+\s+)?(?:19|20)[0-9]{2})",
    re.IGNORECASE,
)


def visit_days(head: Head, far: int = FAR) -> Span | None:
    """The days of the visit that the document is about, looked for in so many letters."""
    for found in _label.finditer(head.text):
        first = next(spans(head.text[found.end() : found.end() + 90], head.dated), None)
        if first is not None and first.start < 12 and _is_a_visit(first):
            return first
    return _told(head.letter, head.dated) or _told(head.whole[:far], head.dated)


def _told(text: str, dated: date | None) -> Span | None:
    """The days in the first sentence that says that a visit took place, or else only names one:
    then rather several days than one."""
    said = [*sentences_of(text)]
    told = [
        (sentence, span)
        for before, sentence in zip(("", *said), said, strict=False)
        if _visit.search(sentence) or (_it_took_place.match(sentence) and _visit.search(before))
        for span in spans(sentence, dated)
        if _is_a_visit(span) and not span.first == span.last == dated
    ]
    for sentence, span in told:
        if _took_place.search(sentence):
            return span
    named = [span for sentence, span in told if not _another.search(sentence)]
    return next((span for span in named if span.first != span.last), next(iter(named), None))


def _is_a_visit(span: Span) -> bool:
    return (span.last - span.first).days <= LONGEST_VISIT


def published(head: Head) -> str | None:
    """The day of publication, only if it is printed as such."""
    for found in _published.finditer(head.text):
        printed = partial_date(head.text[found.end() : found.end() + 30])
        if printed is not None:
            return printed
    return None


def said_to_be_published(text: str) -> str | None:
    """The most exact day that another document gives for the publication of a report."""
    starts = (found.end() for found in _said_published.finditer(text))
    days = [day for day in (partial_date(text[start : start + 25]) for start in starts) if day]
    return max(days, key=len, default=None)


def since_when(text: str) -> tuple[str, str] | None:
    """When the judgement was that a monitoring visit follows, and how that is printed."""
    for sentence in sentences_of(text):
        since = _since.search(sentence)
        if since is None or not re.search(
            r"\bvisit\b", sentence[: since.start()], re.IGNORECASE
        ):
            continue
        rest = sentence[since.end() :]
        found = _earlier.search(rest)
        when = partial_date(rest[found.start() :]) if found else None
        if found and when:
            return when, _up_to_year(rest[found.start() :])
    return None


def last_inspection(text: str) -> tuple[str, str] | None:
    """When the last inspection was, where the document says so, and how that is printed."""
    found = _last.search(text)
    when = partial_date(text[found.end() : found.end() + 30]) if found else None
    return (when, _up_to_year(text[found.start() :])) if found and when else None


def judged_inadequate(text: str) -> list[tuple[str, str]]:
    """The times in the sentence that gives most: “inadequate in 2015 and again in 2018”."""
    told: list[list[tuple[str, str]]] = [[]]
    for sentence in sentences_of(text):
        found = _inadequate.search(sentence)
        printed = _in_time.findall(sentence[found.end() :]) if found else []
        dated = ((partial_date(words), words.strip()) for words in printed)
        told.append([(when, words) for when, words in dated if when])
    return max(told, key=len)


def _up_to_year(text: str) -> str:
    year = re.search(r"(?:19|20)[0-9]{2}", text)
    return text[: year.end() if year else None][:250].strip()


def sentences_of(text: str) -> Iterator[str]:
    """The sentences of running text, roughly: enough to keep two statements apart."""
    yield from re.split(r"(?<=[\w)’”\"'][.!?])(?<!\s[A-Z]\.)\s+(?=[A-Z“‘\"'])", text)
