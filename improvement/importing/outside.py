"""The inspections' part of a draft: what outsiders found, into the records."""

from improvement.importing.contents import Contents
from improvement.importing.documents import find_authority
from improvement.importing.facts import Facts, rank_of
from improvement.importing.linking import Linking
from improvement.importing.measuring import Measuring
from improvement.importing.meeting import meet, partial
from improvement.importing.merging import Session, as_stored, merge, save
from improvement.importing.report import Outcome
from improvement.importing.values import place_of, texts
from inspections.intake.draft import Draft, Item
from inspections.models import (
    Authority,
    Document,
    Inspection,
    InspectionDocument,
    InspectionPerson,
    Leader,
    Milestone,
    Theme,
)


class OutsideImport:
    """One draft's inspections and milestones."""

    def __init__(self, session: Session, authority: Authority, document: Document):
        self.session, self.authority, self.document = session, authority, document
        self.facts = Facts(session, document)
        self.themes = {theme.key: theme for theme in Theme.objects.all()}

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
                Measuring(self.session, self.document, inspection, linking).run(item)
        for milestone in draft.root.items_of("milestones"):
            self.session.attempt(self._milestone, milestone)
        for leader in draft.root.items_of("led_by"):
            self.session.attempt(self._leader, leader)

    def _milestone(self, item: Item):
        find = {
            "authority": self.authority,
            "on": partial(item, "on"),
            "title": item["title"],
        }
        told = Milestone.objects.filter(**find).exclude(document=self.document).first()
        # Told again by another document, it keeps the place where we read it first.
        values = {} if told else {"document": self.document, **place_of(item)}
        merge(self.session, Milestone, item, find=find, values=values)

    def _leader(self, item: Item):
        find = {
            "authority": self.authority,
            "document": self.document,
            "post": item["post"],
            "name": item.get("name", ""),
        }
        days = {name: partial(item, name) for name in ("since", "until", "on") if name in item}
        values = {**days, **texts(item, "body"), **place_of(item)}
        merge(self.session, Leader, item, find=find, values=values)

    def _inspection(self, item: Item, is_its_report: bool) -> Inspection:
        authority = self._authority(item)
        rank = rank_of(self.document, is_its_report=is_its_report)
        self.session.line = item.line
        inspection = meet(self.session, authority, item)
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
                name: [self.document.key, rank, as_stored(value)]
                for name, value in facts.items()
            }
            save(self.session, inspection)
            self.session.add(Outcome.CREATED, inspection, item)
        else:
            self.facts.merge(inspection, item, facts, rank)
        self.session.keys[authority.slug, item["key"]] = inspection
        self.session.keys[authority.pk, item["key"]] = inspection
        InspectionDocument.objects.get_or_create(
            inspection=inspection,
            document=self.document,
            defaults={"is_its_report": is_its_report},
        )
        for person in item.items_of("people"):
            InspectionPerson.objects.get_or_create(
                inspection=inspection, name=person["name"], role=person["role"]
            )
        Contents(self.session, self.facts, self.themes, inspection, rank).run(item)
        return inspection

    def _authority(self, item: Item) -> Authority:
        name = item.get("authority", self.authority.name)
        if name == self.authority.name:
            return self.authority
        return find_authority(self.session, name, item.line_of("authority")) or self.authority
