"""A draft that was read out of a document, as the single things that a person decides on; and
what has been accepted as a draft again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from improvement.importing.documents import NEVER
from improvement.models import Proposal, WaitingDocument
from inspections.intake.draft import Steps

Said = dict[str, Any]

# What an inspection of a draft holds, and as what it is proposed.
CONTENTS = {
    "judgements": Proposal.Kind.JUDGEMENT,
    "recommendations": Proposal.Kind.RECOMMENDATION,
    "findings": Proposal.Kind.FINDING,
    "measures": Proposal.Kind.MEASURE,
}
SECTIONS = {kind: section for section, kind in CONTENTS.items()}
# What helps the person who decides, and is not recorded.
FOR_THE_READER = ("sure", "proposed", "tags")
EMPTY = (None, "", [], {})  # what is not said is absent


def split(draft: Said, waiting: WaitingDocument) -> list[Proposal]:
    """The things of a draft, in the order of the document: first what has no place in it."""
    found = sorted(_things(draft), key=lambda thing: thing[0])
    return [
        Proposal(
            waiting=waiting,
            position=position,
            kind=kind,
            inspection=number,
            passage=place[0] or None,
            proposed=said,
        )
        for position, (place, kind, number, said) in enumerate(found, start=1)
    ]


Place = tuple[int, int]  # passage, and which of those told there
Thing = tuple[Place, str, int | None, Said]


def _things(draft: Said) -> Iterator[Thing]:
    document = {**draft["document"], "authority": draft.get("authority", "")}
    yield (0, 0), Proposal.Kind.DOCUMENT, None, document
    order = 0
    for number, inspection in enumerate(draft.get("inspections", ())):
        facts = {name: said for name, said in inspection.items() if name not in CONTENTS}
        order += 1
        yield (0, order), Proposal.Kind.INSPECTION, number, facts
        for section, kind in CONTENTS.items():
            for said in inspection.get(section, ()):
                order += 1
                yield (_passage(said), order), kind, number, said
    if "plan" in draft:
        yield (0, order + 1), Proposal.Kind.PLAN, None, draft["plan"]


def _passage(said: Said) -> int:
    return int(said.get("at", {}).get("paragraph", 0))


@dataclass(frozen=True)
class Joined:
    """What has been accepted as a draft, and for each entry the proposal that it was, by the
    path of keys and positions that leads to it: `("inspections", 0, "findings", 12)`."""

    draft: Said
    of: dict[Steps, Proposal]


def join(proposals: Iterable[Proposal], reviewed_by: str) -> Joined | None:
    """The draft of what has been accepted; None as long as the document itself is not. What
    belongs to an inspection that does not go in is left out (`left_behind`)."""
    accepted = sorted(_accepted(proposals), key=lambda one: one.position)
    paper = next((one for one in accepted if one.kind == Proposal.Kind.DOCUMENT), None)
    if paper is None:
        return None
    # Whoever accepted it has seen the box: an empty one says that it is not for publication.
    document = {"public_from": NEVER, **_recorded(paper.said)}
    draft: Said = {"reviewed_by": reviewed_by, "authority": document.pop("authority", "")}
    draft |= {"document": document, "inspections": []}
    of: dict[Steps, Proposal] = {("document",): paper}
    numbers: dict[int | None, int] = {}
    for number, one in enumerate(_inspections(accepted)):
        numbers[one.inspection] = number
        of["inspections", number] = one
        draft["inspections"].append(_recorded(one.said))
    for one in accepted:
        if one.kind in SECTIONS and one.inspection in numbers:
            number, name = numbers[one.inspection], SECTIONS[one.kind]
            section = draft["inspections"][number].setdefault(name, [])
            if not _is_gathered(one, section):
                of["inspections", number, name, len(section)] = one
                section.append(_recorded(one.said))
    plan = next((one for one in accepted if one.kind == Proposal.Kind.PLAN), None)
    if plan is not None:
        draft["plan"] = _recorded(plan.said)
        of[("plan",)] = plan
    return Joined(draft, of)


def _is_gathered(one: Proposal, section: list[Said]) -> bool:
    """Whether its figures went to the measure that stands there already: sentences apart may
    each give one measure a figure."""
    if one.kind != Proposal.Kind.MEASURE:
        return False
    first = next((told for told in section if told.get("key") == one.said.get("key")), None)
    if first is None:
        return False
    said = _recorded(one.said)
    place = said.get("at", {})
    stated = first.setdefault("readings", [])
    held = [_figures(reading) for reading in stated]
    stated += [
        {"at": place, **reading}
        for reading in said.get("readings", ())
        if _figures(reading) not in held  # what is said twice is one figure
    ]
    return True


def _figures(reading: Said) -> Said:
    return {name: told for name, told in reading.items() if name != "at"}


def left_behind(proposals: Iterable[Proposal]) -> list[Proposal]:
    """What is accepted and cannot go in: its inspection, or the one that the document is
    about, has not been accepted."""
    accepted = _accepted(proposals)
    told = {one.inspection for one in _inspections(accepted)}
    of_inspections = {*SECTIONS, Proposal.Kind.INSPECTION}
    return [
        one for one in accepted if one.kind in of_inspections and one.inspection not in told
    ]


def _accepted(proposals: Iterable[Proposal]) -> list[Proposal]:
    return [one for one in proposals if one.state == Proposal.State.ACCEPTED]


def _inspections(accepted: list[Proposal]) -> list[Proposal]:
    """In the order of the document, the one that it is about first. A draft's first inspection
    is that one: without it none goes in."""
    found = [one for one in accepted if one.kind == Proposal.Kind.INSPECTION]
    found.sort(key=lambda one: one.inspection or 0)
    return found if found and not found[0].inspection else []


def _recorded(said: Said) -> Said:
    """Without what only helps the reader, and without what is not said."""
    return {
        name: told
        for name, told in ((name, _said(told)) for name, told in said.items())
        if name not in FOR_THE_READER and told not in EMPTY
    }


def _said(told: Any) -> Any:
    if isinstance(told, dict):
        pairs = ((name, _said(value)) for name, value in told.items())
        return {name: value for name, value in pairs if value not in EMPTY}
    if isinstance(told, list):
        return [one for one in map(_said, told) if one not in EMPTY]
    return told
