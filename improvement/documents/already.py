"""What is recorded already of a document that waits: the same file, the inspection that it is
about, and where what it says differs from what is recorded. Nothing is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Prefetch, Q

from improvement.documents.meeting import would_meet
from improvement.models import Proposal, WaitingDocument
from inspections.intake.dates import PartialDate
from inspections.models import Document, Inspection, Judgement
from inspections.models.time import as_stored

Said = dict[str, Any]
Kind = Proposal.Kind

DATES = ("started", "ended", "published", "by")
COUNTS = {"recommendations": "recommendations_stated", "immediate": "immediate_stated"}


@dataclass(frozen=True)
class Differing:
    """A fact that stands otherwise here than this document has it."""

    name: str  # as the draft calls it: "started", "framework", "judgements/<area>"
    words: str  # the record's name for it, for `fact_words`
    here: Any
    by: Document | None  # which document gave what stands; None: a person entered it
    there: Any


@dataclass(frozen=True)
class Recorded:
    """What is recorded already, as far as an import of this document would meet it."""

    # The document with this very file's fingerprint; its words may not be held here yet.
    same_file: Document | None = None
    # A document that would be met, and that has another file: is this one a corrected version
    # of it (then it says `replaces` with that one's key), or another document? Either way it
    # needs a key of its own.
    other_file: Document | None = None
    # The inspection that the document is about, and which documents tell of it.
    inspection: Inspection | None = None
    documents: list[Document] = field(default_factory=list)
    judgements: int = 0  # rows recorded of it
    recommendations: int = 0
    findings: int = 0
    differing: list[Differing] = field(default_factory=list)


def recorded(waiting: WaitingDocument, proposals: Iterable[Proposal]) -> Recorded:
    """Asks a fixed number of queries, at most eight, however much is recorded.

    `waiting` comes with its file, without the content.
    """
    told = [one for one in proposals if one.state != Proposal.State.REJECTED]
    first = [one for one in told if not one.inspection]
    paper = next((one.said for one in first if one.kind == Kind.DOCUMENT), {})
    about = next((one.said for one in first if one.kind == Kind.INSPECTION), {})
    named = _named(waiting, paper)
    same_file = next((one for one in named if one.sha256 == waiting.file.sha256), None)
    is_told = {"key", "kind"} <= about.keys()
    met = would_meet(waiting.authority, about) if is_told else None
    found = _of_the_inspection(met) if met else {}
    inspection = found.get("inspection")
    if inspection:
        judged = [one.said for one in first if one.kind == Kind.JUDGEMENT]
        differing = [*_facts(inspection, about), *_grades(inspection, judged)]
        # What this very document gave is no other document's word.
        ours = same_file.pk if same_file else 0
        found["differing"] = [one for one in differing if not one.by or one.by.pk != ours]
    return Recorded(
        same_file=same_file,
        other_file=None if same_file else _other_file(waiting, paper, named, inspection),
        **found,
    )


def _of_the_inspection(met: Inspection) -> dict[str, Any]:
    rows = Inspection.objects.for_list().annotate(
        asked=Count("recommendations", distinct=True), found=Count("findings", distinct=True)
    )
    judged = Judgement.objects.select_related("area", "document")
    inspection = rows.prefetch_related(Prefetch("judgements", judged)).get(pk=met.pk)
    return {
        "inspection": inspection,
        "documents": [source.document for source in inspection.sources.all()],
        "judgements": len(inspection.judgements.all()),
        "recommendations": inspection.asked,
        "findings": inspection.found,
    }


def _named(waiting: WaitingDocument, paper: Said) -> list[Document]:
    """The authority's documents with this file's fingerprint, or with this one's key."""
    alike = Q(sha256=waiting.file.sha256) | Q(key=paper.get("key", ""))
    return list(Document.objects.filter(alike, authority=waiting.authority_id).order_by("pk"))


def _other_file(
    waiting: WaitingDocument, paper: Said, named: list[Document], inspection: Inspection | None
) -> Document | None:
    """The document with the same key, else the report of the same inspection, that is recorded
    with another file; none once the document says what it replaces, or that it is another."""
    if paper.get("replaces"):
        return None
    others = [one for one in named if one.key == paper.get("key")]
    second_hand = str(paper.get("second_hand", "no")).lower() in ("yes", "true")
    if inspection and not others and not second_hand:
        sources = inspection.sources.all()
        reports = [one.document for one in sources if one.is_its_report]
        others = [
            one for one in reports if not one.second_hand and one.kind == paper.get("kind")
        ]
    others = [one for one in others if one.sha256 not in ("", waiting.file.sha256)]
    return others[-1] if others else None


def _facts(inspection: Inspection, said: Said) -> Iterator[Differing]:
    """As the import compares them: a coarser date than what stands is no other date."""
    stated = said.get("counts", {})
    values = {
        **{name: PartialDate(said[name]) for name in DATES if said.get(name)},
        **({"ordinal": int(said["ordinal"])} if said.get("ordinal") else {}),
        **{fact: int(stated[name]) for name, fact in COUNTS.items() if stated.get(name)},
    }
    for name, there in values.items():
        here = getattr(inspection, name)
        agrees = here == there or (name in DATES and here and here.agrees_with(there))
        if here is not None and not agrees:
            yield _differing(inspection, name, here, there)
    framework = inspection.framework
    if framework and said.get("framework") not in (None, "", framework.key):
        yield _differing(inspection, "framework", framework, said["framework"])


def _differing(inspection: Inspection, name: str, here, there) -> Differing:
    words = inspection._meta.get_field(name).verbose_name
    return Differing(name, words, here, inspection.giver_of(name), there)


def _grades(inspection: Inspection, judged: list[Said]) -> Iterator[Differing]:
    recorded = {one.area.key: one for one in inspection.judgements.all()}
    for said in judged:
        held = recorded.get(said.get("area", ""))
        if held and held.grade != said.get("grade"):
            corrected_here = held.grade != held.imported.get("grade", as_stored(held.grade))
            by = None if corrected_here else held.document
            words = str(held.area)
            name = f"judgements/{held.area.key}"
            yield Differing(name, words, held.grade, by, said.get("grade", ""))
