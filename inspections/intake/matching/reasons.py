"""Why a proposal is made, in plain English: the words that two texts share."""

from inspections.intake.matching.features import Marks, Rarity

LONGEST = 250  # characters, for one line on a page
_MOST_WORDS = 5
_MOST_NEAR = 3
_MOST_MEANINGS = 2


def why(
    one: Marks, other: Marks, rarity: Rarity, *, first: str = "", near: Marks | None = None
) -> str:
    """What counted most comes first: what is given as `first`, words that both say, words of
    one meaning, the theme, and words that stand `near` the one only."""
    alike, meanings = _shared(one, other, rarity)
    said = [first] if first else []
    if alike:
        said.append("both say " + _quoted(alike[:_MOST_WORDS]))
    said.extend(f"“{here}” here, “{there}” there" for here, there in meanings[:_MOST_MEANINGS])
    if any(name.startswith("t ") and name in other.weights for name in one.weights):
        said.append("same theme")
    if near is not None and (around := _shared(_without(near, one), other, rarity)[0]):
        said.append("near it " + _quoted(around[:_MOST_NEAR]))
    return _within("; ".join(said) or "some words are alike in part")


def _shared(
    one: Marks, other: Marks, rarity: Rarity
) -> tuple[list[str], list[tuple[str, str]]]:
    """Words that both say, and pairs of one meaning; each by what it counts."""
    alike: dict[str, float] = {}
    meanings: dict[tuple[str, str], float] = {}
    for name, weight in one.weights.items():
        if name not in other.weights or name[0] not in "wg":
            continue
        counts = weight * other.weights[name] * rarity.of(name) ** 2
        here, there = one.shown[name].casefold(), other.shown[name].casefold()
        if name[0] == "g" and here != there:
            meanings[here, there] = meanings.get((here, there), 0.0) + counts
        else:
            alike[here] = alike.get(here, 0.0) + counts
    words = sorted(alike, key=lambda word: (-alike[word], word))
    pairs = sorted(meanings, key=lambda pair: (-meanings[pair], pair))
    return [word for word in words if not _is_part(word, words)], pairs


def _without(marks: Marks, other: Marks) -> Marks:
    left = {name: part for name, part in marks.weights.items() if name not in other.weights}
    return Marks(left, marks.shown)


def _is_part(word: str, words: list[str]) -> bool:
    return any(word != other and word in other.split() for other in words)


def _quoted(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _within(words: str) -> str:
    words = words[:1].upper() + words[1:]
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
