"""What an import did or would do with each accepted thing, in the words of the page."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from improvement.documents.naming import COUNTED, called, counted
from improvement.documents.splitting import Joined
from improvement.importing import Line, Outcome, Report
from improvement.importing.report import ENTERED_HERE, KNOWN_SINCE
from improvement.models import Proposal
from inspections.intake.draft import Steps
from inspections.models import FindingLink, InspectionPerson, MeasureLink, RepeatLink
from inspections.models.recommendations import Worded

LINKS = {str(model._meta.verbose_name) for model in (FindingLink, RepeatLink, MeasureLink)}
BESIDE = {*LINKS, str(InspectionPerson._meta.verbose_name)}
OWN_WORDS = str(Worded._meta.get_field("text").verbose_name)
# Where something stands in a document: told as one thing and not field by field.
PLACE = ("document", "part", "page", "paragraph", "quote", "position")

# An entry's records tell how it fares: what is first here stands for all of them.
WEIGHT = (Outcome.CREATED, Outcome.CHANGED, Outcome.KEPT, Outcome.RIVAL, Outcome.UNCHANGED)


@dataclass
class Entry:
    """One accepted thing and what becomes of it."""

    proposal: Proposal
    address: str  # where it is looked at
    lines: list[Line] = field(default_factory=list)

    @property
    def called(self) -> str:
        return called(self.proposal)

    @property
    def outcome(self) -> Outcome:
        told = {line.outcome for line in self.lines if line.kind not in BESIDE}
        return next((one for one in WEIGHT if one in told), Outcome.UNCHANGED)

    @property
    def changes(self) -> list[Line]:
        """Field by field what here becomes another."""
        changed = (line for line in self.lines if line.outcome is Outcome.CHANGED)
        return [line for line in changed if line.field and line.field not in PLACE]

    @property
    def is_placed(self) -> bool:
        """Whether only its place in the document is new."""
        return self.outcome is Outcome.CHANGED and not self.changes

    @property
    def gains_words(self) -> bool:
        return any(one.field == OWN_WORDS and not one.old for one in self.changes)


@dataclass(frozen=True)
class Section:
    """The accepted things of one kind."""

    kind: str
    entries: list[Entry]

    @property
    def heading(self) -> str:
        return COUNTED[Proposal.Kind(self.kind)][1].capitalize()

    @property
    def counted(self) -> str:
        return counted(self.kind, len(self.entries))

    def of(self, outcome: Outcome) -> list[Entry]:
        return [one for one in self.entries if one.outcome is outcome]

    @property
    def created(self) -> list[Entry]:
        return self.of(Outcome.CREATED)

    @property
    def changed(self) -> list[Entry]:
        return self.of(Outcome.CHANGED)

    @property
    def as_it_is(self) -> int:
        return len(self.entries) - len(self.created) - len(self.changed)

    @property
    def gaining_words(self) -> int:
        return sum(one.gains_words for one in self.entries)


@dataclass(frozen=True)
class Effects:
    """By kind what would happen, and apart from that what needs a look."""

    sections: list[Section]
    # What a person has corrected here: it stays.
    kept: list[tuple[Entry, Line]]
    # What another document says otherwise, and which of the two stands afterwards.
    otherwise: list[tuple[Entry, Line, bool]]
    links: int  # that a finding or recommendation speaks of an earlier one, or does not


def effects_of(
    report: Report, joined: Joined, address_of: Callable[[Proposal], str]
) -> Effects:
    entries = {path: Entry(one, address_of(one)) for path, one in joined.of.items()}
    for line in (*report.lines, *report.unchanged):
        entry = _entry_at(entries, line.path)
        if entry is not None:
            entry.lines.append(line)
    title = joined.draft["document"].get("title", "")
    by_kind = defaultdict(list)
    for entry in entries.values():
        by_kind[entry.proposal.kind].append(entry)
    new = [line for line in report.lines if line.outcome is Outcome.CREATED]
    return Effects(
        sections=[Section(kind, by_kind[kind]) for kind in COUNTED if by_kind[kind]],
        kept=[
            (entry, line)
            for entry, line in _lines(entries.values())
            if line.outcome is Outcome.KEPT
        ],
        otherwise=[
            (entry, line, line.outcome is Outcome.CHANGED)
            for entry, line in _lines(entries.values())
            if line.outcome is Outcome.RIVAL or _speaks_over(line, title)
        ],
        links=sum(line.kind in LINKS for line in new),
    )


def _entry_at(entries: dict[Steps, Entry], path: Steps) -> Entry | None:
    """The entry that the path leads to, or into."""
    ends = range(len(path), 0, -1)
    return next((entries[path[:end]] for end in ends if path[:end] in entries), None)


def _lines(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Line]]:
    return ((entry, line) for entry in entries for line in entry.lines)


def _speaks_over(line: Line, title: str) -> bool:
    """Whether this document's word takes the place of another's; a finer date, or more of the
    same words, takes nobody's."""
    if line.outcome is not Outcome.CHANGED or line.field in (*PLACE, KNOWN_SINCE):
        return False
    from_another = line.old_from not in ("", title, ENTERED_HERE)
    return from_another and bool(line.old) and not line.new.endswith(line.old)
