"""What a proposal is called in a list or a sentence, by what it says."""

from improvement.models import Proposal
from inspections.intake.dates import PartialDate
from inspections.models import Grade
from inspections.models import Kind as InspectionKind

Kind = Proposal.Kind
LONGEST = 120

# One and several of each kind, as counts have them.
COUNTED = {
    Kind.DOCUMENT: ("facts about the document",) * 2,
    Kind.INSPECTION: ("inspection", "inspections"),
    Kind.JUDGEMENT: ("judgement", "judgements"),
    Kind.RECOMMENDATION: ("recommendation", "recommendations"),
    Kind.FINDING: ("finding", "findings"),
    Kind.MEASURE: ("figure", "figures"),
    Kind.PLAN: ("plan", "plans"),
}


def counted(kind: str, number: int) -> str:
    """`1 finding`, `31 findings`; of the document itself there is only one."""
    one, several = COUNTED[Kind(kind)]
    if kind == Kind.DOCUMENT:
        return f"the {one}"
    return f"{number} {one if number == 1 else several}"


def called(proposal: Proposal) -> str:
    """Its first words, at most `LONGEST` letters: a list has them beside its kind."""
    words = " ".join(_words(proposal).split()) or str(proposal)
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"


def _words(proposal: Proposal) -> str:
    said = proposal.said
    if proposal.kind == Kind.INSPECTION:
        return inspection_in_words(said)
    if proposal.kind == Kind.JUDGEMENT:
        area = str(said.get("area", "")).replace("_", " ")
        return f"{area}: {_label(Grade, said.get('grade', ''))}".capitalize()
    words = said.get("title") or said.get("text") or said.get("summary") or said.get("name", "")
    if proposal.kind == Kind.RECOMMENDATION:
        return f"{said.get('key', '')}. {words}"
    return str(words)


def _label(choices, value: str) -> str:
    return choices(value).label if value in choices.values else str(value)


def inspection_in_words(inspection: dict) -> str:
    """`Monitoring visit 4, 31 October 2017 to 1 November 2017`."""
    kind = _label(InspectionKind, inspection.get("kind") or "An inspection")
    number = f" {inspection['ordinal']}" if inspection.get("ordinal") else ""
    days = [inspection[name] for name in ("started", "ended") if inspection.get(name)]
    told = " to ".join(dict.fromkeys(map(when, days)))
    if not told and inspection.get("by"):
        told = f"by {when(inspection['by'])}"
    if not told and inspection.get("published"):
        told = f"published {when(inspection['published'])}"
    return f"{kind}{number}, {told or inspection.get('as_printed') or 'date not stated'}"


def when(printed: str) -> str:
    try:
        return str(PartialDate(printed))
    except ValueError:
        return printed
