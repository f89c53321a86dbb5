"""How fast PDFs are read and what they say taken out of them, inside one batch worker, beside
pdfplumber's text alone: `make speed`, which makes an environment with pdfplumber and takes it
away again.

Rounds of both take turns, so that whatever else the machine does meets both alike. Counted is
the processor time of the process that reads, which is what one core gives when it is free; the
time on the clock stands beside it. Last, the worker's memory after a hundred and a thousand
documents, none of them read in a new process.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from inspections.intake.confined import UnreadableError, Worker
from tests.mutations import made
from tests.places import DOCUMENTS

READ_OUT = "inspections.intake.reading_out:read_out_plain"
# What pdfplumber is made to do, in a Python of its own.
OTHER = """
import sys, time
import pdfplumber
print("ready", flush=True)
for path in sys.stdin:
    began, clock = time.process_time(), time.monotonic()
    with pdfplumber.open(path.strip()) as document:
        for page in document.pages:
            page.extract_text()
    print(time.process_time() - began, time.monotonic() - clock, flush=True)
"""
MANY = 10_000  # documents of one process: it is not to be replaced while it is measured
EVERY = 4  # of the real documents, one in so many, for pdfplumber takes long


def main():
    asked = _asked()
    files = sorted(DOCUMENTS.glob("*.pdf"))[:: asked.every]
    if not files:
        sys.exit("There are no real documents in ../shared/documents to read.")
    with Worker(READ_OUT, files=MANY) as worker:
        pages = sum(worker.run(path.read_bytes())["reading"]["pages"] for path in files)
        _say(f"{len(files)} documents, {pages} pages, {asked.rounds} rounds\n")
        ours, theirs = _rounds(asked, files, worker)
    _told("read and taken out", pages, ours)
    if theirs:
        _told("pdfplumber, text alone", pages, theirs)
        times = [other / one for (one, _), (other, _) in zip(ours, theirs, strict=True)]
        _say(
            f"{statistics.median(times):.1f} times as fast ({min(times):.1f} to {max(times):.1f})\n"
        )
    _memory(asked.documents)


def _rounds(asked, files, worker):
    ours, theirs = [], []
    other = _started(asked.other) if asked.other else None
    for _ in range(asked.rounds):
        ours.append(_ours(files, worker))
        if other:
            theirs.append(_theirs(files, other))
    if other:
        other.communicate()
    return ours, theirs


def _ours(files, worker):
    """Seconds of processor time of the worker, and seconds by the clock."""
    contents = [path.read_bytes() for path in files]
    began, clock = _processor_time(worker.process), time.monotonic()
    for content in contents:
        worker.run(content)
    return _processor_time(worker.process) - began, time.monotonic() - clock


def _processor_time(process):
    ticks = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _started(python):
    other = subprocess.Popen(
        [python, "-c", OTHER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    other.stdout.readline()
    return other


def _theirs(files, other):
    told = []
    for path in files:
        other.stdin.write(f"{path}\n")
        other.stdin.flush()
        told.append([float(seconds) for seconds in other.stdout.readline().split()])
    return sum(one for one, _ in told), sum(clock for _, clock in told)


def _told(what, pages, rounds):
    speeds = [pages / seconds for seconds, _ in rounds]
    clock = [pages / seconds for _, seconds in rounds]
    _say(
        f"{what}: {statistics.median(speeds):.0f} pages a second of processor time "
        f"({min(speeds):.0f} to {max(speeds):.0f}), {statistics.median(clock):.0f} by the clock\n"
    )


def _memory(count):
    """Made documents of every kind and family, one that is broken among them."""
    contents = [one for kind in ("pdf", "docx", "html", "md", "txt") for one in made(kind)]
    contents.append(contents[0][: len(contents[0]) // 2])
    with Worker(READ_OUT, files=MANY) as worker:
        for number in range(1, count + 1):
            with suppress(UnreadableError):
                worker.run(contents[number % len(contents)])
            if number in (100, count):
                _say(f"after {number} documents: {_resident(worker.process) / 1e6:.1f} MB\n")


def _resident(process):
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf(
        "SC_PAGE_SIZE"
    )


def _asked():
    parser = argparse.ArgumentParser(description="How fast documents are read.")
    parser.add_argument("--other", help="A Python that has pdfplumber.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--every", type=int, default=EVERY, help="One document in so many.")
    parser.add_argument("--documents", type=int, default=1_000, help="To see the memory by.")
    return parser.parse_args()


def _say(words):
    sys.stdout.write(words)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
