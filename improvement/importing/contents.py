"""What one document tells of an inspection: its grades, what was asked, what was found.

Of two documents the first-hand one speaks; the other adds only what that leaves empty.
"""

from improvement.importing.facts import FIRST_HAND, MENTION, Facts, rank_of
from improvement.importing.meeting import the_one
from improvement.importing.merging import (
    LeftOut,
    Session,
    is_unsaid,
    known_since_earlier,
    merge,
    save,
)
from improvement.importing.report import KNOWN_SINCE, Outcome
from improvement.importing.values import booleans, place_of, spot_of, texts
from inspections.intake.draft import Item
from inspections.models import Area, Finding, Inspection, Judgement, Recommendation

NO_PLACE = {"part": "", "page": None, "paragraph": None, "quote": ""}
PLACED = ("position", "document", *NO_PLACE)


class Contents:
    def __init__(
        self, session: Session, facts: Facts, themes: dict, inspection: Inspection, rank: int
    ):
        self.session, self.facts, self.themes = session, facts, themes
        self.inspection, self.rank, self.document = inspection, rank, facts.document
        self.reports = dict(inspection.sources.values_list("document", "is_its_report"))

    def run(self, item: Item):
        self._judgements(item)
        for position, entry in enumerate(item.items_of("recommendations"), 1):
            self.session.attempt(self._recommendation, entry, position)
        entries = item.items_of("findings")
        for position, entry in enumerate(entries, 1):
            self.session.attempt(self._finding, entry, position, entries)

    def _outranks(self, held) -> bool:
        """Whether this document may speak over the one that `held` was taken from."""
        if held.document_id == self.document.pk:
            return True
        if held.document is None:
            return self.rank > MENTION  # a person entered it here
        is_report = self.reports.get(held.document_id, False)
        return self.rank > rank_of(held.document, is_its_report=is_report)

    def _place(self, item: Item, held=None) -> dict:
        # What replaces another document's words leaves no place of that one behind.
        moved = held is not None and held.document_id != self.document.pk
        return {
            "document": self.document,
            **(NO_PLACE if moved else {}),
            **place_of(item),
        }

    # Grades

    def _judgements(self, item: Item):
        if not item.items_of("judgements"):
            return
        framework = self.inspection.framework
        if framework is None:
            if "framework" not in item:
                line = item.line_of("judgements")
                sentence = f"The framework of {self.inspection.key} is not known."
                self.session.problem(line, sentence)
            return
        areas = {area.key: area for area in Area.objects.filter(framework=framework)}
        held = {one.area_id: one for one in self.inspection.judgements.all()}
        for judgement in item.items_of("judgements"):
            area = areas.get(judgement["area"])
            if area is not None:
                self.session.attempt(self._judgement, judgement, area, held.get(area.pk))
            elif "framework" not in item:  # else told by the check
                sentence = f"{judgement['area']} is not in {framework.key}."
                self.session.problem(judgement.line_of("area"), sentence)

    def _judgement(self, item: Item, area: Area, held: Judgement | None):
        if held and not self._outranks(held):
            self._told_again(held, item)
            return
        if held and held.document_id != self.document.pk:
            self._keep_as_rival(held, item)
        merge(
            self.session,
            Judgement,
            item,
            find={"inspection": self.inspection, "area": area},
            values={**texts(item, "grade", "printed"), **self._place(item, held)},
        )

    def _told_again(self, held: Judgement, item: Item):
        """Another document gives the grade too: a differing one is kept as a rival."""
        if held.grade != item["grade"]:
            place = place_of(item)
            self.facts.rival(
                self.inspection, item, str(held.area), item["grade"], self.document, place
            )
        elif known_since_earlier(self.session, held, self.session.known_at):
            save(self.session, held)
            self.session.add(Outcome.CHANGED, held, item, (KNOWN_SINCE, "later", ""))
        else:
            self.session.add(Outcome.UNCHANGED, held, item)

    def _keep_as_rival(self, held: Judgement, item: Item):
        corrected_here = held.grade != held.imported.get("grade")
        if held.grade != item["grade"] and not corrected_here:
            place = {name: getattr(held, name) for name in NO_PLACE}
            self.facts.rival(
                self.inspection, item, str(held.area), held.grade, held.document, place
            )

    # What was asked, what was found

    def _recommendation(self, item: Item, position: int):
        find = {"inspection": self.inspection, "key": item["key"]}
        held = Recommendation.objects.filter(**find).first()
        values = {
            **booleans(item, "immediate", "says_repeat"),
            **texts(item, "kind", "text", "summary", "title"),
        }
        self._merge(Recommendation, item, find, held, values, position)

    def _finding(self, item: Item, position: int, entries: list[Item]):
        recorded = Finding.objects.filter(inspection=self.inspection)
        held = recorded.filter(key=item["key"]).first() or self._found_there(item, entries)
        find = {"inspection": self.inspection, "key": held.key if held else item["key"]}
        values = texts(item, "text", "summary", "direction")
        finding = self._merge(Finding, item, find, held, values, position)
        self.session.findings[self.inspection.pk, item["key"]] = finding

    def _found_there(self, item: Item, entries: list[Item]) -> Finding | None:
        """What is recorded under another key from the same paragraph of this document."""
        part, page, paragraph = spot_of(item)
        if paragraph is None:
            return None
        recorded = Finding.objects.filter(inspection=self.inspection)
        there = recorded.filter(
            document=self.document, part=part or "", page=page, paragraph=paragraph
        )
        candidates = list(there.exclude(key__in=[entry["key"] for entry in entries]))
        keys = {entry["key"] for entry in entries if spot_of(entry) == spot_of(item)}
        new = keys.difference(recorded.values_list("key", flat=True))
        if len(candidates) == 1 and len(new) > 1:
            key = candidates[0].key
            sentence = f"One of {', '.join(sorted(new))} may be {key}: give that one its key."
            self.session.problem(item.line_of("key"), sentence)
            raise LeftOut
        return the_one(self.session, item, candidates)

    def _merge(self, model, item: Item, find: dict, held, values: dict, position: int):
        if "theme" in item:
            # An unknown theme has been told by the check.
            values["theme"] = self.themes.get(item["theme"])
        values.update(self._place(item, held))
        if held is None or self.rank == FIRST_HAND or held.document_id == self.document.pk:
            values["position"] = position
        if held is not None and not self._outranks(held):
            adds = [name for name in values if name not in PLACED and is_unsaid(held, name)]
            values = {name: values[name] for name in adds}
        return merge(self.session, model, item, find=find, values=values)
