"""Recommendations that a text names by their numbers."""

import re

# What a list's items are called, and the prefix of their numbers in our records.
_NAMES = {
    r"areas? for improvement": "afi-",
    r"(?:areas? for )?priority actions?": "pa-",
    r"LSCB recommendations?": "lscb-",
    r"recommendations?|recs?\.?": "",
}
_ONE = r"(?:no\.? ?|numbers? )?\(?(\d{1,3}(?:\.\d{1,2})?)\)?"
_LINK = r"\s*(?:,|;|&|and|or|to|[-–])\s*(?:and )?"
_NAMED = {
    re.compile(rf"\b(?:{name})\s+{_ONE}((?:{_LINK}{_ONE})*)(?![\d%])", re.IGNORECASE): prefix
    for name, prefix in _NAMES.items()
}
_RANGE = re.compile(r"(\d{1,3})\s*(?:to|[-–])\s*(\d{1,3})")
_MOST = 30  # in a range; a longer one is no list of recommendations


def numbers_named(text: str) -> set[str]:
    """“Recommendations 3, 5 and 7” names 3, 5 and 7; “area for improvement 2” names afi-2."""
    named: set[str] = set()
    for pattern, prefix in _NAMED.items():
        for match in pattern.finditer(text):
            named |= {prefix + number for number in _numbers(match.group())}
        text = pattern.sub(" ", text)
    return named


def _numbers(words: str) -> set[str]:
    numbers = set(re.findall(r"\d{1,3}(?:\.\d{1,2})?", words))
    for first, last in _RANGE.findall(words):
        if int(first) < int(last) <= int(first) + _MOST:
            numbers |= set(map(str, range(int(first), int(last))))
    return numbers
