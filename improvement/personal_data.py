"""Words that look like a trace of an individual child: a name with an age, a date of birth,
a case number.

Only a warning can follow, since none of it is certain. Names are told by their capital
letter and by not being one of the words that also stand before numbers here
(`not_names.py`), never by a list of names: such a list knows some families' names and not
others'. So "amelia, 7" in small letters and initials pass.

Every pattern is of bounded length and is looked for once, so the time it takes grows with
the text and not faster.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import unquote

from improvement.not_names import ALSO_NAMES, NOT_NAMES

NAME_AND_AGE = "a child's name with an age"
DATE_OF_BIRTH = "a date of birth"
CASE_NUMBER = "a case number"


@dataclass(frozen=True)
class Suspicion:
    """Words as they were written, and what they look like."""

    words: str
    why: str


# From where to where in the text, and what it looks like.
Found = tuple[int, int, str]


def find(text: str) -> list[Suspicion]:
    """What in the text looks like a trace of a child, in its order, each words once."""
    found = sorted([*_names(text), *_births(text), *_numbers(text)], key=_place)
    suspicions = []
    reached = 0
    for start, end, why in found:
        if end > reached:  # else it is a part of what was found before
            suspicions.append(Suspicion(" ".join(text[start:end].split()), why))
            reached = end
    return list(dict.fromkeys(suspicions))


def _place(found: Found) -> tuple[int, int]:
    start, end, _ = found
    return start, -end


def find_in_name(file_name: str) -> list[Suspicion]:
    """The same for the name of a file, or a link: where words are joined by other signs."""
    bare = unquote(file_name[:MAX_NAME])
    if "/" not in bare:
        bare = bare.removesuffix(PurePath(bare).suffix)
    spaced = JOINTS.sub(" ", bare)
    spaced = CAMEL.sub(" ", spaced)
    # "Audit (3)" is what a browser calls a third download, not an age.
    words = COPY.sub("", spaced)
    last = NAME_AND_NUMBER.search(words[-BEFORE:])
    if last and _is_name(last[1], sure=False):
        return list(dict.fromkeys([*find(words), Suspicion(last[0].strip(), NAME_AND_AGE)]))
    return find(words)


MAX_NAME = 2000
JOINTS = re.compile(r"[_+.,;/\\?=&#-]+")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d{5})")
COPY = re.compile(r"\s?\(\d{1,2}\)\s*$")
NAME_AND_NUMBER = re.compile(r"\b([^\W\d_][\w'’-]{1,30})\s(?:1[0-8]|[1-9])\s*\Z")

# Names with ages

_WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
SMALL = "|".join([*_WORDS.split(), "fifteen", "sixteen", "seventeen", "eighteen"])
YEARS = rf"(?:1[0-8]|[0-9]|{SMALL})"
# Not the age of one child: "16 to 17", "5–11", "7 and over", "12 months".
NOT_ONE = (
    r"(?![\d%]|[.,:/]\d|(?:st|nd|rd|th)\b"
    rf"|\s?(?:[-–—/]|to\b|or\b|and\s(?:{YEARS}\b|under|over|above|below|up))\s?"
    r"|\s(?:weeks?|months?|days?|hours?|per\s?cent)\b(?!\sold)|\+)"
)
# One capitalised word or up to three, with what joins them in names.
NAME = r"(?<![\w'’.-])((?:[^\W\d_][\w'’-]{1,30}\s){0,2}[^\W\d_][\w'’-]{1,30})"
BEFORE = 96

# After a name: beyond doubt an age, or a bare number that may be one.
AGE_AFTER = re.compile(
    rf"(?P<sure>[\s,:(–-]{{1,3}}(?:(?:who|she|he|they)\s(?:is|are|was)\s|is\s|was\s|an?\s)?"
    rf"(?:(?:aged?|age\sof)[\s:]{{1,2}}{YEARS}(?![\w]){NOT_ONE}"
    rf"|{YEARS}(?:[\s-](?:years?|yrs?|months?|weeks?)[\s-]olds?\b|\s?(?:y/?o|yrs?)\b)))"
    r"|(?P<bare>\s?\(\s?(?:[MFmf][\s,]{1,2})?(?:1[0-8]|[0-9])[MFmf]?\s?\)"
    r"|,\s(?:1[0-8]|[1-9])(?=[.;:!?)](?!\d)|,\s(?!\d)|\s?$|\s?\n"
    r"|\s(?:was|is|has|had|who|lives|lived|told|said)\b)"
    r"|\s(?:is|was|turned|turns)\s(?:1[0-8]|[1-9])(?=[.,;:!?)](?!\d)|\s?$|\s?\n"
    r"|\s(?:and|in|now|today|next|soon)\b))",
    re.IGNORECASE,
)
AGE_BEFORE = re.compile(
    rf"(?<![\w-])(?:{YEARS}[\s-](?:years?|yrs?|months?|weeks?)[\s-]old)[\s,:(]{{1,3}}"
    r"(?:(?:boy|girl|child|baby|son|daughter|pupil|called|named)[\s,:(]{1,3}){0,2}(?=\w)",
    re.IGNORECASE,
)
NAME_AT_END = re.compile(NAME + r"\Z")
NAME_AT_START = re.compile(r"[^\W\d_][\w'’-]{1,30}(?:\s[^\W\d_][\w'’-]{1,30}){0,2}")
PLACED = re.compile(r"\b(?:in|at|near|across|around|within)\s\Z", re.IGNORECASE)


def _names(text: str) -> Iterator[Found]:
    for age in AGE_AFTER.finditer(text):
        start = max(0, age.start() - BEFORE)
        before = NAME_AT_END.search(text, start, age.start())
        if before is None:
            continue
        name, at = _capitalised(before[1], before.start(1))
        placed = age["bare"] and PLACED.search(text, max(0, at - 8), at)
        if not placed and _is_name(name, sure=bool(age["sure"])):
            yield at, age.end(), NAME_AND_AGE
    for age in AGE_BEFORE.finditer(text):
        after = NAME_AT_START.match(text, age.end())
        first = after and after[0].split()[0]
        if first and _is_name(first, sure=True):
            yield age.start(), age.end() + len(first), NAME_AND_AGE


def _capitalised(words: str, start: int) -> tuple[str, int]:
    """The last of the capitalised words at the end of these, and where the first
    begins. What only begins the sentence ("Seen Kayla") is left out."""
    name, at = "", start + len(words)
    for word in reversed(list(re.finditer(r"\S+", words))):
        if not word[0][0].isupper() or (name and _plain(word[0]) in NOT_NAMES):
            break
        name, at = name or word[0], start + word.start()
    return name, at


def _is_name(word: str, *, sure: bool) -> bool:
    is_short = word[:2].isalpha() and word[:2].isupper()
    if is_short or not word[:1].isupper():
        return False  # an abbreviation (MASH, PEPs), or no name
    return _plain(word) not in (NOT_NAMES if sure else NOT_NAMES | ALSO_NAMES)


def _plain(word: str) -> str:
    return re.split(r"['’-]", word.lower(), maxsplit=1)[0]


# Dates of birth

MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
DAY = (
    r"(?:\d{1,2}\s?[/. -]\s?\d{1,2}\s?[/. -]\s?(?:\d{4}|\d{2})"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH}\.?,?\s(?:\d{{4}}|\d{{2}})"
    rf"|{MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
    r"|\d{4}[- ]\d{2}[- ]\d{2}|\d{6}|\d{8})(?!\d)"
)
BIRTH = re.compile(
    r"(?<!\w)(?:d\.?\s?o\.?\s?b\b\.?|date\sof\sbirth|birth\s?date|birthday|born|b\.)"
    rf"[\s:=–-]{{0,3}}(?:(?:is|was|on|the)\s){{0,2}}{DAY}",
    re.IGNORECASE,
)


def _births(text: str) -> Iterator[Found]:
    for birth in BIRTH.finditer(text):
        yield birth.start(), birth.end(), DATE_OF_BIRTH


# Numbers of a case, a pupil, a patient

SYSTEMS = "lcs|mosaic|liquid\\s?logic|ics|ehm|care\\s?first|azeus|eclipse"
KEPT = "case|child(?:['’]s)?|client|pupil|person|family|patient|service\\suser"
NUMBERED = r"(?:\s?(?:no|nos|num|number|ref|reference|id|identifier|record|file|upn)\b\.?)"
# Papers and places have references, too.
PAPER = re.compile(
    r"\b(?:report|paper|minutes?|agenda|document|audit|inspection|ofsted|invoice|contract"
    r"|planning|committee|committee's|board|policy|version|provider)['’s]*\s\Z",
    re.IGNORECASE,
)
REFERENCE = r"[\s:#=.–-]{0,3}(?:[A-Za-z]{1,4}[\s/-]?)?\d{5,12}(?![\d%])"
CASE = re.compile(
    rf"(?<!\w)(?:(?:{SYSTEMS}){NUMBERED}{{0,2}}{REFERENCE}"
    rf"|(?:{KEPT}){NUMBERED}{{1,2}}{REFERENCE}"
    r"|case[\s:#]{1,2}\d{6,12}(?![\d%])"
    r"|(?:upn|uln|unique\s(?:pupil|learner)\snumber)[\s:#=.–-]{0,3}[A-Za-z]?\d{6,13}"
    r"|nhs(?:\s(?:no|number|id))?[\s:#=.–-]{0,3}\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d))",
    re.IGNORECASE,
)
REF = re.compile(rf"(?<!\w)ref(?:erence)?(?:\s(?:no|number))?\b\.?{REFERENCE}", re.IGNORECASE)
PUPIL = re.compile(r"(?<![\w/=-])[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z](?!\w)")
PATIENT = re.compile(r"(?<![\w/=.-])\d{3}([ -]?)\d{3}\1\d{4}(?![\w-])")


def _numbers(text: str) -> Iterator[Found]:
    for pattern in (CASE, PUPIL):
        for number in pattern.finditer(text):
            yield number.start(), number.end(), CASE_NUMBER
    for number in REF.finditer(text):
        start = number.start()
        if not PAPER.search(text, max(0, start - 20), start):
            yield start, number.end(), CASE_NUMBER
    for number in PATIENT.finditer(text):
        if _is_nhs_number(number[0]):
            yield number.start(), number.end(), CASE_NUMBER


def _is_nhs_number(printed: str) -> bool:
    """Whether its last figure is the check on the other nine."""
    figures = [int(sign) for sign in printed if sign.isdigit()]
    total = sum(
        figure * weight for figure, weight in zip(figures[:9], range(10, 1, -1), strict=True)
    )
    return (11 - total % 11) % 11 == figures[9]
