"""“The fourth monitoring visit”: ordinals in words and figures."""

import re

_UP_TO_TWENTY = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_ONES = _UP_TO_TWENTY.split()
_IN_WORDS = {word: number for number, word in enumerate(_ONES, start=1)}
_IN_WORDS |= {"twentieth": 20, "thirtieth": 30}
_IN_WORDS |= {f"twenty-{word}": 20 + number for number, word in enumerate(_ONES[:9], start=1)}

_ORDINAL = (
    "(" + "|".join(sorted(_IN_WORDS, key=len, reverse=True)) + "|[1-9][0-9]?(?:st|nd|rd|th))"
)
_BETWEEN = (
    r",?(?:,? (?:and|but) (?:\w+ ){0,2}?(?:final|last|penultimate|most recent))?,?"
    r"(?: (?:Ofsted|quarterly|published|monitoring|focused|assurance))* visit"
)
# Its own number, not that of an earlier visit that it mentions.
_own = (
    re.compile(
        rf"\b{_ORDINAL}(?: (?:Ofsted|quarterly|published))* monitoring visit,? since the "
        r"(?:local authority|authority|council|re-?inspection|judgement|last inspection)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:was|is) (?:the|your|its|their) {_ORDINAL}(?={_BETWEEN}| since)", re.IGNORECASE
    ),
    re.compile(
        rf"\bfindings (?:of|from) (?:the|your|our) {_ORDINAL}(?={_BETWEEN})", re.IGNORECASE
    ),
    re.compile(rf"\b{_ORDINAL}{_BETWEEN} (?:since|to|of)\b", re.IGNORECASE),
    re.compile(rf"\b{_ORDINAL}(?= of [^.]{{3,40}} monitoring visits\b)", re.IGNORECASE),
)


def ordinal(word: str) -> int | None:
    """4 for `fourth`, `Fourth` and `4th`."""
    word = re.sub(r"\s+", "-", word.strip().casefold())
    figures = re.fullmatch(r"([0-9]{1,3})(?:st|nd|rd|th)", word)
    return int(figures.group(1)) if figures else _IN_WORDS.get(word)


def ordinal_of_visit(text: str) -> int | None:
    """Which visit in its row it says that it is."""
    joined = re.sub(r"\b(twenty)\s+", r"\1-", text, flags=re.IGNORECASE)
    found = next(filter(None, (form.search(joined) for form in _own)), None)
    return ordinal(found.group(1)) if found else None
