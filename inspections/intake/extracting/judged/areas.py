"""The areas that are graded, by the words that name them in tables, headings and sentences.

The names of an area changed over the years (`vocabulary/frameworks.yaml`); what names it in
all of them is short. Order matters: what is longer comes first.
"""

import re
from dataclasses import dataclass

_NAMES = {
    "safeguarding": r"overall effectiveness of (?:the )?safeguarding(?: services)?",
    "looked_after": r"overall effectiveness of (?:the )?services for looked after children"
    r"|children looked after(?: and achieving permanence)?"
    r"|looked after children(?: and achieving permanence)?"
    r"|children in care(?: and care leavers)?",
    "leadership": r"impact of leaders(?: on social work practice(?: with children and families)?)?"
    r"|leadership management and governance|leadership and governance",
    "help_and_protection": r"children who need help and protection"
    r"|children in need of help and protection"
    r"|effectiveness of (?:the )?help and protection"
    r"(?: provided to children young people families and carers)?",
    "adoption": r"adoption performance",
    "care_leavers": r"care leavers",
    "quality_of_practice": r"quality of practice",
    "lscb": r"local safeguarding children board(?: lscb)?",
    "overall": r"overall effectiveness|overall judgement",
}
_ANY = re.compile(
    r"\b(?:the )?(?:experiences and progress of (?:the )?)?(?:"
    + "|".join(f"(?P<{key}>{names})" for key, names in _NAMES.items())
    + r")\b"
)

# What may stand between the names of a table besides grades and numbers.
_BETWEEN = (
    "the a an experiences experience and progress of for on in is are that it judgement "
    "judgements judgment judgments key grade grades graded area areas about local authority children young people "
    "services effectiveness arrangements ofsted inspection current"
)
FILLERS = frozenset(_BETWEEN.split())


@dataclass(frozen=True)
class Named:
    """An area, and where its name stands."""

    area: str
    start: int
    end: int


def areas_named(plain: str) -> list[Named]:
    """Every area that a text of plain small words names, in order."""
    return [
        Named(found.lastgroup, found.start(), found.end())
        for found in _ANY.finditer(plain)
        if found.lastgroup
    ]


def area_of(printed: str) -> str | None:
    """The key of the area that a name, as printed, stands for."""
    named = areas_named(" ".join(re.findall(r"[a-z]+", printed.casefold())))
    return named[0].area if named else None


def words_of_names() -> frozenset[str]:
    """All words of which the names are made."""
    return frozenset(re.findall(r"[a-z]+", " ".join(_NAMES.values())))
