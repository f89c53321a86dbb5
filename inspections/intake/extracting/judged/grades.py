"""The grades inspectors give, in the words they print."""

import re
from dataclasses import dataclass

_PLAIN = {
    "outstanding": "outstanding",
    "good": "good",
    "inadequate": "inadequate",
    "adequate": "adequate",
}
# “requires improvement” until 2015 or so, “requires improvement to be good” since; in the
# plural of a sentence (“services require improvement”) and in the past.
GRADE = (
    r"(?:requir(?:es?|ed|ing)\s+improvement(?:\s+to\s+be\s+(?:at\s+least\s+)?good)?"
    r"|outstanding|good|inadequate|adequate)"
)
# One of these stands in every grade.
STEMS = ("good", "adequate", "requir", "outstanding")
_WORD = re.compile(GRADE, re.IGNORECASE)


@dataclass(frozen=True)
class Grade:
    """One of the five grades, and the words where they are not the grade's own."""

    grade: str
    printed: str | None = None

    def to_draft(self) -> dict[str, str]:
        printed = {} if self.printed is None else {"printed": self.printed}
        return {"grade": self.grade, **printed}


def grade_of(words: str) -> Grade | None:
    """The grade that these words are, and nothing else; None where they are none."""
    words = " ".join(words.split())
    if not _WORD.fullmatch(words):
        return None
    grade = _PLAIN.get(words.casefold(), "requires_improvement")
    own = grade.replace("_", " ")
    return Grade(grade, None if words.casefold() == own else words)
