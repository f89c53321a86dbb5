"""What a figure is a figure of, in the words of its sentence."""

import re

from inspections.intake.extracting.said.numbers import Figure

LONGEST = 150
_PARTS = re.compile(
    r"[;:()]|,(?= )|\. | but | however | and (?=(?:an? |the )?(?:[\w-]+ ){1,8}$)"
)
_FEWEST_WORDS = 3
_LEADING = re.compile(
    r"^(?:(?:(?:as )?(?:in|at|by|during|since) (?:\d+ )?[a-z]+ \d{4}|and|but|however|also|currently|similarly|for example|including|with|that|which|an?|the|this|of|in|at|only|"
    r"over|about|around|approximately|significant|major|further|increase in|decrease in|reduction in|"
    r"improvements? in|rise in|fall in|number of|numbers of|proportion of|percentage of|progress is being made in|"
    r"increasing|reducing|improving|previously|averaging)\b[\s,]*)+",
    re.IGNORECASE,
)
# So many of them and no more: without end, a stranger's text could be looked through for hours.
_TRAILING = re.compile(
    r"(?:[\s,(–-]{0,9}\b(?:from|to|at|of|by|is|are|was|were|has|have|had|been|now|currently|only|just|over|about|around|"
    r"approximately|more than|less than|fewer than|in excess of|for|in|increased|increase|reduced|decreased|"
    r"risen|fallen|rose|fell|improved|significantly|which|with|a|an|the|and|averaging|almost|nearly|up|down|"
    r"low|high|previous|seen|there)){1,30}[\s,(–-]*$",
    re.IGNORECASE,
)


def name_of(sentence: str, figure: Figure, compared: Figure | None) -> str:
    """The words before a figure that is compared; of one that stands alone, or that begins its
    clause, those around it."""
    before = _trimmed(_last_part(sentence[: figure.start]))
    if len(before.split()) >= _FEWEST_WORDS and (compared or figure.unit == "%"):
        return _cut(before)
    after = re.split(r"[;:()]|, |\. |[.]$", sentence[figure.end :].strip(), maxsplit=1)[0]
    whole = " ".join(filter(None, (before, "…" if before else "", after.strip(" .,"))))
    return _cut(_LEADING.sub("", whole) or sentence)


def _last_part(before: str) -> str:
    """Back to a comma or bracket, over as many as it takes to have words enough."""
    starts = [0, *(match.end() for match in _PARTS.finditer(before))]
    for start in reversed(starts):
        if len(_trimmed(before[start:]).split()) >= _FEWEST_WORDS:
            return before[start:]
    return before


def _trimmed(words: str) -> str:
    return _TRAILING.sub("", _LEADING.sub("", words.strip())).strip(" ,;:()*–-")


def _cut(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    return name[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
