"""How many of the proposed findings are findings, and how many go the way that they say.

`python -m tests.score_said` reads `tests/judged/` (what a careful reader said of proposals drawn at
random, by fingerprint: a file for each draw, in the order in which they were drawn) and the
documents in ../shared.
"""

from collections import Counter
from pathlib import Path

import yaml

from inspections.intake.extracting.said.findings import findings
from inspections.intake.reading import read
from tests.fingerprints import fingerprint
from tests.places import ROOT
from tests.score import BETTER, sources

JUDGED = sorted((ROOT / "tests" / "judged").glob("*.yaml"))


def judged(path: Path):
    """Yields (document, fingerprint, what the reader says: well, badly, none)."""
    for document, told in yaml.safe_load(path.read_text()).items():
        for what, prints in told.items():
            for words in prints:
                yield document, words, what


def compared(path: Path):
    """Yields (what a careful reader says, what is proposed now or None, how sure that is)."""
    files, proposed = sources(), {}
    for document, words, what in judged(path):
        if document not in proposed:
            reading = read(files[document].read_bytes())
            proposed[document] = {
                fingerprint(one["at"]["quote"]): one for one in findings(reading)
            }
        one = proposed[document].get(words)
        side = one and ("well" if one["direction"] in BETTER else "badly")
        yield what, side, one["sure"]["level"] if one else None


def main():
    for path in JUDGED:
        by_sure: dict[str, Counter[str]] = {"all": Counter()}
        lost = 0
        for what, side, sure in compared(path):
            if side is None:
                lost += what != "none"
                continue
            verdict = "none" if what == "none" else "right" if what == side else "wrong"
            by_sure["all"][verdict] += 1
            by_sure.setdefault(sure, Counter())[verdict] += 1
        for sure, told in by_sure.items():
            are = told["right"] + told["wrong"]
            print(  # noqa: T201
                f"{path.stem:31} {sure:7} findings {are:3} of {told.total():3}, "
                f"right way {told['right']:3} of {are:3}"
            )
        print(f"{path.stem:31} no longer proposed: {lost}")  # noqa: T201


if __name__ == "__main__":
    main()
