"""The theme of a sentence, by word lists; none where two are as likely."""

from functools import lru_cache

from inspections.intake.extracting.said.phrases import phrases_of, words_of

_FIRST_WORDS = 8  # where a sentence mostly names what it speaks of


def theme_of(sentence: str, heading: str = "") -> str | None:
    """The key of a theme: what the sentence names first and most; else what its heading names.

    None where nothing is named, or two themes as much.
    """
    return _clear(_weights(sentence)) or _theme_of_heading(heading)


@lru_cache(16)  # one heading stands above many sentences
def _theme_of_heading(heading: str) -> str | None:
    return _clear(_weights(heading))


def _weights(text: str) -> dict[str, int]:
    weights: dict[str, int] = {}
    for hit in phrases_of("themes").longest_in(words_of(text)):
        early = hit.first < _FIRST_WORDS
        weight = (2 if early else 1) * (1 + hit.last - hit.first)
        weights[hit.group] = weights.get(hit.group, 0) + weight
    return weights


def _clear(weights: dict[str, int]) -> str | None:
    most = max(weights.values(), default=0)
    heaviest = [theme for theme, weight in weights.items() if weight == most]
    return heaviest[0] if len(heaviest) == 1 else None
