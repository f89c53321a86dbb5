"""How much of what careful readers took from real documents the extractor finds.

`python -m tests.score [--show FIELD] [--only WORD]` reads `tests/readings/` (facts, and
fingerprints of words) and the documents and texts in ../shared that have those fingerprints.
"""

import argparse
import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from inspections.intake.extracting import extract
from inspections.intake.extracting.judged.areas import area_of
from inspections.intake.reading import read
from tests.fingerprints import fingerprint, kept_of
from tests.places import ROOT

# Those of `drawn/` were drawn before any was opened, and read once the rules stood.
READINGS = sorted((ROOT / "tests" / "readings").rglob("*.yaml"))
SHARED = ROOT.parent / "shared"
HEAD = ("kind", "authority", "framework", "started", "ended", "published", "ordinal")
BETTER = {"improved", "some_progress", "strength"}
SECOND_HAND = ("committee_paper", "press")


@dataclass
class Tally:
    """Of one field in one family: how many there were, found, missed, and said too much."""

    there: int = 0
    found: int = 0
    extra: int = 0
    misses: list[str] = field(default_factory=list)


def sources() -> dict[str, Path]:
    """The documents next to the repository, by their SHA-256."""
    files = [*SHARED.glob("documents/*.pdf"), *SHARED.glob("seeds/*.txt")]
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in files}


def score(facts, reading, draft):
    """Yields (field, there, found, extra, what was missed)."""
    about = (draft.get("inspections") or [{}])[0]
    said = {"authority": draft.get("authority"), **about}
    if facts["family"] in SECOND_HAND:  # the facts are of the paper, not of what it reports on
        said |= {name: draft["document"].get(name) for name in ("kind", "published")}
    for name in HEAD:
        told, wanted = said.get(name), facts.get(name)
        if told is None and wanted is None:
            continue
        right = str(told) == str(wanted)
        yield (
            name,
            wanted is not None,
            right,
            told is not None and not right,
            f"{told} ≠ {wanted}",
        )
    yield from score_judgements(facts, about)
    yield from score_asked(facts, about)
    yield from score_findings(facts, about)
    yield from score_quotes(reading, draft)


def score_judgements(facts, about):
    wanted = [(area_of(row["area"]), row["grade"]) for row in facts.get("judgements", ())]
    told = [(row["area"], row["grade"]) for row in about.get("judgements", ())]
    for row in wanted:
        yield "judgements", 1, row in told, 0, str(row)
    for row in told:
        if row not in wanted:
            yield "judgements", 0, 0, 1, f"too much: {row}"


def score_asked(facts, about):
    wanted = [row["words"] for row in facts.get("recommendations", ())]
    told = [fingerprint(row.get("text", "")) for row in about.get("recommendations", ())]
    for n, words in enumerate(wanted):
        number = facts["recommendations"][n].get("number", n + 1)
        yield "recommendations", 1, words in told, 0, f"number {number}"
    for n, words in enumerate(told):
        if words not in wanted:
            start = about["recommendations"][n]["text"][:60]
            yield "recommendations", 0, 0, 1, f"too much: {start}"
    in_order = [words for words in told if words in wanted]
    if wanted and set(in_order) == set(wanted):
        yield "order", 1, in_order == wanted, 0, "not in the order of the document"


def score_findings(facts, about):
    told = about.get("findings", ())
    by_words = {fingerprint(row["at"]["quote"]): row for row in told}
    for row in facts.get("findings", ()):
        found = by_words.get(row["words"])
        yield "findings", 1, found is not None, 0, f"page {row.get('page')}: {row.get('about')}"
        if found is not None:
            same = (found["direction"] in BETTER) == (row["direction"] in BETTER)
            why = f"{row.get('about')}: {found['direction']} ≠ {row['direction']}"
            yield "directions", 1, same, 0, why


def score_quotes(reading, draft):
    """Every quote must be words of the passage that it names."""
    passages = {str(passage.number): kept_of(passage.text) for passage in reading.passages}
    for place in places(draft):
        if "quote" in place:
            real = kept_of(place["quote"]) in passages.get(str(place.get("paragraph")), "")
            yield "quotes", 1, real, not real, f"invented: {place['quote'][:60]}"


def places(told):
    if isinstance(told, dict):
        if isinstance(told.get("at"), dict):
            yield told["at"]
        for value in told.values():
            yield from places(value)
    elif isinstance(told, list):
        for value in told:
            yield from places(value)


def plain(area):
    return "".join(letter for letter in area.casefold() if letter.isalpha())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", help="tell each miss of this field")
    parser.add_argument("--only", default="", help="facts whose path has this word: “drawn/”")
    parser.add_argument("--without", default="/ /", help="facts whose path has not this word")
    asked = parser.parse_args()
    tallies = defaultdict(Tally)
    files = sources()
    for path in READINGS:
        facts = yaml.safe_load(path.read_text())
        if asked.only not in str(path) or asked.without in str(path):
            continue
        if facts["sha256"] not in files:
            continue
        reading = read(files[facts["sha256"]].read_bytes())
        draft = extract(reading)
        for name, there, found, extra, what in score(facts, reading, draft):
            for family in (facts["family"], "all"):
                tally = tallies[name, family]
                tally.there += bool(there)
                tally.found += bool(there and found)
                tally.extra += bool(extra)
            if (not found or extra) and asked.show in (name, "all"):
                print(f"{path.stem}: {name}: {what}")  # noqa: T201
    for (name, family), tally in tallies.items():
        line = (
            f"{name:16} {family:18} {tally.found:4} of {tally.there:4}, {tally.extra} too much"
        )
        print(line)  # noqa: T201


if __name__ == "__main__":
    main()
