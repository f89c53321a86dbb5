"""What an import would refuse of one thing, asked before it is kept: the smallest draft that
holds it is read and checked as any draft is."""

from typing import Any

import yaml
from django.db.models import Q

from improvement.documents.review.desk import Desk
from improvement.documents.splitting import SECTIONS
from improvement.models import Proposal
from inspections.intake.check import check_draft
from inspections.intake.draft import read_draft

Said = dict[str, Any]
Kind = Proposal.Kind
PAPER = {"key": "paper", "title": "Paper", "kind": "full_inspection"}
# What a draft's writer is told by its keys, as the boxes of the card have it.
IN_WORDS = {
    "“ended” is before “started”.": "The last day is before the first.",
    "“on” is before “from_on”.": "The day of the figure is before the day of the figure before.",
}
TOLD_ONCE = {Kind.JUDGEMENT: "area"}  # by which a thing is told apart, where that is no key


def problems_of(proposal: Proposal, said: Said, desk: Desk) -> list[str]:
    """Sentences for the person who decides; none if it can be imported."""
    draft = _smallest(proposal, said, desk)
    reading = read_draft(yaml.safe_dump(draft, allow_unicode=True), proposal.waiting.title)
    found = list(reading.problems)
    if reading.draft is not None and not found:
        found = check_draft(reading.draft, desk.vocabulary)
    sentences = [IN_WORDS.get(problem.sentence, problem.sentence) for problem in found]
    return sentences or _told_already(proposal, said)


def _smallest(proposal: Proposal, said: Said, desk: Desk) -> Said:
    draft = {"reviewed_by": "admin", "authority": desk.authority.name, "document": PAPER}
    if proposal.kind == Kind.DOCUMENT:
        return {**draft, "document": {k: v for k, v in said.items() if k != "authority"}}
    if proposal.kind == Kind.INSPECTION:
        return {**draft, "inspections": [said]}
    if proposal.kind == Kind.PLAN:
        return {**draft, "plan": said}
    about = desk.inspections.get(proposal.inspection or 0)
    facts = {"key": "about", "kind": "full_inspection"}
    if about and about.said.get("framework"):
        facts["framework"] = about.said["framework"]
    return {**draft, "inspections": [{**facts, SECTIONS[proposal.kind]: [said]}]}


def _told_already(proposal: Proposal, said: Said) -> list[str]:
    """An import refuses two things of one key: the one that is accepted already stands."""
    if proposal.kind == Kind.MEASURE and said.get("key") == (proposal.same or {}).get("key"):
        return []  # another figure of a measure that is recorded
    name = TOLD_ONCE.get(proposal.kind, "key")
    others = proposal.waiting.proposals.filter(
        kind=proposal.kind, state=Proposal.State.ACCEPTED
    ).exclude(pk=proposal.pk)
    if proposal.kind in SECTIONS:
        others = others.filter(inspection=proposal.inspection)
    value = said.get(name, "")
    as_it_stands = Q(**{f"corrected__{name}": value})
    as_it_stands |= Q(**{"corrected__isnull": True, f"proposed__{name}": value})
    if not others.filter(as_it_stands).exists():
        return []
    what = proposal.get_kind_display().lower()
    if proposal.kind == Kind.FINDING:
        return ["Another sentence has been accepted as the same already: this is another."]
    return [
        f"A {what} “{said.get(name)}” has been accepted already. Change one, or reject one."
    ]
