"""The theme of a sentence, by word lists; none where two are as likely."""

from collections import Counter

from inspections.intake.extracting.said.phrases import phrases_of, words_of

_FIRST_WORDS = 8  # where a sentence mostly names what it speaks of


def theme_of(sentence: str, heading: str = "") -> str | None:
    """The key of a theme: what the sentence names first and most; else what its heading names.

    None where nothing is named, or two themes as much.
    """
    return _clear(_weights(sentence)) or _clear(_weights(heading))


def _weights(text: str) -> Counter[str]:
    weights: Counter[str] = Counter()
    for hit in phrases_of("themes").longest_in(words_of(text)):
        early = hit.first < _FIRST_WORDS
        weights[hit.group] += (2 if early else 1) * (1 + hit.last - hit.first)
    return weights


def _clear(weights: Counter[str]) -> str | None:
    ranked = weights.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
