"""The words of a text as they are compared: without endings, and those that tell nothing left out."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_OWNED = re.compile(r"[’'](?:s\b|(?=\W|$))")
_ENDINGS = ("ings", "ing", "edly", "ed", "ly", "s")
_SHORTEST = 4  # letters that an ending leaves

# Words that join, and those that stand in most sentences of the field, whatever it is about.
_TELL_NOTHING = """
a about above across after again against all almost already also although always am among an and
any appropriate appropriately are area areas around as at back be because been before being below
better between both but by can clear clearly come could day days did do does doing done down due
during each effective effectively either enough ensure ensuring ensured ever every everyone few
first for from full fully further get give given gives giving go good had has have having he her
here high his how however if improve improved improvement improvements improving in include
includes including increase increased inspection inspector inspectors into is it its itself just
keep kept last less like little local made make makes making many may might more most much must
need needed needs never new no nor not now of off often ofsted on once one only or other others
our out over own part particular particularly people person place put quality quickly quite rather
recent recently recommendation regular regularly remain remains result results right robust
said same say see seen services service set she should show shown shows sign significant since
small so some something soon staff still strengthen strong such sufficient sufficiently sure take
taken takes taking than that the their them then there these they things this those through thus
time to together too torwards towards two under until up upon us use used uses using variable very
visit was way ways we well were what when where whether which while who whole whom whose why will
with within without work worked worker workers working works would year years yet you young your
authority authorities child children council family families need social good team teams
consistent consistently inconsistent progress however example majority number lead leads leading
develop developed development support supported supports provide provided provides
"""

# From three: “one” and “two” stand where no number is meant.
_NUMBERS = """
three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty
"""
_FIGURES = {word: str(number) for number, word in enumerate(_NUMBERS.split(), start=3)}


@dataclass(frozen=True)
class Word:
    """One word of a text: as it stands there, without its ending, and, where it is an
    abbreviation in capitals, that."""

    shown: str
    stem: str
    capitals: str = ""


def words_of(text: str) -> list[Word]:
    """Every word in order. “Looked-after” is two; a possessive “’s” is left out."""
    plain = _OWNED.sub(" ", unicodedata.normalize("NFKC", text))
    return [_word(shown) for shown in _WORD.findall(plain)]


@lru_cache(maxsize=50_000)
def _word(shown: str) -> Word:
    singular = shown[:-1] if shown.endswith("s") else shown
    capitals = singular if sum(letter.isupper() for letter in singular) > 1 else ""
    return Word(shown, stem_of(shown.casefold()), capitals)


@lru_cache(maxsize=50_000)
def stem_of(word: str) -> str:
    """“Planning” and “plans” are “plan”, “enquiries” is “enquiry”: one word, whatever its end.
    “Twelve” is “12”."""
    if word in _FIGURES:
        return _FIGURES[word]
    if word.endswith("ies") and len(word) > _SHORTEST:
        return word[:-3] + "y"
    if word.endswith(("ss", "us", "is")):
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= min(_SHORTEST, len(word) - 1):
            word = word[: -len(ending)]
            break
    if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] if len(word) > _SHORTEST and word.endswith("e") else word


_STOPPED = frozenset(stem_of(word) for word in _TELL_NOTHING.split())


def is_telling(word: Word) -> bool:
    """Whether the word says something of what the text is about. Years and figures do."""
    return word.stem not in _STOPPED and (len(word.stem) > 2 or word.stem.isdigit())
