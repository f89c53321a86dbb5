"""The headings and sentences under which documents list what they ask for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from inspections.intake.extracting.places import sentences
from inspections.intake.reading.passages import Kind, Passage


@dataclass(frozen=True)
class Head:
    """What the words above a list make of its entries."""

    kind: str  # as the draft has it
    prefix: str  # of the keys of entries without a number
    immediate: bool = False


RECOMMENDATION = Head("recommendation", "r")
REQUIREMENT = Head("requirement", "rq")
IMPROVEMENT = Head("area_for_improvement", "afi")
CONSIDERATION = Head("area_for_improvement", "afc")
PRIORITY = Head("priority_action", "pa")
IMMEDIATE = Head("priority_action", "pa", immediate=True)

# “Recommendations for the board”, but not “Recommendations of the last inspection were”.
_WHOM = r"(?: (?:for|of|to|from) (?!.*\b(?:was|were|last|previous|earlier)\b).{3,80})?"
_HEADINGS = (
    (
        r"(?:(?:summary|list|schedule) of )?(?:(?:the|our|all|key|main|final|further|overall"
        r"|inspection|review|report|detailed|priority) )*recommendations?" + _WHOM,
        RECOMMENDATION,
    ),
    (r"(?:priority (?:and|or) )?immediate (?:and priority )?actions?", IMMEDIATE),
    (
        r"(?:areas?|actions?) (?:for|of|requiring) (?:urgent |immediate )?"
        r"priority (?:actions?|improvements?)(?: [0-9])?" + _WHOM,
        PRIORITY,
    ),
    (r"(?:areas? for )?(?:priority|urgent) actions?" + _WHOM, PRIORITY),
    (r"areas? of (?:significant|serious) (?:weakness(?:es)?|concerns?)", PRIORITY),
    (r"what (?:does .{3,80} )?needs? to (?:improve|be improved)(?: .{3,60})?", IMPROVEMENT),
    (
        r"(?:(?:key|main|other|further|the|summary|identified) )*areas? (?:for|requiring|needing)"
        r" (?:further )?(?:improvements?|development)" + _WHOM,
        IMPROVEMENT,
    ),
    (
        r"(?:(?:key|main|other|summary) )*areas? for (?:further )?consideration" + _WHOM,
        CONSIDERATION,
    ),
)
# Whatever else a heading says of them: “Ofsted recommendations”, but not those of the past.
_RECOMMENDATIONS = re.compile(
    r"(?!.*\b(?:previous|last|earlier|past|progress|response|update|status|implement\w*|made|no)\b)"
    r"(?:[a-z'-]+ ){1,3}recommendations"
)
_heads = [(re.compile(form), head) for form, head in _HEADINGS]

# Who is asked, at the beginning of a sentence that leads into a list.
_ASKED = (
    r"(?:(?:the|this|all|both|its|your|local|area|safeguarding|strategic|senior|and|with|of|chief"
    r"|children[’']?s|county|city|borough|improvement|scrutiny|statutory|responsible)\s+)*"
    r"(?:authorit(?:y|ies)|councils?|partnerships?|boards?|lscb|leaders?|executive|director"
    r"|areas?|department|they|partners|agencies|services|secretary of state|bod(?:y|ies)|trust|police"
    r"|inspectors|team|review|it|we|i|\w+shire|[a-z]+ council)"
)
_VERB = (
    r"(?:should|must|needs? to|shall|(?:is|are) (?:required|asked|expected|recommended) to"
    r"|recommends?|recommended|directs|requires (?:the|that|its))"
)
_lead_in = re.compile(
    rf"(?:(?:in order )?to\b[^.:]{{5,200}},\s*)?(?:{_ASKED}\b[^.:]{{0,120}}?\s)?{_VERB}\b"
    r"[^.]{0,300}[:…]$",
    re.IGNORECASE,
)
# “The inspection has identified one area for priority action:”
_identified = re.compile(
    r"(?:the|this|our|we)\b(?: (?:visit|inspections?|inspectors|review|team))?[^.:]{0,40}"
    r"\bidentif(?:y|ies|ied)\b[^.:]{0,60}\b(?:priority actions?|areas? for (?:priority action"
    r"|improvement|development))\b[^.:]{0,80}:$",
    re.IGNORECASE,
)
_what_of_lead_in = (
    (re.compile(r"priority action|significant weakness|serious weakness", re.I), PRIORITY),
    (re.compile(r"areas? for (?:improvement|development)", re.I), IMPROVEMENT),
    (re.compile(r"\b(?:must|require[sd]|shall|directs)\b", re.I), REQUIREMENT),
)
# “… by ensuring:” is the beginning of an entry whose points follow.
_names_points = re.compile(
    r"\b(?:by|includes?|such as|namely|(?!following)[a-z]+ing|that|particularly|specifically"
    r"|in particular|especially|for example|with|where|through|in relation to|in terms of)\W*$",
    re.IGNORECASE,
)
_time = re.compile(
    r"(?:(?P<now>immediately|with immediate effect|as a matter of urgency|immediate)"
    r"|(?:within|in)(?: the next)? \w+(?: (?:or|to) \w+)? (?:days|weeks|months|years?))\W*",
    re.IGNORECASE,
)
_part = re.compile(
    r"(?:(?:for|to) )?(?:the )?(?:local authority|council|partnership|lscb|police|health"
    r"|(?:local )?safeguarding (?:children )?(?:board|partnership)|youth offending \w+|probation"
    r"|all (?:agencies|partners))(?: (?:should|must|needs? to))?",
)


def whole_headings(passages: Iterable[Passage]) -> Iterator[Passage]:
    """The passages, the headings in one piece that the end of a page or a line cut in two."""
    held: Passage | None = None
    for passage in passages:
        is_heading = passage.kind == Kind.HEADING
        if held is not None:
            if is_heading and passage.level == held.level and passage.text[:1].islower():
                held = replace(held, text=f"{held.text} {passage.text}")
                continue
            yield held
        held = passage if is_heading else None
        if not is_heading:
            yield passage
    if held is not None:
        yield held


def head_of(passage: Passage) -> Head | None:
    """The head that this passage is, whole: a sentence that only has its words is none."""
    if passage.kind == Kind.ITEM and not passage.marker[:1].isdigit():
        return None
    if not passage.text[:1].isupper():
        return None
    plain = _plain(passage.text)
    if passage.kind == Kind.HEADING and _RECOMMENDATIONS.fullmatch(plain):
        return RECOMMENDATION
    return next((head for form, head in _heads if form.fullmatch(plain)), None)


def lead_in_of(passage: Passage) -> Head | None:
    """The head that a sentence before a list gives: “The local authority should:”."""
    if passage.kind == Kind.ROW or not passage.text.endswith((":", "…")):
        return None
    text = " ".join(sentences(passage)[-1].text.split())
    asks = _lead_in.match(text) or _identified.match(text)
    if not asks or names_points(text):
        return None
    return next((head for form, head in _what_of_lead_in if form.search(text)), RECOMMENDATION)


def names_points(text: str) -> bool:
    """Whether an entry goes on with points of its own: “… by ensuring:”."""
    return text.rstrip().endswith(":") and bool(_names_points.search(text))


def time_of(passage: Passage) -> bool | None:
    """“Immediately:” is True, “Within three months:” False, anything else None."""
    time = _time.fullmatch(" ".join(passage.text.split()))
    return None if time is None else bool(time["now"])


def is_for_a_part(passage: Passage) -> bool:
    """A line inside a list that says whom the next entries are for."""
    return bool(_part.fullmatch(_plain(passage.text)))


def _plain(text: str) -> str:
    """Small letters, without a mark at the end or the number of a footnote."""
    plain = " ".join(text.casefold().split()).replace("’", "'")
    if not plain[-1:].isdigit():
        return plain.rstrip(" :.?*–-")
    footnote = r"(?<=[?:.])\s?[0-9]{1,2}$|(?<=[a-z])[0-9]{1,2}$"  # not “Recommendations 7”
    return re.sub(footnote, "", plain).rstrip(" :.?*–-")
