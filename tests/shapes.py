"""Documents of the shapes that inspectors' reports and letters have had since 2009, in words of
our own (`shapes/*.txt`): above the line what a careful reader takes from each, below it what is
written, what is asked marked as `typeset` has it. They were written before the rules saw them.
Their words are about no council: real names stand there because a name is read by knowing it."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

FOLDER = Path(__file__).with_name("shapes")


@dataclass(frozen=True)
class Shape:
    """One document, and what is to be read of it."""

    name: str
    written: str
    head: dict[str, str]
    judged: dict[str, str] = field(default_factory=dict)


def _shape(path):
    told, written = path.read_text(encoding="utf-8").split("\n---\n", 1)
    head = yaml.safe_load(told)
    return Shape(path.stem, written, head, head.pop("judged", {}))


SHAPES = [_shape(path) for path in sorted(FOLDER.glob("*.txt"))]
