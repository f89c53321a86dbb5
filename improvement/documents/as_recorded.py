"""Of a document that is recorded already without its words, what persons here have settled is
proposed as it stands: its title above all, which a rule can only put together."""

from typing import Any

from improvement.documents.meeting import would_meet
from improvement.models import Proposal
from inspections.models import Authority, Document, Inspection

Said = dict[str, Any]

# What a draft calls them; a date that is printed is the document's own affair.
SETTLED = ("key", "title", "publisher", "public_from")


def propose_as_recorded(
    authority: Authority, sha256: str, proposals: list[Proposal], met: Inspection | None
) -> None:
    """Change the proposal of the document, which is not saved yet, if it would be met."""
    paper = next(one for one in proposals if one.kind == Proposal.Kind.DOCUMENT)
    held = recorded_document(authority, sha256, paper.proposed.get("kind", ""), met)
    if held is None:
        return
    stands = {name: str(getattr(held, name) or "") for name in SETTLED}
    stands["second_hand"] = "yes" if held.second_hand else "no"
    paper.proposed |= {name: said for name, said in stands.items() if said}
    # A publication that is not printed, and that somebody has given.
    if held.published and "published" not in paper.proposed:
        paper.proposed["published"] = held.published.text


def with_recorded_keys(authority: Authority, draft: Said) -> Said:
    """The draft with its earlier inspections under the keys by which they are recorded: a grade
    may show which one is meant, and it is not accepted with it. What names one inspection twice
    tells of it once."""
    about, *earlier = draft.get("inspections") or [{}]
    told: dict[str, Said] = {}
    for one in earlier:
        met = would_meet(authority, one)
        key = met.key if met else one["key"]
        if key == about.get("key"):
            continue
        first = told.setdefault(key, {**one, "key": key})
        judged = {judgement["area"] for judgement in first.get("judgements", ())}
        more = [one for one in one.get("judgements", ()) if one["area"] not in judged]
        if more:
            first["judgements"] = [*first.get("judgements", ()), *more]
    return {**draft, "inspections": [about, *told.values()]} if about else draft


def recorded_document(
    authority: Authority, sha256: str, kind: str, met: Inspection | None
) -> Document | None:
    """The one with this fingerprint, else the only one of its kind that reports the inspection
    and whose file nobody has given."""
    ours = Document.objects.filter(authority=authority)
    if found := ours.filter(sha256=sha256).first():
        return found
    if met is None:
        return None
    reports = ours.filter(kind=kind, sha256="", told__inspection=met, told__is_its_report=True)
    found = list(reports.distinct()[:2])
    return found[0] if len(found) == 1 else None
