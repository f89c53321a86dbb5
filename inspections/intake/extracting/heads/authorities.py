"""Which authority a document is about, from its title first, then from what it names most."""

import re
from collections import Counter
from functools import cache

from inspections.intake.extracting.heads.head import Head, labelled
from inspections.intake.extracting.vocabulary import FOLDER, loaded

_VOCABULARY = FOLDER / "authorities.yaml"

# “London Borough of”, “the Royal Borough of”, “City of”, “Council of the”
_STYLE = (
    r"(?:the\s+)?(?:(?:(?:London|Royal|Metropolitan|City|County|Unitary)\s+){0,3}"
    r"(?:Borough|City|County|Council|District|Authority)\s+(?:Council\s+)?of\s+(?:the\s+)?)?"
)
_COUNCIL = (
    r"(?:\s+(?:City|County|Borough|Metropolitan|District|Unitary|Corporation|Council|MBC|"
    r"(?:local|unitary)\s+authority|children.s\s+(?:social\s+care\s+)?services"
    r"|Children(?:.s(?:\s+Services)?|\s+and\s+Families)\s+Trust|Children\s+First))*"
)
_TITLES = (
    r"(?:focused|monitoring|assurance)\s+visit\s+(?:to|of|in)",
    r"(?:re-?)?inspection\s+(?:of|in)",
    r"inspection\s+of\s+(?:local\s+authority\s+)?children.s\s+(?:social\s+care\s+)?services\s+(?:in|at)",
    r"(?:partnership|local\s+area)\s+(?:of|in)",
    r"review\s+(?:of|in)",
)
# Police forces, hospitals and health boards bear the names of counties and towns as well.
_NOT_AFTER = r"\b(?:NHS|University of|Diocese of|Mr|Mrs|Ms|Miss|Dr|Councillor|Cllr)\s+"
_NOT_BEFORE = (
    r"\s+(?:Police|Constabulary|NHS|Integrated|ICB|CCG|Clinical|Health|Hospitals?|University|"
    r"Road|Street|House|Way|Avenue|Probation)\b|\s+and\s+[A-Z][a-z]+\s+(?:Police|Constabulary)"
)

_OFSTED = re.compile(r"\b(?:Piccadilly Gate|Store Street)\b.{0,80}?\bManchester\b", re.DOTALL)


def authority_of(head: Head) -> str | None:
    """The name of the authority that the document is about; None where it names none."""
    subject = labelled(head, r"subject|title|report title|title of report")
    return (
        authority_in(subject or "")
        or _on_a_line(head)
        or _in_title(head)
        or _addressed(head)
        or _most_named(head.letter)
        or _most_named(_OFSTED.sub("", head.text))
        or _most_named(head.whole)
    )


def authority_in(text: str) -> str | None:
    """The first authority that these words name."""
    found = _names().search(text)
    return _common_name(found.group()) if found else None


def council_on_a_line(head: Head) -> str | None:
    """The council that puts its whole name on a line of its own, as printed."""
    whole = re.compile(rf"{_STYLE}({_names().pattern}){_COUNCIL}", re.IGNORECASE)
    for line in head.lines:
        if whole.fullmatch(line.strip(" #*|")) and re.search(
            r"\b(?:council|borough)\b", line, re.I
        ):
            name = line.strip(" #*|")
            return name.title() if name.isupper() else name
    return None


def _in_title(head: Head) -> str | None:
    titles = "|".join(_TITLES)
    direct = re.compile(rf"(?:(?i:{titles}))\s+(?i:{_STYLE})({_names().pattern})")
    found = direct.search(head.text)
    if found:
        return _common_name(found.group(1))
    joint = re.search(
        r"joint (?:targeted|local) area (?:SEND )?inspection.{0,250}", head.text, re.IGNORECASE
    )
    return authority_in(joint.group()) if joint else None


def _on_a_line(head: Head) -> str | None:
    whole = re.compile(rf"(?i:{_STYLE})({_names().pattern})(?i:{_COUNCIL})")
    if head.salutation is None:
        for line in head.lines[:4]:
            found = whole.fullmatch(line.strip(" #*|"))
            if found:
                return _common_name(found.group(1))
    return None


def _addressed(head: Head) -> str | None:
    """The council above “Dear …”: by its whole name, for a town alone is that of an address,
    the inspectors' own among them."""
    whole = re.compile(rf"(?:.{{3,80}},\s*)?((?i:{_STYLE})({_names().pattern})(?i:{_COUNCIL}))")
    for line in head.before_salutation:
        found = whole.fullmatch(line.strip(" #*|"))
        if found and re.search(
            r"(?i:\b(?:council|borough|trust|city of|county|MBC|authority"
            r"|children)\b)",
            found[1],
        ):
            return _common_name(found[2])
    return None


def _most_named(text: str) -> str | None:
    bounded = re.compile(rf"({_NOT_AFTER})?({_names().pattern})(?!{_NOT_BEFORE})")
    found = (one.groups() for one in bounded.finditer(text))
    named = Counter(_common_name(name) for another, name in found if not another)
    return named.most_common(1)[0][0] if named else None


@cache
def _known() -> dict[str, str]:
    """The common name of each way to write one, by its letters."""
    entries = loaded(_VOCABULARY)
    return {
        _letters(written): entry["name"]
        for entry in entries
        for written in (entry["name"], *entry.get("variants", ()))
    }


@cache
def _names() -> re.Pattern[str]:
    """Any name, the longest first; in capitals too; wherever a line breaks in it."""
    entries = loaded(_VOCABULARY)
    written = {w for e in entries for w in (e["name"], *e.get("variants", ()))}
    spelt = {spelling for w in written for spelling in (w, w.upper())}
    longest_first = sorted(spelt, key=lambda name: (-len(name), name))
    flexible = (
        re.sub(r"(?:\\ |\\-|-)+", r"[\\s‐‑-]+", re.escape(name)) for name in longest_first
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(flexible)})(?!\w)")


def _common_name(written: str) -> str:
    return _known()[_letters(written)]


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
