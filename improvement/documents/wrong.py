"""What keeps an import from being done, each with the proposal that has to be mended."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

import yaml

from improvement.documents.naming import called
from improvement.documents.splitting import Joined
from improvement.models import Proposal
from inspections.intake.draft import Problem, Steps

_LINE = re.compile(r"\b(?P<on>on )?line (?P<line>\d+)")
# As the check of a draft has it: here it is two things taken as one.
_TWICE = re.compile(r"The (?P<what>.+) (?P<key>\S+) stands on line (?P<line>\d+) too\.")
TWICE = (
    "This and “{other}” are both taken for the {what} {key}. Say of one of them that it is "
    "another, or that it is not so."
)

# Where it may be several that are recorded, its card has a list of them to choose from.
_WHICH = re.compile(r"This may be (?P<keys>.+): give the key of one\.")
WHICH = "This may be {keys}, which are recorded already. Say which under “Recorded already as”."

# Of the document itself nobody has said what it is: the reader did not know it.
NO_KIND = "Nobody has said yet what kind of document it is. Say it under “Kind”."

# What the command line calls the past, the page asks as "known since".
_HISTORY = ("Import it without --history.", "Try it as known since today.")


@dataclass(frozen=True)
class Fault:
    """A problem in a sentence; of no proposal where it is about the document as a whole."""

    sentence: str
    proposal: Proposal | None

    @property
    def called(self) -> str:
        return called(self.proposal) if self.proposal else ""


def faults(problems: Iterable[Problem], joined: Joined, text: str) -> list[Fault]:
    """The problems that the import of `text`, the draft of `joined`, has told by its lines,
    which nobody here has seen."""
    told = list(problems)
    if not told:
        return []
    root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    # What stands in another begins after it, so that the last to begin is the nearest.
    found = {_line_at(root, path): one for path, one in joined.of.items()}
    lines = sorted(found)

    def standing_at(line: int) -> Proposal | None:
        place = bisect_right(lines, line)
        return found[lines[place - 1]] if place else None

    def name_of(line: str) -> str:
        other = standing_at(int(line))
        return called(other) if other else "the document"

    def in_words(sentence: str, proposal: Proposal | None) -> str:
        if twice := _TWICE.fullmatch(sentence):
            return TWICE.format(**twice.groupdict(), other=name_of(twice["line"]))
        is_paper = proposal is not None and proposal.kind == Proposal.Kind.DOCUMENT
        if is_paper and sentence.startswith("“kind” is missing"):
            return NO_KIND
        is_inspection = proposal is not None and proposal.kind == Proposal.Kind.INSPECTION
        if is_inspection and (which := _WHICH.fullmatch(sentence)):
            return WHICH.format(**which.groupdict())
        return _LINE.sub(
            lambda at: f"{'in ' if at['on'] else ''}“{name_of(at['line'])}”",
            sentence.replace(*_HISTORY),
        )

    standing = [(one.sentence, standing_at(one.line)) for one in told]
    return [Fault(in_words(sentence, proposal), proposal) for sentence, proposal in standing]


def _line_at(node: yaml.Node, path: Steps) -> int:
    """The line, from 1, on which the entry at the path begins, its name included."""
    begins = node
    for step in path:
        if isinstance(node, yaml.MappingNode):
            begins, node = next(pair for pair in node.value if pair[0].value == step)
        else:
            begins = node = node.value[step]
    return begins.start_mark.line + 1
