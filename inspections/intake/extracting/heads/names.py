"""Names of people as documents print them: with titles, honours and inspectors' letters."""

import re
from collections.abc import Iterator

_TITLE = (
    r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Lord|Lady|Professor|Prof|Cllr|Councillor|Rt Hon|"
    r"Chief Constable|Acting Chief Constable|Reverend|Rev)\.?\s+)*"
)
_PART = r"(?:(?:[dDlLO]|Mac|Mc|Fitz)['’])?[A-ZÀ-Þ][\w'’]*(?:[-‐‑][A-ZÀ-Þ][\w'’]*)*\.?"
_PARTICLE = r"(?:de|da|di|van|von|der|den|la|le|du|al|el|bin|ap)"
NAME = rf"{_PART}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_PART}){{1,3}}"

# Words of posts, bodies and places: what holds one of them is no name of a person.
_OF_POSTS = """acting advisor adviser analyst area assistant association assurance authority board
    borough care cabinet central chair chairman chief child children childrens city clerk
    clinical college commission commissioner commissioning committee community constable
    constabulary corporate council councillor county court crime data dear deputy director
    district education executive family fire foundation governance government group head health
    her his hmi home hospital independent information inspection inspections inspector
    inspectors inspectorate integrated interim international joint justice king's lead leader
    leadership learning lieutenant local london majesty's majesty manager member multi national
    nhs office officer offending ofsted oi operations our partner partnership people police
    practice principal probation programme quality queen's regional regulation regulatory rescue
    reviewing safeguarding school scrutineer scrutiny secretary secure senior service services
    shadow skills social standards state strategic support team the this trust visit work
    yours youth road town centre floor"""
_NO_NAMES = frozenset(_OF_POSTS.split())
_HONOURS = re.compile(
    r"(?:,?\s+(?:OBE|MBE|CBE|QPM|DBE|KBE|QFSM|BSc|BA|MA|MB|ChB|MSc|DCH|FRCA|FRCP\w*|PhD|RN|JP|DL))+\b"
)
_INSPECTORS = re.compile(
    r"\b(?:(?:Her|His)\s+Majesty['’]s\s+|Ofsted\s+|Senior\s+|Acting\s+|Regulatory\s+|Social\s+Care\s+|"
    r"Contracted\s+|Additional\s+)*(?:Inspectors?|HMIs?|SHMI|OI|RI)\b"
)
_person = re.compile(rf"{_TITLE}({NAME})")


def name_in_front(text: str) -> str | None:
    """The name that the text begins with, without title and honours, if it is one."""
    text = text.strip(" |*•,;:–-")
    for role in (_INSPECTORS.search(text), _HONOURS.search(text)):
        if role is not None and role.start() > 0:
            text = text[: role.start()].strip(" ,;(–-")
    found = _person.match(text.split(",")[0].split(" | ")[0])
    return _without_post(found.group(1)) if found else None


def names_in_list(text: str) -> Iterator[str]:
    """Each name of a list: “A HMI, B, HMI, and C”, whatever stands between."""
    text = _INSPECTORS.sub(" , ", _HONOURS.sub(" ", text))
    for part in re.split(r"[,;()|•:]|\band\b|&|\bwith\b|\bfrom\b", text):
        found = _person.fullmatch(part.strip(" .*–-"))
        if found and is_a_name(found.group(1)):
            yield found.group(1)


def is_a_name(text: str) -> bool:
    """Whether none of the words is that of a post, a body or a place."""
    return not any(_word(word) in _NO_NAMES for word in text.split())


def _without_post(text: str) -> str | None:
    """“Ewan Ware Director of” ends before the post."""
    kept = []
    for word in text.split():
        if _word(word) in _NO_NAMES:
            break
        kept.append(word)
    return " ".join(kept) if len(kept) > 1 else None


def _word(word: str) -> str:
    return word.casefold().replace("’", "'").strip(".,")
