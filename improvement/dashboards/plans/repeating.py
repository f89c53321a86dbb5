"""Whether words of a plan only repeat the recommendation that they should answer.

What counts is pairs of words: of those that stand beside each other in the plan's words, how
many stand beside each other in the recommendation too. An answer shares its subject with
what it answers, so single words say nothing: "Visit privately fostered children on time"
has every word from its recommendation and is an answer. A copy shares the run of the words.

Endings and small words are left aside, so that "We will ensure that visits are recorded"
still repeats "Ensure the recording of visits". In the paper of 2012 and the two example
plans no text of five words or more shares over a third of its pairs with what it answers;
a recommendation copied with a new beginning shares four fifths and more.
"""

import re
from itertools import pairwise

ENOUGH_WORDS = 5
SHARE = 0.6

ENDINGS = re.compile(r"(?<=\w{3})(?:ations?|ments?|ities|ings?|ies|ed|es|ly|s|e)$")
_SMALL = """
a all also an and any are as at be been being both but by can do each ensure ensuring for from
has have if in into is it its make more must no not of on one or other our shall should so such
sure than that the their them there they this to under up was we were what when where which who
will with within without
"""
SMALL_WORDS = frozenset(_SMALL.split())


def repeats(words: str, asked: str) -> bool:
    return shared(words, asked) >= SHARE


def shared(words: str, asked: str) -> float:
    """The share of the pairs of words that the recommendation has too; 0 where there are too
    few words to say."""
    own = _content(words)
    if len(own) < ENOUGH_WORDS:
        return 0.0
    theirs = set(pairwise(_content(asked)))
    pairs = list(pairwise(own))
    return sum(pair in theirs for pair in pairs) / len(pairs)


def _content(words: str) -> list[str]:
    found = re.findall(r"\w+", words.lower().replace("’", "'").replace("'s", ""))
    return [ENDINGS.sub("", word) for word in found if word not in SMALL_WORDS]
