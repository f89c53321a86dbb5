"""The inspections' part of a draft: what outsiders found, into the records."""

from improvement.importing.contents import Contents
from improvement.importing.documents import find_authority
from improvement.importing.facts import DATES, Facts, rank_of
from improvement.importing.linking import Linking
from improvement.importing.measuring import Measuring
from improvement.importing.meeting import grades_agree, meet, partial
from improvement.importing.merging import save
from improvement.importing.report import Outcome
from improvement.importing.session import LeftOut, Session
from improvement.importing.telling import Telling
from improvement.importing.values import texts
from inspections.intake.draft import Draft, Item
from inspections.models import (
    Authority,
    Document,
    Inspection,
    InspectionDocument,
    InspectionPerson,
    Theme,
)
from inspections.models.time import as_stored


class OutsideImport:
    """One draft's inspections and milestones."""

    def __init__(self, session: Session, authority: Authority, document: Document):
        self.session, self.authority, self.document = session, authority, document
        self.facts = Facts(session, document)
        self.themes = {theme.key: theme for theme in Theme.objects.all()}
        self.met: dict[int, str] = {}  # the inspections of this draft, by what they met

    def run(self, draft: Draft):
        held = [
            (item, self.session.attempt(self._inspection, item, position == 0))
            for position, item in enumerate(draft.inspections)
        ]
        linking = Linking(self.session, self.authority)
        # Links come last, so that a draft may name what stands further down in it.
        for item, inspection in held:
            if inspection is not None:
                linking.run(item, inspection)
                Measuring(self.session, self.facts, self.themes, inspection, linking).run(item)
                self.session.write_together()
        Telling(self.session, self.authority, self.facts, draft).run()

    def _inspection(self, item: Item, is_its_report: bool) -> Inspection:
        authority = self._authority(item)
        rank = rank_of(self.document, is_its_report=is_its_report)
        self.session.line = item.line
        inspection = meet(self.session, authority, item)
        if inspection is not None and inspection.pk in self.met:
            self._remember(authority, item, inspection)
            if says_nothing_more(item, inspection):
                self.session.add(Outcome.UNCHANGED, inspection, item)
                return None
            twin = self.met[inspection.pk]
            self.session.problem(item.line_of("key"), f"This is {twin}, which stands above.")
            raise LeftOut
        facts = self.facts.read(authority, item)
        if inspection is None:
            inspection = Inspection(
                authority=authority,
                key=item["key"],
                kind=item["kind"],
                known_at=self.session.known_at,
                areas_covered=list(item.get("areas_covered", [])),
                **{name: value for name, value in facts.items() if value is not None},
            )
            inspection.imported = {
                name: [inspection.name_of(self.document), rank, as_stored(value)]
                for name, value in facts.items()
            }
            save(self.session, inspection)
            self.session.add(Outcome.CREATED, inspection, item)
        else:
            self.facts.merge(inspection, item, facts, rank)
        self.met[inspection.pk] = item["key"]
        self._remember(authority, item, inspection)
        self._told(inspection, item, is_its_report)
        self._people(inspection, item)
        Contents(self.session, self.facts, self.themes, inspection, rank).run(item)
        return inspection

    def _remember(self, authority: Authority, item: Item, inspection: Inspection):
        for name in (authority.slug, authority.pk):
            self.session.keys[name, item["key"]] = inspection

    def _people(self, inspection: Inspection, item: Item):
        named = {(one.name, one.role): one for one in inspection.people.all()}
        for entry in item.items_of("people"):
            name = (entry["name"], entry["role"])
            if name in named:
                self.session.add(Outcome.UNCHANGED, named[name], entry)
                continue
            named[name] = InspectionPerson(inspection=inspection, name=name[0], role=name[1])
            self.session.write_later(named[name], entry)

    def _told(self, inspection: Inspection, item: Item, is_its_report: bool):
        called = texts(item, "as_printed")
        source, _ = InspectionDocument.objects.get_or_create(
            inspection=inspection,
            document=self.document,
            defaults={"is_its_report": is_its_report, **called},
        )
        if called and source.as_printed != called["as_printed"]:
            change = ("as printed", source.as_printed, called["as_printed"])
            self.session.add(Outcome.CHANGED, inspection, item, change)
            source.as_printed = called["as_printed"]
            source.save()

    def _authority(self, item: Item) -> Authority:
        name = item.get("authority", self.authority.name)
        if name == self.authority.name:
            return self.authority
        return find_authority(self.session, name, item.line_of("authority")) or self.authority


def says_nothing_more(item: Item, inspection: Inspection) -> bool:
    """Whether a document that has told of the inspection only names it once more: "the
    judgement of 2015" beside "published in January 2016"."""
    own = ("started", "ended", "people", "recommendations", "findings", "measures", "counts")
    if any(item.get(name) for name in own):
        return False
    days = [(partial(item, name), getattr(inspection, name)) for name in DATES if name in item]
    agree = all(day is None or told.agrees_with(day) for told, day in days)
    return agree and ("judgements" not in item or grades_agree(inspection, item))
