"""What the seeds tell of documents that are held, beside the documents' own sentences.

`tests/matches/` says which sentences a finding of a seed stands for, as fingerprints: first the
one that says most of it. The links from findings to recommendations are the seeds' own.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

import yaml

from inspections.intake.check import published_vocabulary
from inspections.intake.extracting import extract
from inspections.intake.extracting.parts import under_headings
from inspections.intake.extracting.places import sentences
from inspections.intake.extracting.said.themes import theme_of
from inspections.intake.matching import Candidate, Recorded, Told
from inspections.intake.reading import read
from tests.fingerprints import fingerprint
from tests.places import ROOT, SEEDS
from tests.score import sources

MATCHES = [path.stem for path in sorted((ROOT / "tests" / "matches").glob("*.yaml"))]
_ITEMS = re.compile(r"•|<[^>]*>")  # a cell of a table may hold a list


@dataclass(frozen=True)
class Sentence:
    """As a draft gives it, or would: where it leans on the one before, `text` has both."""

    own: str
    text: str
    heading: str
    around: str  # its passage
    theme: str | None  # by the extractor's rules


@cache
def glossary():
    return [entry["words"] for entry in published_vocabulary()["glossary"]]


@cache
def seed(name):
    path = next(path for path in SEEDS if path.stem == name)
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@cache
def held():
    return sources()


@cache
def reading_of(sha256):
    return read(held()[sha256].read_bytes())


@cache
def draft_of(sha256):
    return extract(reading_of(sha256))


@cache
def sentences_of(sha256):
    """By fingerprint, every sentence of the document."""
    drafted = {
        finding["at"]["quote"]: finding["text"]
        for inspection in draft_of(sha256).get("inspections", ())
        for finding in inspection.get("findings", ())
    }
    found = {}
    for under in under_headings(reading_of(sha256)):
        for sentence in sentences(under.passage):
            for own in _ITEMS.split(sentence.text) if under.passage.cells else [sentence.text]:
                text = drafted.get(own, own)
                theme = theme_of(text, under.heading)
                told = Sentence(own, text, under.heading, under.passage.text, theme)
                found.setdefault(fingerprint(own), told)
    return found


def inspection_of(name):
    """The inspection that a document is about."""
    return seed(name)["inspections"][0]["key"]


@cache
def matched(name):
    """(ref, finding of the seed, its sentences, their fingerprints), for those read."""
    stands_for = yaml.safe_load((ROOT / "tests" / "matches" / f"{name}.yaml").read_text())
    by_words = sentences_of(seed(name)["document"]["sha256"])
    return [
        (ref, finding, [by_words[words] for words in stands_for[ref]], stands_for[ref])
        for ref, finding in findings_of(name)
        if ref in stands_for
    ]


def findings_of(name):
    for inspection in seed(name)["inspections"]:
        for finding in inspection.get("findings", ()):
            yield f"{inspection['key']}/{finding['key']}", finding


@cache
def asked():
    """(inspection, candidate, refs that it repeats) of every recommendation of the seeds, in
    the inspectors' own words where the document is held."""
    found = []
    for path in SEEDS:
        seeded = seed(path.stem)
        for inspection in seeded.get("inspections", ()):
            own = own_words(seeded["document"].get("sha256"), inspection["key"])
            for row in inspection.get("recommendations", ()):
                key = str(row["key"])
                words = own.get(key) or f"{row.get('title', '')}. {row['summary']}"
                ref = f"{seeded['authority'].lower()}/{inspection['key']}/{key}"
                candidate = Candidate(ref, key, words, row.get("theme"))
                found.append((inspection["key"], candidate, {*row.get("repeats", ())}))
    return found


def own_words(sha256, key):
    if sha256 not in held():
        return {}
    for inspection in draft_of(sha256).get("inspections", ()):
        if inspection["key"] == key:
            return {row["key"]: row["text"] for row in inspection.get("recommendations", ())}
    return {}


def earlier(key, every=False):
    """The candidates for what an inspection says: all that was asked before, or what was open:
    since the last full inspection, that one included. Keys begin with the month."""
    before = [(one, candidate) for one, candidate, _ in asked() if one < key]
    full = [one for one, _ in before if one.endswith(("full_inspection", "reinspection"))]
    since = "" if every or not full else max(full)
    return [candidate for one, candidate in before if one >= since]


def with_said(candidates, key):
    """Widened by the links confirmed in documents about earlier inspections."""
    said = {}
    for name in MATCHES:
        if inspection_of(name) < key:
            for _, finding, told, _ in matched(name):
                for ref in finding.get("recommendations", ()):
                    said.setdefault(ref, []).append(told[0].text)
    return [replace(one, said=tuple(said.get(one.ref, ()))) for one in candidates]


def recorded_in(name):
    return [
        Recorded(ref, row["summary"], row["at"].get("page"), row["direction"], row.get("theme"))
        for ref, row in findings_of(name)
    ]


def told_in(name):
    """What the draft of the document proposes; the key is the fingerprint of the quote."""
    return [
        Told(
            fingerprint(row["at"]["quote"]),
            row["text"],
            int(row["at"]["page"]) if "page" in row["at"] else None,
            row["direction"],
            row.get("theme"),
        )
        for inspection in draft_of(seed(name)["document"]["sha256"])["inspections"]
        for row in inspection.get("findings", ())
    ]
