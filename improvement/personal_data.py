"""Words that look like a trace of an individual child: a name with an age, a date of birth,
a case number.

Only a warning can follow, since none of it is certain. Names are told by their capital
letter and by not being one of the words that also stand before numbers here
(`not_names.py`), never by a list of names: such a list knows some families' names and not
others'. So "amelia, 7" in small letters and initials pass.

Every pattern is of bounded length and is looked for once, so the time it takes grows with
the text and not faster; and of a text that is full of them only the first are told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath
from urllib.parse import unquote

from improvement.not_names import ALSO_NAMES, NOT_NAMES

NAME_AND_AGE = "a child's name with an age"
DATE_OF_BIRTH = "a date of birth"
CASE_NUMBER = "a case number"

MOST = 20  # of each kind in one text: whoever wrote more has to look through all of it
# Signs without a width, which pasted text has between letters.
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


@dataclass(frozen=True)
class Suspicion:
    """Words as they were written, and what they look like."""

    words: str
    why: str


# From where to where in the text, and what it looks like.
Found = tuple[int, int, str]


def find(text: str) -> list[Suspicion]:
    """What in the text looks like a trace of a child, in its order, each words once; the
    first `MOST` of each kind."""
    text = INVISIBLE.sub("", text)
    kinds = (_names(text), _births(text), _numbers(text))
    found = sorted((one for kind in kinds for one in islice(kind, MOST)), key=_place)
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
    bare = INVISIBLE.sub("", unquote(file_name[:MAX_NAME]))
    if "/" not in bare:
        bare = bare.removesuffix(PurePath(bare).suffix)
    # "Audit (3)" is what a browser calls a third download, not an age.
    bare = COPY.sub("", bare)
    words = CAMEL.sub(" ", JOINTS.sub(" ", bare))
    last = NAME_AND_NUMBER.search(words[-BEFORE:])
    if last and _is_name(last[1], sure=False):
        return list(dict.fromkeys([*find(words), Suspicion(last[0].strip(), NAME_AND_AGE)]))
    return find(words)


MAX_NAME = 2000
JOINTS = re.compile(r"[_+.,;/\\?=&#-]+")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d{5})")
COPY = re.compile(r"(?:\s|(?<=[^\W_]))\(\d{1,2}\)\s*\Z")
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
# A baby's: "6 weeks and 2 days", but not "12 months and over".
NOT_ONE_BABY = r"(?!\s?(?:[-–—/+]|to\b|or\b|and\s(?:under|over|above|below|up)\b))"
BABY = rf"(?:\d{{1,2}}|{SMALL})[\s-]?(?:months?|mths?|weeks?|wks?|days?)"
WORD_AT_END = re.compile(r"(?<![\w'’.-])[^\W\d_][\w'’-]{1,30}\Z")
BEFORE = 96  # up to three such words

# After a name: beyond doubt an age, or a bare number that may be one.
AGE_AFTER = re.compile(
    r"(?<=[\w'’-])(?:(?P<sure>[\s,:(–-]{1,3}"
    r"(?:(?:who|she|he|they)\s(?:is|are|was)\s|is\s|was\s|an?\s)?"
    rf"(?:(?:aged?|age\sof)[\s:]{{1,2}}(?:{YEARS}(?!\w){NOT_ONE}|{BABY}(?!\w){NOT_ONE_BABY})"
    rf"|{YEARS}(?:[\s-](?:years?|yrs?)[\s-]olds?\b|\s?(?:y/?o|yrs?)\b)"
    rf"|{BABY}[\s-]olds?\b))"
    r"|(?P<bare>\s{0,3}\(\s?(?:(?:[MFmf][\s,]{1,2})?(?:1[0-8]|[0-9])[MFmf]?"
    # Not days: "Attachment (2 days)" is a training.
    r"|\d{1,2}[\s-]?(?:years?|yrs?|months?|mths?|weeks?|wks?)(?:\sold)?)\s?\)"
    r"|[,;]\s(?:1[0-8]|[1-9])(?=[.;:!?)](?!\d)|,\s(?!\d)|\s?$|\s?\n"
    r"|\s(?:was|is|has|had|who|lives|lived|told|said)\b)"
    r"|\s(?:is|was|turned|turns)\s(?:1[0-8]|[1-9])(?=[.,;:!?)](?!\d)|\s?$|\s?\n"
    r"|\s(?:and|in|now|today|next|soon)\b)))",
    re.IGNORECASE,
)
AGE_BEFORE = re.compile(
    rf"(?<![\w-])(?:{YEARS}(?:[\s-]?(?:years?|yrs?)[\s-]old|\s?y/?o)|{BABY}[\s-]old)"
    r"[\s,:(]{1,3}"
    r"(?:(?:boy|girl|child|baby|son|daughter|pupil|called|named)[\s,:(]{1,3}){0,2}(?=\w)",
    re.IGNORECASE,
)
SHOUTED = 4  # letters of a name in capitals: "KAYLA, aged 7", but not "CYP, aged 7"
NAME_AT_START = re.compile(r"[^\W\d_][\w'’-]{1,30}(?:\s[^\W\d_][\w'’-]{1,30}){0,2}")
PLACED = re.compile(r"\b(?:in|at|near|across|around|within)\s\Z", re.IGNORECASE)


def _names(text: str) -> Iterator[Found]:
    for age in AGE_AFTER.finditer(text):
        name, at = _capitalised(text, age.start())
        placed = age["bare"] and PLACED.search(text, max(0, at - 8), at)
        if not placed and _is_name(name, sure=bool(age["sure"])):
            yield at, age.end(), NAME_AND_AGE
    for age in AGE_BEFORE.finditer(text):
        after = NAME_AT_START.match(text, age.end())
        first = after and after[0].split()[0]
        if first and _is_name(first, sure=True):
            yield age.start(), age.end() + len(first), NAME_AND_AGE


def _capitalised(text: str, end: int) -> tuple[str, int]:
    """The last of up to three capitalised words that end here, and where the first
    begins. What only begins the sentence ("Seen Kayla") is left out."""
    name, at = "", end
    for token in reversed(text[max(0, end - BEFORE) : end].rsplit(None, 3)[-3:]):
        word = WORD_AT_END.search(token)
        if not word or not word[0][0].isupper() or (name and _plain(word[0]) in NOT_NAMES):
            break
        name, at = name or word[0], text.rindex(word[0], 0, at)
        if word.start():
            break  # "(Kayla": what stands before the sign is no part of the name
    return name, at


def _is_name(word: str, *, sure: bool) -> bool:
    if not word[:1].isupper():
        return False
    begins_in_capitals = word[:2].isalpha() and word[:2].isupper()
    if begins_in_capitals and not (sure and len(word) >= SHOUTED and word.isupper()):
        return False  # an abbreviation (MASH, PEPs)
    plain = _plain(word)
    return plain not in NOT_NAMES and (sure or plain not in ALSO_NAMES)


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
