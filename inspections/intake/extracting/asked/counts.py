"""How many recommendations there are, where a document gives only their number."""

import re

from inspections.intake.reading.passages import Reading

_UP_TO_TWENTY = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_ONES = _UP_TO_TWENTY.split()
_IN_WORDS = {word: number for number, word in enumerate(_ONES, start=1)}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_IN_WORDS |= _TENS
_IN_WORDS |= {
    f"{ten}-{one}": tens + number
    for ten, tens in _TENS.items()
    for number, one in enumerate(_ONES[:9], start=1)
}
_NUMBER = "(" + "|".join(sorted(_IN_WORDS, key=len, reverse=True)) + r"|[1-9][0-9]?)"
_ALL = re.compile(
    rf"\b(?:there (?:are|were)|ma[dk]es?|contains?|contained|includes?|included|sets? out"
    rf"|(?:a )?total of|with|identified|received)\s+(?:a total of\s+)?{_NUMBER}\s+"
    rf"(?:\w+\s+)?recommendations\b",
    re.IGNORECASE,
)
_IMMEDIATE = re.compile(
    rf"\b{_NUMBER}\s+of\s+(?:them|which|these|the\s+recommendations)\b[^.]{{0,60}}\bimmediate",
    re.IGNORECASE,
)


def number(word: str) -> int | None:
    """16 for `sixteen`, `Sixteen` and `16`."""
    word = word.casefold()
    return int(word) if word.isdigit() else _IN_WORDS.get(word)


def counts(reading: Reading) -> dict[str, str]:
    """`recommendations` and `immediate`, as far as a sentence states them."""
    for passage in reading.passages:
        every = _ALL.search(passage.text)
        if every:
            immediate = _IMMEDIATE.search(passage.text, every.start())
            told = {"recommendations": every, "immediate": immediate}
            return {name: str(number(found.group(1))) for name, found in told.items() if found}
    return {}
