"""What lies beside the document while it is looked at: what the authority's records hold, and
what the document itself tells of. Each part is read when a card first asks for it."""

from dataclasses import dataclass
from functools import cached_property
from itertools import count, groupby

from improvement.documents.meeting import could_meet, would_meet
from improvement.documents.review.our_words import OurFinding, findings_of
from improvement.models import Proposal, WaitingDocument
from inspections.intake.check import Vocabulary
from inspections.models import Document, Framework, Inspection, Recommendation, Theme

SHOWN = 90  # letters of a recommendation in a list
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """A recorded recommendation, as a card or a list names it."""

    ref: str  # authority/inspection/number
    number: str
    title: str
    words: str
    inspection: str

    @property
    def short(self) -> str:
        title = self.title if len(self.title) <= SHOWN else f"{self.title[: SHOWN - 1]}…"
        return f"{self.number}. {title}"


class Desk:
    """`proposals` are all of the document's, where the page has read them; else only those
    that a card needs are read."""

    def __init__(self, waiting: WaitingDocument, proposals: list[Proposal] | None = None):
        self.waiting = waiting
        self.authority = waiting.authority
        self._proposals = proposals

    @cached_property
    def facts(self) -> list[Proposal]:
        """The document, its inspections and its plan, in their order."""
        kinds = (Proposal.Kind.DOCUMENT, Proposal.Kind.INSPECTION, Proposal.Kind.PLAN)
        if self._proposals is not None:
            return [one for one in self._proposals if one.kind in kinds]
        found = self.waiting.proposals.filter(kind__in=kinds)
        return list(found.order_by("position", "pk"))

    @property
    def inspections(self) -> dict[int, Proposal]:
        """By its place in the draft, each inspection that the document tells of."""
        return {
            one.inspection: one for one in self.facts if one.kind == Proposal.Kind.INSPECTION
        }

    @property
    def has_plan(self) -> bool:
        return any(one.kind == Proposal.Kind.PLAN for one in self.facts)

    @cached_property
    def findings(self) -> list[Proposal]:
        if self._proposals is not None:
            return [one for one in self._proposals if one.kind == Proposal.Kind.FINDING]
        found = self.waiting.proposals.filter(kind=Proposal.Kind.FINDING)
        return list(found.order_by("position", "pk"))

    @cached_property
    def _our_findings(self) -> dict[str, OurFinding]:
        about = self.inspections.get(0)
        if about is None or not {"key", "kind"} <= about.said.keys():
            return {}
        met = would_meet(self.authority, about.said)
        return findings_of(met) if met else {}

    def our_findings(self, inspection: int | None) -> dict[str, OurFinding]:
        """By key what is recorded as found by the inspection that the document is about; of the
        earlier ones that it mentions it tells no findings of its own."""
        return {} if inspection else self._our_findings

    @cached_property
    def recorded(self) -> list[Inspection]:
        """The authority's inspections, the latest first."""
        found = Inspection.objects.filter(authority=self.authority).for_list()
        return sorted(found, key=lambda one: (one.day, one.pk), reverse=True)

    @cached_property
    def asked(self) -> dict[str, Asked]:
        """The authority's recommendations by their reference, the latest inspection first."""
        places = {one.pk: place for place, one in enumerate(self.recorded)}
        names = {one.pk: str(one) for one in self.recorded}
        rows = Recommendation.objects.filter(inspection__authority=self.authority)
        rows = sorted(
            rows.select_related("inspection"),
            key=lambda row: (places[row.inspection_id], row.position, row.pk),
        )
        slug = self.authority.slug
        told = [
            Asked(
                ref=f"{slug}/{row.inspection.key}/{row.key}",
                number=row.key,
                title=row.short_title,
                words=row.words,
                inspection=names[row.inspection_id],
            )
            for row in rows
        ]
        return {one.ref: one for one in told}

    def asked_before(self, inspection: int | None) -> list[tuple[str, Choices]]:
        """What another inspection asked than the one that the thing belongs to, grouped."""
        own = self.inspections.get(inspection or 0)
        ours = f"{self.authority.slug}/{own.said.get('key', '')}/" if own else None
        others = [
            one for one in self.asked.values() if not ours or not one.ref.startswith(ours)
        ]
        return [
            (name, [(one.ref, one.short) for one in rows])
            for name, rows in groupby(others, key=lambda one: one.inspection)
        ]

    def keys_taken(self, kind: str, inspection: int | None = 0) -> set[str]:
        """Of the things of a kind in this document; of recommendations the numbers as well that
        are recorded of that inspection."""
        rows = self.waiting.proposals.filter(kind=kind)
        taken = {str(one.said.get("key")) for one in rows}
        if kind == Proposal.Kind.RECOMMENDATION:
            taken |= self._numbers_recorded(inspection)
        return taken

    def _numbers_recorded(self, inspection: int | None) -> set[str]:
        about = self.inspections.get(inspection or 0)
        if about is None or not {"key", "kind"} <= about.said.keys():
            return set()
        met = could_meet(self.authority, about.said, met={})
        rows = Recommendation.objects.filter(inspection__in=met)
        return set(rows.values_list("key", flat=True))

    def free_key(self, kind: str, first: str, inspection: int | None = 0) -> str:
        """The first with a number behind it that nothing has."""
        taken = self.keys_taken(kind, inspection)
        return next(key for n in count(1) if (key := f"{first}-{n}") not in taken)

    @cached_property
    def themes(self) -> Choices:
        return list(Theme.objects.order_by("name").values_list("key", "name"))

    @cached_property
    def _frameworks(self) -> list[tuple[str, str, str | None, str | None]]:
        rows = Framework.objects.order_by("name", "areas__position", "areas__pk")
        return list(rows.values_list("key", "name", "areas__key", "areas__name"))

    @property
    def frameworks(self) -> Choices:
        return list(dict.fromkeys((key, name) for key, name, _, _ in self._frameworks))

    @cached_property
    def areas(self) -> dict[str, Choices]:
        """By framework, the areas that it grades."""
        told: dict[str, Choices] = {}
        for framework, _, key, name in self._frameworks:
            told.setdefault(framework, []).extend([(key, name)] if key else [])
        return told

    def areas_of(self, inspection: int | None) -> Choices:
        """Those that the inspection's framework grades; all there are where none is said."""
        about = self.inspections.get(inspection or 0)
        framework = about.said.get("framework", "") if about else ""
        if framework in self.areas:
            return self.areas[framework]
        return sorted({pair for areas in self.areas.values() for pair in areas})

    @cached_property
    def documents(self) -> list[Document]:
        """What is recorded of the authority already, by title."""
        found = Document.objects.filter(authority=self.authority).order_by("title", "pk")
        return list(found)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        areas = {
            framework: [key for key, _ in found] for framework, found in self.areas.items()
        }
        return Vocabulary(frozenset(key for key, _ in self.themes), areas)
