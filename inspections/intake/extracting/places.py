"""Where in a document something stands, and the sentences of a passage."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from inspections.intake.reading.passages import Passage

LONGEST_QUOTE = 10_000  # as draft.schema.json has it
MOST_REMEMBERED = 2_000  # passages
LONGEST_REMEMBERED = 5_000  # characters: a stranger's text must not fill the memory

# A full stop after these ends no sentence.
_SHORT = re.compile(
    r"mrs?|ms|miss|dr|prof|sir|rev|st|nos?|paras?|e\.?g|i\.?e|etc|cf|vs|approx|pp?|fig"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|ltd|inc|dept|cllr|hon",
    re.IGNORECASE,
)
# The sign first, which is looked for, and then whether it ends anything.
_END = re.compile(
    r"[.!?…(](?:"
    r"(?<!\()[.!?…]*[”’\"')\]]*(?=\s|$)"
    r"|(?<=[a-z]{2}\.)(?=[A-Z][a-z])"  # the space lost in a PDF
    r"|(?<=[.!?]\s\()(?:this was a )?recommendations?\b[^()]{0,40}\)\.?"  # what it is about
    r")",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"[\w.]*\w$")
_OPENS = re.compile(r"\s*[“‘\"'(\[•–-]*\s*(\w)")


@dataclass(frozen=True)
class Sentence:
    """One sentence of a passage, and where in the passage's text it stands."""

    text: str
    start: int
    end: int


def at(passage: Passage, quote: str | None = None) -> dict[str, str]:
    """The place of words of this passage; without a quote, of the whole of it."""
    words = passage.text if quote is None else quote
    place = {} if passage.page is None else {"page": str(passage.page)}
    place["paragraph"] = str(passage.number)
    if words and len(words) <= LONGEST_QUOTE:
        place["quote"] = words
    return place


def sentences(passage: Passage) -> list[Sentence]:
    """The sentences of a passage in order; abbreviations, initials and figures end none."""
    text = passage.text
    return list(_remembered(text) if len(text) < LONGEST_REMEMBERED else _sentences(text))


def _sentences(text: str) -> tuple[Sentence, ...]:
    cuts = [0, *_ends(text), len(text)]
    parts = zip(cuts, cuts[1:], strict=False)
    found = (_trimmed(text, start, end) for start, end in parts)
    return tuple(sentence for sentence in found if sentence.text)


# Several rules ask for the same passages.
_remembered = lru_cache(MOST_REMEMBERED)(_sentences)


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        if _really_ends(text, match):
            yield match.end()


def _really_ends(text: str, match: re.Match[str]) -> bool:
    following = _OPENS.match(text, match.end())
    if following is None:
        return True
    opens = following.group(1)
    if "." not in match.group() or len(match.group().rstrip("”’\"')]")) > 1:
        return opens.isupper() or opens.isdigit()
    if opens.islower():
        return False
    before = _LAST_WORD.search(text, max(0, match.start() - 20), match.start())
    return before is None or not _is_short(before.group())


def _is_short(word: str) -> bool:
    """`Mr`, `e.g`, or an initial; but a lone figure may end a sentence."""
    return _SHORT.fullmatch(word) is not None or (
        len(word) == 1 and word.isalpha() and word.isupper()
    )


def _trimmed(text: str, start: int, end: int) -> Sentence:
    words = text[start:end].strip()
    left = start + len(text[start:end]) - len(text[start:end].lstrip())
    return Sentence(words, left, left + len(words))
