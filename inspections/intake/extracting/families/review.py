"""Reviews by peers, boards and commissioners: outside looks that give no grade."""

import re

from inspections.intake.extracting.families.family import Facts, Family, visited
from inspections.intake.extracting.heads.authorities import council_on_a_line
from inspections.intake.extracting.heads.head import Head
from inspections.intake.extracting.heads.people import people, reviewers

TITLE_LINES = 8
LONGEST_TITLE = 140

_title = re.compile(
    r"\b(?:review|peer challenge|diagnostic|health check|commissioner.s report)\b",
    re.IGNORECASE,
)
_peers = re.compile(r"\bpeer (?:review|challenge|diagnostic)\b", re.IGNORECASE)
_thanks = r"thank you for (?:taking part in|inviting).{0,120}peer (?:review|challenge)"


def _recognises(head: Head) -> bool:
    titles = [line for line in head.lines[:TITLE_LINES] if len(line) < LONGEST_TITLE]
    named = any(_title.search(line) and not line.endswith((".", ":")) for line in titles)
    return named or head.says(_thanks)


def _inspection(head: Head) -> Facts:
    peers = _peers.search(head.text[:1500]) is not None
    return {
        "kind": "peer_review" if peers else "governance_review",
        **visited(head),
        "people": [*reviewers(head), *people(head)],
    }


FAMILY = Family(
    name="review",
    recognises=_recognises,
    inspection=_inspection,
    framework=lambda head, areas: None,
    publisher=council_on_a_line,
)
