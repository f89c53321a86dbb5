"""How often the right recommendation, or the right record, is among what is proposed.

`python -m tests.score_matching [--show]` reads `tests/matches/` and the seeds' confirmed links,
and the documents and texts in ../shared that they are about.
"""

import argparse
from collections import Counter

from inspections.intake.matching import Matcher, same
from tests.matched_documents import (
    MATCHES,
    asked,
    earlier,
    glossary,
    held,
    inspection_of,
    matched,
    recorded_in,
    seed,
    told_in,
    with_said,
)

# The rules were written and weighed beside these; all others were asked once the rules stood.
# Of the re-inspection's report some pages had been read by then, but no proposal had been seen.
WRITTEN_BESIDE = {
    "2012-07-18-scrutiny-pack",
    "2017-11-30-monitoring-letter",
    "2021-08-02-governance-review",
}
# The pack links what peers found to the notice of the same month, by a table of its own.
NOTICE = "torbay/2012-05-improvement_notice/"


def documents():
    return [name for name in MATCHES if seed(name)["document"]["sha256"] in held()]


def matcher_for(name, every=False, said=False):
    key = inspection_of(name)
    candidates = earlier(key, every)
    if not candidates:
        candidates = [one for _, one, _ in asked() if one.ref.startswith(NOTICE)]
    refs = {one.ref for one in candidates}
    return Matcher(with_said(candidates, key) if said else candidates, glossary()), refs


def score_links(name, *, every=False, said=False, show=False):
    """Of the findings that name recommendations among the candidates: how many there are, and
    for how many one named is proposed first, or among the first three. `outside` counts those
    that name others only."""
    matcher, refs = matcher_for(name, every, said)
    tally = Counter()
    for ref, finding, told, _ in matched(name):
        named = {*finding.get("recommendations", ())}
        if not named & refs:
            tally["outside"] += bool(named)
            continue
        one = told[0]
        best = matcher.best(one.text, heading=one.heading, around=one.around, theme=one.theme)
        proposed = [match.ref for match in best]
        tally["there"] += 1
        tally["first"] += bool(named & {*proposed[:1]})
        tally["three"] += bool(named & {*proposed})
        if show and not named & {*proposed}:
            tell(f"  {name} {ref}: {sorted(named)} not in {proposed}")
    return tally


def score_repeats(*, show=False):
    """Of the recommendations that repeat earlier ones: as for findings."""
    tally = Counter()
    for key, one, repeated in asked():
        candidates = earlier(key, every=True)
        repeated = repeated & {candidate.ref for candidate in candidates}
        if not repeated:
            continue
        best = Matcher(candidates, glossary()).best(one.words, theme=one.theme)
        proposed = [match.ref for match in best]
        tally["there"] += 1
        tally["first"] += bool(repeated & {*proposed[:1]})
        tally["three"] += bool(repeated & {*proposed})
        if show and not repeated & {*proposed}:
            tell(f"  {one.ref}: {sorted(repeated)} not in {proposed}")
    return tally


def score_same(name):
    """Of the recorded findings that were read: how many the draft tells of, how many joins were
    made, and how many are right."""
    stands_for = {ref: words for ref, _, _, words in matched(name)}
    told = told_in(name)
    there = {one.key for one in told}
    tally = Counter(there=sum(bool(there & {*words}) for words in stands_for.values()))
    for key, join in same(recorded_in(name), told, glossary()).items():
        if join.recorded in stands_for:
            tally["joined"] += 1
            tally["right"] += key in stands_for[join.recorded]
    return tally


def share(part, whole):
    return f"{part:4} of {whole:3} {part / whole:6.1%}" if whole else f"{part:4} of   0       "


def unseen(name):
    return name not in WRITTEN_BESIDE


def print_links(show):
    for every, said in ((False, False), (False, True), (True, False)):
        of = "all that was ever asked" if every else "what was open"
        knowing = "with links confirmed before" if said else "by words alone"
        tell(f"\nFinding → recommendation, among {of}, {knowing}: first, first three")
        tallies = {
            name: score_links(name, every=every, said=said, show=show and not every)
            for name in documents()
        }
        print_tallies(tallies, ("first", "there"), ("three", "there"))


def print_same():
    tell("\nAlready recorded: joins that are right, recorded findings that are met")
    tallies = {name: score_same(name) for name in documents()}
    print_tallies(tallies, ("right", "joined"), ("right", "there"))


def print_tallies(tallies, *pairs):
    sums = {
        "all unseen": sum((t for name, t in tallies.items() if unseen(name)), Counter()),
        "all": sum(tallies.values(), Counter()),
    }
    for name, tally in (tallies | sums).items():
        beside = " (rules written beside it)" if name in WRITTEN_BESIDE else ""
        columns = "   ".join(share(tally[part], tally[whole]) for part, whole in pairs)
        outside = f"   {tally['outside']} name others only" if tally["outside"] else ""
        tell(f"{name:30} {columns}{outside}{beside}")


def tell(words):
    print(words)  # noqa: T201


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="tell each miss")
    show = parser.parse_args().show
    print_links(show)
    repeats = score_repeats(show=show)
    tell("\nRecommendation → earlier one that it repeats: first, first three")
    tell(
        f"{share(repeats['first'], repeats['there'])}   {share(repeats['three'], repeats['there'])}"
    )
    print_same()


if __name__ == "__main__":
    main()
