"""Which short line is a heading where nothing but its words and its place tell it."""

import re

LONGEST = 90
MOST_WORDS = 14
MOST_WORDS_BEFORE_COLON = 6

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
)
# A greeting, who wrote it or is named, a day, an address; a label with what it says; two
# sentences; one that is going on.
_NO_HEADING = re.compile(
    rf"""(?:dear|yours|by|to|from|tel|councillor|cllr|mrs?|ms|dr)\b | page\s\d | [|(“"‘']
       | [^A-Za-z]*$
       | (?:\w+day,?\s)?\d{{1,2}}(?:st|nd|rd|th)?\s(?:{_MONTHS})\b.{{0,6}}$
       | .*(?:@|https?:|www\.|\b[A-Z]{{1,2}}\d[A-Z\d]?\s?\d[A-Z]{{2}}\b)
       | [^\d:]+:\s
       | .*[.?!]\s+[A-Z]
       | .*\b(?:an?|and|at|by|for|in|of|on|or|the|to|with)$""",
    re.VERBOSE | re.IGNORECASE,
)


def is_like_heading(text: str) -> bool:
    """Whether a line that stands alone reads as a heading."""
    words = text.split()
    if len(text) > LONGEST or not 0 < len(words) <= MOST_WORDS:
        return False
    if not (text[0].isupper() or text[0].isdigit()) or _NO_HEADING.match(text):
        return False
    if text.endswith(":"):
        return len(words) <= MOST_WORDS_BEFORE_COLON
    return text[-1] not in ".,;?!-–|"
