"""Who inspected, who signed, and to whom a letter is addressed."""

import re
from collections.abc import Iterable, Iterator

from inspections.intake.extracting.heads.head import Head
from inspections.intake.extracting.heads.names import NAME, name_in_front, names_in_list
from inspections.intake.extracting.heads.visits import sentences_of
from inspections.intake.reading.passages import Passage

Person = dict[str, str]

TEAM_WITHIN = 12  # passages from the one that names the lead inspector
LONGEST_LIST = 400  # letters of names after one mark
SIGNED_WITHIN = 16  # passages after “Yours sincerely”
LONGEST_SIGNATURE = 150

# What stands before the names of a team, and the role those have in a draft. Analysts and
# managers of quality assurance took no part in the visit and have none.
_LABELS = {
    r"deputy lead inspectors?": "inspector",
    r"lead inspectors?": "lead inspector",
    r"(?:team |other |additional )?inspectors?": "inspector",
    r"shadow inspectors?|observers?|observed by": "observer",
    r"senior data analysts?|data analysts?|quality assurance managers?|regional director": "",
}
_label = re.compile(
    "|".join(rf"\b(?P<g{n}>{words})\s*:" for n, words in enumerate(_LABELS)), re.IGNORECASE
)
_ROLES = tuple(_LABELS.values())

_lead = re.compile(
    r"\b(?:lead inspector (?:was|is)|led by|inspection was led by)\s+(?:Ofsted\s+)?",
    re.IGNORECASE,
)
_team = re.compile(
    r"\b(?:inspectors?(?:,)?(?: (?:for|on|undertaking|carrying out) (?:this|the) (?:\w+ )?(?:visit|inspection))?"
    r"(?:,)? (?:were|was)|(?:visit|inspection)[^.]{0,60}? (?:carried out|undertaken|conducted|led|completed) by"
    r"|observed by|accompanied by|shadowed by|supported by)\b:?",
    re.IGNORECASE,
)
_observing = re.compile(r"(?:observed|shadowed) by", re.IGNORECASE)
_signed = re.compile(r"\bYours (?:sincerely|faithfully|truly)\b", re.IGNORECASE)
_team_begins = re.compile(
    r"inspection team\W*(?:$|Ofsted\b)|\b(?<!deputy )lead inspector\s*:",
    re.IGNORECASE,
)
_in_post = re.compile(
    rf"({NAME}),?\s+(?:Ofsted|CQC|HMICFRS|HMI Probation|HMIP)?\s*((?i:lead\s+)?)(?:[A-Z]\w+\s+)?"
    r"(?i:inspector\b)|"
    rf"({NAME}),?\s+(?:Ofsted\s+|Senior\s+)?HMI\b"
)
_with_post = re.compile(
    r"(?=.*,).*\b(?:Police|Partnership|Council|NHS|Board|Service|Director|Chief|Chair\w*|Manager|Commissioner|Constable|Executive|Officer|Lead|Leader|"
    r"Head|Nurse|Scrutineer|President|Inspector|CEO|Assistant|Deputy|Secretary|Superintendent)\b"
)
_reviewers = re.compile(
    r"\breview (?:\w+ ){0,3}(?:led|carried out|undertaken|conducted) by\s+", re.IGNORECASE
)


def people(head: Head) -> list[Person]:
    """Everybody in a role that the draft knows, once in each, in the order of the roles."""
    passages = head.reading.passages
    found = [
        *_labelled(head),
        *_told(head.letter),
        *_listed(passages),
        *_addressees(head),
        *_signatories(passages),
    ]
    return _once(found)


def reviewers(head: Head) -> list[Person]:
    """Those who led a review, by the sentence that says so."""
    found = _reviewers.search(head.text)
    if found is None:
        return []
    sentence = next(sentences_of(head.text[found.end() :]))
    parts = re.split(r"\band\b|;", sentence)
    names = (name_in_front(part) for part in parts)
    return _once({"name": name, "role": "reviewer"} for name in names if name)


def _labelled(head: Head) -> Iterator[Person]:
    """“Lead inspector: …” at the head, and the team's list that stands at the end."""
    passages = head.reading.passages
    for text in (head.text, *_teams(passages)):
        for mark, names in _parted(text, _label):
            role = _ROLES[int((mark.lastgroup or "g0")[1:])]
            if role == "lead inspector":
                first = name_in_front(names)
                yield from [{"name": first, "role": role}] if first else []
            elif role:
                yield from ({"name": name, "role": role} for name in names_in_list(names))


def _parted(text: str, mark: re.Pattern[str]) -> Iterator[tuple[re.Match[str], str]]:
    """Each mark with the words between it and the next one."""
    marks = list(mark.finditer(text))
    ends = [*(found.start() for found in marks[1:]), len(text)]
    for found, end in zip(marks, ends, strict=False):
        yield found, text[found.end() : min(end, found.end() + LONGEST_LIST)]


def _teams(passages: tuple[Passage, ...]) -> Iterator[str]:
    """The text of each place that lists a team: under its heading, or from the lead inspector."""
    for position, passage in enumerate(passages):
        text = passage.text.casefold()
        # Nearly no passage has these words, which is seen sooner than what the pattern asks.
        named = "inspection team" in text or "lead inspector" in text
        if named and _team_begins.search(passage.text):
            listed = passages[position : position + TEAM_WITHIN]
            yield " ; ".join(" ; ".join(one.cells) or _on_one_line(one.text) for one in listed)


def _told(letter: str) -> Iterator[Person]:
    """“The inspectors were … They were observed by …”"""
    for sentence in sentences_of(letter[:4000]):
        for mark, names in _parted(sentence, _team):
            role = "observer" if _observing.match(mark.group()) else "inspector"
            if role == "inspector" and re.search(r"\blead\b", mark.group(), re.IGNORECASE):
                role = "lead inspector"
            yield from ({"name": name, "role": role} for name in names_in_list(names))


def _listed(passages: tuple[Passage, ...]) -> Iterator[Person]:
    """“A Name, Ofsted Lead inspector” under the heading of the team."""
    unlabelled = (text for text in _teams(passages) if not _label.search(text))
    for text in unlabelled:
        for found in _in_post.finditer(text):
            name = name_in_front(found.group(1) or found.group(3))
            role = "lead inspector" if found.group(2) else "inspector"
            yield from [{"name": name, "role": role}] if name else []


def _addressees(head: Head) -> Iterator[Person]:
    """One the letter greets by name, or all who stand on a line with their posts above “Dear …”."""
    if head.salutation is None:
        return
    greeted = head.lines[head.salutation].removeprefix("Dear").strip(" ,:*")
    words = re.sub(
        r"^(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Cllr|Councillor)\.?\s+", "", greeted
    ).split()
    for line in head.before_salutation:
        name = _greeted(line, words[:1] + words[-1:])
        if name:
            yield {"name": name, "role": "addressee"}
            return
    for line in head.before_salutation:
        name = name_in_front(line) if _with_post.search(line) else None
        yield from [{"name": name, "role": "addressee"}] if name else []


def _greeted(line: str, greeted: list[str]) -> str | None:
    """The name within a line of which the letter's greeting repeats a part."""
    for start in re.finditer(r"(?<![\w'’-])[A-Z]", line):
        name = name_in_front(line[start.start() :])
        words = name.split() if name else []
        for n, word in enumerate(words):
            if word in greeted:
                return (
                    " ".join(words[: max(n + 1, 2)])
                    if n or len(words) < 3
                    else " ".join(words[:2])
                )
    return None


def _signatories(passages: tuple[Passage, ...]) -> Iterator[Person]:
    for position, passage in enumerate(passages):
        signed = _signed.search(passage.text)
        if signed:
            after = passage.text[signed.end() :].split("\n")
            rest = (
                cell for one in passages[position + 1 :][:SIGNED_WITHIN] for cell in _cells(one)
            )
            names = (
                name_in_front(text) for text in (*after, *rest) if len(text) < LONGEST_SIGNATURE
            )
            yield from ({"name": name, "role": "signatory"} for name in names if name)
            return


def _cells(passage: Passage) -> Iterable[str]:
    return passage.cells or passage.text.split("\n")


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _once(found: Iterable[Person]) -> list[Person]:
    """Each once in a role; who leads is not told again as one of the team."""
    kept: list[Person] = []
    for person in found:
        also_lead = {"name": person["name"], "role": "lead inspector"}
        if person not in kept and not (person["role"] == "inspector" and also_lead in kept):
            kept.append(person)
    return kept
