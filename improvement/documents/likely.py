"""What a document's sentences are likely about: which recommendation a finding speaks of,
which earlier one a recommendation repeats, and what is recorded already in our own words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from improvement.documents.headings import headings_above
from improvement.documents.same_figures import add_same_figures
from improvement.documents.same_words import add_same_findings, add_same_numbers
from improvement.models import Proposal
from inspections.intake.dates import PartialDate
from inspections.intake.matching import Candidate, Match, Matcher
from inspections.models import (
    Authority,
    FindingLink,
    GlossaryEntry,
    Inspection,
    LinkState,
    Passage,
    Recommendation,
    RepeatLink,
)
from inspections.models.inspections import GRADED_KINDS
from inspections.models.time import AsAt

Kind = Proposal.Kind
# Said of a recommendation by that many persons' links, the newest, the matcher takes no notice
# of more.
MOST_SAID = 20


def add_likely(
    authority: Authority,
    proposals: list[Proposal],
    passages: Sequence[Passage],
    met: Inspection | None,
    now: datetime,
) -> None:
    """Add to the proposals, which are not saved yet, what each is likely about.

    `met` is the recorded inspection that the document is about, if there is one.
    """
    about = inspection_of(proposals)
    if about is None:
        return
    glossary = list(GlossaryEntry.objects.words_for(authority))
    earlier = inspections_before(authority, _day_of(about.proposed), met)
    findings = [one for one in proposals if one.kind == Kind.FINDING]
    asked = [one for one in proposals if one.kind == Kind.RECOMMENDATION]
    _add_links(authority, findings, since_last_graded(earlier), glossary, passages, now)
    _add_repeats(authority, asked, earlier, glossary, now)
    if met is not None:
        add_same_findings(met, findings, glossary)
        add_same_numbers(met, [one for one in asked if not one.inspection], glossary)
        measures = [one for one in proposals if one.kind == Kind.MEASURE and not one.inspection]
        add_same_figures(met, measures, glossary)


def inspection_of(proposals: Iterable[Proposal]) -> Proposal | None:
    """The inspection that a document is about."""
    told = (one for one in proposals if one.kind == Kind.INSPECTION and not one.inspection)
    return next(told, None)


def inspections_before(
    authority: Authority, day: date | None, met: Inspection | None
) -> list[Inspection]:
    """The authority's inspections before that day, the latest first; all where none is said."""
    recorded = Inspection.objects.filter(authority=authority).for_list()
    if met is not None:
        recorded = recorded.exclude(pk=met.pk)
        day = day or met.day
    before = [one for one in recorded if day is None or one.day < day]
    return sorted(before, key=lambda one: (one.day, one.pk), reverse=True)


def since_last_graded(earlier: Iterable[Inspection]) -> list[Inspection]:
    """The last graded inspection and the looks since: what they asked for is what is tested
    now, as the columns of the matrix have it."""
    open_still = []
    for inspection in earlier:
        open_still.append(inspection)
        if inspection.kind in GRADED_KINDS:
            break
    return open_still


def _day_of(facts: dict) -> date | None:
    named = (facts.get(name) for name in ("started", "ended", "by", "published"))
    first = next(filter(None, named), None)
    return PartialDate(first).last_day if first else None


def _add_links(authority, findings, inspections, glossary, passages, now) -> None:
    matcher = Matcher(_candidates(authority, inspections, FindingLink, now), glossary)
    headings = headings_above(passages)
    texts = {passage.number: passage.text for passage in passages}
    for one in findings:
        said = one.proposed
        text = said.get("text") or said.get("summary", "")
        heading = " ".join(headings.get(one.passage, ()))
        around = texts.get(one.passage, "")
        found = matcher.best(text, heading=heading, around=around, theme=said.get("theme"))
        _propose(one, found)


def _add_repeats(authority, asked, inspections, glossary, now) -> None:
    matcher = Matcher(_candidates(authority, inspections, RepeatLink, now), glossary)
    for one in asked:
        said = one.proposed
        text = said.get("text") or said.get("summary", "")
        _propose(one, matcher.best(text, theme=said.get("theme")))


def _propose(proposal: Proposal, found: list[Match]) -> None:
    """What the document's own structure proposes comes first: it says so itself."""
    told = list(proposal.proposed.get("proposed", ()))
    refs = {one["ref"] for one in told}
    told += [
        {"ref": one.ref, "score": f"{one.score:.2f}", "why": one.why}
        for one in found
        if one.ref not in refs
    ]
    if told:
        proposal.proposed = {**proposal.proposed, "proposed": told}


def _candidates(
    authority: Authority,
    inspections: list[Inspection],
    links: type[FindingLink | RepeatLink],
    now: datetime,
) -> list[Candidate]:
    """The recommendations of these inspections, with what persons have said of each before."""
    rows = Recommendation.objects.filter(inspection__in=inspections)
    rows = rows.select_related("inspection", "theme").order_by("pk")
    spoken = _spoken(rows, links, now)
    return [
        Candidate(
            ref=f"{authority.slug}/{row.inspection.key}/{row.key}",
            number=row.key,
            words=" ".join(filter(None, (row.title, row.words))),
            theme=row.theme.key if row.theme else None,
            said=tuple(spoken[row.pk, LinkState.CONFIRMED][:MOST_SAID]),
            not_said=tuple(spoken[row.pk, LinkState.REJECTED][:MOST_SAID]),
        )
        for row in rows
    ]


def _spoken(rows, links: type[FindingLink | RepeatLink], now: datetime) -> dict:
    """By recommendation and state, the words that persons have linked to it, newest first."""
    to_finding = links is FindingLink
    asked, told = (
        ("recommendation", "finding")
        if to_finding
        else ("earlier_recommendation", "recommendation")
    )
    standing = links.objects.filter(**{f"{asked}__in": rows}, **{f"{told}__isnull": False})
    standing = standing.select_related(told).standing(AsAt(now), f"{asked}_id", f"{told}_id")
    spoken = defaultdict(list)
    for link in reversed(standing):
        spoken[getattr(link, f"{asked}_id"), link.state].append(getattr(link, told).words)
    return spoken
