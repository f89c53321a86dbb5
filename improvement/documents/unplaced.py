"""Accepted grades that the records have no place for yet: those of an inspection of which
nobody has said the framework, which decides what is graded.

They wait on the list and keep nothing else from being imported.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from improvement.documents.meeting import could_meet
from improvement.documents.naming import called
from improvement.documents.splitting import Joined, Said
from improvement.importing.meeting import family
from improvement.models import Proposal, WaitingDocument
from inspections.models import Authority, Inspection, InspectionDocument, Judgement

JUDGEMENTS = "judgements"


@dataclass(frozen=True)
class Unplaced:
    """Such an inspection and its grades."""

    inspection: Proposal
    grades: list[Proposal]

    @property
    def called(self) -> str:
        return called(self.inspection)


def set_aside(joined: Joined, authority: Authority) -> tuple[Joined, list[Unplaced]]:
    """What has been accepted, without such grades; and those."""
    told = joined.draft["inspections"]
    without = _without_a_place(told, authority)
    if not without:
        return joined, []
    kept = {path: one for path, one in joined.of.items() if not _is_grade_of(path, without)}
    inspections = [
        {name: value for name, value in said.items() if name != JUDGEMENTS}
        if number in without
        else said
        for number, said in enumerate(told)
    ]
    unplaced = [
        Unplaced(
            joined.of["inspections", number],
            [one for path, one in joined.of.items() if _is_grade_of(path, [number])],
        )
        for number in without
    ]
    return Joined({**joined.draft, "inspections": inspections}, kept), unplaced


def _is_grade_of(path: tuple, numbers: list[int]) -> bool:
    return len(path) == 4 and path[1] in numbers and path[2] == JUDGEMENTS


def _without_a_place(told: list[Said], authority: Authority) -> list[int]:
    """Those with grades of which neither the document nor the records know the framework. What
    cannot be met because it is wrong in itself, or because it may be one of several, is told as
    such by the import."""
    met: dict[tuple, Inspection] = {}
    without = []
    for number, said in enumerate(told):
        if not {"key", "kind"} <= said.keys():
            continue
        try:
            found = could_meet(authority, said, met)
        except ValueError:  # a date that is none
            continue
        if len(found) == 1:
            met[authority.pk, said["key"]] = found[0]
        lacks = not found or (len(found) == 1 and found[0].framework_id is None)
        if lacks and JUDGEMENTS in said and "framework" not in said:
            without.append(number)
    return without


def still_waiting(documents: Iterable[WaitingDocument]) -> Counter[int]:
    """How many accepted grades of each that was imported were left out for that, by its number,
    whether or not a framework is recorded by now. Three queries for all of them: by what the
    inspections that each has become were graded in."""
    held = {one.pk: one.file.document_id for one in documents}
    sources = InspectionDocument.objects.filter(
        document__in=WaitingDocument.objects.filter(pk__in=held).values("file__document")
    )
    became: dict[int, list[Inspection]] = defaultdict(list)
    for source in sources.select_related("inspection").prefetch_related(
        Prefetch("inspection__judgements", Judgement.objects.select_related("area"))
    ):
        became[source.document_id].append(source.inspection)
    accepted = Proposal.objects.filter(
        waiting__in=held,
        state=Proposal.State.ACCEPTED,
        kind__in=(Proposal.Kind.INSPECTION, Proposal.Kind.JUDGEMENT),
    ).order_by("kind")  # the inspections first
    told: dict[tuple, list[Inspection]] = {}
    waits: Counter[int] = Counter()
    for one in accepted:
        place = one.waiting_id, one.inspection
        if one.kind == Proposal.Kind.INSPECTION and not one.said.get("framework"):
            told[place] = _recorded_as(one.said, became[held[one.waiting_id]])
        elif any(not _is_graded(each, one.said) for each in told.get(place, ())):
            waits[one.waiting_id] += 1
    return waits


def _recorded_as(said: Said, became: list[Inspection]) -> list[Inspection]:
    """By its own key, else by its kind: it may have met one that is recorded otherwise."""
    own = [one for one in became if one.key == said.get("key")]
    return own or [one for one in became if one.kind in family(said.get("kind", ""))]


def _is_graded(inspection: Inspection, said: Said) -> bool:
    return any(one.area.key == said.get("area") for one in inspection.judgements.all())
