"""Broken files by the thousand through the confined reader: `python -m tests.fuzz`.

Each must end as a reading, or as a sentence. Anything else (an error of any other kind, more time
than is allowed, rules that fail, a draft that its own schema refuses, a quote that is not in the
document) is kept in a folder and told, and the end is not 0.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from inspections.intake.confined import WALL_SECONDS, StoppedError, UnreadableError
from inspections.intake.draft import MAX_BYTES, read_draft
from inspections.intake.extracting_files import as_yaml
from inspections.intake.reading_out import RULES_FAIL, read_out, read_with, reader_of_many
from tests.mutations import KINDS, mutants
from tests.score import score_quotes

__all__ = ["KINDS", "Faulty", "check", "mutants", "outcome_of"]

READ, UNKNOWN, REFUSED, STOPPED = "read", "not recognised", "refused", "stopped by a limit"
OUTCOMES = (READ, UNKNOWN, REFUSED, STOPPED)
NO_AUTHORITY = "“authority” is missing."
SLACK = 3  # seconds over what a file is allowed, to end a child and begin another
OFTEN = 5.0  # seconds between two words on how far it is


class Faulty(Exception):
    """What must not happen."""


def outcome_of(content, reader):
    """One of OUTCOMES. Raises Faulty, and passes on whatever else is raised."""
    began = time.monotonic()
    try:
        read = reader(content)
    except StoppedError:
        outcome = STOPPED
    except UnreadableError as refused:
        outcome = REFUSED
        if not str(refused).strip().endswith("."):
            raise Faulty(f"No sentence: {refused}") from None
    else:
        outcome = READ if read.found else UNKNOWN
        check(read)
    if time.monotonic() - began > WALL_SECONDS + SLACK:
        raise Faulty(f"It took {time.monotonic() - began:.0f} seconds.")
    return outcome


def check(read):
    """Raises Faulty where what was read is not what the document says."""
    if read.why_not.startswith(RULES_FAIL.partition("(")[0]):
        raise Faulty(read.why_not)
    if read.found is None:
        return
    text = as_yaml(read.found).encode()
    if len(text) > MAX_BYTES:
        return  # it is told to divide the document
    for problem in read_draft(text, "draft.yaml").problems:
        if problem.sentence == NO_AUTHORITY and "authority" not in read.found.draft:
            continue  # absent stays absent: whoever confirms it says whose it is
        raise Faulty(f"The draft is refused at line {problem.line}: {problem.sentence}")
    for _, _, found, invented, what in score_quotes(read.reading, read.found.draft):
        if invented or not found:
            raise Faulty(f"Not in the document: {what}")


def fuzz(kind, count, seed, reader, keep, tell):
    """How each ended. `keep(content, error)` has each file that fell through."""
    ended = Counter()
    for content in mutants(kind, count, seed):
        try:
            ended[outcome_of(content, reader)] += 1
        except Exception as error:
            ended["FAULT"] += 1
            keep(content, error)
        tell(ended)
    return ended


def main():
    asked = _asked()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    rows = []
    for kind in asked.types:
        with reader_of_many() as worker:
            rows.append(
                _run(kind, "in workers", asked.count, asked.seed, read_with(worker), folder)
            )
        rows.append(_run(kind, "each afresh", asked.fresh, f"{asked.seed}'", read_out, folder))
    _table(rows)
    faults = sum(ended["FAULT"] for _, _, ended, _ in rows)
    if faults:
        sys.exit(f"{faults} files fell through. They are kept, with why, in {folder}")
    folder.rmdir()


def _run(kind, how, count, seed, reader, folder):
    began, told = time.monotonic(), time.monotonic()

    def keep(content, error):
        kept = folder / f"{kind}-{how.replace(' ', '-')}-{len(list(folder.iterdir()))}"
        kept.with_suffix(f".{kind}").write_bytes(content)
        kept.with_suffix(".why").write_text(f"{type(error).__name__}: {error}\n")
        _say(f"{kept}.{kind}: {type(error).__name__}: {str(error)[:300]}\n")

    def tell(ended):
        nonlocal told
        if time.monotonic() - told > OFTEN:
            told = time.monotonic()
            _say(f"{kind} {how}: {ended.total()} of {count}\n")

    ended = fuzz(kind, count, seed, reader, keep, tell)
    return kind, how, ended, time.monotonic() - began


def _asked():
    parser = argparse.ArgumentParser(description="Broken files through the confined reader.")
    parser.add_argument("--seed", default="1", help="Another one breaks otherwise.")
    parser.add_argument("--count", type=int, default=10_000, help="Of each type, in workers.")
    parser.add_argument("--fresh", type=int, default=1_000, help="Of each, a process for each.")
    parser.add_argument("--types", nargs="+", default=KINDS, choices=KINDS)
    return parser.parse_args()


def _table(rows):
    heads = ("", *OUTCOMES, "FAULT")
    _say("".join(f"{head:>20}" for head in (*heads, "seconds")) + "\n")
    for kind, how, ended, seconds in rows:
        counts = (ended[name] for name in heads[1:])
        cells = (f"{kind} {how}", *counts, f"{seconds:.0f}")
        _say("".join(f"{cell:>20}" for cell in cells) + "\n")


def _say(words):
    sys.stdout.write(words)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
